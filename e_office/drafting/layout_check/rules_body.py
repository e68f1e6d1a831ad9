"""The body of a paper: addressees, legal bases, articles, the end sign, spaces and letters (Annex I, II.6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from e_office.core.problems import msg
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.noting import ADVISED, gathered, note, odd_letters
from e_office.drafting.layout_check.page_map import PageMap
from e_office.drafting.layout_check.pieces import LONG
from e_office.registry.types import LETTER

BASES = re.compile(r"(?:Căn cứ|Xét đề nghị|Theo đề nghị)\b")
DECIDES = {"QD": "QUYẾT ĐỊNH:", "NQ": "QUYẾT NGHỊ:"}
FORMS = frozenset({"HDONG", "BGN", "BTT", "GUQ", "GGT", "GNP", "PG", "PC", "PB", "THU_CONG"})
"""Types that are filled in rather than written: their samples do not end with "./."."""

END = "./."
SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
BEFORE_MARK = re.compile(r"(?<=\w) +[,;:!?](?=\s|$)|(?<=\w) +\.(?=\s*$)")
FOREIGN_D = re.compile(r"[ÐƉ]")


def body_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong within the body, but letters."""
    if not page.body:
        yield note("body_missing", Box.BODY, None, msg("Nội dung văn bản."))
        return
    yield from _addressees(page)
    yield from _decision(page)
    yield from _end(page)
    yield from gathered(_unjustified(page))
    yield from gathered(_spaces(page))


def text_departures(page: PageMap) -> Iterator[Departure]:
    """Letters whose code is not the standard one, anywhere on the page."""
    yield from gathered(_decomposed(page))
    yield from gathered(_foreign_d(page))


def _addressees(page: PageMap) -> Iterator[Departure]:
    to = next((piece for piece in page.body[:6] if piece.upper.startswith("KÍNH GỬI")), None)
    if to is not None and page.type_code in DECIDES:
        wanted = msg("Quyết định, nghị quyết không ghi “Kính gửi”: nơi nhận ghi ở cuối văn bản.")
        yield note("to_unwanted", Box.BODY, to, wanted)
    if to is None:
        if page.type_code == LETTER:
            yield note("to_missing", Box.BODY, page.body[0], msg("“Kính gửi: …” trên nội dung công văn."), found="")
    elif not to.text.startswith("Kính gửi:"):
        yield note("to_form", Box.BODY, to, msg("“Kính gửi:” viết thường, có dấu hai chấm."))


def _decision(page: PageMap) -> Iterator[Departure]:
    """Bases in italics, each closed by a semicolon, the last by a full stop; then the verb, then the articles."""
    verb = DECIDES.get(page.type_code or "")
    if verb is None:
        return
    at = next((at for at, piece in enumerate(page.body) if piece.upper.strip(" :") == verb.strip(":")), None)
    bases = [piece for piece in page.body[: at if at is not None else 30] if BASES.match(piece.text)]
    if not bases:
        yield note("bases_missing", Box.BODY, page.body[0], msg("Căn cứ ban hành, mỗi căn cứ một dòng."), found="")
    for place, piece in enumerate(bases):
        end = "." if place == len(bases) - 1 else ";"
        if not piece.text.endswith(end):
            wanted = msg("Cuối mỗi căn cứ là dấu chấm phẩy.")
            if end == ".":
                wanted = msg("Căn cứ cuối cùng kết thúc bằng dấu chấm.")
            yield note("basis_end", Box.BODY, piece, wanted)
    upright = next((piece for piece in bases if odd_letters(piece, lambda run: run.italic is not False)), None)
    if upright is not None:
        yield note("basis_italic", Box.BODY, upright, msg("Căn cứ ban hành bằng chữ nghiêng."))
    if at is None:
        first = next((piece for piece in page.body if piece.text.startswith("Điều 1")), page.body[0])
        yield note("verb_missing", Box.BODY, first, msg("Dòng “%(verb)s” trên Điều 1.", verb=verb), found="")
    if not any(re.match(r"Điều \d+\.", piece.text) for piece in page.body):
        yield note("articles_missing", Box.BODY, page.body[-1], msg("Nội dung chia thành Điều: “Điều 1. …”."), found="")


def _end(page: PageMap) -> Iterator[Departure]:
    """The last words of the text are followed by "./."; a table or a list of figures may close it instead."""
    last = page.body[-1]
    if page.type_code in FORMS or last.line.depth or last.text.endswith(END):
        return
    wanted = msg("Kết thúc nội dung bằng “./.”.")
    yield note("end_sign", Box.BODY, last, wanted, severity=ADVISED, found=last.text[-60:])


def _unjustified(page: PageMap) -> Iterator[Departure]:
    for piece in page.body:
        if len(piece.text) > LONG and piece.line.align in {"left", "right"} and not piece.line.depth and not piece.side:
            yield note("justified", Box.BODY, piece, msg("Nội dung căn đều cả hai lề."), severity=ADVISED)


def _spaces(page: PageMap) -> Iterator[Departure]:
    for piece in page.body:
        raw = piece.line.text.strip()
        if SPACES.search(raw) and "\t" not in raw and not piece.line.depth:
            yield note("two_spaces", Box.BODY, piece, msg("Một dấu cách giữa hai từ."), severity=ADVISED)
        if BEFORE_MARK.search(piece.text):
            wanted = msg("Không có dấu cách trước dấu câu.")
            yield note("space_before_mark", Box.BODY, piece, wanted, severity=ADVISED)


def _decomposed(page: PageMap) -> Iterator[Departure]:
    for piece in page.pieces:
        raw = "".join(run.text for run in piece.runs)
        if not unicodedata.is_normalized("NFC", raw):
            wanted = msg("Chữ Unicode dựng sẵn (TCVN 6909:2001), không phải chữ và dấu rời nhau.")
            yield note("not_composed", Box.PAGE, piece, wanted, law="I.4")


def _foreign_d(page: PageMap) -> Iterator[Departure]:
    for piece in page.pieces:
        if FOREIGN_D.search(piece.text):
            wanted = msg("Chữ Đ của tiếng Việt (U+0110), không phải chữ trông giống nó.")
            yield note("foreign_d", Box.PAGE, piece, wanted, law="I.4")
