"""What the desk shows: the week, and everything that waits for this person or this person's unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.asking import Waiting
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.handling import queries as handling
from e_office.handling.models import Assignment, TimeRequest
from e_office.meetings import queries as meetings
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.minutes.queries import to_sign
from e_office.meetings.models import Paper
from e_office.meetings.preparing.queries import PaperSet, owed
from e_office.notices.models import Notice
from e_office.notices.queries import notices_for
from e_office.portal import desk_after, desk_clerk, desk_dossiers, desk_drafts, desk_files, desk_meetings, desk_work
from e_office.portal.desk_after import After, after_meetings
from e_office.portal.desk_clerk import ForClerk, for_clerk
from e_office.portal.desk_dossiers import Dossiers, dossiers_of, in_view
from e_office.portal.desk_drafts import Drafts, drafts_of
from e_office.portal.desk_files import Files, files_of
from e_office.portal.desk_meetings import Answering, answering_of
from e_office.portal.desk_reading import Reading, reading_of
from e_office.portal.desk_week import Event, WeekDay, events_of, week_of
from e_office.portal.desk_work import Work, work_of
from e_office.portal.loads import Load, dues_of, load_of
from e_office.registry.models import IncomingEntry
from e_office.registry.queries import handed_to
from e_office.submissions.queries import rounds_among


@dataclass(frozen=True)
class Desk:
    """The sections of the desk; empty ones are not drawn. The loads count by name and for the unit."""

    week: tuple[WeekDay, ...]
    unopened: Sequence[Event]
    reading: Sequence[Reading]
    clerk: ForClerk
    handed: Sequence[IncomingEntry]
    to_direct: Sequence[IncomingEntry]
    to_confirm: Sequence[Assignment]
    requests: Sequence[TimeRequest]
    parts: Sequence[tuple[Assignment, bool]]
    consents: Sequence[Paper]
    preparing: Sequence[PaperSet]
    minutes: Sequence[Minutes]
    answering: Answering
    after: After
    drafts: Drafts
    files: Files
    dossiers: Dossiers
    news: Sequence[Notice]
    load_named: Load
    load_unit: Load
    """The two side by side, whatever the view shows: named things get lost where only the unit's are counted."""

    @property
    def named(self) -> int:
        """What waits for the person by name."""
        return self.load_named.waiting

    @property
    def for_unit(self) -> int:
        """What waits for the unit."""
        return self.load_unit.waiting

    @property
    def total(self) -> int:
        """Everything that waits."""
        return self.named + self.for_unit


READS = (
    meetings.awaiting_consent, handed_to, to_sign, owed, reading_of, *desk_clerk.READS, *desk_work.READS,
    *desk_drafts.READS, *desk_files.READS, *desk_dossiers.READS, *desk_meetings.READS, *desk_after.READS,
)  # fmt: skip
"""For most people most sections are empty: all are asked at once whether they have anything."""
COUNTS = desk_clerk.COUNTS


def desk_of(office: Office, actor: Actor, found: Waiting, view: str) -> Desk:
    """The desk of an actor for whom `READS` and `COUNTS` were asked.

    `view` is `named`, `unit` or anything else for both.
    """
    events = events_of(office, actor)
    unopened = [event for event in events if event.unopened][: meetings.PAGE]
    work = work_of(found)
    handed = _handed(office, found.read(handed_to), work)
    consents, drafts = found.read(meetings.awaiting_consent), drafts_of(office, found)
    minutes = found.read(to_sign)
    files, dossiers = files_of(found), dossiers_of(found)
    preparing = found.read(owed)
    answering, after = answering_of(found), after_meetings(found)
    clerk = for_clerk(office, actor, found)
    dues = dues_of(actor, work.parts, handed, work.to_direct)
    named_unopened = sum(event.named for event in unopened)
    named_handed = sum(entry.handler_id == actor.person_id for entry in handed)
    named = named_unopened + named_handed + len(consents) + work.named + drafts.named + files.named
    named += dossiers.named + answering.named + len(minutes)
    unit = len(unopened) - named_unopened + len(handed) - named_handed + clerk.for_unit + work.for_unit
    unit += answering.for_unit + len(preparing) + len(drafts.to_issue) + files.for_unit
    unit += dossiers.for_unit + after.for_unit
    return Desk(
        week=week_of(office.today(), events),
        unopened=[event for event in unopened if _in_view(event.named, view)],
        reading=found.read(reading_of),
        clerk=clerk.seen(view),
        handed=[entry for entry in handed if _in_view(entry.handler_id == actor.person_id, view)],
        to_direct=work.to_direct if view != "unit" else [],
        to_confirm=work.to_confirm if view != "unit" else [],
        requests=work.requests if view != "unit" else [],
        parts=[pair for pair in work.parts if _in_view(pair[1], view)],
        consents=consents if view != "unit" else [],
        preparing=preparing if view != "named" else [],
        minutes=minutes if view != "unit" else [],
        answering=answering.seen(view),
        after=after.seen(view),
        drafts=drafts.seen(view),
        files=files.seen(view),
        dossiers=in_view(dossiers, view),
        news=notices_for(office, actor, 8),
        load_named=load_of(named, dues[True], office.today()),
        load_unit=load_of(unit, dues[False], office.today()),
    )


def _handed(office: Office, rows: Sequence[IncomingEntry], work: Work) -> list[IncomingEntry]:
    """Documents the clerk passed on that are no part of a direction and wait for none: told once, not twice."""
    if not rows:
        return []
    directed = set(handling.parts_of(office, [row.id for row in rows])) | {row.id for row in work.to_direct}
    told = directed | rounds_among(office, [row.id for row in rows])  # dossiers have sections of their own
    return [row for row in rows if row.id not in told]


def _in_view(by_name: bool, view: str) -> bool:
    return by_name if view == "named" else not by_name if view == "unit" else True
