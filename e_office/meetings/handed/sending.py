"""Sending the file of what was handed out: to everybody invited, as soon as the chair agrees to it (M1, M3)."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import msg, refuse_if
from e_office.meetings.facts import judge_of
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.log import log_event
from e_office.meetings.models import Meeting, Paper, PaperState
from e_office.meetings.papers import admit_to_paper
from e_office.meetings.preparing.models import StepKind
from e_office.meetings.preparing.steps import note_step
from e_office.meetings.requests.needs import stop_problems
from e_office.meetings.rules import EventKind
from e_office.meetings.telling import mail_invitees, tell_invitees


def send_handed(office: Office, actor: Actor, meeting: Meeting, paper: Paper) -> None:
    """Send a paper that was handed out before it was sent; nothing else may go out once the meeting has begun (M2).

    Does nothing with any other paper. :raises Refused: while a leader's consent to the meeting is taken back (A-106).
    """
    row = office.session.scalar(select(HandedPaper).where(HandedPaper.paper_id == paper.id))
    if row is None:
        return
    refuse_if(stop_problems(office, meeting), msg("Chưa gửi được"))
    judge = judge_of(office, meeting)
    paper.state, paper.distributed_at = PaperState.DISTRIBUTED, judge.now
    paper.document.issued_on = day_of(judge.now)
    admit_to_paper(office, meeting, paper, meeting.invitees)
    note_step(office, actor, paper, StepKind.SENT, at=judge.now)
    log_event(
        office, actor, meeting, EventKind.HANDED_SENT, judge, paper_id=paper.id, handed=row.id,
        sha256=paper.file.sha256,
    )  # fmt: skip
    mark = f"handed.{row.id}"
    mail_invitees(office, meeting, meeting.invitees, "change", mark, what="handed", title=paper.title)
    told = msg("Bản điện tử của tài liệu phát tại phiên họp: %(title)s", title=paper.title)
    tell_invitees(office, meeting, meeting.invitees, mark, "invitation", told)
    said = msg("gửi bản điện tử của tài liệu phát tại phiên họp “%(title)s”", title=paper.title)
    audit.record(office, actor, "sent paper", "meeting", meeting.id, said)
