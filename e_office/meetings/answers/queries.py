"""Reads of answers: substitutes and who comes, what waits for the chair's word or an answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from e_office.core.asking import Anybody, ask, shows
from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, Role
from e_office.meetings.answers.models import Attender, EarlyLeave, Substitute
from e_office.meetings.answers.rules import OPEN_WORDS, Standing, Word, standing
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState
from e_office.meetings.queries import by_name, mine
from e_office.people.models import Person, Post
from e_office.people.queries import held_on, units_of_agency


@dataclass(frozen=True)
class Answers:
    """What stands beside the answers of a meeting's invitees, each by invitee id; the last of a kind counts."""

    substitutes: dict[int, Substitute] = field(default_factory=dict)
    attenders: dict[int, Attender] = field(default_factory=dict)
    leaves: dict[int, EarlyLeave] = field(default_factory=dict)

    def standing(self, invitee: Invitee, *, begun: bool) -> Standing:
        """What an invitee's answer amounts to."""
        substitute = self.substitutes.get(invitee.id)
        return standing(
            answer=invitee.answer, word=substitute.state if substitute else None, begun=begun,
            at_table=substitute is not None and given_at_table(substitute),
        )  # fmt: skip

    def who_comes(self, invitee: Invitee) -> str:
        """Name and post of who comes, as far as it is known; empty where nobody was named."""
        if invitee.answer == Answer.SUBSTITUTE and (one := self.substitutes.get(invitee.id)):
            return f"{one.name}, {one.post}"
        if invitee.answer == Answer.ABSENT:
            return ""
        if named := self.attenders.get(invitee.id):
            return named.person.name
        return invitee.person.name if invitee.person and invitee.answer == Answer.ATTEND else ""


def given_at_table(row: Substitute) -> bool:
    """Whether the chair's word on a substitute was given at the meeting, not before it."""
    start = row.invitee.meeting.starts_at
    return row.decided_at is not None and start is not None and row.decided_at >= start


def answers_of(office: Office, meeting: Meeting, of: Collection[int] | None = None) -> Answers:
    """Substitutes, attenders and early leavings in force of one meeting; `of` these invitees alone, where given."""
    mine_ = Invitee.meeting_id == meeting.id if of is None else Invitee.id.in_(of)
    substitutes = select(Substitute).join(Substitute.invitee).where(mine_, Substitute.state.in_(OPEN_WORDS))
    attenders = select(Attender).join(Attender.invitee).where(mine_, Attender.ended_at.is_(None))
    leaves = select(EarlyLeave).join(EarlyLeave.invitee).where(mine_, EarlyLeave.state.in_(OPEN_WORDS))
    session = office.session
    return Answers(
        {row.invitee_id: row for row in session.scalars(substitutes.order_by(Substitute.id))},
        {
            row.invitee_id: row
            for row in session.scalars(attenders.order_by(Attender.id).options(joinedload(Attender.person)))
        },
        {row.invitee_id: row for row in session.scalars(leaves.order_by(EarlyLeave.id))},
    )


def substitute_in_force(office: Office, invitee_id: int) -> Substitute | None:
    """The substitute an invitee stands by, whatever the chair's word."""
    query = select(Substitute).where(Substitute.invitee_id == invitee_id, Substitute.state.in_(OPEN_WORDS))
    return office.session.scalar(query.order_by(Substitute.id.desc()).limit(1))


def attender_in_force(office: Office, invitee_id: int) -> Attender | None:
    """Who was named to come for a unit."""
    query = select(Attender).filter_by(invitee_id=invitee_id, ended_at=None)
    return office.session.scalar(query.order_by(Attender.id.desc()).limit(1))


class Sendable(NamedTuple):
    """Somebody a unit may send: the person, and the post by which they are of the unit."""

    id: int
    name: str
    title: str
    role: Role


_SENDABLE: Select[Any] = (
    select(Person.id, Person.name, Post.title, Post.role)
    .join(Post.person)
    .where(
        Person.active, held_on(bindparam("today", type_=Date())), Post.unit_id.in_(bindparam("units", expanding=True))
    )
    .order_by(Post.position, Person.name)
)


def people_of(office: Office, invitee: Invitee) -> list[Sendable]:
    """Who may be sent by the invited unit, see `people_in`."""
    return people_in(office, invitee.unit_id)


def people_in(office: Office, unit_id: int) -> list[Sendable]:
    """Active people with a post today in a unit or below it in its agency, leaders first."""
    asked = {"today": office.today(), "units": units_of_agency(office, unit_id)}
    found: dict[int, Sendable] = {}
    for row in office.session.execute(_SENDABLE, asked):
        found.setdefault(row.id, Sendable(*row))
    return sorted(found.values(), key=lambda one: (one.role not in LEADING_ROLES, one.name))


_ENDED = exists().where(LiveMeeting.meeting_id == Meeting.id, LiveMeeting.ended_at.is_not(None))


def _words(
    actor: Actor, model: type[Substitute] | type[EarlyLeave], now: datetime, midnight: datetime
) -> tuple[ColumnElement[bool], ...]:
    """What waits; a substitute until the meeting ends, at the latest with its day, see `rules.word_closes`."""
    held = and_(Meeting.starts_at >= midnight, ~_ENDED)
    open_ = or_(Meeting.starts_at > now, held) if model is Substitute else EarlyLeave.leaves_at > now
    issued = Meeting.state == MeetingState.ISSUED
    return model.state == Word.WAITS, Meeting.chair_id == actor.person_id, issued, open_


@dataclass(frozen=True)
class Waiting:
    """What waits for a chair's word in one meeting."""

    meeting: Meeting
    substitutes: Sequence[Substitute]
    leaves: Sequence[EarlyLeave]


def _asked(actor: Actor, model: type[Substitute] | type[EarlyLeave], now: datetime, midnight: datetime) -> Select[Any]:
    return select(model).join(model.invitee).join(Invitee.meeting).where(*_words(actor, model, now, midnight))


@shows(
    lambda anybody: _asked(anybody, Substitute, anybody.now(), anybody.midnight()),
    lambda anybody: _asked(anybody, EarlyLeave, anybody.now(), anybody.midnight()),
)
def waiting_for_word(office: Office, actor: Actor) -> list[Waiting]:
    """What waits for the actor's word as chair, the nearest meeting first."""
    now, midnight, session = office.clock.now(), at(office.today(), time.min), office.session
    substitutes = list(
        session.scalars(
            _asked(actor, Substitute, now, midnight)
            .options(contains_eager(Substitute.invitee).contains_eager(Invitee.meeting))
            .order_by(Invitee.position, Substitute.id)
        )
    )
    leaves = list(
        session.scalars(
            _asked(actor, EarlyLeave, now, midnight)
            .options(contains_eager(EarlyLeave.invitee).contains_eager(Invitee.meeting))
            .order_by(EarlyLeave.leaves_at, EarlyLeave.id)
        )
    )
    meetings = {row.invitee.meeting.id: row.invitee.meeting for row in (*substitutes, *leaves)}
    return [
        Waiting(
            meeting,
            [row for row in substitutes if row.invitee.meeting_id == meeting.id],
            [row for row in leaves if row.invitee.meeting_id == meeting.id],
        )
        for meeting in sorted(meetings.values(), key=lambda one: (one.starts_at is None, one.starts_at, one.id))
    ]


def count_waiting_for_word(office: Office, actor: Actor) -> int:
    """How many substitutes and early leavings wait for the actor's word as chair."""
    now, midnight, total = office.clock.now(), at(office.today(), time.min), 0
    for model in (Substitute, EarlyLeave):
        total += office.session.scalar(_asked(actor, model, now, midnight).with_only_columns(func.count(model.id))) or 0
    return total


def _unanswered(anybody: Anybody) -> Select[tuple[Meeting]]:
    owed = select(Invitee.meeting_id).where(mine(anybody), Invitee.answer.is_(None), Invitee.opened_at.is_not(None))
    to_come = (Meeting.state == MeetingState.ISSUED, Meeting.starts_at > anybody.now())
    return select(Meeting).where(Meeting.id.in_(owed), *to_come)


def _due(anybody: Anybody) -> Select[tuple[Meeting, bool]]:
    query = _unanswered(anybody).add_columns(by_name(anybody)).options(joinedload(Meeting.document))
    return query.order_by(Meeting.starts_at, Meeting.id)


@shows(_unanswered)
def unanswered(office: Office, actor: Actor) -> list[tuple[Meeting, bool]]:
    """Meetings to come whose invitation was opened and not answered, the nearest first, with whether it is by name."""
    return list(ask(office, actor, _due).tuples())


STILL_COMES = or_(Invitee.answer.is_(None), Invitee.answer.not_in((Answer.ABSENT, Answer.SUBSTITUTE)))
"""An invitation neither declined nor handed to a substitute: who was named to come has it on desk and calendar."""


def _sent(actor: Actor, now: datetime) -> Select[tuple[Attender]]:
    query = select(Attender).join(Attender.invitee).join(Invitee.meeting)
    query = query.where(Meeting.state == MeetingState.ISSUED, Meeting.starts_at > now)
    return query.where(Attender.person_id == actor.person_id, Attender.ended_at.is_(None), STILL_COMES)


def _standing_in(actor: Actor, now: datetime) -> Select[tuple[Substitute]]:
    query = select(Substitute).join(Substitute.invitee).join(Invitee.meeting)
    query = query.where(Meeting.state == MeetingState.ISSUED, Meeting.starts_at > now)
    return query.where(Substitute.person_id == actor.person_id, Substitute.state == Word.APPROVED)


@shows(lambda anybody: _sent(anybody, anybody.now()), lambda anybody: _standing_in(anybody, anybody.now()))
def sent_to(office: Office, actor: Actor) -> list[tuple[Meeting, Attender | Substitute]]:
    """Meetings to come to which the actor was sent by name, by the head or as an agreed substitute."""
    session, now = office.session, office.clock.now()
    found: list[tuple[Meeting, Attender | Substitute]] = []
    found += [(row.invitee.meeting, row) for row in session.scalars(_sent(actor, now))]
    found += [(row.invitee.meeting, row) for row in session.scalars(_standing_in(actor, now))]
    return sorted(found, key=lambda pair: (pair[0].starts_at is None, pair[0].starts_at, pair[0].id))
