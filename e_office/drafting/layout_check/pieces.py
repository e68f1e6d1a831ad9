"""The lines of a page with their columns apart: what stands beside what, whatever the page was built with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from e_office.documents.extraction.layout import Layout, Letters, Line
from e_office.registry.reading.tail import POSTS
from e_office.registry.reading.words import one_tone, squeeze

GAP = re.compile(r"\t+| {4,}|\u00a0{12,}")
"""What parts the two columns of a head that is built without a table."""

DRAWN = re.compile(r"[\W_]*")
"""A line of dashes or stars: drawn, not written."""

LONG = 90
"""More characters than a line of a page holds."""


@dataclass(frozen=True)
class Piece:
    """One column of one line: its words (NFC, single spaces), its letters, and on which side of the page it is.

    `side` is empty where the page does not say it: a line over the whole width, or a text box.
    """

    text: str
    runs: tuple[Letters, ...]
    line: Line
    side: str = ""

    @property
    def upper(self) -> str:
        """In capitals, the tone marks placed one way: for comparing."""
        return one_tone(self.text)

    @property
    def start(self) -> str:
        """How it begins, for pointing at it."""
        return self.text if len(self.text) <= 60 else f"{self.text[:57].rstrip()}…"


def pieces_of(layout: Layout) -> tuple[Piece, ...]:
    """Every written piece of a page in the order of the file; lines that are only drawn are left out."""
    widest = {line.cell.table: 0 for line in layout.lines if line.cell}
    for line in layout.lines:
        if line.cell:
            widest[line.cell.table] = max(widest[line.cell.table], line.cell.column)
    return tuple(_made(layout, widest))


def _made(layout: Layout, widest: dict[int, int]) -> Iterator[Piece]:
    for line in layout.lines:
        columns = _columns(line)
        for place, runs in enumerate(columns):
            text = squeeze(unicodedata.normalize("NFC", "".join(run.text for run in runs)))
            if text and not DRAWN.fullmatch(text):
                yield Piece(text, runs, line, _side(line, place, len(columns), widest))


def _side(line: Line, place: int, columns: int, widest: dict[int, int]) -> str:
    if columns > 1:
        return "left" if place == 0 else "right"
    if line.cell and widest[line.cell.table] > 0:
        return "left" if line.cell.column == 0 else "right"
    if line.text.startswith("\t") or (not line.cell and line.align == "right"):
        return "right"
    return ""


def _columns(line: Line) -> list[tuple[Letters, ...]]:
    """The letters of each column: parted at tabs and wide gaps in a line that is not a long sentence."""
    text = line.text
    if len(squeeze(text)) > 2 * LONG or not GAP.search(text.strip()):
        return [line.runs]
    found: list[tuple[Letters, ...]] = []
    begin = 0
    for gap in [*GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[begin:end].strip():
            found.append(_cut(line.runs, begin, end))
        begin = gap.end() if gap else end
    # "Số:            /QĐ-UBND" is one thing with a blank in it, and so is a date without its day.
    return _joined(found)


def _joined(columns: list[tuple[Letters, ...]]) -> list[tuple[Letters, ...]]:
    made: list[tuple[Letters, ...]] = []
    for column in columns:
        before = _words(made[-1]) if made else ""
        if made and (_OPEN.search(before) or _GOES_ON.match(_words(column))):
            made[-1] = (*made[-1], Letters(" "), *column)
        else:
            made.append(column)
    return made


_OPEN = re.compile(r"(?:\bSố\s*:?|\bngày|\btháng|\bnăm)$", re.IGNORECASE)
_GOES_ON = re.compile(r"/|tháng\b|năm\b", re.IGNORECASE)


def _words(runs: tuple[Letters, ...]) -> str:
    return "".join(run.text for run in runs).strip()


def _cut(runs: tuple[Letters, ...], begin: int, end: int) -> tuple[Letters, ...]:
    """The letters between two places of a line."""
    made, at = [], 0
    for run in runs:
        first, last = max(begin - at, 0), min(end - at, len(run.text))
        if first < last:
            made.append(replace(run, text=run.text[first:last]))
        at += len(run.text)
    return tuple(made)


APART = re.compile(
    r"(?<=\S)[ ]+(?=CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\b|ĐỘC LẬP\b)"
    r"|(?<=\S)[ ]+(?=[A-ZĐ][\w.’'-]*(?: [A-ZĐ][\w.’'-]*){0,3}, ?ngày\b)"
    r"|(?<=VIỆT NAM)[ ]+(?=\S)|(?<=Hạnh phúc)[ ]+(?=\S)|(?<=Nơi nhận:)[ ]+(?=\S)"
    rf"|(?<=[;:.,)])[ ]+(?=(?:TM|KT|TL|TUQ|Q)\.)|(?<=[;.])(?<!KT\.)(?<!TL\.)(?<!TUQ\.)(?<!Q\.)[ ]+(?=(?:{POSTS})\b)"
    r"|(?<=[;.])[ ]+(?=(?:[A-ZĐÀ-Ỹ][a-zà-ỹ]+[ ]){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹ]*$)"
)
"""Where a PDF puts two columns on one line."""


def plain_layout(text: str) -> Layout:
    """The layout of a text without any: lines and columns alone, all else unknown."""
    lines = [APART.sub("\t", line) for line in text.splitlines() if line.strip()]
    return Layout(tuple(Line((Letters(line),), number) for number, line in enumerate(lines, start=1)))
