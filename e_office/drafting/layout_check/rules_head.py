"""The head of a paper: country and motto, agency, place and date, type and subject (Annex I, II.1-2, II.4-5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from e_office.core.problems import msg
from e_office.drafting.layout_check.departures import Box, Departure
from e_office.drafting.layout_check.noting import ADVISED, note
from e_office.drafting.layout_check.page_map import DATE, WITHOUT_SUBJECT, PageMap, name_of_letter
from e_office.drafting.layout_check.pieces import Piece
from e_office.registry.reading.words import is_capitals, one_tone
from e_office.registry.types import LETTER

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK = re.compile(r"[\s.…_]*")
DAY = re.compile(r"(?:ngày|Ngày|NGÀY)(?P<day>.*?)(?:tháng|Tháng|THÁNG)(?P<month>.*?)(?:năm|Năm|NĂM)(?P<year>.*)")


def head_departures(page: PageMap) -> Iterator[Departure]:
    """Everything wrong above the body, but the number, the letters and the places."""
    yield from _country(page)
    yield from _agency(page)
    yield from _place_and_date(page)
    yield from _subject(page)


def _country(page: PageMap) -> Iterator[Departure]:
    head = page.head
    written = " ".join(piece.text for piece in head.country)
    if not head.country:
        yield note("country_missing", Box.COUNTRY, None, msg("Quốc hiệu “%(text)s”.", text=COUNTRY))
    elif one_tone(written) != COUNTRY or not written.isupper():
        wanted = msg("Quốc hiệu viết hoa, đúng chữ: “%(text)s”.", text=COUNTRY)
        yield note("country_form", Box.COUNTRY, head.country[0], wanted, found=written)
    if head.motto is None:
        yield note("motto_missing", Box.COUNTRY, None, msg("Tiêu ngữ “%(text)s”.", text=MOTTO))
    elif head.motto.text != MOTTO:
        wanted = msg("Tiêu ngữ “%(text)s”: viết hoa chữ đầu cụm từ, gạch nối có cách chữ.", text=MOTTO)
        yield note("motto_form", Box.COUNTRY, head.motto, wanted)


def _agency(page: PageMap) -> Iterator[Departure]:
    agency = page.head.agency
    if not agency:
        yield note("agency_missing", Box.AGENCY, None, msg("Tên cơ quan ban hành, trên số và ký hiệu."))
    small = next((piece for piece in agency if not is_capitals(piece.text)), None)
    if small is not None:
        yield note("agency_capitals", Box.AGENCY, small, msg("Tên cơ quan bằng chữ in hoa."))


def _place_and_date(page: PageMap) -> Iterator[Departure]:
    piece = page.head.date
    if piece is None:
        wanted = msg("Địa danh và ngày tháng, như “Hà Tĩnh, ngày 05 tháng 3 năm 2026”.")
        yield note("date_missing", Box.PLACE_DATE, None, wanted)
        return
    written = DATE.fullmatch(piece.text)
    if written is None:
        wanted = msg("Ngày ghi bằng chữ “ngày … tháng … năm …”, như “Hà Tĩnh, ngày 05 tháng 3 năm 2026”.")
        yield note("date_form", Box.PLACE_DATE, piece, wanted)
        return
    place = (written["place"] or "").strip()
    if not place:
        yield note("place_missing", Box.PLACE_DATE, piece, msg("Địa danh trước ngày, như “Hà Tĩnh, ngày …”."))
    elif not written["comma"]:
        yield note(
            "place_comma", Box.PLACE_DATE, piece, msg("Dấu phẩy sau địa danh: “%(place)s, ngày …”.", place=place)
        )
    elif place[0].islower() or (is_capitals(place) and len(place) > 3 and not place.startswith("TP")):
        wanted = msg("Địa danh viết hoa chữ cái đầu mỗi âm tiết của tên riêng, như “Hà Tĩnh”.")
        yield note("place_capitals", Box.PLACE_DATE, piece, wanted)
    yield from _day(piece)


def _day(piece: Piece) -> Iterator[Departure]:
    """NĐ 30/2020 Annex I, II.4: Arabic figures, a leading zero for days under 10 and for months 1 and 2."""
    parts = DAY.search(piece.text)
    if parts is None:
        return
    day, month, year = (parts[name].strip(" .") for name in ("day", "month", "year"))
    if not re.search(r"ngày .*tháng .*năm", piece.text):
        yield note("date_case", Box.PLACE_DATE, piece, msg("Các từ “ngày”, “tháng”, “năm” bằng chữ thường."))
    unread = [part for part in (day, month, year) if not BLANK.fullmatch(part) and not part.isdecimal()]
    if unread:
        yield note("date_figures", Box.PLACE_DATE, piece, msg("Ngày, tháng, năm ghi bằng chữ số Ả Rập."))
        return
    if day.isdecimal() and int(day) < 10 and len(day) != 2:
        wanted = msg("Ngày nhỏ hơn 10 thêm số 0: “ngày %(day)s”.", day=f"{int(day):02d}")
        yield note("day_zero", Box.PLACE_DATE, piece, wanted)
    if month.isdecimal() and int(month) < 3 and len(month) != 2:
        wanted = msg("Tháng 1 và tháng 2 thêm số 0: “tháng %(month)s”.", month=f"{int(month):02d}")
        yield note("month_zero", Box.PLACE_DATE, piece, wanted)
    if month.isdecimal() and 3 <= int(month) < 10 and len(month) != 1:
        wanted = msg("Chỉ tháng 1 và tháng 2 thêm số 0: “tháng %(month)s”.", month=int(month))
        yield note("month_no_zero", Box.PLACE_DATE, piece, wanted, severity=ADVISED)
    if year.isdecimal() and len(year) != 4:
        yield note("year_form", Box.PLACE_DATE, piece, msg("Năm ghi đủ bốn chữ số."))
    elif day.isdecimal() and month.isdecimal() and year.isdecimal() and not _exists(int(year), int(month), int(day)):
        yield note("date_impossible", Box.PLACE_DATE, piece, msg("Một ngày có trong lịch."))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _subject(page: PageMap) -> Iterator[Departure]:
    head = page.head
    named = name_of_letter(page.pieces[: head.ends + 3])
    if named is not None and head.title is None:
        wanted = msg("Công văn không ghi tên loại: bỏ dòng này, ghi “V/v …” dưới số và ký hiệu.")
        yield note("letter_named", Box.SUBJECT, named, wanted)
        return
    if head.title is None:
        yield from _of_letter(page)
        return
    if not is_capitals(head.title.text):
        yield note("title_capitals", Box.SUBJECT, head.title, msg("Tên loại bằng chữ in hoa."))
    if not head.subject and page.type_code not in WITHOUT_SUBJECT:
        yield note("subject_missing", Box.SUBJECT, head.title, msg("Trích yếu nội dung dưới tên loại."), found="")
    capitals = next((piece for piece in head.subject if is_capitals(piece.text) and len(piece.text.split()) > 3), None)
    if capitals is not None:
        yield note("subject_capitals", Box.SUBJECT, capitals, msg("Trích yếu bằng chữ thường, chỉ viết hoa chữ đầu."))
    closed = next((piece for piece in head.subject[-1:] if piece.text.endswith((".", ";", ","))), None)
    if closed is not None:
        yield note("subject_end", Box.SUBJECT, closed, msg("Trích yếu không có dấu ở cuối."), severity=ADVISED)
    for piece in (head.title, *head.subject):
        if piece.line.align not in {"center", None}:
            wanted = msg("Tên loại và trích yếu đặt giữa dòng.")
            yield note("title_centred", Box.SUBJECT, piece, wanted)
            return


def _of_letter(page: PageMap) -> Iterator[Departure]:
    """A công văn: its subject stands under the number and begins with "V/v"."""
    head = page.head
    if page.type_code is None:
        wanted = msg("Tên một loại văn bản của Điều 7, hoặc “V/v …” và “Kính gửi” của công văn.")
        yield note("type_missing", Box.SUBJECT, None, wanted)
        return
    if not head.letter_subject:
        yield note("letter_subject_missing", Box.SUBJECT, None, msg("Trích yếu “V/v …” dưới số và ký hiệu."))
        return
    first = head.letter_subject[0]
    if not first.text.startswith("V/v"):
        yield note("letter_subject_form", Box.SUBJECT, first, msg("Trích yếu của công văn bắt đầu bằng “V/v”."))
    if first.line.align not in {"center", None} and "\t" not in first.line.text:
        wanted = msg("Trích yếu của công văn đặt giữa, dưới số và ký hiệu.")
        yield note("letter_subject_centred", Box.SUBJECT, first, wanted, severity=ADVISED)


def is_letter(page: PageMap) -> bool:
    """Whether it is a công văn."""
    return page.type_code == LETTER
