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
from e_office.meetings.leadership.gathering import marked_restricted
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


def minutes_before(office: Office, meeting: Meeting, *, drafted: bool) -> Meeting | None:
    """The meeting whose minutes this one approves: the nearest before it that was issued and not called off.

    With `drafted` also one that is being written for a day.
    """
    states = {MeetingState.ISSUED, MeetingState.DRAFT} if drafted else {MeetingState.ISSUED}
    link, seen = link_of(office, meeting.id), {meeting.id}
    while link is not None and link.after_id not in seen:
        if link.after.state in states and link.after.starts_at is not None:
            return link.after
        seen.add(link.after_id)
        link = link_of(office, link.after_id)
    return None


def nearest_issued(office: Office, meeting: Meeting) -> Meeting | None:
    """The nearest meeting before it in the series that was ever issued: drafts between the two were never a meeting."""
    link, seen = link_of(office, meeting.id), {meeting.id}
    while link is not None and link.after.issued_at is None and link.after_id not in seen:
        seen.add(link.after_id)
        link = link_of(office, link.after_id)
    return link.after if link is not None and link.after.issued_at is not None else None


def issued_after(office: Office, meeting_id: int) -> list[Meeting]:
    """Meetings ever issued that follow one, or follow it across drafts, those given up too."""
    found, fresh, seen = list[Meeting](), [meeting_id], {meeting_id}
    while fresh:
        query = select(Meeting).join(SeriesLink, SeriesLink.meeting_id == Meeting.id)
        rows = office.session.scalars(query.where(SeriesLink.after_id.in_(fresh)).order_by(Meeting.id)).all()
        found += [one for one in rows if one.issued_at is not None]
        fresh = [one.id for one in rows if one.issued_at is None and one.id not in seen]
        seen |= set(fresh)
    return found


def called_off_before(office: Office, meeting: Meeting) -> list[Meeting]:
    """Meetings called off in whose place this one comes: the one it follows, and what else was to follow that.

    Of a series planned ahead it follows the last one issued, so that a draft left between washes no mark off (M2).
    """
    before = nearest_issued(office, meeting)
    if before is None:
        return []
    others = [one for one in issued_after(office, before.id) if one.id != meeting.id]
    return [one for one in (before, *others) if was_never_held(state=one.state, issued=one.issued_at is not None)]


def issued_instead_of(office: Office, meeting: Meeting) -> list[Meeting]:
    """Issued meetings that come in the place of this one, should it be called off."""
    before = nearest_issued(office, meeting)
    beside = issued_after(office, before.id) if before else []
    found = {one.id: one for one in (*issued_after(office, meeting.id), *beside) if one.id != meeting.id}
    return [one for one in found.values() if one.state == MeetingState.ISSUED]


def first_of(office: Office, meeting_id: int) -> int:
    """The meeting a series began with; the same one where it follows none."""
    links = select(SeriesLink.meeting_id, SeriesLink.after_id)
    back = links.where(SeriesLink.meeting_id == meeting_id).cte("back", recursive=True)
    back = back.union(links.where(SeriesLink.meeting_id == back.c.after_id))
    before = dict(office.session.execute(select(back.c.meeting_id, back.c.after_id)).tuples().all())
    return next(iter(set(before.values()) - before.keys()), meeting_id)


def ids_of_series(office: Office, first_id: int) -> dict[int, int | None]:
    """Every meeting of the series that began with this one, and what it follows."""
    links = select(SeriesLink.meeting_id, SeriesLink.after_id)
    on = links.where(SeriesLink.after_id == first_id).cte("on_from", recursive=True)
    on = on.union(links.where(SeriesLink.after_id == on.c.meeting_id))
    return {first_id: None, **dict(office.session.execute(select(on.c.meeting_id, on.c.after_id)).tuples().all())}


def series_of(office: Office, actor: Actor, meeting: Meeting) -> list[InSeries]:
    """The series of a meeting, the newest first and not more than `MOST`; only those the actor may know of."""
    after = ids_of_series(office, first_of(office, meeting.id))
    told = joinedload(Meeting.document), joinedload(Meeting.chair)
    query = select(Meeting).where(Meeting.id.in_(after)).options(*told)
    shown = [one for one in office.session.scalars(query) if _may_know(actor, one)]
    shown.sort(key=lambda one: (one.starts_at is None, one.starts_at or one.created_at, one.id), reverse=True)
    return [InSeries(one, after[one.id], minutes_standing(office, actor, one)) for one in shown[:MOST]]


def _may_know(actor: Actor, meeting: Meeting) -> bool:
    given_up = meeting.state == MeetingState.CANCELLED and meeting.issued_at is None
    return not given_up and (policy.may_see_receipts(actor, meeting) or bool(policy.invited_as(actor, meeting)))


def minutes_standing(office: Office, actor: Actor, meeting: Meeting) -> Approves:
    """Where the minutes of a meeting stand, and whether the actor may read them."""
    minutes = minutes_of(office, meeting.id)
    may_read = minutes is not None and readable(office, actor, meeting) is not None
    return Approves(meeting.id, str(minutes.state) if minutes else "", may_read)


def inherited_of(office: Office, actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """What the writer of a next meeting is told: what it follows, the minutes item 1 approves, if it is restricted."""
    link = link_of(office, meeting.id)
    held = last_not_called_off(office, link.after) if link else None
    restricted = link is not None and bool(marked_restricted(office, [f"meeting:{meeting.id}"]))
    approves = minutes_standing(office, actor, held) if held else None
    return {"series_link": link, "approves": approves, "kept_restricted": restricted}


def approved_in(office: Office, actor: Actor, turns: Iterable[Turn]) -> dict[int, Approves]:
    """Item id -> the minutes it approves, for the items that do."""
    found = {}
    for turn in turns:
        if turn.item.of_meeting_id is not None:
            before = office.session.get_one(Meeting, turn.item.of_meeting_id)
            found[turn.item.id] = minutes_standing(office, actor, before)
    return found
