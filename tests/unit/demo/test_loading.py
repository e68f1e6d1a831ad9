"""The demonstration is loaded through the services: whole, once, in order, and it goes on where it was stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from e_office.core import checks
from e_office.core.checks import Level
from e_office.core.office import Office
from e_office.demo.facts import PlannedDocument, PlannedMeeting
from e_office.demo.loading import SEED, load_demo
from e_office.demo.models import DemoItem
from e_office.demo.plan import Planned, plan
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY
from e_office.documents.models import Document, Kind
from e_office.exchange.queries import Scope, cube
from e_office.exchange.rules import Counts
from e_office.meetings.models import Meeting
from e_office.notices.models import MailOut
from e_office.registry.models import IncomingEntry, OutgoingEntry
from search import Query
from tests.conftest import Outbox

SCALE = 60


def planned(office: Office, scale: int = SCALE) -> list[Planned]:
    """The plan the loader follows."""
    return list(plan(SEED, office.today(), scale))


def load(office: Office, scale: int = SCALE) -> int:
    """Load without telling anybody how far it is."""
    return load_demo(office, scale=scale, progress=lambda _done, _of: None)


def count(office: Office, model: type) -> int:
    """How many rows there are."""
    return office.session.scalar(select(func.count()).select_from(model)) or 0


def kinds_of(office: Office) -> dict[str, int]:
    """How many documents there are of each kind."""
    rows = office.session.execute(select(Document.kind, func.count()).group_by(Document.kind))
    return {str(kind): number for kind, number in rows}


def expected_kinds(items: list[Planned]) -> dict[str, int]:
    """How many documents of each kind the plan makes, those that only wait for the register left out."""
    documents = [item for item in items if isinstance(item, PlannedDocument)]
    meetings = [item for item in items if isinstance(item, PlannedMeeting)]
    conclusions = sum(item.conclusion is not None for item in documents)
    waiting = sum(item.direction == "incoming" and _unregistered(item) for item in documents)
    return {
        Kind.REGISTER.value: len(documents) - conclusions - waiting,
        Kind.CONCLUSION.value: conclusions,
        Kind.INVITATION.value: sum(item.issued_at is not None for item in meetings),
        Kind.PAPER.value: sum(len(item.papers) for item in meetings),
    }


def _unregistered(item: PlannedDocument) -> bool:
    return all(recipient.registered_at is None for recipient in item.recipients)


def expected_counts(items: list[Planned]) -> Counts:
    """The ratio's counts of the plan, by the definition of the rule and not by the product's queries."""
    electronic = mixed = paper = pairs = electronic_pairs = 0
    for ways in filter(None, map(_ways, items)):
        pairs += len(ways)
        electronic_pairs += ways.count("electronic")
        electronic += set(ways) == {"electronic"}
        paper += set(ways) == {"paper"}
        mixed += set(ways) not in ({"electronic"}, {"paper"})
    return Counts(electronic, mixed, paper, pairs, electronic_pairs)


def _ways(item: Planned) -> list[str]:
    """How each state agency other than the issuer got an outgoing document; an invitation only electronically."""
    if isinstance(item, PlannedMeeting):
        units = {one.unit for one in item.invitees if item.issued_at} - {item.convener}
        return ["electronic" for unit in units if BY_KEY[unit].is_state_agency]
    if item.direction == "incoming":
        return []
    return [
        "both" if one.channel == "electronic" and one.paper_received_at else one.channel
        for one in item.recipients
        if one.unit != item.issuer and BY_KEY[one.unit].is_state_agency
    ]


@pytest.mark.usefixtures("both_databases")
def test_the_whole_plan_is_loaded_once_and_everything_holds(
    office: Office, outbox: Outbox, work_off: Callable[[], int]
) -> None:
    items = planned(office)
    assert load(office) == len(items)
    assert kinds_of(office) == expected_kinds(items)
    assert count(office, Meeting) == sum(isinstance(item, PlannedMeeting) for item in items)
    findings = list(checks.run_fsck(office, True))
    assert {"numbers", "journal", "index"} <= {finding.check for finding in findings}
    assert [finding for finding in findings if finding.level is not Level.OK] == []

    before = [count(office, model) for model in (Document, IncomingEntry, OutgoingEntry, DemoItem)]
    assert load(office) == 0
    assert [count(office, model) for model in (Document, IncomingEntry, OutgoingEntry, DemoItem)] == before

    work_off()
    assert outbox.mails == []
    assert count(office, MailOut) > 0, "mails of the past are told of, as sent"
    assert office.session.scalar(select(func.count()).where(MailOut.sent_at.is_(None))) == 0


def test_the_ratio_of_what_was_loaded_is_that_of_the_plan(office: Office) -> None:
    load(office)
    lines = cube(office, Scope(first=date(2013, 1, 1), last=office.today()))
    assert sum((line.counts for line in lines), Counts()) == expected_counts(planned(office))


def test_a_conclusion_on_minerals_is_found_without_accents_by_the_provinces_clerk(office: Office) -> None:
    load(office)
    clerk = Cast(office, office.today()).actor("vanthu")
    hits = office.engine.find(Query("ket luan cuoc hop khoang san", readers=clerk.readers())).hits
    found = [office.session.get_one(Document, hit.id) for hit in hits]
    assert any(row.kind == Kind.CONCLUSION and "khoáng sản" in row.subject.lower() for row in found[:3])


class Stopped(Exception):
    """Somebody pulled the plug."""


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7])
def test_a_load_that_was_stopped_goes_on_and_ends_like_one_that_was_not(office: Office, share: float) -> None:
    def stop(done: int, of: int) -> None:
        if done >= share * of:
            raise Stopped

    items = planned(office)
    with pytest.raises(Stopped):
        load_demo(office, scale=SCALE, progress=stop)
    already = office.session.scalar(select(func.count()).where(DemoItem.key.in_([item.key for item in items]))) or 0
    assert already > 0
    assert load(office) == len(items) - already
    assert kinds_of(office) == expected_kinds(items)
    assert [finding for finding in checks.run_fsck(office, False) if finding.level is not Level.OK] == []
