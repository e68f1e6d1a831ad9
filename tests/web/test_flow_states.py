"""What the sender of a document sees of its handling elsewhere, without anybody telling it by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.exchange.messages.models import DispatchEvent
from e_office.exchange.messages.rounds import report_here
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.exchange.service import facts_of, issue, register_arrival
from e_office.handling.models import Assignment
from e_office.registry.models import IncomingEntry
from e_office.registry.service import IncomingFacts, OutgoingFacts, finish, forward, register_incoming
from tests.conftest import Browser, MovingClock
from tests.factories.documents import kept
from tests.factories.world import World

SignIn = Callable[[str], Browser]
WORK = ("04", "05", "06")


def sent(office: Office, world: World, *to: str) -> int:
    """A letter of the province to these agencies; gives the document."""
    with office.transaction():
        facts = OutgoingFacts(
            unit_id=world.units["ubnd"],
            document=DocumentFacts(
                owner_unit_id=world.units["ubnd"], issuer_unit_id=world.units["ubnd"], type_code="CV",
                subject="V/v báo cáo tiến độ", issued_on=date(2026, 11, 24),
            ),
        )  # fmt: skip
        recipients = [Recipient(world.units[key], key, "electronic") for key in to]
        return issue(office, world.actor("vanthu"), facts, [kept(office)], recipients).document_id


def taken_in(office: Office, world: World, document_id: int, key: str) -> int:
    """The recipient's clerk registers it; gives the line of the register."""
    with office.transaction():
        dispatch = the_dispatch(office, document_id, key, world)
        facts = IncomingFacts(unit_id=world.units[key], document=facts_of(dispatch.document))
        return register_arrival(office, world.actor(f"vanthu.{key}"), dispatch.id, facts).id


def the_dispatch(office: Office, document_id: int, key: str, world: World) -> Dispatch:
    query = select(Dispatch).filter_by(document_id=document_id, unit_id=world.units[key])
    return office.session.scalars(query.execution_options(populate_existing=True)).one()


def told(office: Office, dispatch: Dispatch) -> list[str]:
    """The states of the work, in the order in which they were told."""
    office.session.rollback()
    query = select(DispatchEvent.state).filter_by(dispatch_id=dispatch.id).order_by(DispatchEvent.id)
    return [state for state in office.session.scalars(query) if state in WORK]


def give(browser: Browser, entry_id: int, who: str) -> None:
    browser.get(f"/incoming/{entry_id}/direct")
    answer = browser.post(f"/incoming/{entry_id}/direct", {"lead": who, "due_on": "30/11/2026", "words": "Tham mưu"})
    assert answer.status_code == 200


@pytest.mark.usefixtures("both_databases")
def test_the_sender_sees_assigned_in_work_and_done_each_once_and_never_backwards(
    sign_in: SignIn, office: Office, world: World
) -> None:
    """`domain.md` 2.11: 04, 05 and 06 follow from the direction, the taking up and the closing."""
    document_id = sent(office, world, "stnmt")
    entry_id = taken_in(office, world, document_id, "stnmt")
    dispatch = the_dispatch(office, document_id, "stnmt", world)
    leader, worker, sender = sign_in("giamdoc.stnmt"), sign_in("chuyenvien.stnmt"), sign_in("vanthu")
    assert told(office, dispatch) == []

    who = f"p{world.persons['chuyenvien.stnmt']}"
    give(leader, entry_id, who)
    assert told(office, dispatch) == ["04"]
    assert "Đã phân công" in sender.get(f"/documents/{document_id}").text

    row = office.session.scalars(select(Assignment).filter_by(entry_id=entry_id)).one()
    worker.get(f"/incoming/{entry_id}/handling")
    worker.post(f"/assignments/{row.id}/take-up")
    worker.post(f"/assignments/{row.id}/take-up")
    assert told(office, dispatch) == ["04", "05"]
    assert "Đang xử lý" in sender.get(f"/documents/{document_id}").text

    give(leader, entry_id, who)
    assert told(office, dispatch) == ["04", "05"], "a direction given anew takes nothing back"
    row = office.session.scalars(select(Assignment).filter_by(entry_id=entry_id, state="given")).one()
    worker.get(f"/assignments/{row.id}/close")
    worker.post(f"/assignments/{row.id}/close", {"result": "Đã trả lời qua điện thoại"})
    assert told(office, dispatch) == ["04", "05", "06"]
    assert "Đã hoàn thành" in sender.get(f"/documents/{document_id}").text
    event = office.session.scalars(select(DispatchEvent).filter_by(dispatch_id=dispatch.id, state="06")).one()
    assert event.person_id == world.persons["chuyenvien.stnmt"]
    assert report_here(office) == 0, "there is nothing left to tell"


@pytest.mark.usefixtures("both_databases")
def test_what_the_clerk_passes_on_and_finishes_is_told_by_the_worker_once(
    office: Office, world: World, clock: MovingClock
) -> None:
    document_id = sent(office, world, "stnmt", "stc")
    entries = {key: taken_in(office, world, document_id, key) for key in ("stnmt", "stc")}
    clock.move(minutes=10)
    with office.transaction():
        entry = office.session.get_one(IncomingEntry, entries["stnmt"])
        leader = world.persons["giamdoc.stnmt"]
        forward(office, world.actor("vanthu.stnmt"), entry, unit_id=None, person_id=leader, due_on=None)
    clock.move(minutes=10)
    with office.transaction():
        finish(office, world.actor("vanthu.stc"), office.session.get_one(IncomingEntry, entries["stc"]))
    assert (report_here(office), report_here(office)) == (2, 0)
    assert told(office, the_dispatch(office, document_id, "stnmt", world)) == ["04"]
    assert told(office, the_dispatch(office, document_id, "stc", world)) == ["06"]


def test_a_letter_that_came_outside_the_exchange_has_nobody_to_tell(office: Office, world: World) -> None:
    with office.transaction():
        document = DocumentFacts(
            owner_unit_id=world.units["ubnd"], type_code="CV", subject="V/v xin ý kiến", issuer_name="Hội Người cao tuổi",
            code="12/HNCT", issued_on=date(2026, 11, 20),
        )  # fmt: skip
        facts = IncomingFacts(unit_id=world.units["ubnd"], document=document)
        entry = register_incoming(office, world.actor("vanthu"), facts, [kept(office)])
        finish(office, world.actor("vanthu"), entry)
    assert report_here(office) == 0
    assert office.session.scalars(select(DispatchEvent)).all() == []
