"""A register's year as instants: it begins and ends at midnight of the office's own clock."""

from __future__ import annotations

from datetime import date, datetime, time

from e_office.core.clock import at

SERIES = {"incoming": "in", "outgoing": "out"}
"""How the books of a direction begin, and what the queue of dropped files calls it."""


def year_ends(year: int) -> datetime:
    """The first instant after the year (UTC)."""
    return at(date(year + 1, 1, 1), time())
