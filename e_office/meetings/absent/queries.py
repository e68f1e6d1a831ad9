"""Reads of absent agencies: who was absent, what may be sent, what was asked, what waits on a desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings.absent import policy
from e_office.meetings.absent.models import AbsentAnswer, AbsentAsk
from e_office.meetings.absent.rules import Concern, is_absent, taken_as
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.minutes.models import Attendance, Attended, Minutes, MinutesState, PartKey
from e_office.meetings.minutes.queries import attended
from e_office.meetings.models import Answer, Conclusion, Invitee, Meeting, MeetingState
from e_office.meetings.queries import LARGEST_ID, organised_by
from e_office.meetings.tasks.queries import tasks_of
from e_office.people.models import Unit
from e_office.people.queries import agency_of
from search import fold

AGO = timedelta(days=30)
"""How long after the conclusion or the signed minutes the desk reminds of absent agencies."""
SHOWN = 50


@dataclass(frozen=True)
class Part:
    """Something of the conclusion that can be sent: its key, its heading and its words, and whom it concerns."""

    key: str
    title: str
    text: str
    units: frozenset[int] = frozenset()

    @property
    def concern(self) -> Concern:
        """As the suggestion sees it."""
        return Concern(self.key, self.units, fold(f"{self.title} {self.text}"))


@dataclass(frozen=True)
class Turnout:
    """Which agencies were absent, which of these only said so before, and of which nobody knows; in list order."""

    absent: list[Unit]
    announced: list[Unit]
    unknown: list[Unit]


def turnout_of(meeting: Meeting, noted: Mapping[int, Attendance]) -> Turnout:
    """By attendance, else by the answers; the inviting agency is none of them."""
    states: dict[Unit, list[str | None]] = {}
    unnoted: set[Unit] = set()
    for invitee in meeting.invitees:
        row, agency = noted.get(invitee.id), agency_of(invitee.unit)
        if agency.id == meeting.unit_id:
            continue
        counts = taken_as(row.state if row else None, announced=invitee.answer == Answer.ABSENT)
        states.setdefault(agency, []).append(counts)
        if row is None:
            unnoted.add(agency)
    absent = [unit for unit, found in states.items() if is_absent(found)]
    return Turnout(
        absent,
        [unit for unit in absent if unit in unnoted],
        [unit for unit in states if unit in unnoted and unit not in absent],
    )


def absent_agencies(office: Office, meeting: Meeting) -> list[Unit]:
    """The agencies all of whose invitees were absent, in the order of the list; the inviting one never is."""
    return turnout_of(meeting, attended(office, meeting.id)).absent


def parts_of(office: Office, meeting: Meeting, minutes: Minutes | None) -> list[Part]:
    """What there is to send: of the issued notice its assessment, tasks and answers, else the minutes' conclusion.

    The items of the agenda come first: they say what was talked of.
    """
    found = [
        Part(f"agenda-{item.id}", f"Nội dung {place}", item.title, _ids(item.unit_id))
        for place, item in enumerate(items_of(office, meeting), start=1)
    ]
    notice = meeting.conclusion
    if notice is not None and notice.issued_at is not None:
        if notice.assessment:
            found.append(Part("assessment", "Đánh giá chung", notice.assessment))
        for task in tasks_of(office, [meeting.id]).get(meeting.id, []):
            ids = _ids(task.lead_unit_id, *(one.unit_id for one in task.helpers))
            due = f", xong trước ngày {task.due_on:%d/%m/%Y}" if task.due_on else ""
            helped = f", phối hợp: {task.item.with_units}" if task.item.with_units else ""
            text = f"{task.item.text} (chủ trì: {task.lead_unit.name}{helped}{due})"
            found.append(Part(f"task-{task.item_id}", f"Nhiệm vụ {task.item.position}", text, ids))
        if notice.proposals:
            found.append(Part("proposals", "Về các kiến nghị", notice.proposals))
    elif minutes is not None and minutes.state == MinutesState.SIGNED:
        lines = [line.strip() for line in minutes.text(PartKey.CONCLUSION).splitlines() if line.strip()]
        found += [Part(f"line-{n}", f"Kết luận {n}", line) for n, line in enumerate(lines, start=1)]
    return found


def names_of(unit: Unit) -> list[str]:
    """How an agency is called in running text, without accents."""
    names = {fold(name) for name in (unit.name, unit.short_name or "") if name}
    return sorted(names | {name.replace("uy ban nhan dan", "ubnd") for name in names})


def asks_of(office: Office, meeting_id: int) -> list[AbsentAsk]:
    """What the agencies absent from a meeting were asked, in that order."""
    query = select(AbsentAsk).where(AbsentAsk.meeting_id == meeting_id).options(*_shown())
    return list(office.session.scalars(query.order_by(AbsentAsk.id)))


def asks_seen(office: Office, actor: Actor, meeting: Meeting) -> list[AbsentAsk]:
    """Those of a meeting that the actor may read."""
    return [ask for ask in asks_of(office, meeting.id) if policy.may_read(actor, ask)]


def get_ask(office: Office, actor: Actor, ask_id: int) -> AbsentAsk:
    """The request for the agency asked and for those who work on the meeting. :raises NotFound: for others."""
    ask = office.session.get(AbsentAsk, ask_id) if 0 < ask_id <= LARGEST_ID else None
    if ask is None or not policy.may_read(actor, ask):
        raise NotFound
    return ask


def _is_open() -> ColumnElement[bool]:
    """What is still waited for."""
    return and_(~AbsentAsk.answers.any(), AbsentAsk.withdrawn_at.is_(None))


def _asked_of(actor: Actor) -> Select[tuple[AbsentAsk]]:
    units = actor.agency_ids(*policy.ANSWERING)
    return select(AbsentAsk).where(AbsentAsk.unit_id.in_(units), _is_open())


@shows(_asked_of, only=policy.ANSWERING)
def to_answer(office: Office, actor: Actor) -> list[AbsentAsk]:
    """What agencies for which the actor answers were asked and have not answered, the next due first."""
    query = _asked_of(actor).options(*_shown())
    return list(office.session.scalars(query.order_by(AbsentAsk.due_on, AbsentAsk.id)))


def _silent(actor: Actor, today: date) -> Select[tuple[AbsentAsk]]:
    query = select(AbsentAsk).join(AbsentAsk.meeting)
    return query.where(organised_by(actor), AbsentAsk.due_on < today, _is_open())


@shows(lambda anybody: _silent(anybody, anybody.day()))
def silent(office: Office, actor: Actor) -> list[AbsentAsk]:
    """What the actor's meetings asked and nobody answered by the day."""
    query = _silent(actor, office.today()).options(*_shown())
    return list(office.session.scalars(query.order_by(AbsentAsk.due_on, AbsentAsk.id)))


@dataclass(frozen=True)
class Untold:
    """A meeting that is concluded, and the agencies absent from it that were not sent their part yet."""

    meeting: Meeting
    units: list[Unit]


def _untold(actor: Actor, since: datetime) -> Select[tuple[Meeting]]:
    """Meetings with something to send, and with an absent invitee whose unit was not asked."""
    concluded = exists().where(Conclusion.meeting_id == Meeting.id, Conclusion.issued_at > since)
    is_signed = (Minutes.state == MinutesState.SIGNED, Minutes.signed_at > since)
    signed = exists().where(Minutes.meeting_id == Meeting.id, *is_signed)
    noted = select(Attendance.state).where(Attendance.invitee_id == Invitee.id).correlate(Invitee).scalar_subquery()
    gone = or_(noted == Attended.ABSENT, and_(noted.is_(None), Invitee.answer == Answer.ABSENT))
    asked = exists().where(AbsentAsk.meeting_id == Invitee.meeting_id, AbsentAsk.unit_id == Invitee.unit_id)
    waits = exists().where(Invitee.meeting_id == Meeting.id, Invitee.unit_id != Meeting.unit_id, gone, ~asked)
    return select(Meeting).where(
        organised_by(actor), Meeting.state == MeetingState.ISSUED, or_(concluded, signed), waits
    )


@shows(lambda anybody: _untold(anybody, anybody.now(-AGO)))
def untold(office: Office, actor: Actor) -> list[Untold]:
    """Concluded meetings the actor works on whose absent agencies wait for their part (O5), the oldest first."""
    query = _untold(actor, office.clock.now() - AGO).order_by(Meeting.starts_at, Meeting.id).limit(SHOWN)
    shown = (joinedload(Meeting.document), selectinload(Meeting.invitees).joinedload(Invitee.unit))
    meetings = [one for one in office.session.scalars(query.options(*shown)) if policy.may_ask(actor, one, None)]
    ids = [one.id for one in meetings]
    rows = office.session.scalars(select(Attendance).where(Attendance.meeting_id.in_(ids)))
    noted = {row.invitee_id: row for row in rows}
    pairs = select(AbsentAsk.meeting_id, AbsentAsk.unit_id).where(AbsentAsk.meeting_id.in_(ids))
    asked = set(office.session.execute(pairs).tuples())
    found = [
        Untold(one, [unit for unit in turnout_of(one, noted).absent if (one.id, unit.id) not in asked])
        for one in meetings
    ]
    return [one for one in found if one.units]


def unanswered(office: Office) -> Sequence[AbsentAsk]:
    """Every request nobody has answered, and nobody has withdrawn."""
    query = select(AbsentAsk).where(_is_open()).options(*_shown())
    return office.session.scalars(query.order_by(AbsentAsk.due_on, AbsentAsk.id)).all()


def _ids(*ids: int | None) -> frozenset[int]:
    return frozenset(one for one in ids if one is not None)


def _shown() -> list[ExecutableOption]:
    return [
        joinedload(AbsentAsk.unit),
        joinedload(AbsentAsk.meeting),
        selectinload(AbsentAsk.answers).joinedload(AbsentAnswer.person),
    ]
