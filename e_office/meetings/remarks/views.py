"""Screens of remarks: what was said on items and papers before a meeting, with answers; keeping a note for oneself."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.agenda.queries import program_of
from e_office.meetings.facts import papers_sent
from e_office.meetings.models import MeetingState
from e_office.meetings.reading.queries import in_turn
from e_office.meetings.reading.views import readable
from e_office.meetings.remarks import notes, policy, service
from e_office.meetings.remarks.queries import grouped, remarks_for, unanswered
from e_office.meetings.views import blueprint, find


@blueprint.route("/meetings/<int:meeting_id>/remarks", methods=["GET", "POST"])
def remarks(meeting_id: int) -> Any:
    """Comments and questions before the meeting, as far as this reader may see them; say one, answer one."""
    office, actor, error = current_office(), current_actor(), None
    find(office, actor, meeting_id)
    if request.method == "POST":
        try:
            return answer_once(lambda: _say(office, actor, meeting_id))
        except Refused as refused:
            error = refused
    meeting = find(office, actor, meeting_id)
    if meeting.state == MeetingState.DRAFT:
        raise NotFound
    rows, program = remarks_for(office, actor, meeting), program_of(office, meeting, papers_sent(meeting))
    papers = in_turn(meeting, program)
    page = render_template(
        "meetings/remarks.html", meeting=meeting, groups=grouped(rows, program, papers), waiting=unanswered(rows),
        error=error, program=program, papers=papers, typed=request.form, chosen=request.values.get("about", ""),
        may_answer=policy.may_answer(actor, meeting), reads_all=policy.reads_all(actor, meeting),
        may_remark=policy.may_remark(actor, meeting) and not _begun(office, meeting.starts_at),
    )  # fmt: skip
    return page, 422 if error else 200


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:paper_id>/note")
def keep_note(meeting_id: int, paper_id: int) -> Any:
    """Keep what the actor notes on a paper for oneself."""
    office, actor = current_office(), current_actor()
    readable(actor, find(office, actor, meeting_id), paper_id)

    def work() -> str:
        paper = readable(actor, find(office, actor, meeting_id), paper_id)
        notes.keep_note(office, actor, paper, request.form.get("note", ""))
        say(msg("Đã lưu ghi chú riêng. Chỉ bạn đọc được."))
        return url_for(".read_paper", meeting_id=meeting_id, paper_id=paper_id, _anchor="note")

    return answer_once(work)


def _say(office: Office, actor: Actor, meeting_id: int) -> str:
    verb, _, what = request.form.get("act", "").partition(":")
    text = request.form.get("text", "")
    if verb == "answer":
        row = service.answer_remark(office, actor, meeting_id, int(what) if what.isdigit() else 0, text)
        say(msg("Đã trả lời."))
        return url_for(".remarks", meeting_id=meeting_id, _anchor=f"remark-{row.remark_id}")
    made = service.remark(
        office, actor, meeting_id, **_about(request.form.get("about", "")), kind=request.form.get("kind", ""),
        text=text, to_all="to_all" in request.form,
    )  # fmt: skip
    say(msg("Đã ghi ý kiến."))
    return url_for(".remarks", meeting_id=meeting_id, _anchor=f"remark-{made.id}")


def _about(chosen: str) -> dict[str, int]:
    """What the remark is on, as the list of choices names it: "item:3", "paper:5", or nothing for the whole meeting."""
    what, _, number = chosen.partition(":")
    return {f"{what}_id": int(number) if number.isdecimal() else 0} if what in {"item", "paper"} else {}


def _begun(office: Office, start: Any) -> bool:
    return start is None or start <= office.clock.now()
