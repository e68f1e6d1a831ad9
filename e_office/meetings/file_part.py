"""Meetings in case files: one lies in a file by reference, and shows to those who may know of it."""

from __future__ import annotations

from flask import url_for

from e_office.casefiles.things import Thing
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings import policy
from e_office.meetings.models import Meeting


def find(office: Office, actor: Actor, meeting_id: int) -> Thing | None:
    """The meeting where the actor may know of it, with the address the actor has for it."""
    meeting = office.session.get(Meeting, meeting_id)
    if meeting is None:
        return None
    invited = bool(policy.invited_as(actor, meeting))
    if not invited and not policy.may_see_receipts(actor, meeting):
        return None
    url = url_for("meetings.invitation" if invited else "meetings.show", meeting_id=meeting.id)
    return Thing(title=meeting.purpose, day=day_of(meeting.starts_at) if meeting.starts_at else None, url=url)
