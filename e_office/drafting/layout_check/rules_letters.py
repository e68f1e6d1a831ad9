"""Sizes and styles of letters of each component (NĐ 30/2020 Annex I): Times New Roman, black, so large, so heavy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from e_office.core.problems import Message, msg
from e_office.documents.extraction.layout import Letters
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.noting import ADVISED, gathered, note, odd_letters
from e_office.drafting.layout_check.page_map import STAMPS, PageMap
from e_office.drafting.layout_check.pieces import Piece
from e_office.registry.reading.agencies import issuing_agency

FONT = "Times New Roman"
LEGACY = (".vn", "vni-", "vni ", "vntime", "vnarial")
BLACK = {None, "auto", "000000", "windowtext"}


@dataclass(frozen=True)
class Face:
    """How the letters of a component look; None where the decree leaves it open."""

    name: Message
    box: Box
    smallest: float
    largest: float
    bold: bool | None = None
    italic: bool | None = None


COUNTRY = Face(msg("Quốc hiệu"), Box.COUNTRY, 12, 13, bold=True, italic=False)
MOTTO = Face(msg("Tiêu ngữ"), Box.COUNTRY, 13, 14, bold=True, italic=False)
PARENT = Face(msg("Tên cơ quan chủ quản"), Box.AGENCY, 12, 13, bold=False, italic=False)
AGENCY = Face(msg("Tên cơ quan ban hành"), Box.AGENCY, 12, 13, bold=True, italic=False)
NUMBER = Face(msg("Số, ký hiệu"), Box.NUMBER, 13, 13, bold=False, italic=False)
PLACE = Face(msg("Địa danh và thời gian"), Box.PLACE_DATE, 13, 14, bold=False, italic=True)
TITLE = Face(msg("Tên loại"), Box.SUBJECT, 13, 14, bold=True, italic=False)
SUBJECT = Face(msg("Trích yếu"), Box.SUBJECT, 13, 14, bold=True, italic=False)
LETTER_SUBJECT = Face(msg("Trích yếu công văn"), Box.SUBJECT, 12, 13, bold=False, italic=False)
TO = Face(msg("Kính gửi"), Box.BODY, 13, 14, bold=False, italic=False)
BODY = Face(msg("Nội dung"), Box.BODY, 13, 14)
POST = Face(msg("Quyền hạn, chức vụ của người ký"), Box.SIGNATURE, 13, 14, bold=True, italic=False)
NAME = Face(msg("Họ tên của người ký"), Box.SIGNATURE, 13, 14, bold=True, italic=False)
LABEL = Face(msg("Từ “Nơi nhận”"), Box.RECIPIENTS, 12, 12, bold=True, italic=True)
LIST = Face(msg("Danh sách nơi nhận"), Box.RECIPIENTS, 11, 11, bold=False, italic=False)


def font_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with fonts and colours, anywhere on the page."""
    yield from gathered(_fonts(page))
    yield from gathered(_colours(page))


def letter_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with size and style of the letters of each component."""
    for face, pieces in _faces(page):
        yield from gathered(_sizes(face, pieces))
        yield from gathered(_styles(face, pieces))


def _faces(page: PageMap) -> Iterator[tuple[Face, tuple[Piece, ...]]]:
    head, foot = page.head, page.foot
    yield COUNTRY, head.country
    yield MOTTO, _one(head.motto)
    own = own_name(head.agency)
    yield PARENT, head.agency[: len(head.agency) - len(own)]
    yield AGENCY, own
    yield NUMBER, _one(head.number)
    yield PLACE, _one(head.date)
    yield TITLE, _one(head.title)
    yield SUBJECT, head.subject
    yield LETTER_SUBJECT, head.letter_subject
    # Tables of figures are set smaller as a rule; the decree speaks of the text alone.
    to = page.addressees
    yield TO, to
    named = {id(piece) for piece in to}
    running = (piece for piece in page.body if piece.line.depth == 0 and id(piece) not in named)
    yield BODY, tuple(piece for piece in running if piece.upper not in STAMPS)
    yield POST, tuple(piece for signed in foot.signatures for piece in signed.posts)
    yield NAME, tuple(signed.name for signed in foot.signatures if signed.name)
    yield LABEL, _one(foot.label)
    yield LIST, foot.recipients


def _one(piece: Piece | None) -> tuple[Piece, ...]:
    return (piece,) if piece else ()


def own_name(agency: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The lines of the issuing agency itself, below those of what it belongs to: by its name, or by their weight."""
    lines, borrowed = issuing_agency([piece.upper for piece in agency])
    by_name = agency if borrowed else agency[len(agency) - len(lines) :]
    heavy = [at for at, piece in enumerate(agency) if odd_letters(piece, lambda run: bool(run.bold)) is None]
    by_weight = agency[heavy[0] :] if heavy else agency
    return by_weight if len(by_weight) < len(by_name) else by_name


def _fonts(page: PageMap) -> Iterator[Departure]:
    for piece in page.pieces:
        odd = odd_letters(piece, lambda run: run.font is None or run.font.casefold() == FONT.casefold())
        if odd is None or odd.font is None:
            continue
        if odd.font.casefold().startswith(LEGACY):
            wanted = msg(
                "Đổi sang Times New Roman, bộ mã Unicode: phông “%(font)s” dùng bảng mã cũ, máy khác đọc sai chữ.",
                font=odd.font,
            )
            yield note("legacy_font", Box.PAGE, piece, wanted, found=odd.font, law="I.4")
        else:
            wanted = msg("Phông chữ Times New Roman, không dùng “%(font)s”.", font=odd.font)
            yield note("font", Box.PAGE, piece, wanted, found=odd.font, law="I.4")


def _colours(page: PageMap) -> Iterator[Departure]:
    for piece in page.pieces:
        odd = odd_letters(piece, lambda run: (run.colour or "auto").lower() in BLACK)
        if odd is not None and piece.upper not in STAMPS:
            yield note(
                "colour", Box.PAGE, piece, msg("Chữ màu đen."), severity=ADVISED, found=f"#{odd.colour}", law="I.4"
            )


def _sizes(face: Face, pieces: Iterable[Piece]) -> Iterator[Departure]:
    def fits(run: Letters) -> bool:
        return run.size is None or face.smallest <= run.size <= face.largest

    for piece in pieces:
        odd = odd_letters(piece, fits)
        if odd is not None and odd.size is not None:
            yield note("size", face.box, piece, _wanted_size(face), found=f"{odd.size:g}")


def _wanted_size(face: Face) -> Message:
    if face.smallest == face.largest:
        return msg("%(what)s: cỡ chữ %(size)s.", what=face.name, size=f"{face.smallest:g}")
    return msg(
        "%(what)s: cỡ chữ %(smallest)s đến %(largest)s.",
        what=face.name, smallest=f"{face.smallest:g}", largest=f"{face.largest:g}",
    )  # fmt: skip


def _styles(face: Face, pieces: Iterable[Piece]) -> Iterator[Departure]:
    def fits(run: Letters) -> bool:
        bold = None in (face.bold, run.bold) or run.bold == face.bold
        return bold and (None in (face.italic, run.italic) or run.italic == face.italic)

    for piece in pieces:
        odd = odd_letters(piece, fits)
        if odd is not None:
            yield note("style", face.box, piece, msg("%(what)s: %(style)s.", what=face.name, style=_style(face)))


def _style(face: Face) -> Message:
    if face.bold:
        return msg("chữ đậm, nghiêng") if face.italic else msg("chữ đậm, đứng")
    return msg("chữ nghiêng, không đậm") if face.italic else msg("chữ đứng, không đậm")
