"""What the jail is asked to do: bind parts of one file into a PDF, and say how many pages came of it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdfium2 as pdfium

from . import outline, pen, picture


def work(request: dict[str, Any], file: BinaryIO, facts: BinaryIO) -> dict[str, Any]:
    """The bound PDF. `file` holds the parts one behind the other, and the font behind them; `facts` is JSON.

    `parts`: offset, size, title, whether it is a picture · `font`: offset, size · `contents`: title, lines, foot and
    what is left out, or null · `numbers`: the text of a page's foot · `mark`: the line over every page, or "". A part
    that is no PDF and no picture anybody can read is left out, and its place is told.
    """
    wanted = json.load(facts)
    font = pen.Font(_piece(file, wanted["font"]))
    bound, starts, bad = _bound(file, wanted["parts"])
    kept = [part for place, part in enumerate(wanted["parts"]) if place not in bad]
    if not kept:
        return {"state": "failed", "reason": "broken", "bad": bad}
    contents = wanted["contents"]
    ahead, spots = pen.write_contents(bound, font, contents, kept, starts) if contents else (0, [])
    starts = [start + ahead for start in starts]
    pen.write_margins(bound, font, kept, starts, ahead, wanted["numbers"], wanted["mark"])
    pages, written = len(bound), io.BytesIO()
    bound.save(written)
    pdf = outline.add(written.getvalue(), [part["title"] for part in kept], starts, spots)
    return {"state": "done", "pdf": base64.b64encode(pdf).decode(), "pages": pages, "bad": bad}


def _bound(file: BinaryIO, parts: list[dict[str, Any]]) -> tuple[pdfium.PdfDocument, list[int], list[int]]:
    """The pages of all readable parts, where each begins, and the places of those that are left out."""
    bound, starts, bad = pdfium.PdfDocument.new(), [], []
    for place, part in enumerate(parts):
        try:
            piece = _piece(file, part)
            source = pdfium.PdfDocument(picture.page_of(piece) if part["picture"] else piece)
            before = len(bound)
            bound.import_pages(source)
        except (pdfium.PdfiumError, picture.Unreadable):
            bad.append(place)
            continue
        if len(bound) == before:
            bad.append(place)
            continue
        starts.append(before)
    return bound, starts, bad


def _piece(file: BinaryIO, place: dict[str, Any]) -> bytes:
    file.seek(place["offset"])
    return file.read(place["size"])


def warm_up() -> None:
    """Bind a page with every kind of text once: then all that is needed is imported."""
    blank = pdfium.PdfDocument.new()
    blank.new_page(200, 200)
    page = io.BytesIO()
    blank.save(page)
    outline.add(page.getvalue(), ["a"], [0], [])
    list(_nothing())
    picture.warm_up()


def _nothing() -> Iterator[None]:
    from PIL import ImageFont

    assert ImageFont.truetype
    yield
