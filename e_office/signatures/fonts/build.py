"""Cut the letters of a signature on an attachment out of Tinos, the free font as wide as Times New Roman.

Needs fonttools: python build.py Tinos-Regular.ttf tinos-signatures.ttf. Tinos is under the SIL Open Font License 1.1
(Google Inc., see OFL.txt), which declares no reserved font name.
"""

from __future__ import annotations

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

LETTERS = [*range(0x20, 0x7F), ord("Đ")]


def cut(source: str, target: str) -> None:
    """Write `target` with those letters of `source` alone."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font.save(target)


if __name__ == "__main__":
    cut(*sys.argv[1:])
