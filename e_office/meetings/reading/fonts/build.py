"""Cut the letters of Vietnamese out of Tinos, for contents and marks of packages of papers.

Needs fonttools: python build.py Tinos-Regular.ttf tinos-vietnamese.ttf. Tinos is under the SIL Open Font License 1.1
(Google Inc., see OFL.txt), which declares no reserved font name.
"""

from __future__ import annotations

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

LETTERS = [
    *range(0x20, 0x7F), *range(0xA1, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA),
    0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026,
]  # fmt: skip
"""Latin with the letters of Western Europe and of Vietnam, and the signs of a printed text."""


def cut(source: str, target: str) -> None:
    """Write `target` with those letters of `source` alone."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font.save(target)


if __name__ == "__main__":
    cut(*sys.argv[1:])
