"""The printed and exported books: on paper, as spreadsheet, `.docx` and PDF; of a closed year as it was closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, send_file

from e_office.core.media_types import DOCX, XLSX
from e_office.core.web import current_actor, current_office
from e_office.documents.rendition import pdf_of
from e_office.people import queries as people
from e_office.people.models import Unit
from e_office.registry import books
from e_office.registry.closing.printing import Printed, printed
from e_office.registry.queries import RegisterFilter
from e_office.registry.views import blueprint, book_rows


@dataclass(frozen=True)
class Asked:
    """What the address asks for: lines, whose they are, of which year, and what they were narrowed to in words."""

    book: Printed
    unit: Unit
    wanted: RegisterFilter
    only: str


def _asked(direction: str) -> Asked:
    office, actor = current_office(), current_actor()
    entries, unit_id, wanted, only = book_rows(office, actor, direction)
    found = printed(office, actor, unit_id, direction, wanted, entries)
    return Asked(found, people.get_unit(office, unit_id), wanted, only)


@blueprint.get("/<any(incoming, outgoing):book>/print")
def print_book(book: str) -> str:
    """The register with the ten legal columns, for binding (NĐ 30/2020 Art. 16, 22, Annex IV)."""
    asked = _asked(book)
    return render_template(
        f"registry/print_{book}.html",
        book=asked.book,
        rows=asked.book.rows,
        wanted=asked.wanted,
        only=asked.only,
        unit=asked.unit,
        columns=books.INCOMING if book == "incoming" else books.OUTGOING,
        printed_at=current_office().clock.now(),
        printed_by=current_actor(),
    )


@blueprint.get("/<any(incoming, outgoing):book>.xlsx")
def export_book(book: str) -> Response:
    """The same ten columns as a spreadsheet."""
    asked = _asked(book)
    stream = books.as_xlsx(book, asked.book.rows, asked.unit.name, asked.wanted.year, asked.only, asked.book.notes)
    return _sent(stream, XLSX, book, asked, "xlsx")


@blueprint.get("/<any(incoming, outgoing):book>.docx")
def download_book(book: str) -> Response:
    """The same ten columns as a document."""
    asked = _asked(book)
    stream = books.as_docx(book, asked.book.rows, asked.unit.name, asked.wanted.year, asked.only, asked.book.notes)
    return _sent(stream, DOCX, book, asked, "docx")


@blueprint.get("/<any(incoming, outgoing):book>.pdf")
def download_book_pdf(book: str) -> Response:
    """The document as PDF, where LibreOffice is installed."""
    asked = _asked(book)
    stream = books.as_docx(book, asked.book.rows, asked.unit.name, asked.wanted.year, asked.only, asked.book.notes)
    return _sent(pdf_of(stream), "application/pdf", book, asked, "pdf")


def _sent(stream: Any, media_type: str, direction: str, asked: Asked, suffix: str) -> Response:
    name = f"so-van-ban-{'den' if direction == 'incoming' else 'di'}-{asked.wanted.year}.{suffix}"
    return send_file(stream, mimetype=media_type, as_attachment=True, download_name=name)
