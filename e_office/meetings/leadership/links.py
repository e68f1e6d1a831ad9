"""Where each line of the week leads for its reader."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings import policy as meetings
from e_office.meetings.leadership.gathering import SOURCE
from e_office.meetings.leadership.queries import Seen
from e_office.meetings.models import Meeting
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.policy import may_see


def urls_of(office: Office, actor: Actor, lines: Sequence[Seen], *, drafts: bool) -> dict[str, str]:
    """Key of a line -> where this person can open what it came from; nothing for what is not theirs to open."""
    found = {}
    for seen in lines:
        source, _, number = seen.line.key.partition(":")
        row_id, gone = int(number), seen.change is not None and seen.change.after is None
        if source == "meeting":
            meeting = office.session.get(Meeting, row_id)
            if meeting and (meetings.may_see_receipts(actor, meeting) or meetings.invited_as(actor, meeting)):
                found[seen.line.key] = url_for("meetings.show", meeting_id=row_id)
        elif source == "request":
            asked = office.session.get(MeetingRequest, row_id)
            if asked and may_see(actor, asked):
                found[seen.line.key] = url_for("meetings.show_request", asked_id=row_id)
        elif source == SOURCE and drafts and not gone:
            found[seen.line.key] = url_for("meetings.change_entry", typed_id=row_id)
    return found
