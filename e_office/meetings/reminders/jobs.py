"""The office's own reminders on the desk: looked for again and again, given once for each start and stage."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.office import Office
from e_office.core.rounds import every
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.log import log_event
from e_office.meetings.models import Invitee
from e_office.meetings.reminders.queries import owing, reminded_by
from e_office.meetings.reminders.rules import AHEAD, due_stage
from e_office.meetings.requests.needs import stop_problems
from e_office.meetings.rules import EventKind
from e_office.meetings.telling import reminder_said, tell_invitees

ROUND = timedelta(minutes=15)


@every(ROUND, when=lambda _settings: True)
def remind_by_itself(office: Office) -> int:
    """Remind on their desks whoever owes an opening or an answer at its hour; gives how many were reminded."""
    near = owing(office, before=office.clock.now() + AHEAD)
    meetings = list(dict.fromkeys(invitee.meeting_id for invitee in near))
    office.session.rollback()
    reminded = 0
    for meeting_id in meetings:
        with office.transaction():
            reminded += _remind(office, meeting_id)
    return reminded


def _remind(office: Office, meeting_id: int) -> int:
    """Under the meeting's lock, so that two workers remind once.

    Nobody is reminded of what was moved or called off meanwhile, nor while a consent it needs is taken back (A-106).
    """
    meeting = lock_meeting(office, meeting_id)
    if stop_problems(office, meeting):
        return 0
    judge, start = judge_of(office, meeting), meeting.starts_at
    stages: dict[str, list[Invitee]] = {}
    for invitee in owing(office, meeting_id=meeting_id):
        if start is None or invitee.delivered_at is None:
            continue
        if stage := due_stage(start=start, delivered=invitee.delivered_at, now=judge.now):
            stages.setdefault(f"{stage.value}.{start:%Y%m%d%H%M}", []).append(invitee)
    total = 0
    for mark, invitees in stages.items():
        known = reminded_by(office, meeting, mark)
        chosen = [invitee for invitee in invitees if invitee.id not in known]
        if not chosen:
            continue
        ids = [invitee.id for invitee in chosen]
        log_event(office, None, meeting, EventKind.REMINDED, judge, mark=mark, invitees=ids)
        for opened in (False, True):
            group = [invitee for invitee in chosen if (invitee.opened_at is not None) == opened]
            tell_invitees(office, meeting, group, mark, "invitation", reminder_said(meeting, opened))
        for invitee in chosen:
            invitee.reminded_at = judge.now
        total += len(chosen)
    return total
