"""How long the clerk may take: registering, numbering, sending, acknowledging (`domain.md` 2.5)."""

from __future__ import annotations

from datetime import date

from e_office.people.rules import Holidays, add_working_days
from e_office.registry.types import Urgency


def register_by(arrived_on: date, urgency: str, holidays: Holidays) -> date:
    """The last day on which an arrival is registered: the same, at the latest the next working day.

    NĐ 30/2020 Art. 4.2c; an urgent one (Khẩn, Thượng khẩn, Hỏa tốc) immediately, which is the same day (Art. 23.1).
    """
    return _same_day_or_next(arrived_on, urgency, holidays)


def dispatch_by(signed_on: date, urgency: str, holidays: Holidays) -> date:
    """The last day on which a signed document is finished and sent: the day of signing or the next working day.

    NĐ 30/2020 Art. 18.1; an urgent one immediately after the signature.
    """
    return _same_day_or_next(signed_on, urgency, holidays)


def number_by(signed_on: date, holidays: Holidays) -> date:
    """The last day on which a signed paper document gets its number: the next working day (NĐ 30/2020 Art. 15.2)."""
    return add_working_days(signed_on, 1, holidays)


def acknowledge_by(arrived_on: date) -> date:
    """The last day on which receipt of an electronic document is acknowledged: the same (NĐ 30/2020 Art. 21.2c)."""
    return arrived_on


def _same_day_or_next(day: date, urgency: str, holidays: Holidays) -> date:
    return day if urgency != Urgency.NORMAL else add_working_days(day, 1, holidays)
