"""Reads of series: what a meeting follows and what follows it, all of them in order, the minutes an item approves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings import policy
from e_office.meetings.agenda.queries import Turn
from e_office.meetings.minutes.queries import minutes_of, readable
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.series.models import SeriesLink
from e_office.meetings.series.rules import was_never_held

MOST = 200
"""Meetings of a series that are shown: four years of weekly ones."""


@dataclass(frozen=True)
class Approves:
    """The minutes an item approves: of which meeting, where they stand ("" where nobody began), whether to be read."""

    meeting_id: int
    state: str
    may_read: bool


@dataclass(frozen=True)
class InSeries:
    """One meeting of a series as its page shows it."""

    meeting: Meeting
    after_id: int | None
    minutes: Approves


def link_of(office: Office, meeting_id: int) -> SeriesLink | None:
    """What a meeting follows; None for the first of a series and for one alone."""
    return office.session.scalar(select(SeriesLink).filter_by(meeting_id=meeting_id))


def followers_of(office: Office, meeting_id: int) -> list[Meeting]:
    """What follows a meeting, without drafts that were given up."""
    query = select(Meeting).join(SeriesLink, SeriesLink.meeting_id == Meeting.id)
    given_up = (Meeting.state == MeetingState.CANCELLED) & Meeting.issued_at.is_(None)
    return list(office.session.scalars(query.where(SeriesLink.after_id == meeting_id, ~given_up).order_by(Meeting.id)))


def firsts(office: Office) -> dict[int, int]:
    """Meeting id -> the first meeting of its series; those that belong to none are not in it."""
    before = dict(office.session.execute(select(SeriesLink.meeting_id, SeriesLink.after_id)).tuples().all())

    def first(meeting_id: int) -> int:
        while meeting_id in before:
            meeting_id = before[meeting_id]
        return meeting_id

    return {one: first(one) for one in {*before, *before.values()}}


def is_in_series(office: Office, meeting_id: int) -> bool:
    """Whether it follows a meeting or one follows it."""
    either = or_(SeriesLink.meeting_id == meeting_id, SeriesLink.after_id == meeting_id)
    return office.session.scalar(select(SeriesLink.id).where(either).limit(1)) is not None


def last_not_called_off(office: Office, meeting: Meeting) -> Meeting | None:
    """The meeting itself or the nearest before it in the series that was not called off: its minutes are approved."""
    seen: set[int] = set()
    found: Meeting | None = meeting
    while found is not None and found.state != MeetingState.ISSUED and found.id not in seen:
        seen.add(found.id)
        link = link_of(office, found.id)
        found = link.after if link else None
    return found if found is not None and found.state == MeetingState.ISSUED else None


def called_off_before(office: Office, meeting: Meeting) -> list[Meeting]:
    """Meetings called off in whose place this one comes: the one it follows, and what else was to follow that."""
    link = link_of(office, meeting.id)
    if link is None:
        return []
    others = [one for one in followers_of(office, link.after_id) if one.id != meeting.id]
    return [one for one in (link.after, *others) if was_never_held(state=one.state, issued=one.issued_at is not None)]


def issued_instead_of(office: Office, meeting: Meeting) -> list[Meeting]:
    """Issued meetings that come in the place of this one, should it be called off."""
    link = link_of(office, meeting.id)
    beside = followers_of(office, link.after_id) if link else []
    found = {one.id: one for one in (*followers_of(office, meeting.id), *beside) if one.id != meeting.id}
    return [one for one in found.values() if one.state == MeetingState.ISSUED]


def series_of(office: Office, actor: Actor, meeting: Meeting) -> list[InSeries]:
    """The whole series of a meeting, the newest first; only those the actor may know of."""
    first, seen = meeting, {meeting.id}
    while (link := link_of(office, first.id)) is not None and link.after_id not in seen:
        first = link.after
        seen.add(first.id)
    ids, after, fresh = [first.id], dict[int, int | None]({first.id: None}), [first.id]
    while fresh and len(ids) < MOST:
        links = select(SeriesLink.meeting_id, SeriesLink.after_id).where(SeriesLink.after_id.in_(fresh))
        found = dict(office.session.execute(links.order_by(SeriesLink.id)).tuples().all())
        fresh = [one for one in found if one not in after]
        after |= {one: found[one] for one in fresh}
        ids += fresh
    query = select(Meeting).where(Meeting.id.in_(ids)).options(joinedload(Meeting.document), joinedload(Meeting.chair))
    shown = [one for one in office.session.scalars(query) if _may_know(actor, one)]
    shown.sort(key=lambda one: (one.starts_at is None, one.starts_at or one.created_at, one.id), reverse=True)
    return [InSeries(one, after[one.id], minutes_standing(office, actor, one)) for one in shown]


def _may_know(actor: Actor, meeting: Meeting) -> bool:
    given_up = meeting.state == MeetingState.CANCELLED and meeting.issued_at is None
    return not given_up and (policy.may_see_receipts(actor, meeting) or bool(policy.invited_as(actor, meeting)))


def minutes_standing(office: Office, actor: Actor, meeting: Meeting) -> Approves:
    """Where the minutes of a meeting stand, and whether the actor may read them."""
    minutes = minutes_of(office, meeting.id)
    may_read = minutes is not None and readable(office, actor, meeting) is not None
    return Approves(meeting.id, str(minutes.state) if minutes else "", may_read)


def inherited_of(office: Office, actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """What the writer of a next meeting is told: what it follows, where the minutes its item 1 approves stand."""
    link = link_of(office, meeting.id)
    held = last_not_called_off(office, link.after) if link else None
    return {"series_link": link, "approves": minutes_standing(office, actor, held) if held else None}


def approved_in(office: Office, actor: Actor, turns: Iterable[Turn]) -> dict[int, Approves]:
    """Item id -> the minutes it approves, for the items that do."""
    found = {}
    for turn in turns:
        if turn.item.of_meeting_id is not None:
            before = office.session.get_one(Meeting, turn.item.of_meeting_id)
            found[turn.item.id] = minutes_standing(office, actor, before)
    return found
