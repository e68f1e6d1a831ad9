"""Derive "Be Vietnam Tab" from Be Vietnam Pro: the ten figures centred on one width, nothing else.

Be Vietnam Pro has no equal-width figures, so `tabular-nums` does nothing. Needs fonttools and brotli:
python build_tab.py be-vietnam-pro-latin-400.woff2 be-vietnam-tab-400.woff2
The licence (OFL.txt) declares no reserved font name; the derived family has a name of its own all the same.
"""

from __future__ import annotations

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

DIGITS = range(0x30, 0x3A)
FAMILY, DERIVED = "Be Vietnam Pro", "Be Vietnam Tab"


def derive(source: str, target: str) -> None:
    """Write `target` (woff2) with the figures of `source`, each as wide as the widest."""
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
    """Give every figure the width of the widest, its outline in the middle."""
    names = [font.getBestCmap()[code] for code in DIGITS]
    metrics, outlines = font["hmtx"].metrics, font["glyf"]
    width = max(metrics[name][0] for name in names)
    for name in names:
        advance, bearing = metrics[name]
        shift = round((width - advance) / 2)
        glyph = outlines[name]
        if glyph.isComposite():
            raise SystemExit(f"{name} is composed of other glyphs: shifting it would need them too")
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(outlines)
        metrics[name] = (width, bearing + shift)


if __name__ == "__main__":
    derive(sys.argv[1], sys.argv[2])
