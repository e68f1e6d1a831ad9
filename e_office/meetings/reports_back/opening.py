"""Opening the duties to report back: looked for again and again after meetings, made once, dropped where untrue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import exists, or_, select

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES
from e_office.core.problems import msg
from e_office.core.rounds import every
from e_office.meetings.answers.queries import answers_of
from e_office.meetings.facts import lock_meeting
from e_office.meetings.minutes.models import Attendance
from e_office.meetings.minutes.queries import attended, minutes_of
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.reports_back.queries import has_part
from e_office.meetings.reports_back.rules import CAME, Delegate, due_on, is_over, owes
from e_office.meetings.tasks.queries import tasks_of
from e_office.notices.service import tell_unit
from e_office.people.models import Person, Post, Unit
from e_office.people.queries import agency_of, held_on, holidays
from search import fold

ROUND = timedelta(minutes=30)
AGO = timedelta(days=30)
"""How long a duty is still opened, after the meeting or after its attendance was noted: a conclusion comes later."""


@every(ROUND, when=lambda _settings: True)
def open_duties(office: Office) -> int:
    """Open what agencies owe after meetings whose attendance is noted; gives how many were opened."""
    now = office.clock.now()
    noted = exists().where(
        Attendance.meeting_id == Meeting.id, or_(Meeting.starts_at > now - AGO, Attendance.noted_at > now - AGO)
    )
    near = (Meeting.state == MeetingState.ISSUED, Meeting.starts_at <= now, noted)
    ids = list(office.session.scalars(select(Meeting.id).where(*near).order_by(Meeting.id)))
    office.session.rollback()
    opened = 0
    for meeting_id in ids:
        with office.transaction():
            opened += open_for(office, meeting_id)
    return opened


def open_for(office: Office, meeting_id: int) -> int:
    """Open those of one meeting, under its lock, so that two workers open once; gives how many.

    A duty of who was absent after all is dropped.
    """
    meeting, now = lock_meeting(office, meeting_id), office.clock.now()
    minutes = minutes_of(office, meeting_id)
    ended_at = minutes.ended_at if minutes else None
    if meeting.starts_at is None or not is_over(starts_at=meeting.starts_at, ended_at=ended_at, now=now):
        return 0
    known = {row.unit_id: row for row in office.session.scalars(select(ReportBack).filter_by(meeting_id=meeting_id))}
    given = tasks_of(office, [meeting_id]).get(meeting_id, [])
    opened = 0
    for agency, delegates in _delegates(office, meeting).items():
        tasks = sum(has_part(task, agency.id) for task in given)
        wanted = owes([one for one, _who in delegates], _heads(office, agency), tasks=tasks)
        row = known.get(agency.id)
        if wanted and row is None:
            _add(office, meeting, agency, [who for one, who in delegates if one.state in CAME])
            opened += 1
        elif row is not None and row.reported_at is None and not wanted:
            office.session.delete(row)
    return opened


def _add(office: Office, meeting: Meeting, agency: Unit, who: Iterable[str]) -> None:
    now = office.clock.now()
    row = ReportBack(
        meeting=meeting, unit=agency, delegate="; ".join(filter(None, who))[:200], opened_at=now,
        due_on=due_on(day_of(now), holidays(office)), given=[],
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()  # the notice names the row
    said = msg("Báo cáo lại sau họp, hạn %(day)s: %(purpose)s", day=f"{row.due_on:%d/%m/%Y}", purpose=meeting.purpose)
    tell_unit(office, agency.id, key=f"report_back:{row.id}", kind="report_back", message=said, meeting_id=meeting.id)


def _delegates(office: Office, meeting: Meeting) -> dict[Unit, list[tuple[Delegate, str]]]:
    """Agency -> how each of its invitees was there, and who, in words; the inviting agency owes itself nothing."""
    noted, stands = attended(office, meeting.id), answers_of(office, meeting)
    found: dict[Unit, list[tuple[Delegate, str]]] = {}
    for invitee in meeting.invitees:
        agency, row = agency_of(invitee.unit), noted.get(invitee.id)
        if agency.id == meeting.unit_id:
            continue
        name = _name(invitee, row, stands.who_comes(invitee))
        delegate = Delegate(row.state if row else None, fold(name), fold(invitee.capacity))
        who = ", ".join(filter(None, (name or invitee.capacity, row.post if row else "")))
        found.setdefault(agency, []).append((delegate, who))
    return found


def _name(invitee: Invitee, row: Attendance | None, announced: str) -> str:
    """Who was there: as noted, else who was invited by name or announced; of a substitute only what was noted."""
    if row is not None and (row.name or row.state == "substitute"):
        return row.name
    return invitee.person.name if invitee.person else announced.partition(",")[0]


def _heads(office: Office, agency: Unit) -> set[str]:
    """Names without accents of who heads an agency today: a leading post in it whose title is no deputy's."""
    query = select(Person.name, Post.title).join(Post, Post.person_id == Person.id)
    query = query.where(Post.unit_id == agency.id, Post.role.in_(LEADING_ROLES), held_on(office.today()), Person.active)
    return {fold(name) for name, title in office.session.execute(query).tuples() if not fold(title).startswith("pho ")}
