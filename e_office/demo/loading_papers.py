"""Loading what happens about the papers of the demonstration's meetings to come: one asked for, questions, a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select

from e_office.core.permission import Actor
from e_office.demo.acts import Act
from e_office.demo.facts import PlannedMeeting
from e_office.demo.province import Cast
from e_office.documents.service import KeptFile
from e_office.meetings.models import Meeting, PaperState
from e_office.meetings.preparing.wanting import want_paper
from e_office.meetings.remarks.models import MeetingRemark
from e_office.meetings.remarks.notes import keep_note
from e_office.meetings.remarks.service import answer_remark, remark

WANTED = "Phụ lục số liệu kèm báo cáo"
QUESTION = "Nguồn vốn cho các hạng mục còn lại lấy từ đâu, đã có trong kế hoạch năm sau chưa?"
ANSWER = "Đã có trong dự kiến kế hoạch năm sau; chi tiết ở mục 3 của báo cáo."
COMMENT = "Đề nghị nêu rõ hơn trách nhiệm của cấp huyện trong phần nhiệm vụ."
NOTE = "Hỏi lại số liệu tháng trước khi phát biểu."
STEP = timedelta(minutes=10)


def preparing_acts(cast: Cast, item: PlannedMeeting, writer: Callable[[], Actor]) -> Iterator[Act]:
    """A paper asked of the unit that prepares a meeting whose invitation is still a draft."""

    def want(_files: Sequence[KeptFile]) -> None:
        want_paper(cast.at(item.drafted_at + STEP), writer(), cast.meetings[item.key], title=WANTED, unit_id=None)

    yield Act(item.drafted_at + STEP, item.key, want)


def remark_acts(cast: Cast, item: PlannedMeeting, answers: Callable[[], Actor]) -> Iterator[Act]:
    """A question with its answer, a comment open to all, and a note, by those who have opened the invitation first."""
    opened = sorted((one.opened_at, place) for place, one in enumerate(item.invitees) if one.opened_at)
    if not opened:
        return
    at, place = opened[0]
    when = at + STEP

    def say(_files: Sequence[KeptFile]) -> None:
        office, actor = cast.at(when), cast.actor(item.invitees[place].opened_by)
        meeting = office.session.get_one(Meeting, cast.meetings[item.key])
        paper = next((one for one in meeting.papers if one.state == PaperState.DISTRIBUTED), None)
        paper_id = paper.id if paper else None
        remark(office, actor, meeting.id, paper_id=paper_id, kind="question", text=QUESTION, to_all=False)
        remark(office, actor, meeting.id, paper_id=paper_id, kind="comment", text=COMMENT, to_all=True)
        if paper is not None:
            keep_note(office, actor, paper, NOTE)

    def answer(_files: Sequence[KeptFile]) -> None:
        office, meeting_id = cast.at(when + STEP), cast.meetings[item.key]
        asked = select(MeetingRemark.id).filter_by(meeting_id=meeting_id, kind="question")
        answer_remark(office, answers(), meeting_id, office.session.scalars(asked).one(), ANSWER)

    if when + STEP < cast.end:
        yield Act(when, item.key, say)
        yield Act(when + STEP, item.key, answer)
