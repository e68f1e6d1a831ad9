"""How dates, numbers, sizes and distances are written, case by case."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import jinja2
import pytest

from e_office.core import formats
from e_office.core.clock import ZONE

NOON = datetime(2013, 12, 3, 9, 12, 8, tzinfo=ZONE)
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (date(2013, 12, 5), "05/12/2013", f"5{NB}Dec{NB}2013"),
        (datetime(2013, 12, 4, 18, 30, tzinfo=UTC), "05/12/2013", f"5{NB}Dec{NB}2013"),
        (datetime(2013, 12, 4, 16, 59, tzinfo=UTC), "04/12/2013", f"4{NB}Dec{NB}2013"),
    ],
)
def test_a_day_is_the_offices_day(value: date, vietnamese: str, english: str) -> None:
    assert formats.format_date(value) == vietnamese
    assert formats.format_date(value, "en") == english


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        formats.format_time(datetime(2013, 12, 5, 14, 0))  # noqa: DTZ001 - the naive instant is the point


def test_hours_are_told_on_the_wall_clock() -> None:
    assert formats.format_time(datetime(2013, 12, 5, 7, 0, tzinfo=UTC)) == "14:00"
    assert formats.format_time(time(9, 5)) == "09:05"
    assert formats.format_seconds(NOON) == "09:12:08"
    assert formats.format_moment(NOON) == f"03/12/2013{NB}09:12"
    assert formats.format_moment(NOON, "en") == f"3{NB}Dec{NB}2013, 09:12"
    assert formats.format_short_moment(NOON) == f"03/12{NB}09:12"


def test_days_of_the_week_have_names() -> None:
    assert formats.format_day(date(2013, 12, 5)) == "thứ Năm 05/12/2013"
    assert formats.day_name(date(2013, 12, 8)) == "Chủ nhật"
    assert formats.format_day(date(2013, 12, 5), "en") == f"Thursday 5{NB}Dec{NB}2013"
    assert formats.format_short_day(date(2013, 12, 5)) == "T5 05/12"
    assert formats.format_month(date(2013, 12, 5)) == "tháng 12/2013"
    assert formats.format_month(date(2013, 12, 5), "en") == "Dec 2013"
    assert formats.format_short_month(date(2013, 12, 5)) == "T12"
    assert formats.format_short_month(date(2013, 12, 5), "en") == "Dec"


@pytest.mark.parametrize(
    ("said", "bold"),
    [
        ("Giấy mời 15/GM-UBND: họp 08:00 27/11/2026", ["15/GM-UBND"]),
        ("01/TTr-STC Về việc phân bổ dự toán năm 2027", ["01/TTr-STC"]),
        ("31/UBND-NL1, trả lời 02/SNNPTNT-CN", ["31/UBND-NL1", "02/SNNPTNT-CN"]),
        ("Thông tư 12/2013/TT-BTNMT", ["12/2013/TT-BTNMT"]),
        ("họp 3/4 thành phần, mức 100/120", []),
    ],
)
def test_the_number_of_a_document_stands_out_in_a_sentence(said: str, bold: list[str]) -> None:
    drawn = formats.number_bold(said)
    assert re.findall(r'<b class="number">(.*?)</b>', drawn) == bold
    assert re.sub(r"</?b[^>]*>", "", drawn) == said


def test_a_sentence_is_escaped_before_anything_in_it_stands_out() -> None:
    assert formats.number_bold("<i>1/GM-UBND</i>") == '&lt;i&gt;<b class="number">1/GM-UBND</b>&lt;/i&gt;'


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2013, 12, 5), "ngày 05 tháng 12 năm 2013"),
        (date(2013, 2, 28), "ngày 28 tháng 02 năm 2013"),
        (date(2013, 3, 10), "ngày 10 tháng 3 năm 2013"),
    ],
)
def test_a_documents_date_carries_its_noughts(day: date, text: str) -> None:
    assert formats.format_document_date(day) == text


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (2986, "2.986", "2,986"),
        (1_234_567.5, "1.234.567,5", "1,234,567.5"),
        (47.25, "47,3", "47.3"),
        (Decimal("0.05"), "0,1", "0.1"),
        (-1, "−1", "−1"),
        (0, "0", "0"),
    ],
)
def test_numbers_are_grouped(value: float, vietnamese: str, english: str) -> None:
    assert formats.format_number(value) == vietnamese
    assert formats.format_number(value, "en") == english


def test_per_cents_keep_one_decimal_and_do_not_break() -> None:
    assert formats.format_percent(60) == f"60,0{NB}%"
    assert formats.format_percent(60, decimals=0) == f"60{NB}%"
    assert formats.format_percent(47.29, "en") == f"47.3{NB}%"
    assert formats.format_signed(8.2) == "+8,2"
    assert formats.format_signed(0) == "0"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 KB"),
        (48_300, "48 KB"),
        (999_499, "999 KB"),
        (999_500, "1,0 MB"),
        (2_100_000, "2,1 MB"),
        (164_000_000, "164 MB"),
        (1_500_000_000, "1,5 GB"),
        (2_000_000_000_000, "2.000 GB"),
    ],
)
def test_sizes_are_decimal(count: int, text: str) -> None:
    assert formats.format_size(count) == text.replace(" ", NB)


@pytest.mark.parametrize(
    ("span", "vietnamese", "english"),
    [
        (timedelta(days=1, hours=4, minutes=47), "1 ngày 4 giờ", "1 day 4 hours"),
        (timedelta(days=1, minutes=47), "1 ngày", "1 day"),
        (timedelta(hours=28, minutes=47), "1 ngày 4 giờ", "1 day 4 hours"),
        (timedelta(hours=3, minutes=1), "3 giờ 1 phút", "3 hours 1 minute"),
        (timedelta(seconds=59), "0 phút", "0 minutes"),
        (timedelta(minutes=-42), "42 phút", "42 minutes"),
    ],
)
def test_spans_have_two_units_at_most(span: timedelta, vietnamese: str, english: str) -> None:
    assert formats.format_duration(span).replace(NB, " ") == vietnamese
    assert formats.format_duration(span, "en").replace(NB, " ") == english


def test_distance_says_left_or_overdue() -> None:
    assert formats.distance(NOON + timedelta(minutes=42), NOON).replace(NB, " ") == "còn 42 phút"
    assert formats.distance(NOON - timedelta(minutes=42), NOON).replace(NB, " ") == "quá 42 phút"


@pytest.mark.parametrize(
    ("days", "text", "level"),
    [(-3, "quá 3 ngày", "late"), (0, "hôm nay", "soon"), (1, "ngày mai", "soon"), (7, "còn 7 ngày", "later")],
)
def test_a_deadline_has_words_and_a_level(days: int, text: str, level: str) -> None:
    until = date(2013, 12, 3) + timedelta(days=days)
    assert formats.day_distance(until, date(2013, 12, 3)).replace(NB, " ") == text
    assert formats.deadline_level(until, date(2013, 12, 3)) == level
    assert formats.deadline_level(until, date(2013, 12, 3), done=True) == "done"


def test_no_deadline_is_a_level_of_its_own() -> None:
    assert formats.deadline_level(None, date(2013, 12, 3)) == "none"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân tỉnh Hà Tĩnh", ["Ủy ban nhân dân", "tỉnh Hà Tĩnh"]),
        ("UBND huyện Kỳ Anh tỉnh Hà Tĩnh", ["UBND", "huyện Kỳ Anh tỉnh Hà Tĩnh"]),
        ("Sở Tài chính", ["Sở Tài chính"]),
    ],
)
def test_the_head_of_an_agency_breaks_before_its_place(name: str, lines: list[str]) -> None:
    assert formats.agency_lines(name) == lines


def test_filters_speak_the_readers_language() -> None:
    spoken = ["vi"]
    env = jinja2.Environment(autoescape=True)
    formats.register_filters(env, lambda: spoken[0])
    page = env.from_string("{{ n|number }} {{ p|percent(decimals=0) }} {{ d|date }} {{ d|day_distance(t) }}")
    values = {"n": 2986, "p": 60, "d": date(2013, 12, 5), "t": date(2013, 12, 4)}
    assert page.render(values) == f"2.986 60{NB}% 05/12/2013 ngày mai"
    spoken[0] = "en"
    assert page.render(values) == f"2,986 60{NB}% 5{NB}Dec{NB}2013 tomorrow"


def test_a_digest_is_shortened_and_a_first_letter_raised() -> None:
    assert formats.short_hash("7be041c9" + "0" * 52 + "d833") == "7be041c9…d833"
    assert formats.capital("thứ Năm") == "Thứ Năm"
    assert formats.capital("") == ""
