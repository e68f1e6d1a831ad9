"""Text of a PDF, page by page; a scan without a text layer gives none."""

from __future__ import annotations

from typing import BinaryIO

import pypdfium2
from pypdfium2 import raw

from .lines import Lines
from .refusal import NoText

MAX_PAGES = 5_000


def draw(file: BinaryIO, lines: Lines) -> int:
    """Put the text into `lines`; the number of pages.

    :raises NoText: where it is broken, locked by a password or has more than `MAX_PAGES` pages.
    """
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise NoText("failed", "encrypted" if locked else "broken") from error
    pages = len(document)
    if pages > MAX_PAGES:
        raise NoText("too_large", "pages")
    for index in range(pages):
        _page(document, index, lines)
    return pages


def _page(document: pypdfium2.PdfDocument, index: int, lines: Lines) -> None:
    """The lines of one page; a page that cannot be read leaves the others readable."""
    try:
        page = document[index]
        text = page.get_textpage().get_text_range(errors="replace")
    except pypdfium2.PdfiumError:
        return
    # U+FFFE is what pdfium puts for a hyphen at the end of a line.
    for line in text.replace("\ufffe", "-").splitlines():
        lines.add(line)
        lines.end_line()
    page.close()
