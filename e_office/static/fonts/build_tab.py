"""Derive "Be Vietnam Tab" from Be Vietnam Pro: the ten figures on one width, the figure one with a foot to fill it.

Be Vietnam Pro has no equal-width figures, so `tabular-nums` does nothing. Needs fonttools and brotli:
python build_tab.py be-vietnam-pro-latin-400.woff2 be-vietnam-tab-400.woff2
The licence (OFL.txt) declares no reserved font name; the derived family has a name of its own all the same.
"""

from __future__ import annotations

import sys
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

DIGITS = range(0x30, 0x3A)
FAMILY, DERIVED = "Be Vietnam Pro", "Be Vietnam Tab"
FOOT = 0.28
"""Half the width of the foot under the one, as a share of the common width."""
THINNER = 0.84
"""How thick a level stroke is against an upright one."""


def derive(source: str, target: str) -> None:
    """Write `target` (woff2) with the figures of `source`, each as wide as the five."""
    options = subset.Options()
    options.layout_features = []
    options.flavor = "woff2"
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    font = TTFont(source)
    thin = subset.Subsetter(options)
    thin.populate(unicodes=DIGITS)
    thin.subset(font)
    center(font)
    for record in font["name"].names:
        record.string = record.toUnicode().replace(FAMILY, DERIVED).replace(
            FAMILY.replace(" ", ""), DERIVED.replace(" ", "")
        )
    subset.save_font(font, target, options)


def center(font: TTFont) -> None:
    """Give every figure the width of the five, its outline in the middle."""
    names = [font.getBestCmap()[code] for code in DIGITS]
    metrics, outlines = font["hmtx"].metrics, font["glyf"]
    width = metrics[names[5]][0]
    stand(outlines[names[1]], round(FOOT * width))
    for name in names:
        glyph = outlines[name]
        if glyph.isComposite():
            raise SystemExit(f"{name} is composed of other glyphs: shifting it would need them too")
        glyph.recalcBounds(outlines)
        shift = round((width - glyph.xMin - glyph.xMax) / 2)
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(outlines)
        metrics[name] = (width, glyph.xMin)


def stand(one: Any, half: int) -> None:
    """Put a foot under the one, so that it is not lost in a column: its stem ends at the first three points."""
    (right, top), (_, bottom), (left, _), *flag = list(one.coordinates)
    middle, high = (left + right) // 2, round(THINNER * (right - left))
    foot = [
        (right, high), (middle + half, high), (middle + half, bottom),
        (middle - half, bottom), (middle - half, high), (left, high),
    ]  # fmt: skip
    one.coordinates = GlyphCoordinates([(right, top), *foot, *flag])
    one.flags = bytearray([1] * 7) + one.flags[3:]
    one.endPtsOfContours = [len(one.coordinates) - 1]


if __name__ == "__main__":
    derive(sys.argv[1], sys.argv[2])
