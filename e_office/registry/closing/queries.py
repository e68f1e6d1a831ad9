"""Reading registers for their closing: their series, their lines as printed, what is closed, how far it still holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.audit import history
from e_office.core.office import Office
from e_office.core.problems import NotFound
from e_office.registry.books import incoming_line, outgoing_line
from e_office.registry.closing.models import BookCorrection, ClosedBook, ClosedLine
from e_office.registry.closing.periods import SERIES
from e_office.registry.closing.rules import Series, digest
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter

MODELS = {"incoming": IncomingEntry, "outgoing": OutgoingEntry}


@dataclass(frozen=True)
class Year:
    """A register's year on the clerk's list: how many lines, and how it was closed."""

    direction: str
    year: int
    count: int
    closed: ClosedBook | None


@dataclass(frozen=True)
class Line:
    """A line as it is printed now."""

    book: str
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A column of a closed line in which the register says something else today."""

    book: str
    number: int
    column: int
    then: str
    now: str


@dataclass(frozen=True)
class Verdict:
    """Whether the closed lines give the hash, whether the journal has the same, and what differs from today."""

    intact: bool
    in_journal: bool
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether nobody has touched what was closed; that the register moved on is no fault."""
        return self.intact and self.in_journal


def closed_book(office: Office, unit_id: int, direction: str, year: int) -> ClosedBook | None:
    """The closed register of an agency and year, or None while it is open."""
    query = select(ClosedBook).filter_by(unit_id=unit_id, direction=direction, year=year)
    return office.session.scalars(query).one_or_none()


def get_closed(office: Office, unit_id: int, direction: str, year: int) -> ClosedBook:
    """The closed register. :raises NotFound: while it is open."""
    found = closed_book(office, unit_id, direction, year)
    if found is None:
        raise NotFound("closed book")
    return found


def years(office: Office, unit_id: int) -> list[Year]:
    """Every year of both registers that has lines, newest first."""
    found = []
    closed = {(row.direction, row.year): row for row in _closed_of(office, unit_id)}
    for direction, model in MODELS.items():
        query = select(model.year, func.count()).where(model.unit_id == unit_id).group_by(model.year)
        for year, count in office.session.execute(query):
            found.append(Year(direction, year, count, closed.get((direction, year))))
    return sorted(found, key=lambda row: (-row.year, row.direction))


def _closed_of(office: Office, unit_id: int) -> Sequence[ClosedBook]:
    query = select(ClosedBook).filter_by(unit_id=unit_id).options(joinedload(ClosedBook.closed_by))
    return office.session.scalars(query).all()


def series_of(office: Office, unit_id: int, direction: str, year: int) -> list[Series]:
    """Each series of a register with the numbers its lines have; its counters stay locked where they are locked."""
    model = MODELS[direction]
    numbers: dict[str, list[int]] = {}
    query = select(model.book, model.number).where(model.unit_id == unit_id, model.year == year)
    for book, number in office.session.execute(query):
        numbers.setdefault(book, []).append(number)
    counters = {row.book: (row.first, row.last) for row in counters_of(office, unit_id, direction, year)}
    return [Series(book, *counters.get(book, (1, 0)), numbers.get(book, [])) for book in sorted({*counters, *numbers})]


def counters_of(
    office: Office, unit_id: int, direction: str, year: int, *, lock: bool = False
) -> list[RegisterCounter]:
    """The counters of a register; `lock` holds them until the commit, so that no number is given meanwhile."""
    series = SERIES[direction]
    query = select(RegisterCounter).filter_by(unit_id=unit_id, year=year).order_by(RegisterCounter.book)
    query = query.execution_options(populate_existing=True)
    rows = office.session.scalars(query.with_for_update() if lock else query)
    return [row for row in rows if row.book.split(":")[0] == series and not row.book.endswith(":secret")]


def lines_now(office: Office, unit_id: int, direction: str, year: int) -> list[Line]:
    """Every line of a register with its ten columns as it stands, in the order in which the book is printed."""
    if direction == "incoming":
        query = select(IncomingEntry).filter_by(unit_id=unit_id, year=year).order_by(IncomingEntry.number)
        parts = (IncomingEntry.document, IncomingEntry.handler_unit, IncomingEntry.handler)
        rows = office.session.scalars(query.options(*map(joinedload, parts)))
        return [Line(row.book, row.number, incoming_line(row)) for row in rows]
    order = (OutgoingEntry.issued_at, OutgoingEntry.id)
    sent = select(OutgoingEntry).filter_by(unit_id=unit_id, year=year).order_by(*order)
    parts_sent = (OutgoingEntry.document, OutgoingEntry.drafting_unit)
    return [
        Line(row.book, row.number, outgoing_line(row))
        for row in office.session.scalars(sent.options(*map(joinedload, parts_sent)))
    ]


def verify(office: Office, book: ClosedBook) -> Verdict:
    """Recompute the hash of what was closed, look it up in the journal, and compare with the register of today."""
    kept = [Line(row.book, row.number, tuple(row.cells)) for row in book.lines]
    found = digest(book.unit.code, book.direction, book.year, ((row.book, row.number, row.cells) for row in kept))
    said = [row.facts.get("sha256") for row in history(office.session, "closed_book", book.id) if row.verb == "closed"]
    now = lines_now(office, book.unit_id, book.direction, book.year)
    return Verdict(
        intact=found == book.sha256 and len(kept) == book.count,
        in_journal=said == [book.sha256],
        differences=tuple(_differences(kept, now, _struck(office, book))),
    )


def _struck(office: Office, book: ClosedBook) -> set[tuple[str, int]]:
    """Lines of documents that were recalled since: what they said is not told again (NĐ 30/2020 Art. 18.4)."""
    if book.direction != "incoming":
        return set()
    query = select(IncomingEntry.book, IncomingEntry.number).filter_by(unit_id=book.unit_id, year=book.year)
    return set(office.session.execute(query.where(IncomingEntry.recalled_at.is_not(None))).tuples())


def _differences(then: Sequence[Line], now: Sequence[Line], struck: Collection[tuple[str, int]]) -> list[Difference]:
    today = {(row.book, row.number): row.cells for row in now}
    return [
        Difference(row.book, row.number, column, before, after)
        for row in then
        if (row.book, row.number) not in struck
        for column, (before, after) in enumerate(
            zip(row.cells, today.get((row.book, row.number), ("",) * 10), strict=True)
        )
        if before != after
    ]


def find_line(office: Office, book: ClosedBook, said: str) -> ClosedLine | None:
    """The line a clerk means: by number in an incoming register, by number and notation in an outgoing one."""
    column = 1 if book.direction == "incoming" else 0
    wanted = said.strip().casefold()
    return next((row for row in book.lines if wanted and row.cells[column].casefold() == wanted), None)


def reads_now(office: Office, line: ClosedLine, column: int) -> str:
    """What a column of a closed line says with all its corrections."""
    query = select(BookCorrection.after).filter_by(line_id=line.id, column=column).order_by(BookCorrection.id.desc())
    last = office.session.scalars(query.limit(1)).first()
    return line.cells[column] if last is None else last


def corrections_of(office: Office, book: ClosedBook) -> list[BookCorrection]:
    """Every correction of a closed register, oldest first."""
    query = select(BookCorrection).filter_by(closed_book_id=book.id).order_by(BookCorrection.id)
    return list(office.session.scalars(query.options(joinedload(BookCorrection.by), selectinload(BookCorrection.line))))
