"""The demonstration is loaded through the services: whole, once, and it goes on where it was stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from e_office.core import checks
from e_office.core.checks import Level
from e_office.core.office import Office
from e_office.demo.facts import PlannedDocument, PlannedMeeting
from e_office.demo.loading import SEED, load_demo, wants_demo
from e_office.demo.loading_dossiers import DOSSIERS, SENT
from e_office.demo.loading_drafts import DRAFTS
from e_office.demo.loading_rooms import BESIDE_THE_PLAN
from e_office.demo.models import DemoItem
from e_office.demo.people import ACCOUNTS
from e_office.demo.plan import Planned, plan
from e_office.demo.province import PASSWORD
from e_office.documents.models import Document, Kind
from e_office.meetings.models import Meeting
from e_office.notices.models import MailOut
from e_office.registry.models import IncomingEntry, OutgoingEntry
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.world import World

pytestmark = pytest.mark.usefixtures("without_renditions")
SCALE = 60
MINUTES = 1
"""Signed ones are a paper of their meeting."""
WRITTEN_OPINIONS = 1
"""Of an agency on a dossier: an internal document that holds it."""


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
        Kind.REGISTER.value: len(documents) - conclusions - waiting + len(SENT) + WRITTEN_OPINIONS,
        Kind.CONCLUSION.value: conclusions,
        Kind.INVITATION.value: sum(item.issued_at is not None for item in meetings),
        Kind.PAPER.value: sum(len(item.papers) for item in meetings) + MINUTES,
        Kind.DRAFT.value: len(DRAFTS) + len(DOSSIERS),
    }


def _unregistered(item: PlannedDocument) -> bool:
    return all(recipient.registered_at is None for recipient in item.recipients)


@pytest.mark.usefixtures("both_databases")
def test_the_whole_plan_is_loaded_once_and_everything_holds(
    office: Office, outbox: Outbox, work_off: Callable[[], int]
) -> None:
    items = planned(office)
    assert load(office) == len(items) + len(DRAFTS) + len(DOSSIERS)
    assert kinds_of(office) == expected_kinds(items)
    assert count(office, Meeting) == sum(isinstance(item, PlannedMeeting) for item in items) + BESIDE_THE_PLAN
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


class Stopped(Exception):
    """Somebody pulled the plug."""


def stop_at(share: float) -> Callable[[int, int], None]:
    """A progress bar that pulls the plug when so much is done."""

    def stop(done: int, of: int) -> None:
        if done >= share * of:
            raise Stopped

    return stop


@pytest.mark.parametrize("share", [0.1, 0.85])
def test_a_load_that_was_stopped_goes_on_and_ends_like_one_that_was_not(office: Office, share: float) -> None:
    items = planned(office)
    with pytest.raises(Stopped):
        load_demo(office, scale=SCALE, progress=stop_at(share))
    keys = [item.key for item in [*items, *DRAFTS, *DOSSIERS]]
    already = office.session.scalar(select(func.count()).where(DemoItem.key.in_(keys))) or 0
    assert already > 0
    assert load(office) == len(keys) - already
    assert kinds_of(office) == expected_kinds(items)
    assert [finding for finding in checks.run_fsck(office, False) if finding.level is not Level.OK] == []


def test_a_load_goes_on_another_day_by_the_plan_it_began_with_and_mails_nothing_meanwhile(
    office: Office, clock: MovingClock, outbox: Outbox, work_off: Callable[[], int]
) -> None:
    items = planned(office)
    with pytest.raises(Stopped):
        load_demo(office, scale=SCALE, progress=stop_at(0.5))
    assert count(office, MailOut) > 0
    assert wants_demo(office), "the next start goes on"
    work_off()  # a worker that is started in between
    assert outbox.mails == []
    clock.move(days=3)
    load(office, scale=4 * SCALE)
    assert not wants_demo(office)
    assert kinds_of(office) == expected_kinds(items)
    work_off()
    assert outbox.mails == []


def test_a_database_with_people_of_its_own_is_left_alone(app: Flask, world: World) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "--scale", "60"])
    assert result.exit_code == 1
    assert "people of its own" in result.output
    assert not wants_demo(world.office)
    assert count(world.office, DemoItem) == 0


def test_the_command_names_the_accounts_and_does_nothing_the_second_time(app: Flask, office: Office) -> None:
    first = app.test_cli_runner().invoke(args=["demo", "--scale", "1"])
    assert first.exit_code == 0, first.output
    assert f"{len(planned(office, 1)) + len(DRAFTS) + len(DOSSIERS)} items loaded" in first.output
    assert PASSWORD in first.output
    for account in ACCOUNTS:
        assert account.login in first.output
        Browser(app).sign_in(account.login, PASSWORD)
    assert "0 items loaded" in app.test_cli_runner().invoke(args=["demo"]).output
