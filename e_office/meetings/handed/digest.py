"""What papers handed out at meetings add to the day's one mail: the electronic files that a unit owes."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.meetings.handed.queries import files_owed
from e_office.meetings.telling import mailbox_unit
from e_office.notices.digest_lines import Key, Line, Source, add_source

MAILED = timedelta(days=14)
"""How long the day's mail names a file that is owed; the page of the meeting names it until it is brought."""


def wanted(office: Office) -> set[Key]:
    """Mailboxes of units that owe the file of what they handed out."""
    since = office.clock.now() - MAILED
    return {("unit", mailbox_unit(row.unit).id) for row in files_owed(office) if row.noted_at >= since}


def lines(office: Office, key: Key) -> list[Line]:
    """The files that one mailbox's units owe."""
    asked = msg("Nộp bản điện tử của tài liệu đã phát tại phiên họp")
    return [
        Line(f"{local(row.handed_at):%d/%m}", asked, f"/meetings/{row.meeting_id}/handed", row.title)
        for row in files_owed(office)
        if key == ("unit", mailbox_unit(row.unit).id)
    ]


add_source(Source(wanted, lines))
