"""What is late or due now, counted by person, unit and leader; behind each number stands its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, msg
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.handling.models import Assignment
from e_office.handling.rules import OPEN, Lateness, Part, State, lateness
from e_office.people.models import Person, Post, Unit
from e_office.people.queries import holidays
from e_office.people.rules import add_working_days
from e_office.registry.models import IncomingEntry

BY: dict[str, Message] = {
    "unit": msg("Theo đơn vị"),
    "person": msg("Theo người"),
    "leader": msg("Theo lãnh đạo giao việc"),
}
NOBODY = "-"


@dataclass(frozen=True)
class Item:
    """Something that is due: a part of a direction, or a document that nobody has directed yet (`part` None)."""

    entry: IncomingEntry
    due_on: date
    when: Lateness
    part: Assignment | None
    unit: Unit | None
    person: Person | None
    leader: Person | None

    def key(self, by: str) -> str:
        """Whose it is, as addresses name it: `u12`, `p34`, or `-` for nobody's."""
        who = {"unit": self.unit, "person": self.person, "leader": self.leader}[by]
        return f"{'u' if by == 'unit' else 'p'}{who.id}" if who else NOBODY


@dataclass(frozen=True)
class Tally:
    """One line of the table: who, how many are late, due today, due next, and for how many days the latest is late."""

    key: str
    name: str
    counts: Counter[Lateness]
    longest: int


def due_items(office: Office, agency_id: int, *narrowing: ColumnElement[bool]) -> list[Item]:
    """Everything of an agency that is late, due today or on the next working day, the oldest first."""
    today = office.today()
    last = add_working_days(today, 1, holidays(office))
    items = [*_parts(office, agency_id, last, narrowing), *_undirected(office, agency_id, last, narrowing)]
    found = [
        Item(entry, due_on, when, *more) for entry, due_on, *more in items if (when := lateness(due_on, today, last))
    ]
    return sorted(found, key=lambda item: (item.due_on, item.entry.id))


def seen_by(office: Office, actor: Actor, agency_id: int) -> list[Item]:
    """The same of documents the actor may see."""
    return due_items(office, agency_id, visible_to(actor))


def tallies(items: Sequence[Item], by: str, today: date) -> list[Tally]:
    """The table of a grouping: who has most that is late first."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.key(by), []).append(item)
    found = [
        Tally(key, _name(group[0], by), Counter(item.when for item in group), max(0, (today - group[0].due_on).days))
        for key, group in groups.items()
    ]
    return sorted(found, key=lambda row: (-row.counts[Lateness.LATE], -row.counts[Lateness.TODAY], row.name))


def _name(item: Item, by: str) -> str:
    if by == "unit":
        return item.unit.name if item.unit else ""
    who = item.person if by == "person" else item.leader
    return who.name if who else ""


def _parts(
    office: Office, agency_id: int, last: date, narrowing: Sequence[ColumnElement[bool]]
) -> Iterator[tuple[IncomingEntry, date, Assignment, Unit | None, Person | None, Person | None]]:
    """Open parts that are work; of a unit's part that was passed on the parts below stand for it."""
    below = select(Assignment.parent_id).where(Assignment.parent_id.is_not(None), Assignment.state.in_(OPEN))
    query = (
        _entries(select(Assignment).join(Assignment.entry), agency_id, narrowing)
        .where(Assignment.state.in_(OPEN), Assignment.part != Part.KNOW, Assignment.due_on <= last)
        .where(Assignment.id.not_in(below))
        .options(
            joinedload(Assignment.unit),
            joinedload(Assignment.person).selectinload(Person.posts).joinedload(Post.unit),
            joinedload(Assignment.given_by),
            joinedload(Assignment.in_place_of),
            joinedload(Assignment.entry).joinedload(IncomingEntry.document),
        )
    )
    for row in office.session.scalars(query):
        assert row.due_on is not None  # the query has looked
        unit = row.unit or (_unit_of(row.person) if row.person else None)
        yield row.entry, row.due_on, row, unit, row.person, row.in_place_of or row.given_by


def _undirected(
    office: Office, agency_id: int, last: date, narrowing: Sequence[ColumnElement[bool]]
) -> Iterator[tuple[IncomingEntry, date, None, Unit | None, Person | None, None]]:
    """Documents with a day whose direction was never given or has been handed back: whoever has them."""
    directed = exists().where(Assignment.entry_id == IncomingEntry.id, Assignment.state.in_((*OPEN, State.DONE)))
    query = (
        _entries(select(IncomingEntry), agency_id, narrowing)
        .where(IncomingEntry.due_on <= last, ~directed)
        .options(
            joinedload(IncomingEntry.document),
            joinedload(IncomingEntry.handler_unit),
            joinedload(IncomingEntry.handler).selectinload(Person.posts).joinedload(Post.unit),
        )
    )
    for entry in office.session.scalars(query):
        assert entry.due_on is not None  # the query has looked
        unit = entry.handler_unit or (_unit_of(entry.handler) if entry.handler else None)
        yield entry, entry.due_on, None, unit, entry.handler, None


def _entries(query: Select, agency_id: int, narrowing: Sequence[ColumnElement[bool]]) -> Select:  # type: ignore[type-arg]
    """Open documents of the agency's register."""
    joined = query.join(Document, Document.id == IncomingEntry.document_id)
    return joined.where(
        IncomingEntry.unit_id == agency_id,
        IncomingEntry.closed_at.is_(None),
        IncomingEntry.recalled_at.is_(None),
        *narrowing,
    )


def _unit_of(person: Person) -> Unit | None:
    return person.posts[0].unit if person.posts else None
