"""How long an answer usually takes: working days by type and urgency, as the agency has set them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from e_office.core.problems import Problem, msg
from e_office.people.rules import Holidays, add_working_days, is_working_day
from e_office.registry.types import TYPES, Urgency

ANY = ""
MOST_DAYS = 365
DEFAULT_DAYS: Mapping[str, int] = MappingProxyType({"normal": 7, "urgent": 2, "very_urgent": 1, "flash": 0})
"""Working days where an agency has set nothing, by urgency; urgent ones at once (NĐ 30/2020 Art. 24.2)."""

Table = Mapping[tuple[str, str], int]
"""Working days by (type, urgency), either of them `ANY`."""
NOTHING_SET: Table = MappingProxyType({})


def usual_days(type_code: str, urgency: str, table: Table = NOTHING_SET) -> int:
    """How many working days an answer takes where nobody says otherwise.

    The exact line of the table counts, else those of the type alone and of the urgency alone, the shorter of the
    two: what a type may take makes nothing urgent wait (NĐ 30/2020 Art. 4.2c, 24.2).
    """
    if (type_code, urgency) in table:
        return table[type_code, urgency]
    by_urgency = table.get((ANY, urgency), DEFAULT_DAYS.get(urgency, DEFAULT_DAYS["normal"]))
    by_type = table.get((type_code, ANY))
    if by_type is None:
        return by_urgency
    return by_type if urgency == Urgency.NORMAL else min(by_type, by_urgency)


def default_due(
    arrived_on: date, urgency: str, holidays: Holidays, type_code: str = ANY, table: Table = NOTHING_SET
) -> date:
    """The last day proposed for an answer, by the holiday table; 0 days: the day itself (NĐ 30/2020 Art. 24.2).

    What came on a day off and is due at once is due on the first working day.
    """
    days = usual_days(type_code, urgency, table)
    if days:
        return add_working_days(arrived_on, days, holidays)
    return arrived_on if is_working_day(arrived_on, holidays) else add_working_days(arrived_on, 1, holidays)


def deadline_problems(type_code: str, urgency: str, days: int | None) -> Iterator[Problem]:
    """What a line of the table may say (NĐ 30/2020 Art. 24: resolved in the time the head of the agency sets)."""
    if type_code != ANY and type_code not in TYPES:
        yield Problem("type_unknown", msg("Không có tên loại này."), "type_code")
    if urgency != ANY and urgency not in set(Urgency):
        yield Problem("urgency_unknown", msg("Không có độ khẩn này."), "urgency")
    if days is None or not 0 <= days <= MOST_DAYS:
        yield Problem("days", msg("Ghi số ngày làm việc, từ 0 đến %(most)s.", most=MOST_DAYS), "days")
