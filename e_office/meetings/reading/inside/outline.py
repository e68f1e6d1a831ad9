"""Bookmarks of a bound PDF, and links from its contents to its parts: added behind what pdfium wrote."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

pdf_name = generic.pdf_name


def add(pdf: bytes, titles: list[str], starts: list[int], spots: list[Any]) -> bytes:
    """The same pages with one bookmark for each part; `spots` are boxes on pages that lead to a part."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    pages = [writer.find_page_for_modification(start)[0] for start in starts]
    root = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Outlines")})
    whole = writer.add_object(root)
    items = [
        generic.DictionaryObject({
            pdf_name("/Title"): generic.TextStringObject(title),
            pdf_name("/Parent"): whole,
            pdf_name("/Dest"): _to(page),
        })
        for title, page in zip(titles, pages, strict=True)
    ]  # fmt: skip
    marks = [writer.add_object(item) for item in items]
    for place, item in enumerate(items):
        if place:
            item[pdf_name("/Prev")] = marks[place - 1]
        if place + 1 < len(items):
            item[pdf_name("/Next")] = marks[place + 1]
    root[pdf_name("/First")], root[pdf_name("/Last")] = marks[0], marks[-1]
    root[pdf_name("/Count")] = generic.NumberObject(len(marks))
    writer.root[pdf_name("/Outlines")] = whole
    writer.root[pdf_name("/PageMode")] = pdf_name("/UseOutlines")
    writer.update_root()
    _link(writer, spots, pages)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _link(writer: IncrementalPdfFileWriter, spots: list[Any], pages: list[Any]) -> None:
    for number in sorted({spot[0] for spot in spots}):
        reference = writer.find_page_for_modification(number)[0]
        page = reference.get_object()
        links = [
            generic.DictionaryObject({
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Link"),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.FloatObject, box)),
                pdf_name("/Border"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 0))),
                pdf_name("/Dest"): _to(pages[place]),
            })
            for on, box, place in spots
            if on == number
        ]  # fmt: skip
        page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(link) for link in links])
        writer.mark_update(reference)


def _to(page: Any) -> generic.ArrayObject:
    return generic.ArrayObject([page, pdf_name("/Fit")])
