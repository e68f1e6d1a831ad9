"""What reaches a section or a person of another agency: it arrives at that agency, once, and its clerk registers it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from e_office.core import checks
from e_office.core.checks import Level
from e_office.core.office import Office
from e_office.documents.models import Document, Reader
from e_office.exchange.models import Dispatch
from e_office.exchange.ratio_queries import Scope, cube
from e_office.exchange.rules import Counts, Recipient
from e_office.exchange.service import deliver
from e_office.meetings import service
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.receipts_table import table_of
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock
from tests.factories.documents import make_document
from tests.factories.meetings import make_issued
from tests.factories.world import World

SignIn = Callable[[str], Browser]
STNMT: dict[str, Any] = {"login": "chuyenvien.stnmt", "unit": "stnmt", "papers": ()}


def issued_by_stnmt(office: Office, world: World, **changes: Any) -> int:
    """An invitation of the department; gives the meeting."""
    head = world.persons["giamdoc.stnmt"]
    return make_issued(office, world, **STNMT | {"chair_id": head, "signer_id": head} | changes)


def sent(office: Office, document_id: int | None) -> dict[str, Dispatch]:
    """The dispatches of a document by the name of the recipient."""
    office.session.rollback()
    office.session.expire_all()
    return {row.name: row for row in office.session.scalars(select(Dispatch).filter_by(document_id=document_id))}


def document_of(office: Office, meeting_id: int) -> int | None:
    office.session.rollback()
    return office.session.get_one(Meeting, meeting_id).document_id


def opened(office: Office, meeting_id: int) -> dict[str, bool]:
    """Who has opened the invitation, by the name of the unit or person."""
    office.session.rollback()
    office.session.expire_all()
    rows = table_of(office, office.session.get_one(Meeting, meeting_id)).rows
    return {
        (row.invitee.person.name if row.invitee.person else row.invitee.unit.short_name): row.opened_at is not None
        for row in rows
    }


def test_sections_and_persons_are_reached_through_their_agency_once(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = issued_by_stnmt(
        office, world, invited=("vp", "th1"), persons=[("chanhvanphong", "vp"), ("phochutich", "ubnd")]
    )
    document_id = document_of(office, meeting_id)
    assert set(sent(office, document_id)) == {"Ủy ban nhân dân tỉnh Hà Tĩnh"}
    readers = office.session.execute(select(Reader.unit_id, Reader.person_id).filter_by(document_id=document_id))
    expected = {(world.units[key], None) for key in ("stnmt", "vp", "th1", "ubnd")}
    expected |= {(None, world.persons[login]) for login in ("chanhvanphong", "phochutich")}
    assert {tuple(row) for row in readers} >= expected
    assert len(office.session.scalars(select(Invitee).filter_by(meeting_id=meeting_id)).all()) == 4

    clerk = sign_in("vanthu")
    assert "1 văn bản điện tử chờ vào sổ" in clerk.get("/incoming").text
    assert "01/GM-STNMT" in clerk.get("/arrivals").text
    assert "01/GM-STNMT" not in sign_in("vanthu.stc").get("/arrivals").text
    dispatch = sent(office, document_id)["Ủy ban nhân dân tỉnh Hà Tĩnh"]
    clerk.post(f"/arrivals/{dispatch.id}/register")
    assert "Đã vào sổ, số đến 1" in clerk.page
    assert "Đã vào sổ hết" in clerk.get("/arrivals").text
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.unit_id, entry.document_id, entry.channel) == (world.units["ubnd"], document_id, "electronic")
    assert "Ủy ban nhân dân tỉnh Hà Tĩnh" in part(clerk.get(f"/documents/{document_id}").text)
    year = Scope(first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert [line.counts for line in cube(office, year)] == [Counts(electronic=1, pairs=1, electronic_pairs=1)]


def part(page: str) -> str:
    """The recipients on the page of a document."""
    return page[page.index('id="dispatches"') :]


def test_registering_is_the_opening_of_an_agency_invited_as_such_and_of_nobody_in_it(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = issued_by_stnmt(office, world, invited=("ubnd", "th1", "stc"), persons=[("chanhvanphong", "vp")])
    document_id = document_of(office, meeting_id)
    rows = sent(office, document_id)
    assert set(rows) == {"Ủy ban nhân dân tỉnh Hà Tĩnh", "Sở Tài chính"}, "an agency and its section are one arrival"
    nobody = {"UBND tỉnh": False, "Phòng TH1": False, "Sở Tài chính": False, "Nguyễn Trọng Tuệ": False}
    assert opened(office, meeting_id) == nobody
    clerk = sign_in("vanthu")
    clerk.get("/arrivals")
    clerk.post(f"/arrivals/{rows['Ủy ban nhân dân tỉnh Hà Tĩnh'].id}/register")
    assert opened(office, meeting_id) == nobody | {"UBND tỉnh": True}
    reader = sign_in("chuyenvien")
    reader.get(f"/meetings/{meeting_id}/invitation")
    assert opened(office, meeting_id) == nobody | {"UBND tỉnh": True, "Phòng TH1": True}


def test_a_section_that_opens_before_the_clerk_registers_is_the_receipt_of_its_agency(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = issued_by_stnmt(office, world, invited=("th1", "vp"))
    document_id = document_of(office, meeting_id)
    clock.move(minutes=5)
    sign_in("chuyenvien").get(f"/meetings/{meeting_id}/invitation")
    row = sent(office, document_id)["Ủy ban nhân dân tỉnh Hà Tĩnh"]
    assert (row.opened_at, row.opened_by_id) == (clock.now(), world.persons["chuyenvien"])
    assert "01/GM-STNMT" in sign_in("vanthu").get("/arrivals").text, "it still waits to be registered"


def test_an_agency_sends_nothing_to_its_own_parts(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_issued(office, world, invited=("vp", "th1"), persons=[("phochutich", "ubnd")])
    assert sent(office, document_of(office, meeting_id)) == {}
    assert "Tỷ lệ hoàn toàn điện tử" in sign_in("vanthu").get("/ratio").text
    assert "Chưa có văn bản nào thuộc phạm vi tính" in sign_in("vanthu").get("/ratio").text
    reader = sign_in("chuyenvien")
    assert "01/GM-UBND" in reader.get(f"/meetings/{meeting_id}/invitation").text


def test_somebody_invited_later_from_an_agency_that_has_it_makes_no_second_arrival(
    office: Office, world: World
) -> None:
    meeting_id = issued_by_stnmt(office, world, invited=("th1",), ahead=timedelta(hours=30))
    with office.transaction():
        more = [service.Wanted(unit_id=world.units["vp"], capacity="Lãnh đạo", leader=False)]
        service.invite_more(office, world.actor("chuyenvien.stnmt"), meeting_id, more)
    assert set(sent(office, document_of(office, meeting_id))) == {"Ủy ban nhân dân tỉnh Hà Tĩnh"}


def test_a_conclusion_reaches_the_sections_that_were_given_a_task_through_their_agency(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = issued_by_stnmt(office, world, invited=("stc",))
    clock.move(hours=26)
    actor = world.actor("chuyenvien.stnmt")
    items = [
        service.ItemFacts(text="Rà soát đơn giá bồi thường", lead_unit_id=world.units[key]) for key in ("th1", "vp")
    ]
    facts = service.ConclusionFacts(
        assessment="Tiến độ đạt yêu cầu.", items=items, signer_id=world.persons["giamdoc.stnmt"]
    )
    with office.transaction():
        service.save_conclusion(office, actor, meeting_id, facts)
        conclusion = service.issue_conclusion(office, actor, meeting_id)
        document_id = conclusion.document_id
    assert set(sent(office, document_id)) == {"Ủy ban nhân dân tỉnh Hà Tĩnh", "Sở Tài chính"}
    assert "01/TB-STNMT" in sign_in("vanthu").get("/arrivals").text
    assert "01/TB-STNMT" in sign_in("chuyenvien").get(f"/documents/{document_id}").text


def test_what_would_be_sent_to_a_part_of_an_agency_is_stopped_and_what_lies_there_is_found(
    office: Office, world: World
) -> None:
    document = make_document(office, world.actor("vanthu.stnmt"), world.units["stnmt"])
    to_section = [Recipient(world.units["th1"], "Phòng TH1", "electronic")]
    with pytest.raises(ValueError, match="no clerk"), office.transaction():
        deliver(office, world.actor("vanthu.stnmt"), office.session.get_one(Document, document.id), to_section)
    assert [row.level for row in checks.run_fsck(office, False) if row.check == "exchange"] == [Level.OK]
    with office.transaction() as session:
        unit, now = world.units["th1"], office.clock.now()
        session.add(
            Dispatch(
                document_id=document.id, recipient_key=f"u{unit}", unit_id=unit, name="TH1", channel="electronic",
                sent_at=now,
            )
        )  # fmt: skip
    found = [row for row in checks.run_fsck(office, False) if row.check == "exchange"]
    assert [(row.level, row.text[:1]) for row in found] == [(Level.BAD, "1")]


def test_paper_that_came_with_an_invitation_is_recorded_as_a_breach_and_demotes_it(
    sign_in: SignIn, office: Office, world: World
) -> None:
    """M1: no channel is changed, the tick is evidence (`domain.md` 3)."""
    document_id = document_of(office, issued_by_stnmt(office, world, invited=("stc",)))
    row = sent(office, document_id)["Sở Tài chính"]
    clerk = sign_in("vanthu.stc")
    assert "Ghi nhận có bản giấy gửi kèm, trái Quyết định" in clerk.get(f"/documents/{document_id}").text
    clerk.post(f"/dispatches/{row.id}/paper", {"received": "1"})
    assert "Có bản giấy gửi kèm, trái Quyết định" in clerk.page
    assert sent(office, document_id)["Sở Tài chính"].channel == "electronic"
    year = Scope(first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert [line.counts for line in cube(office, year)] == [Counts(mixed=1, pairs=1)]
