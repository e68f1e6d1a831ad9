"""What meetings add to the day's one mail: invitations to open and answer, what waits for a chair's word or consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.meetings.answers.models import EarlyLeave, Substitute
from e_office.meetings.answers.rules import Word
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.models import Invitee, Meeting, MeetingState, Paper, PaperState
from e_office.meetings.reminders.queries import owing
from e_office.meetings.reminders.rules import wants_mail
from e_office.meetings.requests.rules_overdue import is_overdue
from e_office.meetings.rules_time import RULE_SETS, latest_issue
from e_office.meetings.telling import mailbox_unit
from e_office.notices.digest_lines import Key, Line, Source, add_source
from e_office.people.queries import holidays

MAILED = timedelta(days=14)
"""How long the mail names the file of what was handed out; the chair's desk names it until there is a word."""


def wanted(office: Office) -> set[Key]:
    """Mailboxes and persons with something due before tomorrow's mail, and chairs for whom somebody waits.

    A paper waits for its consent in the mail from the last day on which it may be sent in time.
    """
    now, days = office.clock.now(), holidays(office)
    near = [one for one in owing(office) if one.meeting.starts_at]
    due = {_whose(one) for one in near if wants_mail(start=one.meeting.starts_at or now, now=now, holidays=days)}
    chairs = {("person", meeting.chair_id) for meeting in _waiting(office) if meeting.chair_id is not None}
    return due | chairs | {("person", paper.meeting.chair_id) for paper, _needed in late_consents(office)}


def lines(office: Office, key: Key) -> list[Line]:
    """Everything of meetings that one mail tells, as it stands now."""
    found = [_owed(invitee) for invitee in owing(office) if _whose(invitee) == key]
    for meeting in _waiting(office):
        if key == ("person", meeting.chair_id):
            asked = msg("Cho ý kiến về người dự thay, xin về sớm")
            found.append(Line(_when(meeting), asked, "/meetings/words", meeting.purpose))
    for paper, needed in late_consents(office):
        if key == ("person", paper.meeting.chair_id):
            asked = msg("Đồng ý hoặc trả lại tài liệu họp, đã tới hạn gửi")
            found.append(Line(needed, asked, f"/meetings/consents#paper-{paper.id}", paper.title))
    return list({(line.path, str(line.asked)): line for line in found}.values())


def late_consents(office: Office) -> list[tuple[Paper, str]]:
    """Papers without the chair's consent (M3) on the last day on which they are sent in time (M2), and that day.

    One that was handed out at a meeting waits as well; other papers go nowhere once it has begun.
    """
    now, table, found = office.clock.now(), holidays(office), []
    handed = exists().where(HandedPaper.paper_id == Paper.id, HandedPaper.noted_at >= now - MAILED)
    query = select(Paper).join(Paper.meeting).where(Paper.state == PaperState.SUBMITTED)
    query = query.where(Meeting.state != MeetingState.CANCELLED, Meeting.chair_id.is_not(None))
    query = query.where(or_(Meeting.starts_at > now, handed)).options(joinedload(Paper.meeting))
    for paper in office.session.scalars(query.order_by(Meeting.starts_at, Paper.id)):
        meeting = paper.meeting
        latest = latest_issue(meeting.starts_at, RULE_SETS[meeting.rules], table) if meeting.starts_at else None
        if latest is not None and is_overdue(latest, now, table):
            found.append((paper, f"{local(latest):%H:%M %d/%m}"))
    return found


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
