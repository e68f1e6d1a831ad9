"""What meetings leave for later: one mail to each unit mailbox, with the calendar entry of the present state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.meetings import calendar
from e_office.meetings.facts import order_behind, papers_sent
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.requests.holding import hold, must_hold
from e_office.meetings.wording import spoken_length
from e_office.notices.jobs import send
from e_office.notices.letters import letter
from e_office.notices.models import MailOut
from e_office.people.queries import path_to_agency

WITHOUT_CALENDAR = frozenset({"conclusion", "calendar_reply"})
OVER = frozenset({"handed"})
"""Changes told once a meeting is over: nothing of its entry in a calendar is another."""


@job("meetings.send_mail")
def send_mail(office: Office, mail_id: int) -> None:
    """Render a mail about a meeting from the present rows and hand it over; may run twice (F-07)."""
    row = office.session.get(MailOut, mail_id)
    meeting = office.session.get(Meeting, row.meeting_id) if row and row.meeting_id else None
    if row is None or meeting is None or meeting.starts_at is None:
        return
    if must_hold(office, meeting, row):
        office.session.rollback()
        with office.transaction():
            hold(office, mail_id)
        return
    invitees = [invitee for invitee in meeting.invitees if _mailbox(invitee) == row.unit_id]
    entry = None
    if row.template not in WITHOUT_CALENDAR and row.facts.get("what") not in OVER:
        attendees = calendar.attendees_of(row.address, invitees)
        entry = calendar.entry(office, meeting, method="REQUEST", attendees=attendees, address=row.address)
    send(office, mail_id, letter(office, row, calendar=entry, **_values(office, meeting, invitees, row)))


def _values(office: Office, meeting: Meeting, invitees: list[Invitee], row: MailOut) -> dict[str, Any]:
    facts = row.facts
    before = facts.get("before")
    return {
        "meeting": meeting,
        "document": meeting.document,
        "conclusion": meeting.conclusion,
        "invitees": invitees,
        "papers": papers_sent(meeting),
        "path": f"/meetings/{meeting.id}/invitation",
        "ordered": order_behind(office, meeting, row.created_at),
        "what": facts.get("what", ""),
        "place_before": facts.get("place_before", ""),
        "length": (spoken_length(facts["length_before"]), spoken_length(meeting.length)) if "length" in facts else (),
        "reason": facts.get("reason", ""),
        "title": facts.get("title", ""),
        "changes": facts.get("changes", ""),
        "before": datetime.fromisoformat(before) if before else None,
    }


def _mailbox(invitee: Invitee) -> int | None:
    path = path_to_agency(invitee.unit)
    return next((unit.id for unit in path if unit.mailbox), None)
