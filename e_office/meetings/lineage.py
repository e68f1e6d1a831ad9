"""Noting that a meeting takes the place of one called off with marks of lateness: a row of the log, when it is seen."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.log import lateness_of, log_event
from e_office.meetings.matter_words import pairs_of
from e_office.meetings.models import Meeting, MeetingEvent, MeetingState, Paper
from e_office.meetings.rules import EventKind, Judge
from e_office.meetings.rules_line import NEAR_WITH_PAPERS, Held, takes_place_of
from e_office.meetings.series.queries import called_off_before, issued_instead_of


def note_places_taken(office: Office, actor: Actor, meeting: Meeting, judge: Judge) -> list[MeetingEvent]:
    """At issue: note every meeting called off before whose place this one takes."""
    gone = [one for one in _near(office, meeting, MeetingState.CANCELLED) if takes_place_of(_held(meeting), _held(one))]
    gone = list(dict.fromkeys((*gone, *called_off_before(office, meeting))))
    return _note(office, actor, [(meeting, one) for one in gone], judge)


def note_place_given_up(office: Office, actor: Actor, meeting: Meeting, judge: Judge) -> list[MeetingEvent]:
    """At calling off: note it at every issued meeting that takes its place, invited beforehand to save the mark."""
    stays = [one for one in _near(office, meeting, MeetingState.ISSUED) if takes_place_of(_held(one), _held(meeting))]
    stays = list(dict.fromkeys((*stays, *issued_instead_of(office, meeting))))
    return _note(office, actor, [(one, meeting) for one in stays if _is_later(one, meeting)], judge)


def _note(office: Office, actor: Actor, pairs: Iterable[tuple[Meeting, Meeting]], judge: Judge) -> list[MeetingEvent]:
    """Only where there are marks to bear on: nothing can make a meeting late once it was called off."""
    made = []
    for new, old in pairs:
        if lateness_of(office, [old], judge.holidays)[old.id]:
            made.append(log_event(office, actor, new, EventKind.TOOK_PLACE, judge, of=old.id))
    return made


def _near(office: Office, meeting: Meeting, state: MeetingState) -> list[Meeting]:
    """Other meetings in a state that were issued, of the same agency or chair, and not too far in time."""
    if meeting.starts_at is None:
        return []
    same_side = [Meeting.unit_id == meeting.unit_id]
    if meeting.chair_id is not None:
        same_side.append(Meeting.chair_id == meeting.chair_id)
    query = (
        select(Meeting)
        .where(Meeting.state == state, Meeting.issued_at.is_not(None), Meeting.id != meeting.id, or_(*same_side))
        .where(Meeting.starts_at.between(meeting.starts_at - NEAR_WITH_PAPERS, meeting.starts_at + NEAR_WITH_PAPERS))
        .order_by(Meeting.id)
        .options(selectinload(Meeting.papers).options(joinedload(Paper.file)))
    )
    return list(office.session.scalars(query))


def _is_later(one: Meeting, other: Meeting) -> bool:
    return one.issued_at is not None and other.issued_at is not None and one.issued_at >= other.issued_at


def _held(meeting: Meeting) -> Held:
    assert meeting.starts_at is not None, "what is compared was issued, and so has an hour"
    sent = (paper for paper in meeting.papers if paper.distributed_at is not None)
    return Held(
        meeting.unit_id, meeting.chair_id, meeting.starts_at, pairs_of(meeting.purpose),
        frozenset(paper.file.sha256 for paper in sent),
    )  # fmt: skip
