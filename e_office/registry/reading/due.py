"""The day by which an answer is asked for, as far as the text names one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from e_office.registry.reading.fields import Read
from e_office.registry.reading.words import squeeze
from e_office.registry.rules_due import Stated, last_day

_DAY = (
    r"(?:ngày\s+)?(?P<day>\d{1,2})(?:\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>(?:19|20)\d\d)"
    r"|\s+tháng\s+(?P<month2>\d{1,2})\s+năm\s+(?P<year2>(?:19|20)\d\d))"
)
_HOUR = r"(?P<hour>\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{0,2})?\s*(?:phút)?\s*,?\s*)?"
BEFORE = re.compile(rf"\btrước\s+{_HOUR}{_DAY}", re.IGNORECASE)
UNTIL = re.compile(
    r"\b(?:chậm\s+nhất|muộn\s+nhất|hạn\s+cuối|thời\s+hạn|hạn\s+chót|đến\s+hết|hết|trong)"
    rf"(?:\s+(?:vào|là|đến|trong|hết|:))*\s+{_HOUR}{_DAY}",
    re.IGNORECASE,
)


def read_due(text: str, issued_on: date | None) -> Read[date] | None:
    """The first such day not before the issue, always doubtful: a person decides what it is for.

    "trước ngày 10/12/2013" ends with 09/12/2013 (domain 7.2: before is exclusive), "trước 17 giờ ngày
    10/12/2013" and "chậm nhất ngày 10/12/2013" on the day itself.
    """
    found = [(match, Stated.BEFORE) for match in BEFORE.finditer(text)]
    found += [(match, Stated.UNTIL) for match in UNTIL.finditer(text)]
    for match, stated in sorted(found, key=lambda pair: pair[0].start()):
        day = _day(match)
        if day is None:
            continue
        day = last_day(stated, day, hour_named=bool(match["hour"]))
        if issued_on is None or issued_on <= day <= issued_on + timedelta(days=3 * 366):
            return Read(day, squeeze(match[0]), doubtful=True)
    return None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"] or match["year2"]), int(match["month"] or match["month2"]), int(match["day"]))
    except ValueError:
        return None
