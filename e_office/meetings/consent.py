"""The chair's consent to papers (M3): asked for, given to exactly these bytes, refused with a reason, taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, Problem, msg, refuse_if
from e_office.documents.service import admit
from e_office.meetings import policy
from e_office.meetings.facts import lock_meeting
from e_office.meetings.handed.sending import send_handed
from e_office.meetings.models import Meeting, Paper, PaperState
from e_office.meetings.preparing.models import StepKind
from e_office.meetings.preparing.steps import note_step
from e_office.meetings.rules import reason_problems
from e_office.notices.service import tell_person, tell_unit

NOT_AGREED = msg("Chưa ghi được ý kiến")


def submit(office: Office, actor: Actor, meeting_id: int, paper_ids: Collection[int] | None = None) -> list[Paper]:
    """Ask the chair to agree to papers (gửi xin ý kiến); all of the own that wait where none is named.

    :raises NotAllowed: :raises Refused: where no chair is named yet.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_prepare(actor, meeting), "submit papers", meeting)
    if meeting.chair_id is None:
        problem = Problem("chair_missing", msg("Chưa chọn người chủ trì, nên chưa có ai để xin ý kiến."), "chair")
        refuse_if([problem], msg("Chưa gửi xin ý kiến được"))
    found = [
        paper
        for paper in meeting.papers
        if _is_open(meeting, paper) and (paper_ids is None or paper.id in paper_ids) and policy.may_handle(actor, paper)
    ]
    for paper in found:
        ask_chair(office, actor, meeting, paper)
    return found


def ask_chair(office: Office, actor: Actor, meeting: Meeting, paper: Paper) -> None:
    """Put one paper before the chair, whatever was said of it before."""
    now = office.clock.now()
    paper.state, paper.submitted_at = PaperState.SUBMITTED, now
    paper.approved_sha256 = paper.approved_at = paper.approved_by_id = None
    note_step(office, actor, paper, StepKind.SUBMITTED)
    admit(office, paper.document, persons=[meeting.chair_id or 0], why="consent")
    tell_person(
        office,
        meeting.chair_id or 0,
        key=f"consent:{paper.id}:{now.timestamp()}",
        kind="consent",
        meeting_id=meeting.id,
        document_id=paper.document_id,
        message=msg("Xin ý kiến tài liệu họp: %(title)s", title=paper.title),
    )
    said = msg("gửi xin ý kiến chủ trì về tài liệu “%(title)s”", title=paper.title)
    audit.record(office, actor, "submitted", "meeting", meeting.id, said)


def agree(office: Office, actor: Actor, paper_id: int, sha256: str) -> Paper:
    """The chair agrees to one paper; the consent is bound to the hash that was shown (A-106).

    The file of what was handed out at the meeting goes to everybody with it.

    :raises NotAllowed: for anybody but the person named as chair; :raises Refused: where the file is another
        by now, or nobody asks any more.
    """
    meeting, paper = _lock_paper(office, paper_id)
    require(policy.may_agree(actor, meeting), "agree to paper", meeting)
    refuse_if(_open_question(paper), NOT_AGREED)
    if sha256 != paper.file.sha256:
        text = msg("Tệp đã đổi sau khi bạn mở trang này. Xem lại bản mới rồi cho ý kiến.")
        refuse_if([Problem("other_file", text)], NOT_AGREED)
    paper.state, paper.approved_sha256 = PaperState.APPROVED, paper.file.sha256
    paper.approved_at, paper.approved_by_id = office.clock.now(), actor.person_id
    note_step(office, actor, paper, StepKind.AGREED)
    _tell_preparer(office, meeting, paper, "agreed", msg("Chủ trì đồng ý tài liệu: %(title)s", title=paper.title))
    audit.record(
        office,
        actor,
        "agreed",
        "meeting",
        meeting.id,
        msg("đồng ý tài liệu “%(title)s”, mã băm %(hash)s", title=paper.title, hash=paper.file.sha256[:8]),
    )
    send_handed(office, actor, meeting, paper)
    return paper


def send_back(office: Office, actor: Actor, paper_id: int, reason: str) -> Paper:
    """The chair sends a paper back with a reason.

    :raises NotAllowed: :raises Refused: without a reason, or where nobody asks any more.
    """
    meeting, paper = _lock_paper(office, paper_id)
    require(policy.may_agree(actor, meeting), "send paper back", meeting)
    refuse_if([*_open_question(paper), *reason_problems(reason)], NOT_AGREED)
    paper.state, paper.submitted_at = PaperState.DRAFT, None
    reason = " ".join(reason.split())
    note_step(office, actor, paper, StepKind.RETURNED, reason)
    message = msg("Chủ trì trả lại tài liệu %(title)s: %(reason)s", title=paper.title, reason=reason)
    _tell_preparer(office, meeting, paper, "returned", message)
    audit.record(
        office,
        actor,
        "returned",
        "meeting",
        meeting.id,
        msg("trả lại tài liệu “%(title)s”: %(reason)s", title=paper.title, reason=reason),
    )
    return paper


def withdraw(office: Office, actor: Actor, paper_id: int) -> Paper:
    """Take back what was not sent yet: the chair a consent, the preparing side a question."""
    meeting, paper = _lock_paper(office, paper_id)
    by_chair = paper.state == PaperState.APPROVED
    allowed = policy.may_agree(actor, meeting) if by_chair else policy.may_handle(actor, paper)
    require(allowed, "withdraw", meeting)
    if paper.state not in {PaperState.APPROVED, PaperState.SUBMITTED}:
        text = msg("Tài liệu đã gửi đi hoặc chưa xin ý kiến, không có gì để rút.")
        refuse_if([Problem("nothing_to_withdraw", text)], NOT_AGREED)
    paper.state, paper.submitted_at = PaperState.DRAFT, None
    paper.approved_sha256 = paper.approved_at = paper.approved_by_id = None
    note_step(office, actor, paper, StepKind.WITHDRAWN)
    said = (
        msg("rút ý kiến đồng ý tài liệu “%(title)s”", title=paper.title)
        if by_chair
        else msg("rút tài liệu “%(title)s” đang xin ý kiến", title=paper.title)
    )
    audit.record(office, actor, "withdrew", "meeting", meeting.id, said)
    return paper


def _is_open(meeting: Meeting, paper: Paper) -> bool:
    """A draft, or one that another person agreed to than who chairs now."""
    if paper.state == PaperState.APPROVED:
        return paper.approved_by_id != meeting.chair_id
    return paper.state == PaperState.DRAFT


def _open_question(paper: Paper) -> list[Problem]:
    if paper.state == PaperState.SUBMITTED:
        return []
    text = msg("Tài liệu này không còn chờ ý kiến: đã có ý kiến, đã thay bằng tệp khác, hoặc đã rút.")
    return [Problem("no_question", text)]


def _lock_paper(office: Office, paper_id: int) -> tuple[Meeting, Paper]:
    row = office.session.get(Paper, paper_id)
    if row is None:
        raise NotFound
    meeting = lock_meeting(office, row.meeting_id)
    return meeting, office.session.get_one(Paper, paper_id, populate_existing=True)


def _tell_preparer(office: Office, meeting: Meeting, paper: Paper, verb: str, message: Message) -> None:
    """Whoever put it in and whoever began the invitation; the preparing unit of another agency is told as a unit."""
    at, named = office.clock.now().timestamp(), (paper.created_by_id, meeting.created_by_id)
    about: dict[str, Any] = {"kind": "consent", "meeting_id": meeting.id, "document_id": paper.document_id}
    if meeting.preparing_unit_id not in {None, meeting.unit_id}:
        unit_id = meeting.preparing_unit_id or 0
        tell_unit(office, unit_id, key=f"{verb}:{paper.id}:{at}:u{unit_id}", message=message, **about)
    for person_id in {one for one in named if one is not None}:
        tell_person(office, person_id, key=f"{verb}:{paper.id}:{at}:{person_id}", message=message, **about)
