"""The foot of a paper: in what capacity who signs, and who gets it (NĐ 30/2020 Art. 13; Annex I, II.7 and II.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from e_office.core.problems import msg
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.foot_map import DASH, KEEPER, Signed
from e_office.drafting.layout_check.noting import ADVISED, gathered, note
from e_office.drafting.layout_check.page_map import PageMap
from e_office.drafting.layout_check.pieces import Piece
from e_office.registry.reading.tail import DEGREE, SIGNED
from e_office.registry.reading.words import is_capitals
from e_office.registry.types import LETTER

CAPACITY = re.compile(r"(?P<sign>TM|KT|TL|TUQ|Q)\. (?P<whom>\S.*)")
MISWRITTEN = re.compile(
    r"(?P<sign>T\s?[/.]?\s?M|K\s?[/.]?\s?T|T\s?[/.]?\s?L|T\s?[/.]?\s?U\s?[/.]?\s?Q|Q)(?P<mark>\s?[./:]?)\s*(?P<whom>[^\W\d_].*)"
)
HONOUR = re.compile(r"(?:Ông|Bà|Đồng chí|Đ/c|NSND|NSƯT|LS)\b", re.IGNORECASE)
KEEPER_FORM = re.compile(r"(?:[-–—+•]\s*)?Lưu: VT(?:, (?P<who>[^.;]+))?(?:[.;])?")


def foot_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong below the body, but letters and places."""
    signatures = page.foot.signatures
    if not signatures:
        wanted = msg("Quyền hạn, chức vụ và họ tên người ký.")
        yield note("signature_missing", Box.SIGNATURE, None, wanted)
    for signed in signatures:
        yield from _signature(signed, is_minutes=page.type_code == "BB")
    if page.type_code == "BB" and len(signatures) == 1:
        wanted = msg("Biên bản có hai chữ ký: thư ký và chủ tọa.")
        yield note("minutes_signatures", Box.SIGNATURE, signatures[0].posts[0] if signatures[0].posts else None, wanted)
    yield from _recipients(page)


def _signature(signed: Signed, *, is_minutes: bool) -> Iterator[Departure]:
    if not signed.posts:
        yield note("post_missing", Box.SIGNATURE, signed.name, msg("Chức vụ người ký, trên họ tên."))
        return
    for piece in signed.posts:
        yield from _capacity(piece)
        if not is_capitals(piece.text):
            yield note("post_capitals", Box.SIGNATURE, piece, msg("Quyền hạn, chức vụ bằng chữ in hoa."))
    texts = [_put_right(piece.text) for piece in signed.posts]
    last = CAPACITY.fullmatch(texts[-1])
    if last is not None and last["sign"] != "Q":
        wanted = msg("Dưới “%(line)s” ghi chức vụ của chính người ký.", line=texts[-1])
        yield note("post_missing", Box.SIGNATURE, signed.posts[-1], wanted)
    deputy = next((at for at, text in enumerate(texts) if text.upper().startswith("PHÓ ")), None)
    if deputy is not None and not is_minutes and not any(text.startswith("KT. ") for text in texts):
        wanted = msg("Cấp phó ký thay người đứng đầu: thêm dòng “KT. …” phía trên.")
        yield note("deputy_without_kt", Box.SIGNATURE, signed.posts[deputy], wanted, law="II.7; Điều 13")
    yield from gathered(_centred(signed))
    if signed.name is None:
        wanted = msg("Họ và tên người ký, dưới chức vụ.")
        yield note("name_missing", Box.SIGNATURE, signed.posts[-1], wanted, found="")
    else:
        yield from _name(signed.name)


def _centred(signed: Signed) -> Iterator[Departure]:
    """Post above, name below, one under the other's middle; the signature comes to stand between them."""
    for piece in (*signed.posts, *([signed.name] if signed.name else [])):
        if piece.line.cell is not None and piece.line.align not in {"center", None}:
            wanted = msg("Quyền hạn, chức vụ và họ tên đặt giữa cột bên phải, chừa chỗ ký ở giữa.")
            yield note("signature_centred", Box.SIGNATURE, piece, wanted, severity=ADVISED)


def _capacity(piece: Piece) -> Iterator[Departure]:
    """TM., KT., TL., TUQ., Q.: a full stop and a space, nothing else."""
    right = _put_right(piece.text)
    if is_capitals(piece.text) and right != piece.text:
        wanted = msg("Viết “%(right)s”.", right=right)
        yield note("capacity_form", Box.SIGNATURE, piece, wanted)


def _put_right(text: str) -> str:
    wrong = MISWRITTEN.fullmatch(text)
    if wrong is None or (len(wrong["sign"]) == 1 and not wrong["mark"].strip() and not text.startswith("Q ")):
        return text
    if not wrong["mark"] and not re.search(r"\s", text[wrong.end("sign") : wrong.start("whom") + 1]):
        return text  # a word that only begins with these letters, such as TLĐ
    sign = re.sub(r"[\s/.]", "", wrong["sign"])
    return f"{sign}. {wrong['whom']}"


def _name(piece: Piece) -> Iterator[Departure]:
    text = SIGNED.sub("", piece.text, count=1).strip()
    if DEGREE.match(text) or HONOUR.match(text):
        wanted = msg("Trước họ tên người ký không ghi học hàm, học vị, danh hiệu.")
        yield note("name_titles", Box.SIGNATURE, piece, wanted, severity=ADVISED)
    if text.isupper():
        yield note("name_capitals", Box.SIGNATURE, piece, msg("Họ tên người ký bằng chữ thường, viết hoa chữ đầu."))


def _recipients(page: PageMap) -> Iterator[Departure]:
    foot = page.foot
    if foot.label is None:
        wanted = msg("“Nơi nhận:” và danh sách, dòng cuối “- Lưu: VT, …”.")
        yield note("recipients_missing", Box.RECIPIENTS, None, wanted)
        return
    if foot.label.text != "Nơi nhận:":
        wanted = msg("Từ “Nơi nhận:” trên một dòng riêng, có dấu hai chấm.")
        yield note("recipients_label", Box.RECIPIENTS, foot.label, wanted)
    yield from gathered(_lines(foot.recipients))
    yield from _keeper(page)
    first = foot.recipients[0] if len(foot.recipients) > 1 else None
    if page.type_code == LETTER and first is not None and not re.match(r"[-–—+•]?\s*Như ", first.text):
        wanted = msg("Dòng đầu nơi nhận của công văn: “- Như trên;”.")
        yield note("as_above", Box.RECIPIENTS, first, wanted, severity=ADVISED)


def _lines(recipients: tuple[Piece, ...]) -> Iterator[Departure]:
    """Each on a line with a dash in front and a semicolon behind, the last with a full stop."""
    entries = _entries(recipients)
    for place, (first, last) in enumerate(entries):
        if not DASH.match(first.text) and not first.line.numbered:
            wanted = msg("Mỗi nơi nhận một dòng, có gạch đầu dòng.")
            yield note("recipient_dash", Box.RECIPIENTS, first, wanted, severity=ADVISED)
        if place < len(entries) - 1 and not last.text.endswith(";"):
            wanted = msg("Cuối mỗi dòng nơi nhận là dấu chấm phẩy.")
            yield note("recipient_end", Box.RECIPIENTS, last, wanted, severity=ADVISED)
        if place == len(entries) - 1 and not last.text.endswith("."):
            wanted = msg("Cuối dòng sau cùng của nơi nhận là dấu chấm.")
            yield note("recipients_end", Box.RECIPIENTS, last, wanted, severity=ADVISED)


def _entries(recipients: tuple[Piece, ...]) -> list[tuple[Piece, Piece]]:
    """First and last line of each recipient: a line may go on below."""
    made: list[tuple[Piece, Piece]] = []
    for piece in recipients:
        begins = bool(DASH.match(piece.text) or KEEPER.match(piece.text) or piece.line.numbered)
        if made and not begins and not made[-1][1].text.endswith((";", ".")):
            made[-1] = (made[-1][0], piece)
        else:
            made.append((piece, piece))
    return made


def _keeper(page: PageMap) -> Iterator[Departure]:
    """The last line says who keeps the copy: "Lưu: VT, <drafting unit>."."""
    kept = next((piece for piece in page.foot.recipients if KEEPER.match(piece.text)), None)
    if kept is None:
        wanted = msg("Dòng cuối nơi nhận: “- Lưu: VT, <đơn vị soạn thảo>.”")
        yield note("keeper_missing", Box.RECIPIENTS, page.foot.label, wanted, found="")
        return
    form = KEEPER_FORM.fullmatch(kept.text)
    if form is None:
        wanted = msg("Viết “- Lưu: VT, <đơn vị soạn thảo>.”")
        yield note("keeper_form", Box.RECIPIENTS, kept, wanted)
    elif not form["who"]:
        wanted = msg("Sau “VT” ghi chữ viết tắt của đơn vị soạn thảo.")
        yield note("keeper_section", Box.RECIPIENTS, kept, wanted, severity=ADVISED)
