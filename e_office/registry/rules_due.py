"""How a deadline in words is counted: "trước ngày" leaves the day out, "chậm nhất ngày" takes it in."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Stated(StrEnum):
    """How a text states a deadline."""

    BEFORE = "before"
    """trước ngày 25"""
    UNTIL = "until"
    """chậm nhất ngày 20, muộn nhất, hạn cuối, đến hết ngày"""
    ON = "on"
    """ngày 20"""


def last_day(stated: Stated, day: date, *, hour_named: bool = False) -> date:
    """The last day on which it is in time.

    `domain.md` 7.2: "trước ngày 25" (R1, M8) ends with the 24th, "chậm nhất vào ngày 20" (P5) and "ngày 20" (R2)
    with the 20th; "trước 17 giờ ngày 25" on the 25th itself, the hour being
    what is not reached. A day off is no excuse: the texts say nothing of moving it.
    """
    if stated is Stated.BEFORE and not hour_named:
        return day - timedelta(days=1)
    return day
