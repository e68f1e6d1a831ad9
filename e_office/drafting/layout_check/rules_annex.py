"""Annexes in the same file (phụ lục): name, title, and the line that says what they belong to (Annex I, III.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from e_office.core.problems import msg
from e_office.documents.extraction.layout import Letters
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.noting import ADVISED, gathered, note, odd_letters
from e_office.drafting.layout_check.page_map import PageMap
from e_office.drafting.layout_check.pieces import Piece
from e_office.registry.reading.words import is_capitals

NAME = re.compile(r"phụ lục(?:\s+(?:số\s+)?(?P<number>[IVXLC]+|\d+|[A-Z]))?\s*[.:]?", re.IGNORECASE)
ROMAN = re.compile(r"[IVXLC]+")
BELONGS = re.compile(r"\(?\s*(?:Ban hành k|K)èm theo\b.*", re.IGNORECASE)
LAW = "III.1"


def annex_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with the heads of annexes; nothing where there are none."""
    yield from gathered(_all(page))


def _all(page: PageMap) -> Iterator[Departure]:
    places = [at for at, piece in enumerate(page.behind) if NAME.fullmatch(piece.text) and not piece.line.depth]
    for at in places:
        yield from _name(page.behind[at], several=len(places) > 1)
        yield from _below(page.behind[at], page.behind[at + 1 : at + 7])


def _name(piece: Piece, *, several: bool) -> Iterator[Departure]:
    found = NAME.fullmatch(piece.text)
    number = found["number"] if found else None
    if not piece.text.startswith("Phụ lục"):
        yield note("annex_name", Box.ANNEX, piece, msg("Từ “Phụ lục” bằng chữ in thường: “Phụ lục”."), law=LAW)
    if several and (number is None or not ROMAN.fullmatch(number)):
        wanted = msg("Từ hai phụ lục trở lên đánh số La Mã: “Phụ lục I”, “Phụ lục II”.")
        yield note("annex_number", Box.ANNEX, piece, wanted, law=LAW)
    yield from _style(piece)


def _below(name: Piece, below: tuple[Piece, ...]) -> Iterator[Departure]:
    """The title in capitals, then, in brackets and italics, the document the annex is issued with."""
    at = next((at for at, piece in enumerate(below) if BELONGS.fullmatch(piece.text)), None)
    title = below[: at if at is not None else 1]
    if title and not is_capitals(title[0].text):
        yield note("annex_title", Box.ANNEX, title[0], msg("Tiêu đề phụ lục bằng chữ in hoa."), law=LAW)
    elif title:
        yield from _style(title[0])
    if at is None:
        wanted = msg("Dưới tiêu đề: “(Kèm theo … số … ngày … của …)”.")
        yield note("annex_belongs", Box.ANNEX, name, wanted, found="", law=LAW)
        return
    belongs = below[at]
    if not belongs.text.startswith("(") or odd_letters(belongs, lambda run: run.italic is not False):
        wanted = msg("Dòng “Kèm theo …” trong ngoặc đơn, chữ nghiêng.")
        yield note("annex_belongs", Box.ANNEX, belongs, wanted, severity=ADVISED, law=LAW)


def _style(piece: Piece) -> Iterator[Departure]:
    if piece.line.align not in {"center", None} or odd_letters(piece, _fits):
        wanted = msg("“Phụ lục” và tiêu đề: cỡ chữ 13 đến 14, chữ đậm, đứng, đặt giữa.")
        yield note("annex_style", Box.ANNEX, piece, wanted, law=LAW)


def _fits(run: Letters) -> bool:
    return (run.size is None or 13 <= run.size <= 14) and run.bold is not False and run.italic is not True
