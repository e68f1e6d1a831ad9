"""Who was there beside the invitees: the chair or who presided instead, and who came without being invited."""

from __future__ import annotations

from datetime import datetime

from e_office.core.clock import local
from e_office.meetings.letters import named
from e_office.meetings.minutes.models import Attendance, Attended, OtherAttendance
from e_office.meetings.models import Meeting


def chair_line(meeting: Meeting, row: OtherAttendance | None) -> str:
    """Who chaired, in the language of documents; with who presided instead or before, and when the chair left."""
    chair = named(meeting.chair, meeting.chair_title)
    if row is None:
        return chair
    if row.state == Attended.PRESENT:
        return chair + (f" ({row.reason})" if row.reason else "") + left_early(row)
    away = f"{chair} vắng" + (f" (lý do: {row.reason.rstrip('.')})" if row.reason else "")
    if row.state == Attended.ABSENT:
        return away
    return f"{named_in(row)}{left_early(row)}, chủ trì thay {away}"


def uninvited_line(row: OtherAttendance) -> str:
    """Somebody who came uninvited, in the language of documents: who, of which unit, why."""
    return f"{row.unit}: {named_in(row)} (lý do: {row.reason.rstrip('.')}){at_place(row)}{left_early(row)}"


def at_place(row: Attendance | OtherAttendance) -> str:
    """Where somebody sat, as a note behind the name; "" where the meeting had one place."""
    return f" (tại {row.place})" if row.place else ""


def left_early(row: Attendance | OtherAttendance) -> str:
    """When somebody left, as a note behind the name; "" for who stayed."""
    return f" (rời họp {local(row.left_at):%H:%M})" if row.left_at else ""


def presided_before(who: str, until: datetime) -> str:
    """What is noted of a chair who came when somebody presided already, in the language of documents."""
    return f"từ {local(until):%H:%M}, trước đó {who}, chủ trì thay"


def named_in(row: OtherAttendance) -> str:
    """Name and post of who is noted."""
    return ", ".join(filter(None, (row.name, row.post)))
