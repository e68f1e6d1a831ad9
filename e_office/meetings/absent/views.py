"""Screens of absent agencies: what concerns each of them is sent, and answered in writing (O5)."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField, RadioField
from wtforms.fields.choices import SelectChoice

from e_office.core.fields import Area, Day, OfficeForm, Text
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.looking import is_deliberate
from e_office.documents.queries import find_visible
from e_office.documents.uploads import Uploads, take
from e_office.meetings import policy as meetings
from e_office.meetings.absent import changing, policy, queries, service
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.absent.rules import OPEN, STANCES, WITHIN, Standing, ready_problems, suggested
from e_office.meetings.absent.service import NOT_SENT, AnswerFacts, Asked
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.minutes.queries import attended, minutes_of, readable
from e_office.meetings.models import Meeting
from e_office.meetings.views import blueprint, find
from e_office.people.models import Unit
from e_office.people.queries import holidays, units_of_agency
from e_office.people.rules import add_working_days
from e_office.submissions.rules_opinions import ANSWER_LABELS, Answer


class AskForm(OfficeForm):
    """The day of the answer and what is said to all; the parts come as `part-<unit>`."""

    due_on = Day(_l("Trả lời trước hết ngày"))
    words = Area(_l("Lời nhắn"))


class AnswerForm(OfficeForm):
    """A written answer."""

    stance = RadioField(_l("Ý kiến"), choices=[], validate_choice=False)
    words = Area(_l("Nội dung trả lời"))
    code = Text(_l("Số văn bản trả lời"))
    files = MultipleFileField(_l("Tệp văn bản"))


class ChangeForm(OfficeForm):
    """Another day for the answer, or none any more; either with its reason."""

    due_on = Day(_l("Hạn mới, hết ngày"))
    reason = Area(_l("Lý do"))


@blueprint.route("/meetings/<int:meeting_id>/absent", methods=["GET", "POST"])
def absent(meeting_id: int) -> Any:
    """Which agencies were absent, which part concerns each, what they answered."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    written = minutes_of(office, meeting_id)
    if not policy.may_ask(actor, meeting, written):
        raise NotFound
    form = AskForm()
    if request.method == "GET":
        form.due_on.data = add_working_days(office.today(), WITHIN, holidays(office))
        return _page(office, actor, meeting, written, form)

    def work() -> str:
        refuse_if(_unread(form), NOT_SENT)
        chosen = {unit: request.form.getlist(f"part-{unit}") for unit in request.form.getlist("unit", type=int)}
        asked = Asked(parts=chosen, due_on=form.due_on.data, words=form.words.data or "")
        made = service.ask(office, actor, meeting_id, asked)
        say(msg("Đã gửi phần kết luận liên quan tới %(n)s cơ quan vắng mặt.", n=len(made)))
        return url_for(".absent", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _page(office, actor, find(office, actor, meeting_id), written, form, error), 422


@blueprint.get("/meetings/absent/<int:ask_id>")
def show_absent(ask_id: int) -> str:
    """The part that concerns an agency, and its answer; a deliberate look of who answers is the receipt (O8)."""
    office, actor = current_office(), current_actor()
    ask = queries.get_ask(office, actor, ask_id)
    if is_deliberate(request) and ask.opened_at is None and policy.may_answer(actor, ask):
        with suppress(NotFound), office.transaction():
            service.note_opened(office, actor, ask_id)
        ask = queries.get_ask(office, actor, ask_id)
    return _answer_page(office, actor, ask, AnswerForm(formdata=None), Uploads())


@blueprint.post("/meetings/absent/<int:ask_id>/answer")
def answer_absent(ask_id: int) -> Any:
    """Answer in writing: agree or not, in words, with a file, or by the number of a document."""
    office, actor = current_office(), current_actor()
    queries.get_ask(office, actor, ask_id)
    given, form = take(office, actor, request), AnswerForm()

    def work() -> str:
        given.check()
        stance = form.stance.data
        known = Answer(stance) if stance in Answer.__members__.values() else None
        facts = AnswerFacts(stance=known, words=form.words.data or "", code=form.code.data or "")
        service.answer(office, actor, ask_id, facts, given.files)
        say(msg("Đã trả lời bằng văn bản."))
        return url_for(".show_absent", ask_id=ask_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _answer_page(office, actor, queries.get_ask(office, actor, ask_id), form, given, error), 422


@blueprint.post("/meetings/absent/<int:ask_id>/<any(extend, withdraw):change>")
def change_absent(ask_id: int, change: str) -> Any:
    """Give the agency another day, or do without its answer; the reason is kept and it is told."""
    office, actor = current_office(), current_actor()
    ask, form = queries.get_ask(office, actor, ask_id), ChangeForm()
    if not policy.may_change(actor, ask, minutes_of(office, ask.meeting_id)):
        raise NotFound

    def work() -> str:
        reason = form.reason.data or ""
        if change == "extend":
            row = changing.extend(office, actor, ask_id, due_on=form.due_on.data, reason=reason)
            say(msg("Cơ quan được báo ngay: trả lời trước hết ngày %(day)s.", day=f"{row.due_on:%d/%m/%Y}"))
        else:
            changing.withdraw(office, actor, ask_id, reason=reason)
            say(msg("Đã rút đề nghị trả lời. Cơ quan được báo ngay."))
        return url_for(".show_absent", ask_id=ask_id)

    try:
        return answer_once(work)
    except Refused as error:
        answer, ask = AnswerForm(formdata=None), queries.get_ask(office, actor, ask_id)
        return _answer_page(office, actor, ask, answer, Uploads(), error, form), 422


def _page(
    office: Office, actor: Actor, meeting: Meeting, written: Minutes | None, form: AskForm, error: Refused | None = None
) -> str:
    parts, asks = queries.parts_of(office, meeting, written), queries.asks_of(office, meeting.id)
    asked = {one.unit_id for one in asks}
    turnout = queries.turnout_of(meeting, attended(office, meeting.id))
    open_ = [unit for unit in turnout.absent if unit.id not in asked]
    typed = request.method == "POST"
    chosen = {
        unit.id: set(request.form.getlist(f"part-{unit.id}")) if typed else _suggested(office, unit, parts)
        for unit in open_
    }
    return render_template(
        "meetings/absent/absent.html", meeting=meeting, minutes=written, parts=parts, asks=asks, open=open_,
        chosen=chosen, form=form, error=error, today=office.today(),
        picked=set(request.form.getlist("unit", type=int)) if typed else set(chosen),
        ready=not _ready(meeting, written), turnout=turnout,
    )  # fmt: skip


def _unread(form: AskForm) -> list[Problem]:
    """A day that was typed and cannot be read is no day left out."""
    if form.due_on.data is not None or not (request.form.get("due_on") or "").strip():
        return []
    return [Problem("due_unreadable", msg("Hạn trả lời không đọc được."), "due_on")]


def _ready(meeting: Meeting, written: Minutes | None) -> Collection[Problem]:
    concluded = meeting.conclusion is not None and meeting.conclusion.issued_at is not None
    return list(ready_problems(signed=written is not None and written.state == "signed", concluded=concluded))


def _suggested(office: Office, unit: Unit, parts: list[queries.Part]) -> set[str]:
    concerns = [part.concern for part in parts]
    return set(suggested(concerns, units_of_agency(office, unit.id), queries.names_of(unit)))


def _answer_page(
    office: Office, actor: Actor, ask: AbsentAsk, form: AnswerForm, given: Uploads, error: Refused | None = None,
    change: ChangeForm | None = None,
) -> str:  # fmt: skip
    form.stance.choices = [SelectChoice(one.value, str(_l(ANSWER_LABELS[one].text))) for one in STANCES]
    meeting, is_open = ask.meeting, ask.standing(office.today()) in OPEN | {Standing.WITHDRAWN}
    notice = meeting.conclusion.document if meeting.conclusion else None
    named = {one.id for row in ask.answers for one in (row.numbered, row.files) if one is not None}
    return render_template(
        "meetings/absent/show.html", ask=ask, meeting=meeting, form=form, given=given, error=error,
        change=change or ChangeForm(formdata=None), changed=change is not None,
        may_change=is_open and policy.may_change(actor, ask, minutes_of(office, meeting.id)),
        today=office.today(), may_answer=policy.may_answer(actor, ask), asked=policy.is_asked(actor, ask),
        works=meetings.may_see_receipts(actor, meeting), invited=bool(meetings.invited_as(actor, meeting)),
        minutes=readable(office, actor, meeting),
        notice=notice if notice and find_visible(office, actor, notice.id) else None,
        visible={one for one in named if find_visible(office, actor, one)},
    )  # fmt: skip
