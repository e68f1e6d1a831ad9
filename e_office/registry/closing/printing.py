"""What a register prints and exports: its lines as they stand, or, where it is closed, as they stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from e_office.core.formats import format_date, format_moment
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.web import tell
from e_office.registry import policy
from e_office.registry.books import INCOMING, OUTGOING, incoming_line, outgoing_line
from e_office.registry.closing.models import BookCorrection, ClosedBook, ClosedLine
from e_office.registry.closing.queries import closed_book, corrections_of
from e_office.registry.models import IncomingEntry
from e_office.registry.queries import RegisterFilter

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """The lines with their columns; of a closed register the corrections of these lines as well."""

    rows: Sequence[Cells]
    closed: ClosedBook | None = None
    corrections: Sequence[BookCorrection] = ()

    @property
    def seal(self) -> str:
        """The sentence under a closed register; empty while it is open."""
        if self.closed is None:
            return ""
        when, name = format_moment(self.closed.closed_at, "vi"), self.closed.closed_by.name
        return _(
            "Sổ đã khóa lúc %(when)s, người khóa %(name)s, %(n)s dòng, SHA-256 %(sha)s.",
            when=when, name=name, n=self.closed.count, sha=self.closed.sha256,
        )  # fmt: skip

    @property
    def notes(self) -> list[str]:
        """What stands under the lines of a closed register in a file: the corrections, then the seal."""
        if self.closed is None:
            return []
        incoming = self.closed.direction == "incoming"
        names, number = (INCOMING, 1) if incoming else (OUTGOING, 0)
        said = [
            _(
                "Đính chính số %(number)s, cột %(column)s: “%(before)s” thành “%(after)s”, "
                "lý do: %(reason)s. %(name)s, %(day)s.",
                number=row.line.cells[number], column=tell(names[row.column]), before=row.before, after=row.after,
                reason=row.reason, name=row.by.name, day=format_date(row.at),
            )
            for row in self.corrections
        ]  # fmt: skip
        return [*said, self.seal]


def printed(
    office: Office, actor: Actor, unit_id: int, direction: str, wanted: RegisterFilter, entries: Sequence[Any]
) -> Printed:
    """What of a register is printed for `actor`; `entries` are its lines as they stand, narrowed by `wanted`.

    Of a closed one the clerk gets every line, those too whose document is gone since; others what they may see.
    """
    book = closed_book(office, unit_id, direction, wanted.year)
    if book is None:
        line = incoming_line if direction == "incoming" else outgoing_line
        return Printed([line(entry) for entry in entries])
    struck = {(entry.book, entry.number): entry for entry in entries if getattr(entry, "recalled_at", None)}
    whole = wanted == RegisterFilter(year=wanted.year, page=wanted.page) and policy.may_register(actor, unit_id)
    shown = {(entry.book, entry.number) for entry in entries}
    lines = [row for row in book.lines if whole or (row.book, row.number) in shown]
    ids = {row.id for row in lines if (row.book, row.number) not in struck}
    corrections = [row for row in corrections_of(office, book) if row.line_id in ids]
    cells = [_cells(row, struck.get((row.book, row.number))) for row in lines]
    return Printed(cells, book, corrections)


def _cells(line: ClosedLine, struck: IncomingEntry | None) -> Cells:
    """The columns as they stood; of a document recalled since, what the recall leaves of it (NĐ 30/2020 Art. 18.4)."""
    return tuple(line.cells) if struck is None else incoming_line(struck)
