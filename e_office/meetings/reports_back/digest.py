"""What reporting back adds to the day's one mail: what an agency owes by the next working day, or is late with."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.meetings.reports_back.queries import open_everywhere
from e_office.meetings.reports_back.rules import is_near
from e_office.meetings.telling import mailbox_unit
from e_office.notices.digest_lines import Key, Line, Source, add_source
from e_office.people.queries import holidays

MAILED = timedelta(days=14)
"""How long the mail names what is overdue; the desk names it until it is reported."""


def wanted(office: Office) -> set[Key]:
    """Mailboxes of agencies with a report due by the next working day, or overdue."""
    today, table = office.today(), holidays(office)
    rows = (row for row in open_everywhere(office) if row.due_on >= today - MAILED)
    return {("unit", mailbox_unit(row.unit).id) for row in rows if is_near(row.due_on, today, table)}


def lines(office: Office, key: Key) -> list[Line]:
    """What one agency still owes."""
    asked = msg("Báo cáo lại sau họp, giao việc cho người chịu trách nhiệm")
    return [
        Line(f"{row.due_on:%d/%m}", asked, f"/meetings/reports-back/{row.id}", row.meeting.purpose)
        for row in open_everywhere(office)
        if key == ("unit", mailbox_unit(row.unit).id)
    ]


add_source(Source(wanted, lines))
