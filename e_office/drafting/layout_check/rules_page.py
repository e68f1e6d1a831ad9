"""The page itself and where things stand on it: A4, margins, page numbers, sides and order (Annex I, part I and IV)."""

from __future__ import annotations

from collections.abc import Iterator

from e_office.core.problems import Message, msg
from e_office.documents.extraction.layout import Layout, PageMark, Section
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.noting import note
from e_office.drafting.layout_check.page_map import PageMap
from e_office.drafting.layout_check.pieces import Piece

A4 = (210.0, 297.0)
NEAR = 1.0
"""Millimetres a page may differ in size: programs round."""
ROUNDED = 0.4
MARGINS: tuple[tuple[str, Message, float, float], ...] = (
    ("top", msg("Lề trên"), 20, 25),
    ("bottom", msg("Lề dưới"), 20, 25),
    ("left", msg("Lề trái"), 30, 35),
    ("right", msg("Lề phải"), 15, 20),
)
ONE_PAGE = 1500
"""A body of fewer characters, without tables, surely ends on the first page."""


def page_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong with paper size, margins and page numbers; nothing where the file has no pages of its own."""
    for section in page.layout.sections:
        if found := next(_of_section(section), None):
            yield found
            break
    yield from _margins(page.layout)
    if page.layout.sections:
        yield from _numbers(page)


def _of_section(section: Section) -> Iterator[Departure]:
    width, height = section.width, section.height
    if width is None or height is None:
        return
    short, long = sorted((width, height))
    if abs(short - A4[0]) > NEAR or abs(long - A4[1]) > NEAR:
        found = f"{width:.0f} × {height:.0f} mm"
        yield note("paper_size", Box.PAGE, None, msg("Khổ giấy A4: 210 × 297 mm."), found=found, law="I.1")


def _margins(layout: Layout) -> Iterator[Departure]:
    """Of upright pages: tables on their side have their margins turned with them."""
    seen: set[str] = set()
    for section in layout.sections:
        if section.is_wide:
            continue
        for side, name, least, most in MARGINS:
            length = getattr(section, side)
            if length is None or side in seen or least - ROUNDED <= length <= most + ROUNDED:
                continue
            seen.add(side)
            wanted = msg("%(side)s từ %(least)s đến %(most)s mm.", side=name, least=f"{least:g}", most=f"{most:g}")
            yield note("margin", Box.PAGE, None, wanted, found=f"{length:.1f} mm", law="I.3")


def _numbers(page: PageMap) -> Iterator[Departure]:
    """Arabic, 13 to 14 points, in the middle of the top margin, none on page one (Annex I, I.7)."""
    marks = page.layout.marks
    plain = [mark for mark in marks if mark.pages in {"default", "even"}]
    if not plain:
        if not _is_one_page(page):
            yield note("number_none", Box.PAGE, None, msg("Số trang ở giữa lề trên, từ trang thứ hai."), law="I.7")
        return
    yield from _of_mark(plain[0])
    first = page.layout.sections[0]
    if first.numbered_as not in {None, "decimal"}:
        wanted = msg("Số trang bằng chữ số Ả Rập: 2, 3, 4.")
        yield note("number_arabic", Box.PAGE, None, wanted, found=first.numbered_as, law="I.7")
    if first.numbered_from not in {None, 1}:
        wanted = msg("Số trang đánh từ 1; trang thứ nhất là trang 1.")
        yield note("number_from", Box.PAGE, None, wanted, found=str(first.numbered_from), law="I.7")
    if any(mark.pages == "first" and mark.section == 0 for mark in marks) or not first.title_page:
        yield note("number_first", Box.PAGE, None, msg("Trang thứ nhất không hiện số trang."), law="I.7")


def _of_mark(mark: PageMark) -> Iterator[Departure]:
    if mark.at == "footer":
        wanted = msg("Số trang ở lề trên, không ở chân trang.")
        yield note("number_place", Box.PAGE, None, wanted, law="I.7")
    elif mark.align not in {"center", None}:
        yield note("number_centre", Box.PAGE, None, msg("Số trang đặt giữa lề trên."), law="I.7")
    if mark.size is not None and not 13 <= mark.size <= 14:
        wanted = msg("Số trang cỡ chữ 13 đến 14.")
        yield note("number_size", Box.PAGE, None, wanted, found=f"{mark.size:g}", law="I.7")
    if mark.italic:
        yield note("number_upright", Box.PAGE, None, msg("Số trang bằng chữ đứng."), law="I.7")


def _is_one_page(page: PageMap) -> bool:
    if page.layout.pages == 1:
        return True
    written = sum(len(piece.text) for piece in (*page.body, *page.behind))
    return written < ONE_PAGE and not any(piece.line.depth for piece in page.body)


def place_departures(page: PageMap) -> Iterator[Departure]:
    """Components on the wrong side of the page, or one above the other the wrong way round (the boxes of part IV)."""
    head, foot = page.head, page.foot
    country = head.country[0] if head.country else None
    agency = head.agency[0] if head.agency else None
    signed = foot.signatures[0] if foot.signatures else None
    post = signed.posts[0] if signed and signed.posts else signed.name if signed else None
    left, right = msg("Bên trái trang giấy."), msg("Bên phải trang giấy.")
    sides: tuple[tuple[Piece | None, str, Box, Message], ...] = (
        (country, "right", Box.COUNTRY, right), (agency, "left", Box.AGENCY, left),
        (head.number, "left", Box.NUMBER, left), (head.date, "right", Box.PLACE_DATE, right),
        (foot.label, "left", Box.RECIPIENTS, left),
        (post if page.type_code != "BB" else None, "right", Box.SIGNATURE, right),
    )  # fmt: skip
    for piece, side, box, wanted in sides:
        if piece is not None and piece.side and piece.side != side:
            yield note("side", box, piece, wanted, law="IV")
    above = msg("Số, ký hiệu ngay dưới tên cơ quan ban hành.")
    if agency and head.number and page.index(agency) > page.index(head.number):
        yield note("order", Box.NUMBER, head.number, above, law="IV")
    if country and head.motto and page.index(country) > page.index(head.motto):
        yield note("order", Box.COUNTRY, country, msg("Quốc hiệu trên, Tiêu ngữ dưới."), law="IV")
