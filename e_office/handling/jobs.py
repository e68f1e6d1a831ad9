"""What handling leaves for later: the morning's word on what is due tomorrow or today."""

from __future__ import annotations

from datetime import date

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.handling.models import Assignment
from e_office.handling.rules import OPEN
from e_office.notices.service import tell_person, tell_unit

WITHIN = 7
"""Days at most between a reminder and the day it speaks of: a weekend and holidays may lie between."""


@job("handling.remind")
def remind(office: Office, assignment_id: int, day: str) -> None:
    """Tell who holds a part that its day comes; once a day, and not where it is over or was given more time."""
    row = office.session.get(Assignment, assignment_id)
    if row is None or row.state not in OPEN or row.due_on is None or row.entry.closed_at is not None:
        return
    left = (row.due_on - date.fromisoformat(day)).days
    if not 0 <= left <= WITHIN:  # given more time meanwhile: another morning speaks of that
        return
    values = {"number": row.entry.number, "subject": row.entry.document.subject[:160]}
    text = (
        msg("Sắp đến hạn %(day)s: số đến %(number)s, %(subject)s", day=f"{row.due_on:%d/%m/%Y}", **values)
        if left
        else msg("Hạn hôm nay: số đến %(number)s, %(subject)s", **values)
    )
    key, document_id = f"remind:{row.id}:{day}", row.entry.document_id
    with office.transaction():
        if row.unit_id is not None:
            tell_unit(office, row.unit_id, key=key, kind="handling", document_id=document_id, message=text)
        elif row.person_id is not None:
            tell_person(office, row.person_id, key=key, kind="handling", document_id=document_id, message=text)
