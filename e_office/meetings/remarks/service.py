"""Use cases of remarks: a comment or question before the meeting, and its answer."""

from __future__ import annotations

from typing import Any

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.meetings import policy as of_meetings
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.facts import lock_meeting
from e_office.meetings.models import Meeting
from e_office.meetings.remarks import policy
from e_office.meetings.remarks.models import MeetingRemark, MeetingRemarkAnswer, RemarkKind
from e_office.meetings.remarks.rules import remark_problems, text_problems
from e_office.notices.service import tell_person, tell_unit

NOT_SAID = msg("Chưa ghi được ý kiến")


def remark(
    office: Office, actor: Actor, meeting_id: int, *, item_id: int | None = None, paper_id: int | None = None,
    kind: str, text: str, to_all: bool,
) -> MeetingRemark:  # fmt: skip
    """Say something on an item or a paper, or on the meeting, before it is held (M13); the preparing side is told.

    :raises NotAllowed: for who is not invited; :raises Refused: naming every problem.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_remark(actor, meeting), "remark", meeting)
    sent = {paper.id for paper in meeting.papers if paper.distributed_at is not None}
    problems = list(remark_problems(text=text, kind=kind, start=meeting.starts_at, now=office.clock.now()))
    if paper_id is not None and paper_id not in sent:
        problems.append(Problem("no_paper", msg("Tài liệu này chưa được gửi."), "about"))
    item = next((one for one in items_of(office, meeting) if one.id == item_id), None)
    if item_id is not None and item is None:
        message = msg("Nội dung này không có trong chương trình. Chọn nội dung khác, hoặc cả cuộc họp.")
        problems.append(Problem("no_item", message, "about"))
    refuse_if(problems, NOT_SAID)
    row = MeetingRemark(
        meeting=meeting, item=item, item_title=item.title if item else "", paper_id=paper_id, author_id=actor.person_id,
        unit_id=of_meetings.invited_as(actor, meeting)[0].unit_id, kind=RemarkKind(kind), text=text.strip(),
        to_all=to_all, at=office.clock.now(), answers=[],
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()  # its id is in the notices' keys
    _tell(office, meeting, row)
    said = msg("nêu câu hỏi trước cuộc họp") if kind == RemarkKind.QUESTION else msg("góp ý trước cuộc họp")
    audit.record(office, actor, "remarked", "meeting", meeting.id, said)
    return row


def answer_remark(office: Office, actor: Actor, meeting_id: int, remark_id: int, text: str) -> MeetingRemarkAnswer:
    """Answer a remark; its author is told.

    :raises NotAllowed: for anybody but the preparing side; :raises Refused: without words.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_answer(actor, meeting), "answer remark", meeting)
    row = office.session.get(MeetingRemark, remark_id)
    if row is None or row.meeting_id != meeting_id:
        raise NotFound
    refuse_if(text_problems(text), NOT_SAID)
    given = MeetingRemarkAnswer(remark=row, person_id=actor.person_id, text=text.strip(), at=office.clock.now())
    office.session.add(given)
    office.session.flush()
    tell_person(
        office, row.author_id, key=f"remark-answer:{given.id}", kind="remark", meeting_id=meeting.id,
        message=msg("Ý kiến của bạn đã có trả lời: %(subject)s", subject=meeting.purpose),
    )  # fmt: skip
    audit.record(office, actor, "answered remark", "meeting", meeting.id, msg("trả lời ý kiến trước cuộc họp"))
    return given


def _tell(office: Office, meeting: Meeting, row: MeetingRemark) -> None:
    """The preparing unit, and whoever began the invitation. What is said stands on the page alone."""
    about: dict[str, Any] = {"kind": "remark", "meeting_id": meeting.id}
    message = msg("Có ý kiến trước cuộc họp: %(subject)s", subject=meeting.purpose)
    if meeting.preparing_unit_id not in {None, meeting.unit_id}:
        unit_id = meeting.preparing_unit_id or 0
        tell_unit(office, unit_id, key=f"remark:{row.id}:u", message=message, **about)
    if meeting.created_by_id is not None:
        tell_person(office, meeting.created_by_id, key=f"remark:{row.id}:p", message=message, **about)
