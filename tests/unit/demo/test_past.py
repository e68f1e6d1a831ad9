"""What the loaded demonstration says: the planned times, honest registers, desks with work on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, takewhile

import pytest
from sqlalchemy import func, select

from config import Settings
from e_office.core.asking import Waiting
from e_office.core.audit import JournalEntry
from e_office.core.clock import FixedClock
from e_office.core.db import db
from e_office.core.office import Office
from e_office.demo.facts import PlannedMeeting
from e_office.demo.loading import SEED, load_demo
from e_office.demo.people import ACCOUNTS
from e_office.demo.plan import Planned, plan
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY
from e_office.documents.models import Document, Kind
from e_office.exchange.ratio_queries import Scope, cube
from e_office.exchange.rules import Counts
from e_office.handling.models import Assignment, TimeRequest
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.leadership.gathering import lines_of
from e_office.meetings.leadership.models import WeekRevision
from e_office.meetings.leadership.rules_week import What, changes_between
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.models import ConclusionItem, Meeting
from e_office.meetings.portfolios.models import Portfolio
from e_office.meetings.reports_back.models import ReportBack
from e_office.people.models import Person, Post
from e_office.portal.desk import COUNTS, READS, Desk, desk_of
from e_office.registry.closing.models import ClosedBook
from e_office.registry.models import IncomingEntry
from e_office.registry.secret.models import SecretEntry
from e_office.submissions.models import Dossier
from search import Query
from tests.conftest import MORNING
from tests.making import make_app, make_tables

pytestmark = pytest.mark.xdist_group("the demonstration's past")  # one load of it serves them all
SCALE = 200
WITHOUT_A_DESK = {"quantri", "kiemtra"}
"""The administrator and the auditor have no right to content, so nothing waits for them."""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office into which the demonstration was loaded; these tests only read it."""
    folder = tmp_path_factory.mktemp("past")
    app = make_app(Settings(data_dir=folder, store_url="memory:", testing=True).completed())
    with app.app_context():
        make_tables()
        made: Office = app.extensions["office"]
        office = replace(made, clock=FixedClock(MORNING))
        load_demo(office, scale=SCALE, progress=lambda _done, _of: None)
        yield office
        db.session.remove()
        db.engine.dispose()
    made.engine.close()


def planned(past: Office) -> list[Planned]:
    """The plan the loader followed."""
    return list(plan(SEED, past.today(), SCALE))


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


def test_the_ratio_of_what_was_loaded_is_that_of_the_plan(past: Office) -> None:
    lines = cube(past, Scope(first=date(2013, 1, 1), last=past.today()))
    sent = past.session.scalar(select(func.count(Dossier.id)).where(Dossier.round > 0)) or 0
    dossiers = Counts(mixed=sent, pairs=sent)  # paper goes along with a dossier (R12, H3)
    assert sum((line.counts for line in lines), Counts()) == expected_counts(planned(past)) + dossiers


@pytest.mark.parametrize("login", ["vanthu", "chuyenvien.nl1", "chutich", "vanthu.stnmt", "giamdoc.stnmt"])
def test_a_conclusion_on_minerals_is_found_without_accents(past: Office, login: str) -> None:
    readers = Cast(past, past.today()).actor(login).readers()
    hits = past.engine.find(Query("ket luan cuoc hop khoang san", readers=readers)).hits
    found = [past.session.get_one(Document, hit.id) for hit in hits]
    assert any(row.kind == Kind.CONCLUSION and "khoáng sản" in row.subject.lower() for row in found[:3])


def test_the_plan_is_written_down_in_the_order_in_which_it_happened(past: Office) -> None:
    """What ends the past, directions on what lies there, is chosen from the loaded plan and comes after it."""
    query = select(JournalEntry.at, JournalEntry.thing_type).order_by(JournalEntry.seq)
    rows = past.session.execute(query).tuples().all()
    planned_rows = [at for at, _thing in takewhile(lambda row: row[1] != "signing_key", rows)]
    begun = planned_rows.index(min(planned_rows))
    assert len(planned_rows) > 1000
    assert planned_rows[begun:] == sorted(planned_rows[begun:])


def test_arrival_numbers_follow_the_order_of_arrival(past: Office) -> None:
    query = select(IncomingEntry).order_by(IncomingEntry.unit_id, IncomingEntry.year, IncomingEntry.number)
    entries = list(past.session.scalars(query))
    same_book = [(one, two) for one, two in pairwise(entries) if (one.unit_id, one.year) == (two.unit_id, two.year)]
    assert len(same_book) > 100
    assert all(one.arrived_at <= two.arrived_at for one, two in same_book)


def test_what_invitees_did_has_the_planned_times(past: Office) -> None:
    cast = Cast(past, past.today())
    checked = 0
    for item in planned(past):
        if not isinstance(item, PlannedMeeting) or not item.issued_at:
            continue
        meeting = past.session.get_one(Meeting, cast.meetings[item.key])
        assert (meeting.starts_at, meeting.issued_at) == (item.starts_at, item.issued_at)
        rows = {row.unit_id: row for row in meeting.invitees}
        for wanted in item.invitees:
            row = rows[cast.units[wanted.unit]]
            if row.answer == "substitute":  # named on the last evening, over the answer of the plan
                assert row.answered_at > wanted.answered_at
                continue
            assert (row.opened_at, row.answered_at) == (wanted.opened_at, wanted.answered_at)
            assert row.answer == wanted.answer
            checked += 1
    assert checked > 60


def test_old_documents_are_done_with_and_the_last_ones_lie_on_the_desks(past: Office) -> None:
    entries = list(past.session.scalars(select(IncomingEntry)))
    still_open = [entry for entry in entries if entry.closed_at is None]
    assert 0 < len(still_open) < len(entries) / 3
    assert [entry for entry in still_open if entry.arrived_at < past.clock.now() - timedelta(days=45)] == []
    assert all(entry.closed_at >= entry.arrived_at for entry in entries if entry.closed_at)


@pytest.mark.parametrize("login", [one.login for one in ACCOUNTS if one.login not in WITHOUT_A_DESK])
def test_every_account_shown_to_newcomers_finds_work_on_its_desk(past: Office, login: str) -> None:
    desk = desk_for(past, login)
    assert desk.total or any(day.events for day in desk.week)
    assert desk.news or desk.consents


@pytest.mark.parametrize(
    "login", ["vanthu", "chutich", "pct.kinhte", "vanthu.stnmt", "giamdoc.stnmt", "vanthu.kyanh", "chutich.kyanh"]
)
def test_something_waits_for_clerks_and_leaders(past: Office, login: str) -> None:
    desk = desk_for(past, login)
    assert desk.total
    if login in {"giamdoc.stnmt", "chutich.kyanh"}:
        assert desk.unopened, "an invitation to a meeting to come"
    if login == "chutich":
        assert any(entry.due_on for entry in (*desk.to_direct, *desk.handed))


def test_the_past_ends_with_directions_in_every_stage_closed_registers_and_secret_stubs(past: Office) -> None:
    parts = past.session.execute(select(Assignment.state, Assignment.person_id, Assignment.parent_id)).all()
    assert {"given", "in_work", "handed_back"} <= {part.state for part in parts}
    assert len(parts) > 6
    assert any(part.parent_id for part in parts), "a head has passed a part on"
    assert count(past, TimeRequest) == 1
    years = {(row.direction, row.year) for row in past.session.scalars(select(ClosedBook))}
    assert years == {("incoming", past.today().year - 1), ("outgoing", past.today().year - 1)}
    assert count(past, SecretEntry) == 2
    named = past.session.scalars(select(Person.login).join(Person.posts).where(Post.sees_secrets)).all()
    assert sorted(named) == ["chanhvp", "vanthu"]


def count(office: Office, model: type) -> int:
    """How many rows there are."""
    return office.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_past_ends_with_minutes_absent_agencies_asked_and_reports_back(past: Office) -> None:
    """O4, O5, O9, M15: one whole case of each, and what is open is open for a newcomer."""
    states = {str(state) for state in past.session.scalars(select(Minutes.state))}
    assert states == {"signed", "circulated"}
    signed = past.session.scalars(select(Minutes).filter_by(state="signed")).one()
    assert signed.document_id is not None
    assert all(one.answer for one in signed.remarks)
    asks = past.session.scalars(select(AbsentAsk)).all()
    assert {bool(one.answers) for one in asks} == {True, False}
    assert all(one.parts for one in asks)
    reports = past.session.scalars(select(ReportBack)).all()
    assert {one.reported_at is not None for one in reports} == {True, False}
    items = past.session.scalars(select(AgendaItem)).all()
    assert any(one.agreed and one.not_agreed and one.to_settle for one in items)
    desk = desk_for(past, "vanthu.kyanh")
    assert desk.after.to_answer or desk.after.reports


def test_tasks_of_conclusions_carry_the_fields_of_who_concluded(past: Office) -> None:
    """P6: each of the four leaders of the province has a field, and each conclusion is of one."""
    fields = past.session.scalars(select(Portfolio).order_by(Portfolio.position)).all()
    assert [one.leader.login for one in fields] == ["chutich", "pct.noichinh", "pct.kinhte", "pct.vanxa"]
    items = past.session.scalars(select(ConclusionItem)).all()
    assert {item.portfolio.leader_id == item.conclusion.meeting.chair_id for item in items if item.portfolio} == {True}


def test_the_leaderships_week_is_published_and_something_has_changed_since(past: Office) -> None:
    revision = past.session.scalars(select(WeekRevision)).one()
    now = lines_of(past, revision.unit_id, revision.week)
    told = [change.what for change in changes_between(revision.lines, now)]
    assert (What.MOVED,) in told
    assert (What.ADDED,) in told
    assert any(line.restricted for line in revision.lines)


def desk_for(office: Office, login: str) -> Desk:
    """The desk of one of the cast."""
    actor = Cast(office, office.today()).actor(login)
    return desk_of(office, actor, Waiting(office, actor, READS, COUNTS), "")
