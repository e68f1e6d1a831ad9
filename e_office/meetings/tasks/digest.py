"""What tasks of conclusions add to the day's one mail: what a unit has to report by its day, or is late with."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.meetings.tasks.queries import in_state
from e_office.meetings.tasks.rules import TaskState, is_near
from e_office.meetings.telling import mailbox_unit
from e_office.notices.digest_lines import Key, Line, Source, add_source
from e_office.people.queries import holidays

MAILED = timedelta(days=14)
"""How long the mail names what is overdue; the desk names it until it is reported."""


def wanted(office: Office) -> set[Key]:
    """Mailboxes of units that lead a task to be done by the next working day, or overdue."""
    today, table = office.today(), holidays(office)
    rows = [row for row in in_state(office, TaskState.OPEN) if row.due_on and row.due_on >= today - MAILED]
    return {("unit", mailbox_unit(row.lead_unit).id) for row in rows if is_near(row.due_on, today, table)}


def lines(office: Office, key: Key) -> list[Line]:
    """What one mailbox's units have to report, and the reports their meetings wait to have confirmed."""
    asked, confirm = msg("Làm xong, báo cáo việc theo kết luận"), msg("Xác nhận báo cáo việc theo kết luận")
    found = [
        Line(f"{row.due_on:%d/%m}" if row.due_on else "", asked, f"/meetings/tasks/{row.id}", row.item.text)
        for row in in_state(office, TaskState.OPEN)
        if key == ("unit", mailbox_unit(row.lead_unit).id)
    ]
    return found + [
        Line("", confirm, f"/meetings/tasks/{row.id}", row.item.text)
        for row in in_state(office, TaskState.REPORTED)
        if key == ("unit", mailbox_unit(row.meeting.unit).id)
    ]


add_source(Source(wanted, lines))
