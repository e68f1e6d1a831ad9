"""Letters from outside: the clerk says whether a state agency sent them, and only those are counted as exchange."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.people.models import Unit
from e_office.registry.issuers import is_state_agency, unit_named
from e_office.registry.models import IncomingEntry
from e_office.registry.service import IncomingFacts, register_incoming
from tests.conftest import Browser, MovingClock
from tests.factories.documents import kept
from tests.factories.world import World
from tests.web.test_flow_exchange import figure
from tests.web.test_flow_registry import drop, letter, register

SignIn = Callable[[str], Browser]
TICK = re.compile(r'<input[^>]*name="from_state_agency"[^>]*>')


def ticked(clerk: Browser) -> bool:
    """Whether the form says that a state agency sent it."""
    found = TICK.search(clerk.page)
    assert found, "the form asks whether a state agency sent it"
    return " checked" in found.group(0)


def entries(office: Office) -> list[IncomingEntry]:
    office.session.rollback()
    office.session.expire_all()
    return list(office.session.scalars(select(IncomingEntry).order_by(IncomingEntry.id)))


def come(office: Office, world: World, issuer: str, said: bool | None = None, *, day: date | None = None) -> None:
    """A letter of this issuer is registered by the province's clerk."""
    facts = DocumentFacts(
        owner_unit_id=world.units["ubnd"], type_code="CV", subject="V/v xin ý kiến", code="12/CV", issuer_name=issuer,
        issued_on=day or office.today(),
    )  # fmt: skip
    wanted = IncomingFacts(unit_id=world.units["ubnd"], document=facts, from_state_agency=said)
    file = kept(office)
    with office.transaction():
        register_incoming(office, world.actor("vanthu"), wanted, [file])


def test_the_clerk_is_asked_and_what_the_clerk_said_last_is_offered(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "1.docx"))
    assert ticked(clerk), "the district is a state agency"
    register(clerk, office, from_state_agency="y")
    assert figure(clerk, "/ratio?direction=in") == "100,0"

    citizen = {"issuer_name": "Ông Nguyễn Văn Bình", "code": "không số"}
    drop(clerk, (letter(number="01/ĐT"), "2.docx"))
    register(clerk, office, **citizen)
    assert [row.from_state_agency for row in entries(office)] == [True, False]
    page = clerk.get(f"/documents/{entries(office)[-1].document_id}").text
    assert "không tính, nơi gửi không phải cơ quan nhà nước" in page
    assert "không tính, nơi gửi" not in clerk.get(f"/documents/{entries(office)[0].document_id}").text
    assert "1 văn bản" in re.sub(r"\s+", " ", clerk.get("/ratio?direction=in").text.replace("\xa0", " "))
    assert clerk.get("/ratio/documents?direction=in").text.count("data-row>") == 1
    office.session.rollback()
    assert not is_state_agency(office, citizen["issuer_name"], world.units["ubnd"])
    assert is_state_agency(office, citizen["issuer_name"], world.units["stc"]), "another agency has not seen it yet"


def test_a_refused_form_keeps_what_the_clerk_said(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "1.docx"))
    register(clerk, office, subject="")
    assert "Chưa có trích yếu" in clerk.page
    assert not ticked(clerk)
    register(clerk, office, subject="", from_state_agency="y")
    assert ticked(clerk)


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("UBND huyện Kỳ Anh", True),
        ("Sở Tài chính", True),
        ("Công ty Sông Lam", False),  # a unit of the installation that is none
        ("CTY Sông Lam", False),  # the same by its short name
        ("Bộ Nội vụ", True),  # never seen
    ],
)
def test_where_nobody_is_asked_it_is_as_the_issuing_unit_is(
    office: Office, world: World, issuer: str, expected: bool
) -> None:
    with office.transaction() as session:
        session.add(
            Unit(
                code="009", name="Công ty Sông Lam", short_name="CTY Sông Lam", notation="CTY", level_code="other",
                is_state_agency=False,
            )
        )  # fmt: skip
    come(office, world, issuer)
    assert entries(office)[0].from_state_agency is expected
    come(office, world, issuer, not expected)
    assert entries(office)[1].from_state_agency is not expected, "what the clerk said stands"


def test_a_name_means_a_unit_however_it_is_written(office: Office, world: World) -> None:
    for name in ("UBND huyện Kỳ Anh", "ủy ban nhân dân HUYỆN KỲ ANH", "Ủy ban nhân dân huyện Kỳ Anh"):
        found = unit_named(office, name)
        assert found
        assert found.id == world.units["kyanh"]
    assert unit_named(office, "Bộ Nội vụ") is None
    assert unit_named(office, "") is None


def test_what_came_is_counted_when_it_came_not_when_it_was_written(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    come(office, world, "Bộ Nội vụ", day=date(2025, 12, 30))
    clerk = sign_in("vanthu")
    assert figure(clerk, "/ratio?direction=in&period=year&day=2025-12-31") == "none"
    assert figure(clerk, "/ratio?direction=in&period=month") == "100,0"
    page = clerk.get("/ratio/documents?direction=in").text
    assert "24/11" in page
    assert "30/12" not in page
