"""When somebody is reminded of a part: the working day before its day, and on the day."""

from __future__ import annotations

from datetime import time

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.handling import jobs
from e_office.handling.models import Assignment
from e_office.handling.rules import Part, reminder_days
from e_office.people.queries import holidays

MORNING = time(7, 0)
"""Before the office opens, in its own time."""


def remind_later(office: Office, row: Assignment) -> None:
    """Leave the reminders of a part for their mornings; they look at the state of that morning."""
    if row.due_on is None or row.part == Part.KNOW:
        return
    for day in reminder_days(row.due_on, office.today(), holidays(office)):
        key = f"{row.id}:{day.isoformat()}"
        office.later(jobs.remind, dedupe=key, at=at(day, MORNING), assignment_id=row.id, day=day.isoformat())
