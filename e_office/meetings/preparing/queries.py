"""Reads of preparing: the set of a meeting as it stands, and what a unit owes by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.agenda.queries import program_of
from e_office.meetings.facts import IN_FORCE
from e_office.meetings.models import Meeting, MeetingState, Paper, PaperState
from e_office.meetings.preparing.models import PaperStep, WantedPaper
from e_office.meetings.preparing.rules_set import OWED, Completeness, Part, Stage, completeness, stage_of
from e_office.meetings.preparing.steps import returned_by, steps_of
from e_office.meetings.rules_time import RULE_SETS, latest_issue
from e_office.people.queries import holidays


@dataclass(frozen=True)
class Line:
    """One paper of a set: what was asked for, if anything, and the newest version put in for it, if any."""

    wanted: WantedPaper | None
    paper: Paper | None
    stage: Stage
    sent_at: datetime | None
    returned: PaperStep | None = None

    @property
    def title(self) -> str:
        """The paper's own name, or the one it was asked for by."""
        return self.paper.title if self.paper else self.wanted.title if self.wanted else ""


@dataclass(frozen=True)
class PaperSet:
    """The papers of a meeting in their order, by when they have to be out, and how complete they are."""

    meeting: Meeting
    lines: tuple[Line, ...]
    latest: datetime | None

    @property
    def whole(self) -> Completeness:
        """Of all of them."""
        return self.complete(self.lines)

    def complete(self, lines: Iterable[Line]) -> Completeness:
        """Of some of them, such as those of one item of the agenda."""
        return completeness([Part(line.stage, line.sent_at) for line in lines], self.latest)

    @property
    def owed(self) -> list[Line]:
        """What the preparing side has to go on with."""
        return [line for line in self.lines if line.stage in OWED]


def by_item(office: Office, whole: PaperSet) -> list[tuple[AgendaItem, Completeness]]:
    """How complete the papers of each item of the agenda are; items without papers are left out."""
    papers = [line.paper for line in whole.lines if line.paper is not None]
    found = []
    for turn in program_of(office, whole.meeting, papers):
        lines = [line for line in whole.lines if line.paper is not None and line.paper in turn.papers]
        if lines:
            found.append((turn.item, whole.complete(lines)))
    return found


def set_of(office: Office, meeting: Meeting) -> PaperSet:
    """The set of a meeting. A new version on its way does not take back that the one before it was sent."""
    return _set_of(office, meeting, steps_of(office, meeting.papers))


def _set_of(office: Office, meeting: Meeting, steps: dict[int, list[PaperStep]]) -> PaperSet:
    newest = _newest_versions(meeting.papers)
    wanted = [one for one in meeting.wanted if one.given_up_at is None]
    answered = {one.paper_id: one for one in wanted if one.paper_id is not None}
    lines = [_line(meeting, answered.get(first), versions, steps) for first, versions in newest.items()]
    lines += [Line(one, None, Stage.MISSING, None) for one in wanted if one.paper_id not in newest]
    rule_set = RULE_SETS[meeting.rules]
    latest = latest_issue(meeting.starts_at, rule_set, holidays(office)) if meeting.starts_at else None
    return PaperSet(meeting, tuple(lines), latest)


def _newest_versions(papers: Sequence[Paper]) -> dict[int, list[Paper]]:
    """Id of the first version -> those of its versions that are in force, oldest first."""
    by_id = {paper.id: paper for paper in papers}
    found: dict[int, list[Paper]] = {}
    for paper in papers:
        if paper.state not in IN_FORCE:
            continue
        first = paper
        while first.replaces_id in by_id:
            first = by_id[first.replaces_id]
        found.setdefault(first.id, []).append(paper)
    return found


def _line(
    meeting: Meeting, wanted: WantedPaper | None, versions: list[Paper], steps: dict[int, list[PaperStep]]
) -> Line:
    """The version that was sent stands for the line as long as the newer one was not."""
    sent = next((one for one in versions if one.state == PaperState.DISTRIBUTED), None)
    shown = sent or max(versions, key=lambda one: one.id)
    returned = returned_by(steps[shown.id])
    stage = stage_of(
        state=shown.state, returned=returned is not None, consent_holds=shown.approved_by_id == meeting.chair_id
    )
    return Line(wanted, shown, stage, shown.distributed_at, returned)


def _prepared(actor: Actor, now: datetime) -> Select[tuple[Meeting]]:
    units = actor.reading_units()
    asked = select(WantedPaper.meeting_id).where(WantedPaper.unit_id.in_(units), WantedPaper.given_up_at.is_(None))
    query = select(Meeting).where(or_(Meeting.preparing_unit_id.in_(units), Meeting.id.in_(asked)))
    return query.where(Meeting.state.in_([MeetingState.DRAFT, MeetingState.ISSUED]), Meeting.starts_at > now)


@shows(lambda anybody: _prepared(anybody, anybody.now()))
def owed(office: Office, actor: Actor) -> list[PaperSet]:
    """The sets of meetings to come in which a unit of the actor has to go on with something, the next due first.

    A meeting whose content it prepares for another agency, and for which there is no paper at all, is among them.
    """
    units = actor.reading_units()
    query = (
        _prepared(actor, office.clock.now())
        .order_by(Meeting.starts_at, Meeting.id)
        .options(
            selectinload(Meeting.papers).joinedload(Paper.file),
            selectinload(Meeting.wanted).joinedload(WantedPaper.unit),
        )
    )
    meetings = list(office.session.scalars(query))
    steps = steps_of(office, [paper for meeting in meetings for paper in meeting.papers])
    sets = [_own(_set_of(office, meeting, steps), units) for meeting in meetings]
    waiting = [one for one in sets if one.owed or (not one.lines and one.meeting.unit_id not in units)]
    return sorted(waiting, key=lambda one: (one.latest or one.meeting.created_at, one.meeting.id))


def _own(whole: PaperSet, units: frozenset[int]) -> PaperSet:
    """What these units answer for: what they were asked for; where they prepare the content, all nobody else was."""
    prepares = whole.meeting.preparing_unit_id in units
    lines = [line for line in whole.lines if (line.wanted.unit_id in units if line.wanted else prepares)]
    return PaperSet(whole.meeting, tuple(lines), whole.latest)
