"""The clerk's rules of `domain.md` 2.4-2.6: numbers, times, registers; each line with its article, and in the book."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from e_office import ROOMS
from e_office.core.clock import local
from e_office.core.rule_book import rule_book
from e_office.handling import follow_up
from e_office.people.rules import Holidays
from e_office.registry import books
from e_office.registry.notation import compose
from e_office.registry.rules import INCOMING, outgoing_book
from e_office.registry.rules_due import Stated, last_day
from e_office.registry.rules_time import Pace, acknowledge_by, desk_clock, dispatch_by, number_by, register_by
from e_office.registry.types import Urgency, type_of

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)
OFF = Holidays(off=frozenset({MONDAY}))
NONE = Holidays()


@pytest.mark.parametrize(
    ("name", "code", "one", "law", "book"),
    [
        ("15.1 each type its own series", "QD", False, False, "out:QD"),
        ("15.1c all types one series where the head says so", "QD", True, False, "out"),
        ("15.1 a legal-normative type has its own in both", "QD_QPPL", True, True, "out:law:QD_QPPL"),
    ],
)
def test_which_series_a_number_comes_from_nd30_15_1(name: str, code: str, one: bool, law: bool, book: str) -> None:
    """NĐ 30/2020 Art. 15.1, 15.1c (`domain.md` 2.4)."""
    assert outgoing_book(code, one_sequence=one, legal_normative=law) == book, name


def test_arrival_numbers_are_one_series_for_paper_and_electronic_nd30_22_2() -> None:
    """NĐ 30/2020 Art. 22.2 (`domain.md` 2.4)."""
    assert INCOMING == "in"


@pytest.mark.parametrize(
    ("name", "given", "written"),
    [
        ("below 10 with a leading 0", (5, None, "GM", "UBND", None), "05/GM-UBND"),
        ("a named type", (3713, None, "QD", "UBND", None), "3713/QĐ-UBND"),
        ("a letter carries its drafting section", (5, None, "CV", "UBND", "TH1"), "05/UBND-TH1"),
        ("a legal-normative one carries the year", (33, 2013, "QD_QPPL", "UBND", None), "33/2013/QĐ-UBND"),
    ],
)
def test_numbers_are_written_as_annex_i_has_them(name: str, given: tuple, written: str) -> None:
    """NĐ 30/2020 Annex I II.3 (`domain.md` 2.4)."""
    number, year, code, unit, section = given
    assert compose(number, year, type_of(code), unit, section) == written, name


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("4.2c registered the next working day at the latest", register_by(FRIDAY, "normal", NONE), MONDAY),
        ("4.2c a holiday is no working day", register_by(FRIDAY, "normal", OFF), TUESDAY),
        ("23.1 an urgent one immediately", register_by(FRIDAY, "urgent", NONE), FRIDAY),
        ("18.1 sent the next working day at the latest", dispatch_by(FRIDAY, "normal", NONE), MONDAY),
        ("18.1 an urgent one immediately", dispatch_by(FRIDAY, "flash", OFF), FRIDAY),
        ("15.2 a paper one numbered the next working day", number_by(FRIDAY, OFF), TUESDAY),
        ("21.2c acknowledged within the same day", acknowledge_by(FRIDAY), FRIDAY),
    ],
)
def test_how_long_the_clerk_may_take_nd30(name: str, found: date, expected: date) -> None:
    """NĐ 30/2020 Art. 4.2c, 15.2, 18.1, 21.2c, 23.1 (`domain.md` 2.5)."""
    assert found == expected, name


@pytest.mark.parametrize("urgency", [level for level in Urgency if level != Urgency.NORMAL])
def test_every_degree_of_urgency_is_immediate(urgency: Urgency) -> None:
    """NĐ 30/2020 Art. 4.2c, 18.1 (`domain.md` 2.5)."""
    assert register_by(FRIDAY, urgency, NONE) == dispatch_by(FRIDAY, urgency, NONE) == FRIDAY


@pytest.mark.parametrize(
    ("name", "stated", "day", "hour", "expected"),
    [
        ("trước ngày 25 (R1, M8)", Stated.BEFORE, date(2013, 12, 25), False, date(2013, 12, 24)),
        ("chậm nhất vào ngày 20 (P5)", Stated.UNTIL, date(2013, 12, 20), False, date(2013, 12, 20)),
        ("ngày 20 (R2)", Stated.ON, date(2013, 12, 20), False, date(2013, 12, 20)),
        ("trước 17 giờ ngày 25", Stated.BEFORE, date(2013, 12, 25), True, date(2013, 12, 25)),
        ("trước ngày 01 ends with the month before", Stated.BEFORE, date(2014, 1, 1), False, date(2013, 12, 31)),
        ("chậm nhất ngày 01", Stated.UNTIL, date(2014, 1, 1), False, date(2014, 1, 1)),
        ("a day off moves nothing", Stated.UNTIL, date(2013, 12, 22), False, date(2013, 12, 22)),
    ],
)
def test_before_leaves_the_day_out_and_at_the_latest_takes_it_in(
    name: str, stated: Stated, day: date, hour: bool, expected: date
) -> None:
    """`domain.md` 7.2."""
    assert last_day(stated, day, hour_named=hour) == expected, name


def test_the_registers_have_the_columns_of_annex_iv() -> None:
    """NĐ 30/2020 Annex IV (`domain.md` 2.6): 10, 10 and 7 columns, in their order."""
    assert [str(label) for label in books.INCOMING] == [
        "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung",
        "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ]  # fmt: skip
    assert [str(label) for label in books.OUTGOING] == [
        "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung", "Người ký", "Nơi nhận",
        "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ]  # fmt: skip
    assert [str(label) for label in follow_up.COLUMNS] == [
        "Số đến", "Tên loại, số, ký hiệu, ngày tháng, cơ quan ban hành", "Đơn vị hoặc người nhận",
        "Thời hạn giải quyết", "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời", "Ghi chú",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "article",
    [
        "Art. 15.1", "Art. 15.2", "15.1c", "Art. 22.2", "4.2c", "Art. 18.1", "21.2c", "21.2b", "Art. 23", "24.2",
        "Annex IV", "Annex VI", "22.3b", "`domain.md` 2.11", "`domain.md` 7.2",
    ],
)  # fmt: skip
def test_the_rule_book_prints_the_rule_of_each_line(article: str) -> None:
    """`flask --app app rules 'Art. 15.1'` finds it."""
    assert any(rule.answers(article) or article in rule.docstring for rule in rule_book(ROOMS)), article


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026 on the office's clock; the 27th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=local(datetime(2026, 11, 1, tzinfo=UTC)).tzinfo)


CLOCKS = {
    "in hours, the same day": (at(27, 9), "normal", at(27, 16, 59), Pace.IN_TIME, at(27, 17)),
    "in hours, that evening": (at(27, 9), "normal", at(27, 23), Pace.IN_TIME, at(27, 17)),
    "in hours, over the days off": (at(27, 9), "normal", at(29, 9), Pace.LAST_DAY, at(30, 17)),
    "in hours, the next working day": (at(27, 9), "normal", at(30, 16), Pace.LAST_DAY, at(30, 17)),
    "in hours, the day after that": (at(26, 9), "normal", at(30, 7), Pace.LATE, at(27, 17)),
    "after hours, the next working day": (at(27, 17), "normal", at(30, 16), Pace.IN_TIME, at(30, 17)),
    "on a day off, the next working day": (at(28, 9), "normal", at(30, 16), Pace.IN_TIME, at(30, 17)),
    "after hours, a day later": (at(26, 20), "normal", at(28, 0), Pace.LATE, at(27, 17)),
    "khẩn within its hour": (at(27, 9), "urgent", at(27, 10), Pace.IN_TIME, at(27, 10)),
    "khẩn after its hour": (at(27, 9), "urgent", at(27, 10, 1), Pace.LATE, at(27, 10)),
    "thượng khẩn after half an hour": (at(27, 9), "very_urgent", at(27, 9, 31), Pace.LATE, at(27, 9, 30)),
    "hỏa tốc after a quarter": (at(27, 9), "flash", at(27, 9, 16), Pace.LATE, at(27, 9, 15)),
    "hỏa tốc after hours, when somebody is there": (at(27, 18), "flash", at(30, 7, 10), Pace.IN_TIME, at(30, 7, 15)),
    "khẩn before hours": (at(27, 5), "urgent", at(27, 7, 50), Pace.IN_TIME, at(27, 8)),
}


@pytest.mark.parametrize(("arrived", "urgency", "now", "pace", "by"), CLOCKS.values(), ids=CLOCKS)
def test_the_clock_of_the_clerks_desk_4_2c(
    arrived: datetime, urgency: str, now: datetime, pace: Pace, by: datetime
) -> None:
    """NĐ 30/2020 Art. 4.2c, 23.1, 24.2; NĐ 64/2007 Art. 36 (`domain.md` 2.5)."""
    found = desk_clock(arrived, urgency, now, NONE)
    assert (found.pace, found.by) == (pace, by)
