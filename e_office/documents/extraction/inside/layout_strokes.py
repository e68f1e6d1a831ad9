"""The lines drawn on a page of a docx: borders of paragraphs, straight shapes; each with its place and its length."""

from __future__ import annotations

import re
from typing import Any

from .layout_settings import Setting
from .package import Attributes, attribute

MOST = 400
EMU_PER_MM = 36_000
STRAIGHT = frozenset({"line", "straightConnector1"})
OLD_STRAIGHT = frozenset({"#_x0000_t20", "#_x0000_t32"})
"""The numbers VML gives a straight line and a straight connector."""
WIDTH = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(pt|in|mm|cm)")
MM = {"pt": 25.4 / 72, "in": 25.4, "mm": 1.0, "cm": 10.0}


class Strokes:
    """What was drawn so far: before which line, in which cell, how long in millimetres or how far from the edges."""

    def __init__(self) -> None:
        self.drawn: list[dict[str, Any]] = []
        self._extent: float | None = None

    def shape(self, word: str, attributes: Attributes, line: int, cell: list[int] | None) -> None:
        """An element of a drawing begins."""
        if word == "extent":
            self._extent = _emu(attribute(attributes, "cx"))
        elif word == "prstGeom" and attribute(attributes, "prst") in STRAIGHT:
            self._add(line, cell, length=self._extent, floats=True)
        elif word == "line" or (word == "shape" and attribute(attributes, "type") in OLD_STRAIGHT):
            self._add(line, cell, length=_width(attribute(attributes, "style") or ""), floats=True)

    def border(self, line: int, cell: list[int] | None, setting: Setting, width: float | None) -> None:
        """A paragraph has a border above or below it: as long as its column, less its indents."""
        inset = (setting.left or 0.0) + (setting.right or 0.0)
        self._add(line, cell, length=None if width is None else width - inset, inset=inset)

    def _add(
        self, line: int, cell: list[int] | None, *, length: float | None, inset: float = 0, floats: bool = False
    ) -> None:
        if len(self.drawn) < MOST:
            place = list(cell) if cell else None
            self.drawn.append({"line": line, "cell": place, "length": length, "inset": inset, "floats": floats})


def _emu(told: str | None) -> float | None:
    return int(told) / EMU_PER_MM if told and told.isdecimal() and len(told) < 12 else None


def _width(style: str) -> float | None:
    found = WIDTH.search(style)
    try:
        return float(found[1]) * MM[found[2]] if found else None
    except ValueError:
        return None
