"""The format check (thể thức, T9): all departures of a page from NĐ 30/2020 Art. 8 and Annex I, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from e_office.core.problems import Message, msg
from e_office.documents.extraction.layout import Layout
from e_office.drafting.layout_check.departures import COMPONENTS, Box, Component, Departure, Expected, Report, Standing
from e_office.drafting.layout_check.page_map import PageMap, map_page
from e_office.drafting.layout_check.pieces import Piece
from e_office.drafting.layout_check.rules_annex import annex_departures
from e_office.drafting.layout_check.rules_body import body_departures, text_departures
from e_office.drafting.layout_check.rules_copy import copy_departures
from e_office.drafting.layout_check.rules_foot import foot_departures
from e_office.drafting.layout_check.rules_head import head_departures
from e_office.drafting.layout_check.rules_letters import font_departures, letter_departures
from e_office.drafting.layout_check.rules_number import UNNUMBERED, abbreviation_departures, number_departures
from e_office.drafting.layout_check.rules_page import page_departures, place_departures
from e_office.drafting.layout_check.rules_spacing import spacing_departures
from e_office.drafting.layout_check.rules_strokes import stroke_departures

MISSING = {
    "country_missing": Box.COUNTRY, "motto_missing": Box.COUNTRY, "agency_missing": Box.AGENCY,
    "number_missing": Box.NUMBER, "date_missing": Box.PLACE_DATE, "type_missing": Box.SUBJECT,
    "subject_missing": Box.SUBJECT, "letter_subject_missing": Box.SUBJECT, "body_missing": Box.BODY,
    "signature_missing": Box.SIGNATURE, "post_missing": Box.SIGNATURE, "name_missing": Box.SIGNATURE,
    "recipients_missing": Box.RECIPIENTS,
}  # fmt: skip
"""What a missing thing leaves missing of a component."""

OF_EVERY_PAGE = (font_departures, text_departures, page_departures)
OF_ISSUED = (
    head_departures, number_departures, body_departures, foot_departures, place_departures, letter_departures,
    *OF_EVERY_PAGE, stroke_departures, spacing_departures, annex_departures, copy_departures,
)  # fmt: skip

FORM = msg("Đây là sổ, phiếu hoặc mục lục, không phải loại văn bản của Điều 7: chỉ kiểm trang giấy, phông, mã chữ.")
SEAL = msg("Dấu và chữ ký số không đọc được từ tệp soạn thảo; kiểm tra khi ký số.")
PICTURES = msg("Tệp có hình ảnh: chữ trong hình không đọc được.")
NO_LAYOUT = msg("Loại tệp này chỉ đọc được chữ: phông, cỡ chữ, lề, căn dòng, đường kẻ, số trang không kiểm được.")
CUT = msg("Tệp quá dài: chỉ kiểm phần đầu.")


def check(layout: Layout, expected: Expected | None = None) -> Report:
    """Everything a layout departs in; pure, and it never raises for what a file holds.

    `expected` is what its notation should carry, where that is known.

    Nine components (Art. 8.2), number by type (Annex III), fonts, sizes, margins, drawn lines, spaces,
    page numbers (Annex I, part one), annexes (III.1) and copies (part two).
    """
    page = map_page(layout)
    found = [one for rules in (OF_EVERY_PAGE if page.is_form else OF_ISSUED) for one in rules(page)]
    if page.is_form:
        return Report((), tuple(sorted(found, key=_reading_order)), (FORM, *_unread(layout)[1:]))
    found += abbreviation_departures(page, expected or Expected())
    return Report(_components(page, found), tuple(sorted(found, key=_reading_order)), tuple(_unread(layout)))


def _reading_order(one: Departure) -> tuple[int, int, str]:
    """What is missing or of the whole page first, by component; then by place."""
    return (one.paragraph or 0, list(Box).index(one.box), one.rule)


def _components(page: PageMap, found: Iterable[Departure]) -> tuple[Component, ...]:
    missing = {MISSING[one.rule] for one in found if one.rule in MISSING}
    head, foot = page.head, page.foot
    texts: dict[Box, str] = {
        Box.COUNTRY: _joined(head.country, (head.motto,)),
        Box.AGENCY: _joined(head.agency),
        Box.NUMBER: _joined((head.number,)),
        Box.PLACE_DATE: _joined((head.date,)),
        Box.SUBJECT: _joined((head.title,), head.subject, head.letter_subject),
        Box.BODY: page.body[0].start if page.body else "",
        Box.SIGNATURE: "; ".join(_joined(one.posts, (one.name,)) for one in foot.signatures),
        Box.RECIPIENTS: _joined(foot.recipients),
    }
    made = []
    for box in COMPONENTS:
        if box is Box.SEAL or (box is Box.NUMBER and not texts[box] and page.type_code in UNNUMBERED):
            standing = Standing.UNREAD
        else:
            standing = Standing.MISSING if box in missing else Standing.THERE
        text = texts.get(box, "")
        made.append(Component(box, standing, text if len(text) <= 160 else f"{text[:157]}…"))
    return tuple(made)


def _joined(*groups: Iterable[Piece | None]) -> str:
    return " / ".join(piece.text for group in groups for piece in group if piece is not None)


def _unread(layout: Layout) -> list[Message]:
    """What nobody should think was checked."""
    said = [(SEAL, True), (PICTURES, layout.pictures > 0)]
    said += [(NO_LAYOUT, not layout.sections), (CUT, layout.cut)]
    return [text for text, true in said if true]
