"""Reads of the leadership's week: whose weeks somebody reads, revisions, and the week as somebody sees it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings.leadership import policy
from e_office.meetings.leadership.becoming import published_lines
from e_office.meetings.leadership.gathering import lines_of, restricted_keys
from e_office.meetings.leadership.models import TypedEntry, WeekRevision
from e_office.meetings.leadership.rules_week import (
    Change,
    Line,
    What,
    as_seen,
    bounds_of,
    changes_between,
    monday_of,
    ordered,
)
from e_office.meetings.queries import LARGEST_ID
from e_office.people.models import Unit
from e_office.people.queries import agency_of, get_unit

AT_ONCE = frozenset({What.MOVED, What.PLACE, What.CANCELLED})
"""What everybody is shown before the week is published again: a wrong hour or place must not be believed."""


@dataclass(frozen=True)
class Seen:
    """A line as somebody sees it; `change` is how it differs from what was published (or from the revision before)."""

    line: Line
    change: Change | None
    may_read: bool


@dataclass(frozen=True)
class Week:
    """A week as somebody sees it: `revision` is what was published last, or the old one asked for.

    `published` are the lines of that revision; `pending` is what differs now, for who drafts; `changes` what this
    revision changed to the one before; `now` the lines as they are, for who drafts; `hidden` the keys of those that are
    restricted now.
    """

    revision: WeekRevision | None
    revisions: Sequence[WeekRevision]
    published: tuple[Line, ...]
    lines: tuple[Seen, ...]
    pending: tuple[Seen, ...]
    changes: tuple[Seen, ...]
    now: tuple[Line, ...]
    hidden: frozenset[str]

    @property
    def is_old(self) -> bool:
        """Whether a later revision is in force."""
        return self.revision is not None and self.revision is not self.revisions[-1]


Told = tuple[Line, Change | None]


def agencies_above(office: Office, actor: Actor) -> list[Unit]:
    """The agencies whose weeks an actor may read: the own ones, then those above them."""
    own = [get_unit(office, agency_id) for agency_id in sorted(actor.agency_ids())]
    found = list(own)
    for unit in own:
        while unit.parent is not None:
            unit = agency_of(unit.parent)
            found.append(unit)
    return list(dict.fromkeys(found))


def units_of(office: Office, actor: Actor) -> list[Unit]:
    """The units whose calendars an actor reads: those of the own posts, up to the agency."""
    return [get_unit(office, unit_id) for unit_id in sorted(actor.reading_units(), reverse=True)]


def get_agency(office: Office, actor: Actor, agency_id: int | None) -> Unit:
    """The agency whose week is asked for; without one the highest this person may read.

    :raises NotFound: where it is none, or none whose week the actor may read.
    """
    units = agencies_above(office, actor)
    if agency_id is None and units:
        return units[-1]
    found = next((unit for unit in units if unit.id == agency_id), None)
    if found is None:
        raise NotFound
    return found


def get_typed(office: Office, actor: Actor, typed_id: int, *, lock: bool = False) -> TypedEntry:
    """Something typed that is still in force, for who drafts that agency's week.

    :raises NotFound: for everybody else.
    """
    row = office.session.get(TypedEntry, typed_id, with_for_update=lock) if 0 < typed_id <= LARGEST_ID else None
    if row is None or row.ended_at is not None or not policy.may_draft(actor, row.unit_id):
        raise NotFound
    return row


def revisions_of(office: Office, agency_id: int, week: date) -> list[WeekRevision]:
    """The publications of a week, the first one first."""
    query = select(WeekRevision).filter_by(unit_id=agency_id, week=week).options(joinedload(WeekRevision.published_by))
    return list(office.session.scalars(query.order_by(WeekRevision.number)))


def told_in_weeks(office: Office, agency_ids: Collection[int], first: datetime, last: datetime) -> frozenset[str]:
    """The keys of what these agencies have published in the weeks from `first` on and before `last`."""
    query = select(WeekRevision).where(WeekRevision.unit_id.in_(agency_ids))
    query = query.where(WeekRevision.week >= monday_of(day_of(first)), WeekRevision.week <= day_of(last))
    return frozenset(line.key for revision in office.session.scalars(query) for line in revision.lines)


def week_of(office: Office, actor: Actor, agency_id: int, week: date, number: int | None = None) -> Week:
    """The week as the actor sees it; `number` asks for an old revision.

    Who drafts sees the week as it is now; the others what was published, with what is known to be otherwise. Once it
    is over everybody sees that: there is nothing left to be published again.

    :raises NotFound: for a revision that was never published.
    """
    revisions, now = revisions_of(office, agency_id, week), lines_of(office, agency_id, week)
    chosen, drafts = _chosen(revisions, number), policy.may_draft(actor, agency_id)
    told = published_lines(office, revisions, now)
    published = told[chosen.number] if chosen else ()
    is_over = office.clock.now() >= bounds_of(week)[1]
    is_last = chosen is not None and chosen is revisions[-1]
    pending = changes_between(published, now) if chosen and is_last else ()
    if chosen is None:
        shown: list[Told] = [(line, None) for line in now] if drafts else []
    elif not is_last:
        shown = [(line, None) for line in published]
    else:
        shown = _drafted(now, pending) if drafts and not is_over else as_published(published, pending)
    known = {line.key for lines in told.values() for line in lines}
    hidden = frozenset(line.key for line in now if line.restricted) | restricted_keys(office, known)
    eye = _Eye(actor, agency_id, hidden)
    changes = changes_between(told[chosen.number - 1], published) if chosen and chosen.number > 1 else ()
    return Week(
        chosen, revisions, published, tuple(eye.seen(*one) for one in shown),
        tuple(eye.seen(one.line, one) for one in pending) if drafts and not is_over else (),
        tuple(eye.seen(one.line, one) for one in changes), now if drafts else (), hidden,
    )  # fmt: skip


def _chosen(revisions: Sequence[WeekRevision], number: int | None) -> WeekRevision | None:
    if number is None:
        return revisions[-1] if revisions else None
    found = next((one for one in revisions if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _drafted(now: Sequence[Line], pending: Sequence[Change]) -> list[Told]:
    """The week as it is, each line with how it differs from what was published; what fell away stands struck out."""
    differs = {change.key: change for change in pending}
    gone = [change.line for change in pending if change.after is None]
    return [(line, differs.get(line.key)) for line in ordered((*now, *gone))]


def as_published(lines: Sequence[Line], pending: Sequence[Change]) -> list[Told]:
    """What was published; where it is known by now that hour or place are others, those."""
    differs = {change.key: change for change in pending if AT_ONCE.intersection(change.what)}
    shown = [differs[line.key].line if line.key in differs else line for line in lines]
    return [(line, differs.get(line.key)) for line in ordered(shown)]


@dataclass(frozen=True)
class _Eye:
    """Who looks; `hidden` are the lines restricted by now, so that they are in what was published earlier too."""

    actor: Actor
    agency_id: int
    hidden: frozenset[str]

    def seen(self, line: Line, change: Change | None) -> Seen:
        """The line and its change as that person may read them."""
        sides = (line, change.before, change.after) if change else (line,)
        restricted = line.key in self.hidden or any(one.restricted for one in sides if one is not None)
        guarded = replace(line, restricted=restricted)
        may_read = policy.may_read_line(self.actor, guarded, self.agency_id)
        if change is not None:
            before, after = (
                as_seen(replace(one, restricted=restricted), may_read=may_read) if one else None
                for one in (change.before, change.after)
            )
            change = Change(change.what, before, after)
        return Seen(as_seen(guarded, may_read=may_read), change, may_read)
