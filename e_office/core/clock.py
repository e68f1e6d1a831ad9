"""The time: one clock for the whole office, UTC inside, judged in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Whatever tells the time; services ask it, rules are told."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    """The server's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands where it was put; for tests and for loading the demonstration."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self.instant.astimezone(UTC)


def local(instant: datetime) -> datetime:
    """The same instant on the office's wall clock (Asia/Ho_Chi_Minh)."""
    return instant.astimezone(ZONE)


def day_of(instant: datetime) -> date:
    """The office's calendar day an instant falls on."""
    return local(instant).date()


def at(day: date, clock_time: time) -> datetime:
    """The UTC instant of a wall-clock time on a day of the office."""
    return datetime.combine(day, clock_time, ZONE).astimezone(UTC)
