"""Copies (bản sao): "SAO Y", "SAO LỤC", "TRÍCH SAO" and what stands under them (NĐ 30/2020 Annex I, part II)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from e_office.core.problems import Message, msg
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.foot_map import Foot, find_foot
from e_office.drafting.layout_check.noting import ADVISED, note, odd_letters
from e_office.drafting.layout_check.page_map import DATE, NUMBER, PageMap
from e_office.drafting.layout_check.pieces import Piece
from e_office.drafting.layout_check.rules_number import parts
from e_office.registry.reading.words import is_capitals

FORMS = {"SAO Y": "SY", "SAO LỤC": "SL", "TRÍCH SAO": "TrS"}
"""The three forms of a copy, with the abbreviations of Annex III."""
OTHERS = re.compile(r"SAO Y (?:BẢN CHÍNH|BẢN SAO|CÔNG CHỨNG)|BẢN SAO(?: Y)?(?: BẢN CHÍNH)?|TRÍCH LỤC|SAO BẢN CHÍNH|SAO")
ABOVE = 4
"""How many pieces of the copy may come before its form: the copying agency stands left of it."""
LAW = "phần II, II"


def copy_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with what a copy carries under the text copied; nothing where the paper is no copy."""
    at = next((at for at, piece in enumerate(page.behind) if _is_form(piece)), None)
    if at is None:
        return
    form = page.behind[at]
    table = form.line.cell.table if form.line.cell else None
    block = tuple(
        piece for place, piece in enumerate(page.behind)
        if place >= at or (place >= at - ABOVE and table and piece.line.cell and piece.line.cell.table == table)
    )  # fmt: skip
    yield from _form(form)
    yield from _number(form, block)
    yield from _others(block)


def _is_form(piece: Piece) -> bool:
    name = piece.upper.strip(" .:()")
    return len(piece.text) < 40 and (name in FORMS or bool(OTHERS.fullmatch(name)))


def _form(form: Piece) -> Iterator[Departure]:
    name = form.upper.strip(" .:()")
    if name not in FORMS:
        wanted = msg("Hình thức sao là một trong ba: “SAO Y”, “SAO LỤC”, “TRÍCH SAO”.")
        yield note("copy_form", Box.COPY, form, wanted, law=LAW)
    elif form.text != name or not is_capitals(form.text):
        yield note("copy_form", Box.COPY, form, msg("Viết hoa, không có dấu: “%(form)s”.", form=name), law=LAW)
    odd = odd_letters(form, lambda run: run.bold is not False and run.italic is not True and _fits(run.size))
    if odd is not None:
        wanted = msg("Hình thức sao: cỡ chữ 13 đến 14, chữ đậm, đứng.")
        yield note("copy_style", Box.COPY, form, wanted, law=LAW)


def _fits(size: float | None) -> bool:
    return size is None or 13 <= size <= 14


def _number(form: Piece, block: tuple[Piece, ...]) -> Iterator[Departure]:
    """The number of a copy: one series for all copies, behind the stroke the form and the copying agency."""
    sign = FORMS.get(form.upper.strip(" .:()"), "SY")
    wanted = msg("Số, ký hiệu bản sao: “Số: …/%(sign)s-<cơ quan sao>”.", sign=sign)
    piece = next((piece for piece in block if NUMBER.fullmatch(piece.text)), None)
    if piece is None:
        yield note("copy_number_missing", Box.COPY, form, wanted, found="", law=LAW)
        return
    found = NUMBER.fullmatch(piece.text)
    written = parts(found["code"]) if found else None
    if written is None or written.head != sign or not written.tail:
        yield note("copy_number", Box.COPY, piece, wanted, law=LAW)
    elif written.digits.isdecimal() and int(written.digits) < 10 and len(written.digits) != 2:
        zero = msg("Số nhỏ hơn 10 ghi thêm một số 0: “%(number)s”.", number=f"{int(written.digits):02d}")
        yield note("copy_number_zero", Box.COPY, piece, zero, law=LAW)


def _others(block: tuple[Piece, ...]) -> Iterator[Departure]:
    """The copying agency, place and date, who signs the copy, who gets it."""
    foot = find_foot(block, 0, is_minutes=False)
    missing: list[tuple[str, bool, Message]] = [
        ("copy_agency_missing", _has_agency(block, foot), msg("Tên cơ quan, tổ chức sao văn bản, bên trái.")),
        ("copy_date_missing", any(DATE.fullmatch(piece.text) for piece in block),
         msg("Địa danh và thời gian sao văn bản, dưới hình thức sao.")),
        ("copy_signature_missing", any(signed.posts and signed.name for signed in foot.signatures),
         msg("Quyền hạn, chức vụ và họ tên người ký bản sao.")),
    ]  # fmt: skip
    for rule, there, wanted in missing:
        if not there:
            yield note(rule, Box.COPY, None, wanted, law=LAW)
    if foot.label is None:
        wanted = msg("“Nơi nhận:” của bản sao, dòng cuối “- Lưu: VT.”")
        yield note("copy_recipients_missing", Box.COPY, None, wanted, severity=ADVISED, law=LAW)


def _has_agency(block: tuple[Piece, ...], foot: Foot) -> bool:
    signing = {id(piece) for signed in foot.signatures for piece in signed.posts}
    return any(
        is_capitals(piece.text) and piece.side in {"left", ""} and id(piece) not in signing and not _is_form(piece)
        and not NUMBER.fullmatch(piece.text)
        for piece in block
    )  # fmt: skip
