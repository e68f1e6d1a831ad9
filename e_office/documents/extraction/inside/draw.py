"""Which parser draws which kind of file, and what every drawn text has in common."""

from __future__ import annotations

from typing import Any, BinaryIO

from . import docx, html, mail, odf, pdf, pptx, xlsx
from .clean import clean
from .layout import read_layout
from .lines import Lines, TooMuchText
from .refusal import NoText

PARSERS = {
    "docx": docx.draw,
    "docm": docx.draw,
    "xlsx": xlsx.draw,
    "xlsm": xlsx.draw,
    "pptx": pptx.draw,
    "pptm": pptx.draw,
    "odt": odf.draw,
    "ods": odf.draw,
    "odp": odf.draw,
    "pdf": pdf.draw,
    "html": html.draw,
    "xml": html.draw,
    "svg": html.draw,
    "msg": mail.draw,
}


def draw_text(code: str, file: BinaryIO, limit: int) -> dict[str, Any]:
    """The result for one file as data: text (NFC, at most `limit` characters), pages, state, reason."""
    lines = Lines(limit)
    state, reason, pages = "drawn", None, None
    try:
        pages = PARSERS[code](file, lines)
    except TooMuchText:
        state, reason = "too_large", "text"
    except NoText as error:
        return {"text": "", "pages": None, "state": error.state, "reason": error.reason}
    text = clean(lines.text())
    if state == "drawn" and not text:
        state = "none"
    return {"text": text, "pages": pages, "state": state, "reason": reason}


def draw_layout(file: BinaryIO, limit: int) -> dict[str, Any]:
    """How a docx is laid out, as data: layout, state, reason."""
    try:
        return {"layout": read_layout(file, limit), "state": "drawn", "reason": None}
    except NoText as error:
        return {"layout": None, "state": error.state, "reason": error.reason}


def draw_mail(file: BinaryIO, limit: int) -> dict[str, Any]:
    """A mail taken apart, as data, see `mail.take_apart`."""
    try:
        return mail.take_apart(file, limit)
    except NoText as error:
        return {"state": error.state, "reason": error.reason}
