"""The screen of the agenda: items in order, moved by buttons, each with its papers and its three lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from e_office.core.permission import require
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings import policy
from e_office.meetings.agenda import service
from e_office.meetings.agenda.queries import first_version, is_printed, items_of, program_of
from e_office.meetings.agenda.service import NOT_SAVED, ItemFacts
from e_office.meetings.facts import papers_in_force
from e_office.meetings.forms import unit_choices
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.series.queries import approved_in
from e_office.meetings.views import blueprint, organised

TEXTS = ("rapporteur", "agreed", "not_agreed", "to_settle")


@blueprint.route("/meetings/<int:meeting_id>/agenda", methods=["GET", "POST"])
def agenda(meeting_id: int) -> Any:
    """The agenda; every button of it keeps what was typed first."""
    office, actor, error = current_office(), current_actor(), None
    meeting = organised(office, actor, meeting_id)
    require(policy.may_prepare_content(actor, meeting), "write agenda", meeting)
    if request.method == "POST":
        try:
            return answer_once(lambda: _do(meeting_id))
        except Refused as refused:
            error = refused
    return _page(organised(office, actor, meeting_id), error), 422 if error else 200


def _do(meeting_id: int) -> str:
    """Keep what was typed, then do what the pressed button says; gives the address to go on at."""
    office, actor = current_office(), current_actor()
    meeting = organised(office, actor, meeting_id)
    service.save_items(office, actor, meeting_id, _typed([one.id for one in items_of(office, meeting)]))
    verb, _colon, what = request.form.get("act", "save").partition(":")
    item_id = int(what) if what.isdigit() else 0
    if verb == "add":
        item = service.add_item(office, actor, meeting_id, request.form.get("title", ""))
        return url_for(".agenda", meeting_id=meeting_id, _anchor=f"item-{item.id}")
    if verb in {"up", "down"}:
        service.move_item(office, actor, meeting_id, item_id, -1 if verb == "up" else 1)
        return url_for(".agenda", meeting_id=meeting_id, focus=what, toward=verb, _anchor=f"item-{item_id}")
    if verb == "out":
        service.take_out(office, actor, meeting_id, item_id)
        return url_for(".agenda", meeting_id=meeting_id)
    say(msg("Đã lưu chương trình."))
    return url_for(".agenda", meeting_id=meeting_id)


def _typed(ids: list[int]) -> list[ItemFacts]:
    """The items of the page as typed; a length that is no number is refused, never lost."""
    sent, found, wrong = request.form, [], []
    for place, one in enumerate((one for one in ids if f"title-{one}" in sent), start=1):
        typed = sent.get(f"minutes-{one}", "").strip()
        if typed and not typed.isdecimal():
            text = msg("Nội dung %(n)s: thời lượng ghi bằng số phút.", n=place)
            wrong.append(Problem("minutes_unreadable", text, f"minutes-{one}"))
        found.append(_item(sent, one, int(typed) if typed.isdecimal() else None))
    if wrong:
        raise Refused(wrong, NOT_SAVED)
    return found


def _item(sent: Mapping[str, str], one: int, minutes: int | None) -> ItemFacts:
    unit = sent.get(f"unit-{one}", "")
    papers = [int(paper) for paper in request.form.getlist(f"papers-{one}") if paper.isdecimal()]
    return ItemFacts(
        id=one, title=sent[f"title-{one}"], unit_id=int(unit) if unit.isdecimal() else None, minutes=minutes,
        paper_ids=papers, **{name: sent.get(f"{name}-{one}", "") for name in TEXTS},
    )  # fmt: skip


def _page(meeting: Meeting, error: Refused | None) -> str:
    office, papers = current_office(), papers_in_force(meeting)
    turns = program_of(office, meeting, papers)
    return render_template(
        "meetings/agenda/edit.html", meeting=meeting, error=error, turns=turns,
        approves=approved_in(office, current_actor(), turns),
        papers=[(first_version(paper).id, paper.title) for paper in papers], typed=request.form if error else {},
        units=unit_choices(office, meeting.unit_id, _("Chọn đơn vị")), issued=meeting.state == MeetingState.ISSUED,
        printed=is_printed(office, meeting),
        focus=request.args.get("focus", ""), toward=request.args.get("toward", ""),
    )  # fmt: skip
