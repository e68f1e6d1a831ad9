"""Letting an invitation go on that was held back, once a new consent covers it (A-106)."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import msg
from e_office.meetings.models import Meeting
from e_office.meetings.requests.holding import STOPPED
from e_office.meetings.requests.needs import stop_problems
from e_office.meetings.telling import mail_units
from e_office.notices.models import MailOut
from e_office.people.models import Unit


def resume(office: Office, actor: Actor, meeting: Meeting, request_id: int) -> int:
    """Where a new consent covers the meeting, send the invitation to the mailboxes that were passed over."""
    if stop_problems(office, meeting):
        return 0
    rows = office.session.scalars(select(MailOut).filter_by(meeting_id=meeting.id, error=STOPPED))
    units = [office.session.get_one(Unit, one) for one in {row.unit_id for row in rows} if one is not None]
    count = mail_units(office, meeting, units, "invitation", f"resumed.{request_id}")
    if count:
        audit.record(
            office, actor, "resumed", "meeting", meeting.id, msg("gửi tiếp giấy mời tới %(n)s hộp thư", n=count)
        )
    return count
