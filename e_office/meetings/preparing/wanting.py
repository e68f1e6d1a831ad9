"""Use cases of what has to be prepared: a paper is asked of a unit, given up again, answered by the first version."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, Problem, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.models import Meeting, MeetingState, Paper
from e_office.meetings.preparing.models import WantedPaper
from e_office.meetings.preparing.rules_set import wanted_problems
from e_office.meetings.rules_begun import PAPER_AT_TABLE
from e_office.meetings.rules_time import latest_issue
from e_office.meetings.wording import spoken_moment
from e_office.notices.service import tell_unit
from e_office.people.queries import get_unit

NOT_ASKED = msg("Chưa ghi được tài liệu phải chuẩn bị")


def want_paper(office: Office, actor: Actor, meeting_id: int, *, title: str, unit_id: int | None) -> WantedPaper:
    """Ask a unit for a paper; where none is named, the one that prepares the content (M3). The unit is told.

    :raises NotAllowed: for anybody but the organisers; :raises Refused: without a name, or once the meeting is over.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_edit(actor, meeting), "ask for a paper", meeting)
    title = " ".join(title.split())
    refuse_if([*over_problems(office, meeting), *wanted_problems(title)], NOT_ASKED)
    unit = get_unit(office, unit_id or meeting.preparing_unit_id or meeting.unit_id)
    row = WantedPaper(
        meeting=meeting, unit_id=unit.id, title=title, asked_at=office.clock.now(), asked_by_id=actor.person_id
    )
    office.session.add(row)
    office.session.flush()  # its id is in the notice's key
    said = msg("yêu cầu %(unit)s chuẩn bị tài liệu “%(title)s”", unit=unit.short_name or unit.name, title=title)
    audit.record(office, actor, "wanted", "meeting", meeting.id, said)
    if unit.id != meeting.unit_id:
        tell_unit(
            office, unit.id, key=f"wanted:{row.id}", kind="wanted", meeting_id=meeting.id,
            message=_message(office, meeting, title),
        )  # fmt: skip
    return row


def give_up(office: Office, actor: Actor, meeting_id: int, wanted_id: int) -> WantedPaper:
    """Do without a paper that was asked for; one that was put in already stays where it is.

    :raises NotAllowed: :raises NotFound: where it is none of this meeting.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_edit(actor, meeting), "give a paper up", meeting)
    row = office.session.get(WantedPaper, wanted_id)
    if row is None or row.meeting_id != meeting_id:
        raise NotFound
    if row.given_up_at is None:
        row.given_up_at = office.clock.now()
        said = msg("thôi yêu cầu tài liệu “%(title)s”", title=row.title)
        audit.record(office, actor, "wanted", "meeting", meeting.id, said)
    return row


def answer_wanted(office: Office, meeting: Meeting, paper: Paper, wanted_id: int | None) -> None:
    """Let a paper that was just put in answer what was asked for.

    :raises Refused: where that is there no more, or another was quicker.
    """
    if wanted_id is None:
        return
    row = office.session.get(WantedPaper, wanted_id)
    if row is None or row.meeting_id != meeting.id or row.given_up_at is not None or row.paper_id is not None:
        text = msg("Tài liệu được yêu cầu đã có người nộp, hoặc không cần nữa. Mở lại trang rồi chọn lại.")
        refuse_if([Problem("wanted_gone", text, "wanted")], NOT_ASKED)
    else:
        row.paper_id = paper.id


def ask_again(office: Office, meeting: Meeting, paper: Paper) -> None:
    """What a paper answered that is being taken out is owed once more; where it replaced one, that answers it."""
    for row in meeting.wanted:
        if row.paper_id == paper.id:
            after = next((other for other in meeting.papers if other.replaces_id == paper.id), None)
            row.paper_id = paper.replaces_id or (after.id if after else None)


def over_problems(office: Office, meeting: Meeting) -> list[Problem]:
    """Nothing is prepared any more for what has begun or was called off."""
    over = meeting.starts_at is not None and office.clock.now() >= meeting.starts_at
    if meeting.state == MeetingState.CANCELLED:
        cure = msg("Họp lại thì đưa tài liệu vào giấy mời mới.")
        return [Problem("over", msg("Cuộc họp đã hủy, không thêm tài liệu nữa."), "", cure)]
    if meeting.state == MeetingState.ISSUED and over:
        return [Problem("over", msg("Cuộc họp đã bắt đầu, không thêm tài liệu nữa."), "", PAPER_AT_TABLE)]
    return []


def _message(office: Office, meeting: Meeting, title: str) -> Message:
    if meeting.starts_at is None:
        return msg("Chuẩn bị tài liệu họp: %(title)s", title=title)
    judge = judge_of(office, meeting)
    latest = spoken_moment(latest_issue(meeting.starts_at, judge.rule_set, judge.holidays))
    return msg("Chuẩn bị tài liệu họp: %(title)s, phải gửi đi trước %(latest)s", title=title, latest=latest)
