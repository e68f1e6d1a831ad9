"""How the body is set: first line indented, lines and paragraphs so far apart (Annex I, II.6.e)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from e_office.core.problems import msg
from e_office.documents.extraction.layout import Line
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.foot_map import DASH
from e_office.drafting.layout_check.noting import ADVISED, gathered, note
from e_office.drafting.layout_check.page_map import PageMap
from e_office.drafting.layout_check.pieces import LONG, Piece

INDENT = (10.0, 12.7)
"""Millimetres the first line of a paragraph goes in: 1 cm or 1.27 cm."""
NEAR = 0.5
GAP = 6.0
"""Points there are at least between two paragraphs."""
PITCH = (1.0, 1.5)
"""Lines: from single to one and a half."""
SINGLE = 1.15
"""The height of a single line of Times New Roman, in sizes of its letters."""
ROUNDED = 0.03
USUAL_SIZE = 14.0


def spacing_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with indents and spaces of the running text; tables, lists of addressees and headings apart."""
    running = [piece for piece in _text(page) if piece.line.align != "center"]
    yield from gathered(_indents(running))
    yield from gathered(_pitches(running))
    yield from gathered(_gaps(running))


def _text(page: PageMap) -> list[Piece]:
    """The body without "Kính gửi" and the names under it."""
    named = {id(piece) for piece in page.addressees}
    return [
        piece for piece in page.body
        if not piece.line.depth and not piece.side and not piece.line.boxed and id(piece) not in named
    ]  # fmt: skip


def _is_prose(piece: Piece) -> bool:
    """Whether it surely is a paragraph of several lines, and no entry of a list."""
    return len(piece.text) > LONG and not piece.line.numbered and not DASH.match(piece.text)


def _indents(pieces: list[Piece]) -> Iterator[Departure]:
    least, most = INDENT
    for piece in pieces:
        line = piece.line
        if line.indent is None or line.left or not _is_prose(piece):
            continue
        if not least - NEAR <= line.indent <= most + NEAR:
            wanted = msg("Chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm (định dạng đoạn, không gõ dấu cách).")
            found = f"{line.indent:g} mm"
            yield note("indent", Box.BODY, piece, wanted, severity=ADVISED, found=found, law="II.6.e")


def _pitches(pieces: list[Piece]) -> Iterator[Departure]:
    least, most = PITCH
    for piece in pieces:
        lines = _lines(piece)
        if lines is None:
            continue
        at_least = piece.line.pitch_rule == "atLeast"
        if lines > most + ROUNDED or (lines < least - ROUNDED and not at_least):
            wanted = msg("Khoảng cách dòng từ dòng đơn đến 1,5 dòng.")
            yield note("pitch", Box.BODY, piece, wanted, severity=ADVISED, found=_told(piece.line), law="II.6.e")


def _lines(piece: Piece) -> float | None:
    """The pitch in lines, of the largest letters where it is told in points."""
    pitch = piece.line.pitch
    if pitch is None or piece.line.pitch_rule == "auto":
        return pitch
    return pitch / (SINGLE * max((run.size or USUAL_SIZE for run in piece.runs), default=USUAL_SIZE))


def _told(line: Line) -> str:
    unit = "" if line.pitch_rule == "auto" else " pt"
    return f"{line.pitch:.2f}".rstrip("0").rstrip(".") + unit


def _gaps(pieces: list[Piece]) -> Iterator[Departure]:
    for above, piece in pairwise(pieces):
        gap = piece.line.gap
        if gap is None or gap > GAP - ROUNDED or piece.line.paragraph != above.line.paragraph + 1:
            continue
        wanted = msg("Giữa hai đoạn văn cách ít nhất 6 pt.")
        yield note("gap", Box.BODY, piece, wanted, severity=ADVISED, found=f"{gap:g} pt", law="II.6.e")
