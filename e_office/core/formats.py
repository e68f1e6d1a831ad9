"""How dates, hours, numbers, sizes and distances are written, in Vietnamese and in English.

Instants are aware and are shown on the office's wall clock (Asia/Ho_Chi_Minh); a naive one is refused.
The wording follows the office's own habit: 05/12/2013, 09:05, thứ Năm, 2.986, 47,3 %, 2,1 MB.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from markupsafe import Markup, escape

from e_office.core.clock import ZONE

VIETNAMESE, ENGLISH = "vi", "en"
NO_BREAK = "\N{NO-BREAK SPACE}"

WEEKDAYS = {
    VIETNAMESE: ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT_WEEKDAYS = {
    VIETNAMESE: ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNITS = {
    VIETNAMESE: (("ngày", "ngày"), ("giờ", "giờ"), ("phút", "phút")),
    ENGLISH: (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}
AHEAD = {VIETNAMESE: "còn {}", ENGLISH: "{} left"}
BEHIND = {VIETNAMESE: "quá {}", ENGLISH: "{} overdue"}
TODAY = {VIETNAMESE: "hôm nay", ENGLISH: "today"}
TOMORROW = {VIETNAMESE: "ngày mai", ENGLISH: "tomorrow"}

CODE = re.compile(r"\b\d{1,6}(?:/\d{4})?/(?=[^\s,]*[A-ZĐ])[\w-]+")
"""Number and notation of a document within a sentence."""

Day = date | datetime


def office_day(value: Day) -> date:
    """The calendar day of a date, or of an aware instant on the office's wall clock.

    :raises ValueError: for a naive instant, which would hide a wrong zone.
    """
    if not isinstance(value, datetime):
        return value
    return _local(value).date()


def _local(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a naive instant cannot be shown: its zone is unknown")
    return instant.astimezone(ZONE)


def format_date(value: Day, language: str = VIETNAMESE) -> str:
    """ "05/12/2013" or "5 Dec 2013"."""
    day = office_day(value)
    if language == ENGLISH:
        return f"{day.day}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"
    return f"{day:%d/%m}/{day.year:04d}"


def format_short_date(value: Day, language: str = VIETNAMESE) -> str:
    """ "05/12" or "5 Dec": inside a list of the current year."""
    day = office_day(value)
    return f"{day.day}{NO_BREAK}{MONTHS[day.month - 1]}" if language == ENGLISH else f"{day:%d/%m}"


def format_time(value: datetime | time) -> str:
    """ "09:05": 24 hours, on the office's wall clock."""
    clock = _local(value) if isinstance(value, datetime) else value
    return f"{clock:%H:%M}"


def format_seconds(value: datetime) -> str:
    """ "09:12:08": where the second matters, as in a refusal or a receipt."""
    return f"{_local(value):%H:%M:%S}"


def format_moment(value: datetime, language: str = VIETNAMESE) -> str:
    """ "05/12/2013 14:00" or "5 Dec 2013, 14:00"."""
    between = ", " if language == ENGLISH else NO_BREAK
    return f"{format_date(value, language)}{between}{format_time(value)}"


def format_short_moment(value: datetime, language: str = VIETNAMESE) -> str:
    """ "05/12 14:00" or "5 Dec 14:00": inside a list of the current year."""
    return f"{format_short_date(value, language)}{NO_BREAK}{format_time(value)}"


def day_name(value: Day, language: str = VIETNAMESE) -> str:
    """ "thứ Năm" or "Thursday"."""
    return WEEKDAYS[language][office_day(value).weekday()]


def short_day_name(value: Day, language: str = VIETNAMESE) -> str:
    """ "T5" or "Thu": over a column of days."""
    return SHORT_WEEKDAYS[language][office_day(value).weekday()]


def format_day(value: Day, language: str = VIETNAMESE) -> str:
    """ "thứ Năm 05/12/2013" or "Thursday 5 Dec 2013"."""
    return f"{day_name(value, language)} {format_date(value, language)}"


def format_month(value: Day, language: str = VIETNAMESE) -> str:
    """ "tháng 12/2013" or "Dec 2013"."""
    day = office_day(value)
    return f"{MONTHS[day.month - 1]} {day.year}" if language == ENGLISH else f"tháng {day:%m/%Y}"


def format_short_month(value: Day, language: str = VIETNAMESE) -> str:
    """ "T12" or "Dec": under a chart."""
    month = office_day(value).month
    return MONTHS[month - 1] if language == ENGLISH else f"T{month}"


def format_short_day(value: Day, language: str = VIETNAMESE) -> str:
    """ "T5 05/12" or "Thu 5 Dec": under a time line."""
    return f"{short_day_name(value, language)} {format_short_date(value, language)}"


def format_document_date(value: Day) -> str:
    """ "ngày 05 tháng 12 năm 2013": days under 10 and months 1 and 2 carry a 0 (NĐ 30/2020, annex I)."""
    day = office_day(value)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def format_number(value: float | Decimal, language: str = VIETNAMESE, decimals: int | None = None) -> str:
    """ "2.986", "47,3" (Vietnamese) or "2,986", "47.3" (English); halves are rounded up.

    `decimals`: how many; left out, none for a whole number and one for any other.
    """
    exact = Decimal(str(value))
    if decimals is None:
        decimals = 0 if exact == exact.to_integral_value() else 1
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"
    if language == VIETNAMESE:
        text = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return text.replace("-", "\N{MINUS SIGN}")


def format_signed(value: float | Decimal, language: str = VIETNAMESE, decimals: int | None = None) -> str:
    """ "+8,2" or "−1": a change."""
    text = format_number(value, language, decimals)
    return "+" + text if value > 0 else text


def format_percent(value: float | Decimal, language: str = VIETNAMESE, decimals: int = 1) -> str:
    """ "47,3 %" or "47.3 %" of a figure given in per cent (47.3, not 0.473)."""
    return f"{format_number(value, language, decimals)}{NO_BREAK}%"


def format_size(count: int, language: str = VIETNAMESE) -> str:
    """ "2,1 MB", "48 KB", "512 B"; decimal units (1 MB = 1.000.000 B), as the upload limit counts."""
    if count < 1000:
        return f"{count}{NO_BREAK}B"
    for factor, unit in ((1000, "KB"), (1000**2, "MB"), (1000**3, "GB")):
        amount = Decimal(count) / factor
        if amount < 999.5 or unit == "GB":
            decimals = 0 if unit == "KB" or amount >= 100 else 1
            return f"{format_number(amount, language, decimals)}{NO_BREAK}{unit}"
    raise AssertionError("unreachable: the last unit takes everything")


def format_duration(span: timedelta, language: str = VIETNAMESE) -> str:
    """ "1 ngày 4 giờ", "42 phút": whole units, at most the two largest, the rest cut off; sign ignored."""
    minutes = int(abs(span).total_seconds()) // 60
    amounts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    first = next((index for index, amount in enumerate(amounts) if amount), 2)
    shown = [first] + [i for i in (first + 1,) if i < 3 and amounts[i]]
    return " ".join(f"{amounts[i]}{NO_BREAK}{UNITS[language][i][amounts[i] != 1]}" for i in shown)


def distance(until: datetime, now: datetime, language: str = VIETNAMESE) -> str:
    """ "còn 1 ngày 4 giờ" or, when it has passed, "quá 3 ngày"."""
    pattern = AHEAD if until >= now else BEHIND
    return pattern[language].format(format_duration(until - now, language))


def day_distance(until: date, today: date, language: str = VIETNAMESE) -> str:
    """ "hôm nay", "ngày mai", "còn 7 ngày" or "quá 3 ngày": for deadlines counted in days."""
    days = (until - today).days
    if days in (0, 1):
        return (TODAY, TOMORROW)[days][language]
    pattern = AHEAD if days > 0 else BEHIND
    return pattern[language].format(f"{abs(days)}{NO_BREAK}{UNITS[language][0][abs(days) != 1]}")


def deadline_level(until: date | None, today: date, done: bool = False) -> str:
    """How a deadline is drawn: "none", "done", "late", "soon" (today or tomorrow) or "later"."""
    if until is None:
        return "none"
    if done:
        return "done"
    days = (until - today).days
    return "late" if days < 0 else "soon" if days <= 1 else "later"


def short_hash(sha256: str) -> str:
    """ "7be041c9…d833": enough of a digest to compare by eye."""
    return f"{sha256[:8]}…{sha256[-4:]}" if len(sha256) > 13 else sha256


def capital(text: str) -> str:
    """The same words with a capital first letter: "Thứ Năm" at the start of a line."""
    return text[:1].upper() + text[1:]


def number_bold(text: str) -> Markup:
    """The text with the numbers of documents in bold, as people look for them: "Giấy mời **15/GM-UBND**: …"."""
    return Markup(CODE.sub(r'<b class="number">\g<0></b>', str(escape(text))))


def agency_lines(name: str) -> list[str]:
    """The name of an agency as its head is broken: "Ủy ban nhân dân" over "tỉnh Hà Tĩnh"."""
    lowered = name.lower()
    places = [lowered.find(f" {word} ") for word in ("tỉnh", "thành phố", "huyện", "thị xã", "phường", "xã")]
    found = [place for place in places if place > 0]
    return [name[: min(found)], name[min(found) + 1 :]] if found else [name]


def register_filters(env: Any, language: Callable[[], str] = lambda: VIETNAMESE) -> None:
    """Give the functions above to a Jinja environment; `language` tells "vi" or "en" at each use."""

    def spoken(function: Callable[..., str]) -> Callable[..., str]:
        def in_language(value: Any, *args: Any, **more: Any) -> str:
            return function(value, *args, language=language(), **more)

        return in_language

    env.filters.update(
        date=spoken(format_date),
        short_date=spoken(format_short_date),
        day=spoken(format_day),
        month=spoken(format_month),
        short_day=spoken(format_short_day),
        moment=spoken(format_moment),
        short_moment=spoken(format_short_moment),
        weekday=spoken(day_name),
        short_weekday=spoken(short_day_name),
        number=spoken(format_number),
        signed=spoken(format_signed),
        percent=spoken(format_percent),
        size=spoken(format_size),
        duration=spoken(format_duration),
        distance=spoken(distance),
        day_distance=spoken(day_distance),
        time=format_time,
        seconds=format_seconds,
        document_date=format_document_date,
        short_hash=short_hash,
        capital=capital,
        number_bold=number_bold,
        agency_lines=agency_lines,
        office_day=office_day,
    )
    env.globals.update(deadline_level=deadline_level)
