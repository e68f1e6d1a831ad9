"""The lines drawn under motto, agency and subject: there, solid, as long as they should be (Annex I, II.1, 2, 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from e_office.core.problems import Message, msg
from e_office.documents.extraction.layout import Line, Stroke
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.noting import ADVISED, note
from e_office.drafting.layout_check.page_map import WITHOUT_SUBJECT, PageMap
from e_office.drafting.layout_check.pieces import Piece
from e_office.drafting.layout_check.rules_letters import own_name

SOLID = re.compile(r"[\s_—─━]{4,}")
BROKEN = re.compile(r"[\s\-–=*.~]{4,}")
"""Lines made of typed marks: joined ones pass for a solid line, others do not."""
MM_A_POINT = 25.4 / 72
CAPITAL, SMALL = 0.62, 0.49
"""Mean widths of letters with their spaces, in sizes: capitals, and small ones set heavy."""
ROOM = {Box.COUNTRY: 95.0, Box.AGENCY: 85.0, Box.SUBJECT: 165.0}
"""Millimetres a line of a component has at most, before it goes on below."""
WRAPS = 20.0
"""Millimetres each line has at least of a name that goes on below."""
USUAL_SIZE = 13.0
WHOLE, PART = (0.75, 1.3), (0.25, 0.65)
"""Shares of the line of letters: as long as it; a third to a half of it. Widths are reckoned, so a little is let by."""


@dataclass(frozen=True)
class Ruled:
    """A component with a line under it: its lines of letters, how long the line is, and what to do."""

    box: Box
    above: tuple[Piece, ...]
    share: tuple[float, float]
    wanted: Message


UNDER_MOTTO = msg("Dưới Tiêu ngữ kẻ đường ngang nét liền, dài bằng dòng chữ; không gạch chân chữ.")
UNDER_AGENCY = msg("Dưới tên cơ quan kẻ đường ngang nét liền, dài 1/3 đến 1/2 dòng chữ, đặt cân đối.")
UNDER_SUBJECT = msg("Dưới trích yếu kẻ đường ngang nét liền, dài 1/3 đến 1/2 dòng chữ, đặt cân đối.")


def stroke_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with the drawn lines; nothing where the file's lines cannot be read."""
    if not page.layout.sections:
        return
    for one in _ruled(page):
        if not one.above:
            continue
        drawn, typed = _under(page, one), _typed(page, one)
        if drawn:
            yield from _length(one, drawn)
        elif typed is not None and not SOLID.fullmatch(typed):
            yield note("rule_broken", one.box, one.above[-1], one.wanted, severity=ADVISED, found=typed.strip())
        elif typed is None:
            yield note("rule_missing", one.box, one.above[-1], one.wanted, found="")


def _ruled(page: PageMap) -> tuple[Ruled, ...]:
    head = page.head
    subject = () if page.type_code in WITHOUT_SUBJECT else head.subject
    return (
        Ruled(Box.COUNTRY, (head.motto,) if head.motto else (), WHOLE, UNDER_MOTTO),
        Ruled(Box.AGENCY, own_name(head.agency), PART, UNDER_AGENCY),
        Ruled(Box.SUBJECT, subject, PART, UNDER_SUBJECT),
    )


def _under(page: PageMap, one: Ruled) -> list[Stroke]:
    """The lines drawn under a component: in its cell or the one below, or, outside of tables, next to it.

    A shape outside of tables may come to lie anywhere in the head, and stands for any of its lines.
    """
    first, last = one.above[0].line, one.above[-1].line
    begin, end = _at(page, first), _at(page, last)
    if last.cell is not None:
        cell = last.cell
        near = {(cell.table, cell.row, cell.column), (cell.table, cell.row + 1, cell.column)}
        found = [
            stroke for stroke in page.layout.strokes
            if stroke.cell is not None and (stroke.cell.table, stroke.cell.row, stroke.cell.column) in near
            and (stroke.floats or stroke.line > begin)
        ]  # fmt: skip
    else:
        found = [
            stroke for stroke in page.layout.strokes
            if stroke.cell is None and not stroke.floats and begin < stroke.line <= end + 1
        ]  # fmt: skip
    return found or _floating(page)


def _floating(page: PageMap) -> list[Stroke]:
    lowest = page.body[0].line if page.body else page.layout.lines[-1]
    until = _at(page, lowest) + 1
    return [
        Stroke(stroke.line) for stroke in page.layout.strokes
        if stroke.floats and stroke.cell is None and stroke.line <= until
    ]  # fmt: skip


def _typed(page: PageMap, one: Ruled) -> str | None:
    """A line of typed marks right under a component, on its side of the page."""
    last = one.above[-1].line
    at = _at(page, last)
    for line in page.layout.lines[at + 1 : at + 4]:
        same = line.cell is None or last.cell is None or line.cell.column == last.cell.column
        if same and (SOLID.fullmatch(line.text) or BROKEN.fullmatch(line.text)):
            return line.text
    return None


def _at(page: PageMap, line: Line) -> int:
    return next(at for at, other in enumerate(page.layout.lines) if other is line)


def _length(one: Ruled, drawn: list[Stroke]) -> Iterator[Departure]:
    """Its length against that of the letters, which may go over one, two or three lines."""
    lengths = [stroke.length for stroke in drawn if stroke.length is not None]
    if len(lengths) != len(drawn):
        return
    least, most = one.share
    widths = [width for piece in one.above for width in _widths(piece, one.box)]
    if any(least <= length / width <= most for length in lengths for width in widths):
        return
    found = f"{lengths[0]:.0f} mm"
    yield note("rule_length", one.box, one.above[-1], one.wanted, severity=ADVISED, found=found)


def _widths(piece: Piece, box: Box) -> Iterator[float]:
    """What a line of these letters may measure in millimetres, by how many lines they take."""
    size = max((run.size or USUAL_SIZE for run in piece.runs), default=USUAL_SIZE)
    wide = piece.text.isupper() and box is not Box.COUNTRY
    whole = len(piece.text) * size * MM_A_POINT * (CAPITAL if wide else SMALL)
    for lines in (1, 2, 3, 4):
        if lines == 1 or (box is not Box.COUNTRY and whole > WRAPS * lines):
            yield min(whole / lines, ROOM[box])
