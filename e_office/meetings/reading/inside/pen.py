"""Writing on pages with pdfium: the contents in front, numbers at the foot and a mark at the head of every page."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import ImageFont

WIDTH, HEIGHT, SIDE = 595.0, 842.0, 62.0
"""A4 and its margins, in points."""
TITLE, TEXT, SMALL = 15.0, 12.0, 8.5
LEADING = 1.45
INK, QUIET, SEAL = (20, 20, 20), (90, 90, 90), (170, 20, 20)
FULL, BASE = 100, 30.0

Spot = tuple[int, tuple[float, float, float, float], int]
"""On which page of the contents, in which box, which part is named."""


class Font:
    """A TrueType font that lives as long as the documents written with it."""

    def __init__(self, data: bytes) -> None:
        self._data = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        self._size = len(data)
        self._measure = ImageFont.truetype(io.BytesIO(data), FULL)
        self._loaded: dict[int, Any] = {}

    def of(self, document: pdfium.PdfDocument) -> Any:
        """The font as that document has it."""
        key = id(document)
        if key not in self._loaded:
            self._loaded[key] = raw.FPDFText_LoadFont(
                document.raw, self._data, self._size, raw.FPDF_FONT_TRUETYPE, True
            )
        return self._loaded[key]

    def width(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        return float(self._measure.getlength(text)) * size / FULL

    def lines(self, text: str, size: float, room: float) -> Iterator[str]:
        """A text broken between words; a word wider than the room is broken too."""
        line = ""
        for word in text.split():
            while self.width(word, size) > room:
                cut = next(n for n in range(len(word), 0, -1) if n == 1 or self.width(word[:n], size) <= room)
                if line:
                    yield line
                    line = ""
                yield word[:cut]
                word = word[cut:]
            longer = f"{line} {word}".strip()
            if self.width(longer, size) > room:
                yield line
                longer = word
            line = longer
        if line:
            yield line


def write_contents(
    bound: pdfium.PdfDocument, font: Font, contents: dict[str, Any], parts: list[dict[str, Any]], starts: list[int]
) -> tuple[int, list[Spot]]:
    """Put pages of contents in front; gives how many, and where each part is named on them."""
    room = WIDTH - 2 * SIDE
    rows: list[tuple[str, float, str, int | None]] = []
    for line in font.lines(contents["title"], TITLE, room):
        rows.append((line, TITLE, "", None))
    for text in contents["lines"]:
        rows += [(line, TEXT, "", None) for line in font.lines(text, TEXT, room)]
    rows.append(("", TEXT, "", None))
    for place, part in enumerate(parts):
        said = list(font.lines(part["title"], TEXT, room - 60))
        rows += [(line, TEXT, "#" if n == 0 else "", place) for n, line in enumerate(said or ["…"])]
    for text in contents["foot"]:
        rows += [("", SMALL, "", None), *((line, SMALL + 1, "", None) for line in font.lines(text, SMALL + 1, room))]
    sheets: list[list[tuple[str, float, str, int | None]]] = [[]]
    left = HEIGHT - 2 * SIDE
    for row in rows:
        if left < row[1] * LEADING:
            sheets.append([])
            left = HEIGHT - 2 * SIDE
        sheets[-1].append(row)
        left -= row[1] * LEADING
    spots: list[Spot] = []
    for number, sheet in enumerate(sheets):
        page, y = bound.new_page(WIDTH, HEIGHT, number), HEIGHT - SIDE
        for text, size, sign, place in sheet:
            y -= size * LEADING
            _put(bound, page, font, text, size, SIDE, y, INK if size >= TEXT else QUIET)
            if place is not None:
                if sign:
                    figure = str(starts[place] + len(sheets) + 1)
                    _put(bound, page, font, figure, size, WIDTH - SIDE - font.width(figure, size), y, INK)
                spots.append((number, (SIDE, y - 3, WIDTH - SIDE, y + size), place))
        page.gen_content()
    return len(sheets), spots


def write_margins(
    bound: pdfium.PdfDocument, font: Font, parts: list[dict[str, Any]], starts: list[int], ahead: int, numbers: str,
    mark: str,
) -> None:  # fmt: skip
    """Number every page, name its part, and mark it where it is to be printed."""
    total = len(bound)
    for number in range(total):
        page = bound[number]
        wide, high = page.get_width(), page.get_height()
        place = max((n for n, start in enumerate(starts) if start <= number), default=None)
        title = parts[place]["title"] if place is not None and number >= ahead else ""
        if numbers:
            text = numbers.replace("{page}", str(number + 1)).replace("{total}", str(total))
            _put(bound, page, font, text, SMALL, wide - BASE - font.width(text, SMALL), 12, QUIET)
            room = wide - 3 * BASE - font.width(text, SMALL)
            shown = next(iter(font.lines(title, SMALL, room)), "")
            _put(bound, page, font, shown + ("…" if len(shown) < len(title) else ""), SMALL, BASE, 12, QUIET)
        for place_up, line in enumerate(font.lines(mark, SMALL + 0.5, wide - 2 * BASE)):
            _put(bound, page, font, line, SMALL + 0.5, BASE, high - 14 - 11 * place_up, SEAL)
        page.gen_content()
        page.close()


def _put(
    bound: pdfium.PdfDocument, page: pdfium.PdfPage, font: Font, text: str, size: float, x: float, y: float,
    colour: tuple[int, int, int],
) -> None:  # fmt: skip
    """One line at a place measured from the lower left corner as the page is seen, whichever way it is turned."""
    if not text:
        return
    made = raw.FPDFPageObj_CreateTextObj(bound.raw, font.of(bound), size)
    signs = (text + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(made, (ctypes.c_ushort * (len(signs) // 2)).from_buffer_copy(signs))
    raw.FPDFPageObj_SetFillColor(made, *colour, 255)
    left, low, right, top = page.get_cropbox()
    matrix = {
        0: (1, 0, 0, 1, left + x, low + y),
        90: (0, 1, -1, 0, right - y, low + x),
        180: (-1, 0, 0, -1, right - x, top - y),
        270: (0, -1, 1, 0, left + y, top - x),
    }[page.get_rotation()]
    raw.FPDFPageObj_Transform(made, *matrix)
    raw.FPDFPage_InsertObject(page.raw, made)
