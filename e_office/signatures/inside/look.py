"""Where on its pages a signature would go: the lines of text with their places, and a picture of a page."""

from __future__ import annotations

import ctypes
import io
import math
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pypdfium_c

from .examine import as_text

LOOKED_AT = 6
"""Pages from the end that are read: who signs stands there, with at most a few attachments behind."""
MOST_PIECES = 2_000
MOST_LETTERS = 3_000
"""So many letters of the first page are read: its head is among the first of them."""


def lines(file: BinaryIO, facts: dict[str, Any]) -> dict[str, Any]:
    """The number of pages; of the first and the last ones their size in points, and pieces of text with their boxes."""
    try:
        document = pypdfium2.PdfDocument(file)
        count = len(document)
        numbers = sorted({0, *range(max(0, count - LOOKED_AT), count)})
        return {"state": "done", "pages": count, "looked_at": [_page(document, number) for number in numbers]}
    except (pypdfium2.PdfiumError, ValueError):
        return {"state": "failed", "reason": "broken"}


def _page(document: pypdfium2.PdfDocument, number: int) -> dict[str, Any]:
    page = document[number]
    text = page.get_textpage()
    pieces = []
    for index in range(min(text.count_rects(), MOST_PIECES)):
        box = text.get_rect(index)
        words = text.get_text_bounded(*box, errors="replace").strip()
        if words:
            pieces.append({"text": words[:200], "box": [round(side, 2) for side in box]})
    width, height = page.get_size()
    return {"page": number, "width": width, "height": height, "turned": page.get_rotation(), "pieces": pieces}


def letters(file: BinaryIO, facts: dict[str, Any]) -> dict[str, Any]:
    """The letters of the upper half of the first page, each with left, right, foot and size in points."""
    try:
        document = pypdfium2.PdfDocument(file)
        page = document[0]
        text, half = page.get_textpage(), page.get_size()[1] / 2
        found = [_letter(text, index) for index in range(min(text.count_chars(), MOST_LETTERS))]
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return {"state": "failed", "reason": "broken"}
    return {"state": "done", "letters": [one for one in found if one[0].strip() and one[3] > half]}


def _letter(text: pypdfium2.PdfTextPage, index: int) -> tuple[str, float, float, float, float]:
    """The sign, where it begins and ends, the line it stands on, and how large it is drawn."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pypdfium_c.FS_MATRIX()
    pypdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
    pypdfium_c.FPDFText_GetMatrix(text, index, matrix)
    size = pypdfium_c.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    right = text.get_charbox(index, loose=True)[2]
    sign = text.get_text_range(index, 1, errors="replace")[:2]
    return sign, round(x.value, 2), round(right, 2), round(y.value, 2), round(size, 2)


def picture(file: BinaryIO, facts: dict[str, Any]) -> dict[str, Any]:
    """One page as a PNG, so many pixels wide."""
    try:
        document = pypdfium2.PdfDocument(file)
        document.init_forms()  # before the page: signatures that are there already are form fields
        page = document[facts["page"]]
        width, height = page.get_size()
        scale = min(facts["width"] / width, 4000 / height)
        drawn, out = page.render(scale=scale).to_pil().convert("RGB"), io.BytesIO()
        drawn.save(out, "PNG")
    except (pypdfium2.PdfiumError, ValueError, IndexError, ZeroDivisionError):
        return {"state": "failed", "reason": "broken"}
    return {"state": "done", "png": as_text(out.getvalue()), "width": width, "height": height}
