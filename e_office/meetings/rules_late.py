"""Rules of lateness: what reached whom too late, read from the log of a meeting's events and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from e_office.meetings.rules_time import RuleSet, latest_issue
from e_office.people.rules import Holidays


class EventKind(StrEnum):
    """What can happen to a meeting once it is to be held; only rows are added, none is ever changed."""

    ORDERED = "ordered"
    ORDER_ENDED = "order_ended"
    ISSUED = "issued"
    INVITED = "invited"
    PAPER = "paper"
    MOVED = "moved"
    RELOCATED = "relocated"
    LENGTH = "length"
    CANCELLED = "cancelled"
    REMINDED = "reminded"
    ANSWERED = "answered"
    NAMED = "named"
    DECIDED = "decided"
    CONCLUDED = "concluded"
    TOOK_PLACE = "took_place"
    ROOM_SHARED = "room_shared"
    AGENDA = "agenda"
    HANDED = "handed"
    HANDED_SENT = "handed_sent"
    HANDED_VOIDED = "handed_voided"


@dataclass(frozen=True)
class Event:
    """One entry of the log. `seq` orders them, not `at`: a server's clock may jump (A-104).

    `starts_at` is the start in force after the event, `replaces` the paper that `paper` takes the place of.
    `deadline` is the last instant at which something might reach an invitee, as it stood when the entry was
    written; entries of before it was kept have none. `content` is the SHA-256 of the paper's bytes. `handed` is what
    was handed out at the meeting, and `handed_at` when.
    """

    seq: int
    at: datetime
    kind: str
    starts_at: datetime | None = None
    invitee: int | None = None
    paper: int | None = None
    replaces: int | None = None
    deadline: datetime | None = None
    content: str = ""
    handed: int | None = None
    handed_at: datetime | None = None


@dataclass(frozen=True)
class Late:
    """How late one thing was for one invitee: by how much at the worst, since which event, and whether ordered."""

    by: timedelta
    seq: int
    cause: str
    ordered: bool


@dataclass(frozen=True)
class Handed:
    """A paper that was handed out at the meeting (phát tại phiên họp), while its electronic file is owed."""

    id: int


Thing = int | Handed
"""A paper that was sent, or one that was only handed out."""
Item = tuple[int, Thing | None]
"""An invitee, and a paper; None stands for the invitation itself."""


@dataclass
class _State:
    """What the log says so far."""

    rule_set: RuleSet
    holidays: Holidays
    start: datetime | None = None
    ordered: bool = False
    invitees: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    contents: dict[int, str] = field(default_factory=dict)
    reached: dict[Item, datetime] = field(default_factory=dict)
    late: dict[Item, Late] = field(default_factory=dict)

    def judge(self, item: Item, event: Event) -> None:
        """Keep the worst ever seen of an item: a mark is never washed off."""
        deadline = event.deadline
        if deadline is None and self.start is not None:
            deadline = latest_issue(self.start, self.rule_set, self.holidays)
        by = max(timedelta(), self.reached[item] - deadline) if deadline else timedelta()
        if by and (item not in self.late or by > self.late[item].by):
            ordered = self.ordered and event.kind != EventKind.HANDED
            self.late[item] = Late(by, event.seq, event.kind, ordered)

    def reach(self, item: Item, event: Event) -> None:
        """The first time something reaches somebody counts."""
        if item not in self.reached:
            self.reached[item] = event.at
            self.judge(item, event)
            self._keep_mark(item)

    def _keep_mark(self, item: Item) -> None:
        """The same bytes are the same paper, under whatever row they are sent again: their mark goes along."""
        invitee, paper = item
        content = self.contents.get(paper) if isinstance(paper, int) else None
        for (who, other), late in list(self.late.items()):
            same = who == invitee and isinstance(other, int) and content and self.contents.get(other) == content
            if same and (item not in self.late or late.by > self.late[item].by):
                self.late[item] = late


@dataclass(frozen=True)
class Told:
    """What a log tells: everything that reached an invitee, and how late what was late."""

    reached: frozenset[Item]
    late: Mapping[Item, Late]


def told_by(events: Iterable[Event], rule_set: RuleSet, holidays: Holidays) -> Told:
    """What reached whom at all, for statistics, and the `lateness` among it."""
    state = _read(events, rule_set, holidays)
    return Told(frozenset(state.reached), state.late)


def lateness(events: Iterable[Event], rule_set: RuleSet, holidays: Holidays) -> dict[Item, Late]:
    """What is late for whom: (invitee, paper or None for the invitation) -> how late, and why.

    A pure function of the event log, whatever the order in which its entries are handed in. An item is judged
    when it reaches somebody and again at every move; the worst stays for ever, so moving back, replacing,
    cancelling or a later order takes no mark away (M2 "gửi muộn" for ever, M9, A-99 to A-102, A-105); only the entry
    that something was written down as handed out by mistake does. Each entry carries the deadline it was judged by,
    so a holiday entered afterwards changes nothing; rule set and holidays serve those entries alone that carry none.
    """
    return _read(events, rule_set, holidays).late


def _read(events: Iterable[Event], rule_set: RuleSet, holidays: Holidays) -> _State:
    state = _State(rule_set, holidays)
    for event in sorted(events, key=lambda event: event.seq):
        _TELL.get(event.kind, _nothing)(state, event)
    return state


def _nothing(state: _State, event: Event) -> None:
    """Another place, a room shared, answers, words on them, cancelling, concluding: what reached whom when stays."""


def _ordered(state: _State, event: Event) -> None:
    state.ordered = True


def _order_ended(state: _State, event: Event) -> None:
    state.ordered = False


def _issued(state: _State, event: Event) -> None:
    state.start = event.starts_at


def _invited(state: _State, event: Event) -> None:
    """A late invitee gets the invitation and every paper in force at that moment (A-100)."""
    if event.invitee is None:
        return
    state.invitees.append(event.invitee)
    for paper in (None, *state.papers):
        state.reach((event.invitee, paper), event)


def _paper(state: _State, event: Event) -> None:
    """A paper or its replacement has a clock of its own (A-101, A-105); bytes sent before keep their mark."""
    if event.paper is None:
        return
    if event.content:
        state.contents[event.paper] = event.content
    state.papers = [paper for paper in state.papers if paper not in (event.paper, event.replaces)]
    state.papers.append(event.paper)
    for invitee in state.invitees:
        state.reach((invitee, event.paper), event)


def _moved(state: _State, event: Event) -> None:
    """Everything is judged anew; moved earlier, the changed invitation reaches everybody only now (A-99)."""
    earlier = state.start is not None and event.starts_at is not None and event.starts_at < state.start
    state.start = event.starts_at
    for item in state.reached:
        if earlier and item[1] is None:
            state.reached[item] = max(state.reached[item], event.at)
        state.judge(item, event)


def _handed(state: _State, event: Event) -> None:
    """What is handed out at the meeting reached everybody too late, when it was handed out (M1, M2, M16).

    An order of the chair (M9) lets papers be sent late; it opens no paper channel and excuses none that was used.
    """
    if event.handed is None:
        return
    for invitee in state.invitees:
        state.reach((invitee, Handed(event.handed)), replace(event, at=event.handed_at or event.at))


def _handed_sent(state: _State, event: Event) -> None:
    """Its file follows: from now on the paper stands for it, with the mark it has, which nothing makes smaller."""
    if event.handed is None or event.paper is None:
        return
    if event.content:
        state.contents[event.paper] = event.content
    state.papers.append(event.paper)
    for invitee in state.invitees:
        before, after = (invitee, Handed(event.handed)), (invitee, event.paper)
        if before in state.reached:
            state.reached[after] = state.reached.pop(before)
        if before in state.late:
            state.late[after] = state.late.pop(before)


def _handed_voided(state: _State, event: Event) -> None:
    """What was written down by mistake reached nobody: only a file that was sent in its place keeps its mark."""
    for invitee in state.invitees if event.handed is not None else ():
        state.reached.pop((invitee, Handed(event.handed)), None)
        state.late.pop((invitee, Handed(event.handed)), None)


_TELL: dict[str, Callable[[_State, Event], None]] = {
    EventKind.ORDERED: _ordered,
    EventKind.ORDER_ENDED: _order_ended,
    EventKind.ISSUED: _issued,
    EventKind.INVITED: _invited,
    EventKind.PAPER: _paper,
    EventKind.MOVED: _moved,
    EventKind.HANDED: _handed,
    EventKind.HANDED_SENT: _handed_sent,
    EventKind.HANDED_VOIDED: _handed_voided,
}
TELLING = frozenset(_TELL)
"""The events that decide what reached whom and how late; all others are passed over."""


def late_for(found: Mapping[Item, Late], invitee: int) -> dict[Thing | None, Late]:
    """What was late for one invitee: paper (None: the invitation) -> how late (A-100)."""
    return {paper: late for (who, paper), late in found.items() if who == invitee}


def late_papers(found: Mapping[Item, Late], invitees: Collection[int]) -> dict[int, Late]:
    """Which papers with a file are marked (M2 "gửi muộn" for ever): the worst for these invitees, or for anybody."""
    marks: dict[int, Late] = {}
    for invitee in invitees or {who for who, _ in found}:
        for paper, late in late_for(found, invitee).items():
            if isinstance(paper, int) and (paper not in marks or late.by > marks[paper].by):
                marks[paper] = late
    return marks


def worst(found: Mapping[Item, Late]) -> Late | None:
    """The latest of all; None where everything was in time."""
    return max(found.values(), key=lambda late: (late.by, -late.seq), default=None)
