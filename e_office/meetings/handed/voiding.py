"""Striking out what was written down by mistake (ghi nhầm): the record and the word against it both stay."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.handed import policy
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.handed.queries import voided_at
from e_office.meetings.handed.rules import void_problems
from e_office.meetings.log import log_event
from e_office.meetings.minutes.queries import half_signed_by, minutes_of
from e_office.meetings.papers import take_paper_out
from e_office.meetings.rules import EventKind
from e_office.notices.service import tell_unit

NOT_VOIDED = msg("Chưa gạch được")


def void(office: Office, actor: Actor, handed_id: int, reason: str) -> HandedPaper:
    """Strike out a record that was written by mistake; it is in no figure any more and owes no file.

    A file that nobody was sent yet goes with it.

    :raises NotAllowed: :raises NotFound: :raises Refused: naming every problem, with nothing written.
    """
    row = office.session.get(HandedPaper, handed_id)
    if row is None:
        raise NotFound
    meeting = lock_meeting(office, row.meeting_id)
    office.session.refresh(row)
    require(policy.may_void(actor, meeting), "strike out a handed out paper", meeting)
    judge = judge_of(office, meeting)
    refuse_if(
        void_problems(
            voided=row.id in voided_at(office, meeting.id), sent=row.sent_at is not None, reason=reason,
            half_signed=half_signed_by(minutes_of(office, meeting.id)),
        ),
        NOT_VOIDED,
    )  # fmt: skip
    reason = " ".join(reason.split())
    log_event(office, actor, meeting, EventKind.HANDED_VOIDED, judge, handed=row.id, reason=reason)
    said = msg("gạch là ghi nhầm tài liệu phát tại phiên họp “%(title)s”: %(reason)s", title=row.title, reason=reason)
    audit.record(office, actor, "handed", "meeting", meeting.id, said)
    if row.paper_id is not None:
        paper_id, row.paper = row.paper_id, None
        office.session.flush()  # nothing may still point at the paper that goes
        take_paper_out(office, actor, meeting.id, paper_id)
    if row.unit_id != meeting.unit_id:
        told = msg("Đã gạch là ghi nhầm, không phải nộp: %(title)s", title=row.title)
        tell_unit(office, row.unit_id, key=f"handed:{row.id}:void", kind="handed", meeting_id=meeting.id, message=told)
    return row
