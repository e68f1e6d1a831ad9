"""The rows of a register under the day they came, or under the month where hardly a day has two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from e_office.core.clock import day_of

BUSY = 2
"""So many rows a day, on the average of a page, are worth a line of their own."""


@dataclass(frozen=True)
class Group:
    """Rows of one day; of one month where `whole_month`, and then `day` is its first."""

    day: date
    whole_month: bool
    rows: Sequence[Any]


def grouped(rows: Sequence[Any], moment: Callable[[Any], datetime]) -> list[Group]:
    """The rows as they stand, under days of the office's zone; `moment` gives the instant of a row."""
    days = [day_of(moment(row)) for row in rows]
    monthly = len(rows) < BUSY * len(set(days))
    keyed = [(day.replace(day=1) if monthly else day, row) for day, row in zip(days, rows, strict=True)]
    return [Group(day, monthly, [row for _, row in group]) for day, group in groupby(keyed, key=lambda pair: pair[0])]
