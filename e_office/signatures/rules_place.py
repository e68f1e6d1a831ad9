"""Where a signature is shown on a page: between post and name, the seal over a third of it, an attachment's top right.

NĐ 30/2020 Annex I. All measures are points (1/72 inch) from the lower left corner of the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

POINTS_A_MM = 72 / 25.4
GAP = 2.0
"""Between the signature and the lines above and below."""
LEAST_HEIGHT = 24.0
USUAL_SPACE = 62.0
"""The room left for a signature where only the name was found: about four lines of 14 points."""
FURTHEST = 220.0
"""So far above the name its post is looked for."""
MARGIN_RIGHT, MARGIN_TOP = 15 * POINTS_A_MM, 10 * POINTS_A_MM
ATTACHMENT = (150.0, 28.0)
"""Width and height of the agency's two lines on an attachment."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Half-way between left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Line:
    """A line of text of one column."""

    text: str
    box: Box


@dataclass(frozen=True)
class Page:
    """A page that was looked at, counted from zero."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a signature goes, and whether the text told so (else it is a proposal)."""

    page: int
    box: Box
    found: bool = True


def joined(pieces: Iterable[Line]) -> tuple[Line, ...]:
    """Pieces of text as lines: what stands on one height with a gap of less than a letter's height is one line."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda one: (-round(one.box.bottom), one.box.left)):
        last = lines[-1] if lines else None
        if last and _goes_on(last.box, piece.box):
            box = Box(
                last.box.left, min(last.box.bottom, piece.box.bottom),
                max(last.box.right, piece.box.right), max(last.box.top, piece.box.top),
            )  # fmt: skip
            space = " " if piece.box.left - last.box.right > 1 else ""
            lines[-1] = Line(last.text + space + piece.text, box)
        else:
            lines.append(piece)
    return tuple(lines)


def _goes_on(last: Box, piece: Box) -> bool:
    same_height = min(last.top, piece.top) - max(last.bottom, piece.bottom) > 0.4 * min(last.height, piece.height)
    return same_height and -2 < piece.left - last.right < max(last.height, piece.height)


def of_person(pages: Sequence[Page], name: str, post: str, size: tuple[float, float]) -> Place:
    """The signature between post and name, as large as `size` (width, height) where there is room (Annex I).

    The last place the name stands alone on a line is the signature's; without it the lower right of the last page
    is proposed.
    """
    for page in sorted(pages, key=lambda one: -one.number):
        named = [line for line in page.lines if _same(line.text, name)]
        if named:
            below = min(named, key=lambda line: line.box.bottom)
            return Place(page.number, _between(page, below, post, size))
    page = max(pages, key=lambda one: one.number)
    width, height = size
    left, bottom = page.width * 0.7 - width / 2, page.height * 0.2
    return Place(page.number, within(page, Box(left, bottom, left + width, bottom + height)), found=False)


def _between(page: Page, name: Line, post: str, size: tuple[float, float]) -> Box:
    above = [
        line
        for line in page.lines
        if name.box.top < line.box.bottom < name.box.top + FURTHEST
        and line.box.left < name.box.right + 40
        and name.box.left - 40 < line.box.right
    ]
    told = [line for line in above if post and (_holds(line.text, post) or _holds(post, line.text))]
    nearest = min(told or above, key=lambda line: line.box.bottom, default=None)
    room = nearest.box.bottom - name.box.top - 2 * GAP if nearest else USUAL_SPACE
    if room < LEAST_HEIGHT:
        room = LEAST_HEIGHT
    width, height = size
    scale = min(1.0, room / height)
    width, height = width * scale, height * scale
    bottom = name.box.top + GAP + (room - height) / 2
    left = name.box.middle - width / 2
    return within(page, Box(left, bottom, left + width, bottom + height))


def of_seal(page: Page, signature: Box, size: tuple[float, float]) -> Place:
    """The seal in its real size over the left third of the signature (Annex I)."""
    width, height = size
    right = signature.left + signature.width / 3
    bottom = (signature.bottom + signature.top) / 2 - height / 2
    return Place(page.number, within(page, Box(right - width, bottom, right, bottom + height)))


def of_attachment(page: Page) -> Place:
    """The agency's signature at the top right of the first page (Annex I); a scan becomes a copy by it (Art. 25.1c)."""
    width, height = ATTACHMENT
    right, top = page.width - MARGIN_RIGHT, page.height - MARGIN_TOP
    return Place(page.number, Box(right - width, top - height, right, top))


def at(page: Page, x_mm: float, y_mm: float, size: tuple[float, float]) -> Place:
    """The place somebody chose: the middle of the box, in mm from the left and from the top of the page."""
    width, height = size
    x, y = x_mm * POINTS_A_MM, page.height - y_mm * POINTS_A_MM
    return Place(page.number, within(page, Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)))


def within(page: Page, box: Box) -> Box:
    """The same box pushed onto the page."""
    over = max(0.0, box.right - page.width)
    moved = replace(box, left=box.left - over, right=box.right - over)
    if moved.left < 0:
        moved = replace(moved, left=0.0, right=moved.right - moved.left)
    if moved.bottom < 0:
        moved = replace(moved, bottom=0.0, top=moved.top - moved.bottom)
    if moved.top > page.height:
        moved = replace(moved, bottom=max(0.0, moved.bottom - (moved.top - page.height)), top=page.height)
    return moved


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("\N{NO-BREAK SPACE}", " ").split())


def _same(line: str, name: str) -> bool:
    return bool(name) and _plain(line).strip(" .,;") == _plain(name)


def _holds(line: str, part: str) -> bool:
    return _plain(part) in _plain(line)
