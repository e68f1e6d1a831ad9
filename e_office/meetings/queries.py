"""Reads of meetings: lists and their counts, the receipts, the chair's in-tray, earlier meetings on a matter."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from e_office.core.asking import Anybody, ask, shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.exchange.models import Dispatch
from e_office.meetings import policy
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState, Paper, PaperState
from e_office.meetings.preparing.models import WantedPaper
from e_office.registry.notation import compose
from e_office.registry.numbers import last_number
from e_office.registry.rules import outgoing_book
from e_office.registry.types import type_of

PAGE = 50
LARGEST_ID = 2**63 - 1


def get_meeting(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting for those who work on it or are invited.

    :raises NotFound: for everybody else, and for a draft that is not theirs; nobody can tell which.
    """
    meeting = office.session.get(Meeting, meeting_id) if 0 < meeting_id <= LARGEST_ID else None
    if meeting is None or not (policy.may_see_receipts(actor, meeting) or policy.invited_as(actor, meeting)):
        raise NotFound
    return meeting


def opened_at() -> ColumnElement[datetime | None]:
    """When an invitee's invitation was opened: here, or by an agency invited as such among its arrivals.

    An agency's clerk who registers it has not opened it for a section or a person: those open it themselves.
    """
    arrival = (
        select(Dispatch.opened_at)
        .where(Dispatch.document_id == Meeting.document_id, Dispatch.unit_id == Invitee.unit_id)
        .where(Invitee.person_id.is_(None))
        .correlate(Meeting, Invitee)
        .scalar_subquery()
    )
    return func.coalesce(Invitee.opened_at, arrival)


def pulse_of(office: Office, meeting: Meeting) -> str:
    """What stands still while nobody else acts on a draft: where its papers are, its order, its state; one query."""
    papers = select(Paper.id, Paper.state, Paper.approved_by_id, Paper.approved_at).filter_by(meeting_id=meeting.id)
    facts = [meeting.state, meeting.order_at, *map(tuple, office.session.execute(papers.order_by(Paper.id)))]
    return sha256(repr(facts).encode()).hexdigest()[:16]


def owing(office: Office, meeting: Meeting) -> list[Invitee]:
    """The invitees who have not opened the invitation, or not answered it."""
    owed = or_(opened_at().is_(None), Invitee.answer.is_(None))
    query = select(Invitee).join(Invitee.meeting).where(Meeting.id == meeting.id, owed)
    return list(office.session.scalars(query.order_by(Invitee.position)))


def mine(actor: Actor) -> ColumnElement[bool]:
    """The clause on `Invitee` for those the actor opens and answers for; the twin of `policy.acts_for`."""
    units = actor.reading_units()
    stands_in = Invitee.substitutes.any(person_id=actor.person_id, state="approved")
    in_place = and_(Invitee.answer == Answer.SUBSTITUTE, Invitee.unit_id.in_(units), stands_in)
    as_unit = and_(Invitee.person_id.is_(None), Invitee.unit_id.in_(units))
    return or_(as_unit, Invitee.person_id == actor.person_id, and_(Invitee.person_id.is_not(None), in_place))


VIEWS = ("unopened", "coming", "past")


def _invited(actor: Actor, view: str, now: datetime) -> Select[Any]:
    query = select(Invitee.meeting_id).join(Invitee.meeting).where(mine(actor), Meeting.state != MeetingState.DRAFT)
    if view == "unopened":
        return query.where(opened_at().is_(None), Meeting.state == MeetingState.ISSUED, Meeting.starts_at > now)
    return query.where(Meeting.starts_at > now if view == "coming" else Meeting.starts_at <= now)


def count_invited(office: Office, actor: Actor, view: str) -> int:
    """How many invitations the actor's own list shows in a view: "unopened", "coming" or "past"."""
    return int(ask(office, actor, _COUNTED[view]).scalar_one())


def _counted(view: str, anybody: Anybody) -> Select[tuple[int]]:
    rows = _invited(anybody, view, anybody.now())
    return rows.with_only_columns(func.count(Invitee.meeting_id.distinct()))


_COUNTED = {view: partial(_counted, view) for view in VIEWS}


def count_waiting(anybody: Anybody) -> Select[tuple[int]]:
    """How many invitations to come nobody of the asker's side has opened."""
    return _counted("unopened", anybody)


def by_name(actor: Actor) -> ColumnElement[bool]:
    """The clause on `Meeting` for those the actor is invited to by name (complaint: named invitations get lost)."""
    return Meeting.id.in_(select(Invitee.meeting_id).where(Invitee.person_id == actor.person_id))


def unopened_ids(anybody: Anybody) -> Select[tuple[int]]:
    """The meetings to come to which nobody of the asker's side has opened the invitation."""
    return _invited(anybody, "unopened", anybody.now())


def invited(office: Office, actor: Actor, view: str, *, limit: int = PAGE, offset: int = 0) -> list[Meeting]:
    """The invitations of a view, the nearest first; past ones the newest first."""
    chosen = _invited(actor, view, office.clock.now())
    order = Meeting.starts_at.desc() if view == "past" else Meeting.starts_at
    query = select(Meeting).where(Meeting.id.in_(chosen)).order_by(order, Meeting.id).limit(limit).offset(offset)
    return list(office.session.scalars(query.options(*_shown())))


OWN_VIEWS = ("drafts", "coming", "past", "cancelled")


def organised_by(actor: Actor) -> ColumnElement[bool]:
    """Meetings the actor works on: of the own agency where a head, begun, chaired, or prepared by the own unit."""
    heads = Meeting.unit_id.in_(actor.agency_ids(*policy.HEADS))
    begun = and_(Meeting.created_by_id == actor.person_id, Meeting.unit_id.in_(actor.agency_ids()))
    units = actor.reading_units()
    asked = select(WantedPaper.meeting_id).where(WantedPaper.unit_id.in_(units), WantedPaper.given_up_at.is_(None))
    prepared = or_(Meeting.preparing_unit_id.in_(units), Meeting.id.in_(asked))
    return or_(heads, begun, prepared, Meeting.chair_id == actor.person_id)


def _own(actor: Actor, view: str, now: datetime) -> ColumnElement[bool]:
    """The meetings the actor's side organises, in one of the views."""
    issued = Meeting.state == MeetingState.ISSUED
    state = {
        "drafts": Meeting.state == MeetingState.DRAFT,
        "coming": and_(issued, Meeting.starts_at > now),
        "past": and_(issued, Meeting.starts_at <= now),
        "cancelled": Meeting.state == MeetingState.CANCELLED,
    }[view]
    return and_(organised_by(actor), state)


def count_own(office: Office, actor: Actor, view: str) -> int:
    """How many meetings the actor's side organises in a view."""
    return office.session.scalar(select(func.count(Meeting.id)).where(_own(actor, view, office.clock.now()))) or 0


def own(office: Office, actor: Actor, view: str, *, limit: int = PAGE, offset: int = 0) -> list[Meeting]:
    """The meetings the actor's side organises: drafts newest first, coming ones nearest first."""
    order = {"drafts": Meeting.id.desc(), "coming": Meeting.starts_at}.get(view, Meeting.starts_at.desc())
    query = select(Meeting).where(_own(actor, view, office.clock.now())).order_by(order, Meeting.id)
    return list(office.session.scalars(query.limit(limit).offset(offset).options(*_shown())))


def _shown() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Meeting.document),
        joinedload(Meeting.chair),
        joinedload(Meeting.unit),
        joinedload(Meeting.conclusion),
        selectinload(Meeting.invitees).joinedload(Invitee.unit),
        selectinload(Meeting.papers),
    )


def _without_consent(actor: Actor) -> Select[tuple[Paper]]:
    query = select(Paper).join(Paper.meeting)
    query = query.where(Meeting.chair_id == actor.person_id, Paper.state == PaperState.SUBMITTED)
    return query.where(Meeting.state != MeetingState.CANCELLED)


@shows(_without_consent)
def awaiting_consent(office: Office, actor: Actor) -> list[Paper]:
    """The papers that wait for this person's consent as chair, the nearest meeting to come first.

    Then those without an hour, and last what is over already.
    """
    now = office.clock.now()
    urgency = case((Meeting.starts_at > now, 0), (Meeting.starts_at.is_(None), 1), else_=2)
    query = (
        _without_consent(actor)
        .order_by(urgency, Meeting.starts_at, Paper.meeting_id, Paper.position, Paper.id)
        .options(joinedload(Paper.meeting), joinedload(Paper.file))
    )
    return list(office.session.scalars(query))


def count_awaiting_consent(office: Office, actor: Actor) -> int:
    """How many papers wait for this person's consent."""
    return office.session.scalar(_without_consent(actor).with_only_columns(func.count(Paper.id))) or 0


def get_paper(office: Office, actor: Actor, paper_id: int) -> Paper:
    """A paper of a meeting the actor works on.

    :raises NotFound: for everybody else; nobody can tell whether there is one.
    """
    paper = office.session.get(Paper, paper_id) if 0 < paper_id <= LARGEST_ID else None
    if paper is None or not policy.may_see_receipts(actor, paper.meeting):
        raise NotFound
    return paper


def count_unopened(office: Office, meeting_ids: list[int]) -> dict[int, int]:
    """How many invitees of each meeting have not opened the invitation."""
    query = (
        select(Invitee.meeting_id, func.count())
        .join(Invitee.meeting)
        .where(Invitee.meeting_id.in_(meeting_ids), opened_at().is_(None))
        .group_by(Invitee.meeting_id)
    )
    return dict(office.session.execute(query).tuples().all())


def next_number(office: Office, meeting: Meeting, type_code: str) -> int:
    """The number the next document of that type would get; another may take it first."""
    book = outgoing_book(type_code, one_sequence=meeting.unit.one_sequence)
    return last_number(office, meeting.unit_id, book, office.today().year) + 1


def code_of(meeting: Meeting, type_code: str, number: int) -> str:
    """A number with the notation of the inviting agency: "05/GM-UBND"."""
    return compose(number, None, type_of(type_code), meeting.unit.notation, None)


def number_to_be(office: Office, meeting: Meeting, type_code: str) -> str:
    """Number and notation the next document of that type would get; see `next_number`."""
    return code_of(meeting, type_code, next_number(office, meeting, type_code))
