"""What is known of how a file is laid out: pages, lines, letters, page numbers. Facts only, judged elsewhere.

The child's answer is believed in nothing: whatever does not have its form is left out or unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Pitch = Literal["auto", "exact", "atLeast"]
Side = Literal["left", "right", "center", "both"]
_ALIGNS: dict[str, Side] = {
    "left": "left", "start": "left", "right": "right", "end": "right", "center": "center",
    "both": "both", "distribute": "both", "thaiDistribute": "both", "lowKashida": "both",
}  # fmt: skip
_RULES: dict[str, Pitch] = {"exact": "exact", "atLeast": "atLeast"}
MOST = 20_000


@dataclass(frozen=True)
class Letters:
    """A stretch of text of one format; None is unknown. `size` in points, `colour` as RRGGBB or "auto"."""

    text: str
    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None


@dataclass(frozen=True)
class Cell:
    """A place in a table; tables counted from 1 in their order, rows and columns from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True)
class Line:
    """A line as its writer broke it: a paragraph, or a piece of one up to a line break.

    `paragraph` counts those that hold text, from 1. `depth` says in how many tables it stands, `boxed` whether
    in a text box, `numbered` whether its program puts a dash or a number in front. `left` and `indent` (of the
    first line, negative where it hangs) in millimetres; `pitch` in lines, in points where `pitch_rule` is not "auto";
    `gap` is the room above its paragraph in points. None is unknown, or of no meaning for this line.
    """

    runs: tuple[Letters, ...]
    paragraph: int
    align: Side | None = None
    numbered: bool = False
    boxed: bool = False
    cell: Cell | None = None
    depth: int = 0
    left: float | None = None
    indent: float | None = None
    pitch: float | None = None
    pitch_rule: Pitch = "auto"
    gap: float | None = None

    @property
    def text(self) -> str:
        """All its letters, as the file has them: neither composed nor stripped."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Section:
    """The pages of a part of the file; lengths in millimetres, None where the file does not say."""

    width: float | None
    height: float | None
    top: float | None
    bottom: float | None
    left: float | None
    right: float | None
    title_page: bool = False
    numbered_as: str | None = None
    numbered_from: int | None = None

    @property
    def room(self) -> float | None:
        """The width of its text."""
        if self.width is None or self.left is None or self.right is None:
            return None
        return self.width - self.left - self.right

    @property
    def is_wide(self) -> bool:
        """Whether its pages lie on their side."""
        return bool(self.width and self.height and self.width > self.height)


@dataclass(frozen=True)
class PageMark:
    """A page number: in the header or the footer of a section, on which of its pages, how it stands."""

    section: int
    at: Literal["header", "footer"]
    pages: Literal["default", "first", "even"]
    align: Side | None
    size: float | None = None
    italic: bool = False


@dataclass(frozen=True)
class Stroke:
    """A drawn line: before the line of this place, in a cell or none; millimetres long, None is unknown.

    One that `floats` is drawn beside the text: where it comes to lie is not told.
    """

    line: int
    cell: Cell | None = None
    length: float | None = None
    floats: bool = False


@dataclass(frozen=True)
class Layout:
    """The layout of a file; `cut` where it is longer than was read."""

    lines: tuple[Line, ...]
    sections: tuple[Section, ...] = ()
    marks: tuple[PageMark, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    pictures: int = 0
    pages: int | None = None
    cut: bool = False


def layout_of(told: Any) -> Layout:
    """The layout in the child's words."""
    if not isinstance(told, dict):
        return Layout(())
    sections = tuple(_section(one) for one in _list(told.get("sections")) if isinstance(one, dict))
    room = sections[0].room if sections else None
    return Layout(
        lines=tuple(line for one in _list(told.get("lines")) if (line := _line(one)) is not None),
        sections=sections,
        strokes=tuple(_stroke(one, room) for one in _list(told.get("strokes")) if isinstance(one, dict)),
        marks=tuple(mark for one in _list(told.get("marks")) if (mark := _mark(one)) is not None),
        pictures=_count(told.get("pictures")) or 0,
        pages=_count(told.get("pages")),
        cut=told.get("cut") is True,
    )


def _list(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else []


def _line(told: Any) -> Line | None:
    if not isinstance(told, dict):
        return None
    runs = tuple(letters for one in _list(told.get("runs")) if (letters := _letters(one)) is not None)
    if not runs:
        return None
    return Line(
        runs=runs,
        paragraph=_count(told.get("paragraph")) or 0,
        align=_align(told.get("align")),
        numbered=told.get("numbered") is True,
        boxed=told.get("box") is True,
        cell=_cell(told.get("cell")),
        depth=_count(told.get("depth")) or 0,
        left=_signed(told.get("left")),
        indent=_signed(told.get("indent")),
        pitch=_length(told.get("pitch")),
        pitch_rule=_RULES.get(str(told.get("pitch_rule")), "auto"),
        gap=_length(told.get("gap")),
    )


def _letters(told: Any) -> Letters | None:
    if not isinstance(told, list) or len(told) != 6 or not isinstance(told[0], str):
        return None
    text, font, size, bold, italic, colour = told
    return Letters(
        text=text.encode("utf-8", "replace").decode("utf-8").replace("\0", ""),
        font=font if isinstance(font, str) else None,
        size=_length(size),
        bold=bold if isinstance(bold, bool) else None,
        italic=italic if isinstance(italic, bool) else None,
        colour=colour if isinstance(colour, str) else None,
    )


def _cell(told: Any) -> Cell | None:
    if not isinstance(told, list) or len(told) != 3 or not all(isinstance(one, int) for one in told):
        return None
    return Cell(*told)


def _section(told: dict[str, Any]) -> Section:
    sides = (_length(told.get(side)) for side in ("width", "height", "top", "bottom", "left", "right"))
    begins = str(told.get("numbered_from"))
    return Section(
        *sides,
        title_page=told.get("title_page") is True,
        numbered_as=named if isinstance(named := told.get("numbered_as"), str) else None,
        numbered_from=int(begins) if begins.isdecimal() and len(begins) < 6 else None,
    )


def _stroke(told: dict[str, Any], room: float | None) -> Stroke:
    """One outside of tables is as long as the text is wide, less its indents."""
    length, inset, cell = _length(told.get("length")), _signed(told.get("inset")), _cell(told.get("cell"))
    floats = told.get("floats") is True
    if length is None and cell is None and not floats and room is not None:
        length = room - (inset or 0)
    return Stroke(_count(told.get("line")) or 0, cell, length, floats)


def _mark(told: Any) -> PageMark | None:
    if not isinstance(told, dict):
        return None
    at, pages = told.get("kind"), told.get("pages")
    if at not in {"header", "footer"} or pages not in {"default", "first", "even"}:
        return None
    return PageMark(
        _count(told.get("section")) or 0, at, pages, _align(told.get("align")), _length(told.get("size")),
        told.get("italic") is True,
    )  # fmt: skip


def _align(value: Any) -> Side | None:
    return _ALIGNS.get(value) if isinstance(value, str) else None


def _length(value: Any) -> float | None:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10_000
    return float(value) if sound else None


def _signed(value: Any) -> float | None:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and -10_000 < value < 10_000
    return float(value) if sound else None


def _count(value: Any) -> int | None:
    sound = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000_000
    return value if sound else None
