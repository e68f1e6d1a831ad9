"""Writes a paper as a `.docx`, the same bytes for the same paper."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument

from e_office.core.paper.annexes import write_annexes
from e_office.core.paper.blank import blank_sheet
from e_office.core.paper.body import write_body
from e_office.core.paper.foot import write_foot
from e_office.core.paper.head import write_head
from e_office.core.paper.parts import Paper
from e_office.core.paper.wording import clean

_EPOCH = (2000, 1, 1, 0, 0, 0)


def write(paper: Paper, stream: BinaryIO) -> None:
    """Lay the paper out as NĐ 30/2020 Annex I says, and write the `.docx` to `stream`."""
    document = Document(BytesIO(blank_sheet()))
    _describe(document, paper)
    write_head(document, paper)
    write_body(document, paper)
    write_foot(document, paper)
    write_annexes(document, paper)
    save(document, stream)


def _describe(document: DocxDocument, paper: Paper) -> None:
    """The properties a file manager shows; the template's own would say "python-docx, 2013"."""
    facts = document.core_properties
    facts.title = clean(" ".join(filter(None, (paper.type_name, paper.subject))))[:255]
    facts.author = facts.last_modified_by = clean(paper.agency.replace("\n", " "))[:255]
    facts.comments, facts.language = "", "vi-VN"
    day = paper.day or datetime(2000, 1, 1, tzinfo=UTC).date()
    facts.created = facts.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def save(document: DocxDocument, stream: BinaryIO) -> None:
    """Write the package with fixed times: content-addressed storage then keeps one object a paper."""
    whole = BytesIO()
    document.save(whole)
    with ZipFile(whole) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(ZipInfo(part.filename, _EPOCH), source.read(part), ZIP_DEFLATED)
