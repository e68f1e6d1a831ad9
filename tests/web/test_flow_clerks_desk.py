"""What the clerk's desk says of time (`domain.md` 2.5), and the case files it offers while registering."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from e_office.casefiles.filing import put_document
from e_office.casefiles.models import Item
from e_office.casefiles.rules import FileFacts
from e_office.casefiles.service import open_file
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock
from tests.factories.casefiles import WHY, make_casefile
from tests.factories.documents import make_document
from tests.factories.world import World
from tests.web.test_flow_exchange import Sender
from tests.web.test_flow_registry import drop, letter, register

SignIn = Callable[[str], Browser]
MONDAY_MORNING = datetime(2026, 11, 30, 1, tzinfo=UTC)
"""08:00 in the office; the world's clock stands at 08:30 of Tuesday, the 24th."""


def test_the_clock_of_registering_is_calm_until_it_is_late_4_2c(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    Sender(office, world)("vanthu.stnmt", "stnmt", "CV", "2026-11-24", "ubnd")
    for page in ("/", "/arrivals"):
        shown = sign_in("vanthu").get(page).text
        assert 'class="desk-clock quiet">vào sổ trong ngày<' in shown, page
    clock.move(days=1)
    assert "vào sổ chậm nhất hết hôm nay" in sign_in("vanthu").get("/arrivals").text
    clock.move(days=1)
    for page in ("/", "/arrivals"):
        assert "quá hạn vào sổ, chậm nhất 25/11" in sign_in("vanthu").get(page).text, page


def test_what_came_after_hours_is_of_the_next_working_day(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    clock.instant = datetime(2026, 11, 27, 11, tzinfo=UTC)  # Friday, 18:00
    Sender(office, world)("vanthu.stnmt", "stnmt", "CV", "2026-11-27", "ubnd")
    assert "vào sổ trong ngày 30/11" in sign_in("vanthu").get("/arrivals").text
    clock.instant = MONDAY_MORNING
    assert "vào sổ trong ngày<" in sign_in("vanthu").get("/arrivals").text


@pytest.mark.parametrize(
    ("urgency", "by", "minutes"), [("urgent", "09:30", 61), ("very_urgent", "09:00", 31), ("flash", "08:45", 16)]
)
def test_every_level_of_urgency_has_its_time_23_1(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, urgency: str, by: str, minutes: int
) -> None:
    Sender(office, world)("vanthu.stnmt", "stnmt", "CV", "2026-11-24", "ubnd", urgency=urgency)
    assert f"vào sổ ngay, trước {by}" in sign_in("vanthu").get("/arrivals").text
    clock.move(minutes=minutes)
    assert f"vào sổ ngay: quá giờ từ {by}" in sign_in("vanthu").get("/").text


def test_what_is_registered_and_not_handed_over_has_the_same_clock(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    register(clerk, office)
    assert "chuyển trong ngày" in clerk.get("/incoming").text
    assert "chuyển trong ngày" not in sign_in("chuyenvien").get("/incoming").text, "it is the clerk's clock"
    clock.move(days=2)
    assert "quá hạn chuyển, chậm nhất 25/11" in sign_in("vanthu").get("/incoming").text


def file_with(office: Office, world: World, notation: str, title: str, **facts: object) -> int:
    """A file of the clerk with one document."""
    casefile_id = make_casefile(office, world, "vanthu", notation=notation, title=title)
    vp = world.units["vp"]
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], units=(vp,), **facts)
    with office.transaction():
        put_document(office, world.actor("vanthu"), casefile_id, document.id)
    return casefile_id


def test_files_are_offered_by_number_then_matter_then_sender_and_one_press_files(
    sign_in: SignIn, office: Office, world: World
) -> None:
    sender = file_with(office, world, "03.TH1", "Xây dựng đường liên xã", issuer_name="Ủy ban nhân dân huyện Kỳ Anh")
    matter = file_with(office, world, "02.TH1", "Đơn giá bồi thường cây trồng")
    number = file_with(
        office, world, "01.TH1", "Dự án khu kinh tế", code="12/UBND-TH1", code_key="12/UBND-TH1",
        issued_on=date(2026, 10, 1),
    )  # fmt: skip
    make_casefile(office, world, "vanthu", notation="09.TH1", title="Phòng cháy rừng")
    clerk = sign_in("vanthu")
    drop(clerk, (letter("V/v đơn giá bồi thường cây trồng theo Công văn 12/UBND-TH1"), "a.docx"))
    offered = re.findall(r'name="casefile_id" value="(\d+)"', clerk.page)
    assert offered == [str(number), str(matter), str(sender)]
    assert clerk.page.count('data-key="Ctrl+Shift+Enter"') == 1, "the likeliest has the key"
    typed = {"issuer_name": "Sở khác", "code": "1/X", "issued_on": "20/11/2026", "subject": "V/v phòng cháy rừng"}
    again = clerk.post("/incoming/duplicates", typed)
    assert "09.TH1" in again.text, "offered anew while the form is filled in"
    assert 'hx-swap-oob="true"' in again.text

    clerk.get("/incoming/new")
    register(clerk, office, casefile_id=str(number))
    assert "Đã đưa vào hồ sơ" in clerk.page
    entry = office.session.scalars(select(IncomingEntry)).one()
    inside = office.session.scalars(select(Item.document_id).filter_by(casefile_id=number)).all()
    assert entry.document_id in inside


def test_what_one_may_not_read_is_neither_offered_nor_filed_into(sign_in: SignIn, office: Office, world: World) -> None:
    facts = FileFacts(
        year=2026, notation="05.CV", title="Đơn giá bồi thường cây trồng", retention_years=10,
        started_on=date(2026, 11, 2), keeper_id=world.persons["chuyenvien.stnmt"], outside_reason=WHY,
    )  # fmt: skip
    with office.transaction():
        other = open_file(office, world.actor("chuyenvien.stnmt"), world.units["stnmt"], facts).id
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    assert 'name="casefile_id"' not in clerk.page
    register(clerk, office, casefile_id=str(other))
    assert clerk.response is not None
    assert clerk.response.status_code == 404
    assert office.session.scalars(select(IncomingEntry)).all() == [], "no number is spent"
    assert office.session.scalars(select(Document.id).filter_by(code="1352/UBND-TNMT")).all() == []
