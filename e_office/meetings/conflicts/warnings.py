"""What a page warns of: who has something else at that time, and what it is where the reader may know."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem
from e_office.meetings import policy as meetings
from e_office.meetings.calendar_entries.queries import entry_of
from e_office.meetings.conflicts.queries import asked_of, busy_of
from e_office.meetings.conflicts.rules import Clash, person_clashes, unit_clashes
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.leadership.gathering import SOURCE, restricted_keys
from e_office.meetings.leadership.policy import may_draft
from e_office.meetings.leadership.rules import TypedFacts
from e_office.meetings.leadership.rules_week import Line
from e_office.meetings.models import Meeting
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.policy import may_see
from e_office.meetings.rules_overlap import Span, Spanning, end_of


@dataclass(frozen=True)
class Conflict:
    """One line of a page: who is busy, when, and with what; `title` is empty where the reader may not know.

    `agency` is whose inspection it is, told of one that is not restricted, so that two agencies can agree (M19).
    """

    clash: Clash
    title: str
    agency: str = ""

    @property
    def key(self) -> str:
        """A few letters by which a page says that it has shown it: at another hour it is another overlap."""
        whose, other = self.clash.whose, self.clash.other
        said = f"{other.key} {other.starts_at.astimezone(UTC)} {whose.id} {whose.name}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def inspects(self) -> bool:
        """Whether it is an inspection of that unit (M19)."""
        return self.clash.other.inspects


def of_meeting(office: Office, actor: Actor, meeting: Meeting, typed: DraftFacts | None = None) -> list[Conflict]:
    """What the chair and everybody invited by name have at that hour, and inspections of units asked to it.

    `typed` is what stands in the form, kept or not.
    """
    starts_at = typed.starts_at if typed else meeting.starts_at
    if starts_at is None:
        return []
    length = typed.length if typed else meeting.length
    span = Span(starts_at, starts_at + timedelta(minutes=length) if length else None)
    persons = {one.person_id for one in meeting.invitees if one.person_id} | _substitutes(meeting)
    chair = typed.chair_id if typed else meeting.chair_id
    units = {one.unit_id for one in meeting.invitees if one.person_id is None}
    preparing = typed.preparing_unit_id if typed else meeting.preparing_unit_id
    own = {f"meeting:{meeting.id}", *_requests(office, meeting.id)}
    persons |= {chair} if chair else set()
    units |= {preparing} if preparing else set()
    return _told(office, actor, _clashes(office, span, persons, units, own, inspects=False))


def unseen_problems(
    conflicts: Sequence[Conflict], seen: Collection[str], said: Callable[[str], Problem]
) -> Iterator[Problem]:
    """What nobody was shown yet before pressing: it stands in nobody's way once it was (M19).

    `seen` are the keys of those that stood on the page; `said` puts the names of who is busy into the page's words.
    What fell away meanwhile stops nobody, what came up meanwhile does.
    """
    new = [one for one in conflicts if one.key not in seen]
    if new:
        yield said(", ".join(dict.fromkeys(one.clash.whose.name for one in new)))


def of_request(office: Office, actor: Actor, request: MeetingRequest) -> list[Conflict]:
    """What the leader and the officer in charge have at the hour wished for."""
    own = {f"request:{request.id}"} | ({f"meeting:{request.meeting_id}"} if request.meeting_id else set())
    persons = {one for one in (request.leader_id, request.officer_id) if one is not None}
    return _told(office, actor, _clashes(office, request, persons, set(), own, inspects=False))


def of_typed(office: Office, actor: Actor, facts: TypedFacts, typed_id: int | None = None) -> list[Conflict]:
    """What the leader and who goes along have while something typed lasts, and what overlaps an inspection (M19)."""
    if facts.starts_at is None or facts.ends_at is None:
        return []
    persons = {one for one in (facts.leader_id, facts.officer_id) if one is not None}
    units = {facts.inspected_id} if facts.inspected_id is not None else set()
    span, own = Span(facts.starts_at, facts.ends_at), {f"{SOURCE}:{typed_id}"}
    return _told(office, actor, _clashes(office, span, persons, units, own, inspects=True))


def of_lines(office: Office, actor: Actor, lines: Sequence[Line]) -> dict[str, list[Conflict]]:
    """Key of a line -> what the people on it have at the same time, and what overlaps an inspection (M19)."""
    if not lines:
        return {}
    first, last = min(line.starts_at for line in lines), max(line.ends_at for line in lines)
    persons = {who.id for line in lines for who in line.persons}
    units = {line.inspected.id for line in lines if line.inspected}
    busy, asked = busy_of(office, persons, first, last), asked_of(office, units, first, last) if units else []
    became, found = _meetings_asked_for(office, lines), {}
    for line in lines:
        own = {line.key, became.get(line.key, line.key)}
        clashes = person_clashes(line, {who.id for who in line.persons}, own, busy)
        if line.inspected:
            clashes += unit_clashes(line, {line.inspected.id}, own, asked, inspects=True)
        if clashes:
            found[line.key] = _told(office, actor, clashes)
    return found


def _clashes(
    office: Office, span: Spanning, persons: Collection[int], units: Collection[int], own: Collection[str], *,
    inspects: bool,
) -> list[Clash]:  # fmt: skip
    first, last = span.starts_at, end_of(span.starts_at, span.ends_at)
    clashes = person_clashes(span, persons, own, busy_of(office, persons, first, last))
    return clashes + unit_clashes(span, units, own, asked_of(office, units, first, last), inspects=inspects)


def _substitutes(meeting: Meeting) -> set[int]:
    """Persons of the house who are to come in an invitee's place, agreed to or waiting for the chair's word."""
    return {
        one.person_id for row in meeting.invitees for one in row.substitutes if one.person_id and one.state != "refused"
    }


def _requests(office: Office, meeting_id: int) -> set[str]:
    query = select(MeetingRequest.id).filter_by(meeting_id=meeting_id)
    return {f"request:{one}" for one in office.session.scalars(query)}


def _meetings_asked_for(office: Office, lines: Sequence[Line]) -> dict[str, str]:
    """Key of a line that is a request -> that of its meeting, which is the same thing (M8)."""
    asked = [int(number) for source, _, number in (line.key.partition(":") for line in lines) if source == "request"]
    query = select(MeetingRequest.id, MeetingRequest.meeting_id).where(MeetingRequest.id.in_(asked))
    query = query.where(MeetingRequest.meeting_id.is_not(None))
    rows = office.session.execute(query).tuples() if asked else ()
    return {f"request:{request_id}": f"meeting:{meeting_id}" for request_id, meeting_id in rows}


def _told(office: Office, actor: Actor, clashes: Iterable[Clash]) -> list[Conflict]:
    """Each with its title; an inspection that may come unannounced is told to nobody who may not read it."""
    found = []
    for clash in clashes:
        title = _title(office, actor, clash.other.key)
        agency = _inspecting(office, clash.other.key) if clash.other.inspects else ""
        if title or agency or not clash.other.inspects:
            found.append(Conflict(clash, title, agency))
    return found


def _inspecting(office: Office, key: str) -> str:
    """Whose inspection it is; nothing of a restricted one."""
    source, _, number = key.partition(":")
    entry = entry_of(office, source, int(number))
    if entry is None or restricted_keys(office, [key]):
        return ""
    return entry.unit.short_name or entry.unit.name


def _title(office: Office, actor: Actor, key: str) -> str:
    """What it is, for who may open it or drafts that calendar; others learn that somebody is busy."""
    source, _, number = key.partition(":")
    if source == "meeting":
        meeting = office.session.get_one(Meeting, int(number))
        knows = meetings.may_see_receipts(actor, meeting) or meetings.invited_as(actor, meeting)
        return meeting.purpose if knows else ""
    if source == "request":
        request = office.session.get_one(MeetingRequest, int(number))
        return request.purpose if may_see(actor, request) else ""
    entry = entry_of(office, SOURCE, int(number)) if source == SOURCE else None
    theirs = entry is not None and not actor.acts_for().isdisjoint({entry.leader_id, entry.officer_id})
    return entry.title if entry and (theirs or may_draft(actor, entry.unit_id)) else ""
