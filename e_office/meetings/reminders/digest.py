"""What meetings add to the day's one mail: invitations to open and answer, and what waits for a chair's word."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.meetings.answers.models import EarlyLeave, Substitute
from e_office.meetings.answers.rules import Word
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.reminders.queries import owing
from e_office.meetings.reminders.rules import wants_mail
from e_office.meetings.telling import mailbox_unit
from e_office.notices.digest_lines import Key, Line, Source, add_source
from e_office.people.queries import holidays


def wanted(office: Office) -> set[Key]:
    """Mailboxes and persons with something due before tomorrow's mail, and chairs for whose word somebody waits."""
    now, days = office.clock.now(), holidays(office)
    near = [one for one in owing(office) if one.meeting.starts_at]
    due = {_whose(one) for one in near if wants_mail(start=one.meeting.starts_at or now, now=now, holidays=days)}
    chairs = {("person", meeting.chair_id) for meeting in _waiting(office) if meeting.chair_id is not None}
    return due | chairs


def lines(office: Office, key: Key) -> list[Line]:
    """Everything of meetings that one mail tells, as it stands now."""
    found = [_owed(invitee) for invitee in owing(office) if _whose(invitee) == key]
    for meeting in _waiting(office):
        if key == ("person", meeting.chair_id):
            asked = msg("Cho ý kiến về người dự thay, xin về sớm")
            found.append(Line(_when(meeting), asked, "/meetings/words", meeting.purpose))
    return list({(line.path, str(line.asked)): line for line in found}.values())


def _owed(invitee: Invitee) -> Line:
    meeting = invitee.meeting
    asked = msg("Mở giấy mời và trả lời dự họp") if invitee.opened_at is None else msg("Trả lời dự họp")
    return Line(_when(meeting), asked, f"/meetings/{meeting.id}/invitation", meeting.purpose)


def _whose(invitee: Invitee) -> Key:
    if invitee.person_id is not None:
        return "person", invitee.person_id
    return "unit", mailbox_unit(invitee.unit).id


def _waiting(office: Office) -> Sequence[Meeting]:
    """Meetings to come in which something waits for the chair's word."""
    waits = [
        select(Invitee.meeting_id).join(model, model.invitee_id == Invitee.id).where(model.state == Word.WAITS)
        for model in (Substitute, EarlyLeave)
    ]
    query = select(Meeting).where(
        Meeting.id.in_(waits[0].union(waits[1])),
        Meeting.state == MeetingState.ISSUED,
        Meeting.starts_at > office.clock.now(),
    )
    return office.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all()


def _when(meeting: Meeting) -> str:
    return f"{local(meeting.starts_at):%H:%M %d/%m}" if meeting.starts_at else ""


add_source(Source(wanted, lines))
