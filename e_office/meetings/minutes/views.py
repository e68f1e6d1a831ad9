"""Screens of the minutes: writing them together, versions, circulating, remarks, the two signatures, annexes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for

from e_office.core.media_types import DOCX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, is_htmx, say
from e_office.documents.service import keep_made
from e_office.drafting.difference import difference
from e_office.meetings.absent.queries import asks_seen
from e_office.meetings.answers.queries import answers_of
from e_office.meetings.handed.queries import handed_at, voided_at
from e_office.meetings.live.queries import live_of, runs
from e_office.meetings.live.rules import is_past
from e_office.meetings.minutes import policy, queries, signing, writing
from e_office.meetings.minutes.coming import expected, word_on
from e_office.meetings.minutes.forms import (
    AnnexForm,
    HeadForm,
    came_from,
    head_form,
    part_from,
    rows_of,
    shown_from,
    shown_head,
)
from e_office.meetings.minutes.models import Minutes, MinutesState, PartKey
from e_office.meetings.minutes.sheet import hash_of, who
from e_office.meetings.minutes.signed_sheet import signed_or_drawn
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.sheets import LaidOut
from e_office.meetings.views import answer_numbered

blueprint = Blueprint("minutes", __name__, url_prefix="/meetings/<int:meeting_id>")


@blueprint.get("/minutes")
def show(meeting_id: int) -> Any:
    """The minutes (biên bản): to be written by those who write them, to be read and signed by the others."""
    office, actor = current_office(), current_actor()
    meeting = queries.find_meeting(office, actor, meeting_id)
    minutes = queries.minutes_of(office, meeting_id)
    if minutes is None:
        if not policy.may_write(actor, meeting) or meeting.state != MeetingState.ISSUED:
            raise NotFound
        return _empty_page(office, actor, meeting)
    if not policy.may_read(actor, meeting, minutes):
        raise NotFound
    return _page(office, actor, minutes)


@blueprint.post("/minutes/begin")
def begin(meeting_id: int) -> Any:
    """Begin them, as their secretary."""
    office, actor = current_office(), current_actor()
    queries.find_meeting(office, actor, meeting_id)

    def work() -> str:
        writing.begin(office, actor, meeting_id)
        return url_for(".show", meeting_id=meeting_id)

    return answer_once(work)


@blueprint.post("/minutes/parts/<any(course, opinions, votes, conclusion):key>")
def save_part(meeting_id: int, key: str) -> Any:
    """Keep a part while it is written; asked by htmx every few seconds, or by the button without script."""
    office, actor = current_office(), current_actor()
    minutes = _written(office, actor, meeting_id)
    text, base, drawn = part_from(request.form)
    try:
        with office.transaction():
            saved = writing.save_part(office, actor, meeting_id, key, text, base, drawn)
    except Refused as error:
        if is_htmx():
            return render_template("meetings/minutes/_not_saved.html", problems=error.problems), 422
        return _page(office, actor, minutes, error, typed={key: text}, shown={key: (base, drawn)}), 422
    if is_htmx():
        by = [row.author for row in queries.versions(office, saved.part) if row.author_id != actor.person_id]
        return render_template(
            "meetings/minutes/_saved.html", part=saved.part, saved=saved, by=by, now=office.clock.now(),
            meeting_id=meeting_id,
        )  # fmt: skip
    say(msg("Đã lưu phần “%(title)s”.", title=writing.PARTS[key]))
    return redirect(url_for(".show", meeting_id=meeting_id, _anchor=key), 303)


@blueprint.get("/minutes/parts/<any(course, opinions, votes, conclusion):key>")
def history(meeting_id: int, key: str) -> str:
    """The versions of a part, and what changed between two of them."""
    office, actor = current_office(), current_actor()
    minutes = _written(office, actor, meeting_id)
    part = minutes.part(key)
    rows = queries.versions(office, part)
    new = queries.revision(office, part, request.args.get("new", part.revision, type=int))
    earlier = [row.number for row in rows if new and row.number < new.number]
    old = queries.revision(office, part, request.args.get("old", earlier[0] if earlier else 0, type=int))
    found = difference(old.text if old else "", new.text) if new else None
    return render_template(
        "meetings/minutes/history.html", minutes=minutes, meeting=minutes.meeting, key=key,
        title=writing.PARTS[key], rows=rows, old=old, new=new, found=found,
    )  # fmt: skip


@blueprint.post("/minutes/head")
def save_head(meeting_id: int) -> Any:
    """Who writes them, when the meeting began and ended."""
    office, actor = current_office(), current_actor()
    minutes = _written(office, actor, meeting_id)
    form = HeadForm()
    form.offer(office, minutes)
    if not form.validate():
        return _page(office, actor, minutes, form=form), 422

    def work() -> str:
        writing.save_head(
            office, actor, meeting_id, secretary_id=form.secretary.data, started_at=form.started_at(),
            ended_at=form.ended_at(), shown=shown_head(minutes, request.form),
        )  # fmt: skip
        say(msg("Đã lưu thư ký và giờ họp."))
        return url_for(".show", meeting_id=meeting_id)

    return _act(office, actor, minutes, work, form=form)


@blueprint.post("/minutes/attendance")
def note_attendance(meeting_id: int) -> Any:
    """Who was there, who came instead, who was absent and why."""
    office, actor = current_office(), current_actor()
    minutes = _written(office, actor, meeting_id)
    came, seen = came_from(minutes.meeting, request.form), shown_from(minutes.meeting, request.form)

    def work() -> str:
        writing.note_attendance(office, actor, meeting_id, came, seen)
        say(msg("Đã lưu thành phần dự họp."))
        return url_for(".show", meeting_id=meeting_id, _anchor="attendance")

    return _act(office, actor, minutes, work, came=came, seen=seen)


@blueprint.post("/minutes/circulate")
def circulate(meeting_id: int) -> Any:
    """Put the draft before those invited and before the two who sign."""
    office, actor = current_office(), current_actor()
    minutes = _written(office, actor, meeting_id)

    def work() -> str:
        signing.circulate(office, actor, meeting_id)
        say(msg("Đã gửi dự thảo biên bản tới thành phần dự họp và hai người ký."))
        return url_for(".show", meeting_id=meeting_id)

    return _act(office, actor, minutes, work)


@blueprint.post("/minutes/remarks")
def remark(meeting_id: int) -> Any:
    """Say something about circulated minutes."""
    office, actor = current_office(), current_actor()
    minutes = _read(office, actor, meeting_id)

    def work() -> str:
        signing.remark(office, actor, meeting_id, request.form.get("remark", ""))
        say(msg("Đã gửi ý kiến tới thư ký."))
        return url_for(".show", meeting_id=meeting_id, _anchor="remarks")

    return _act(office, actor, minutes, work, typed={"remark": request.form.get("remark", "")})


@blueprint.post("/minutes/remarks/<int:remark_id>")
def answer_remark(meeting_id: int, remark_id: int) -> Any:
    """What the secretary made of a remark."""
    office, actor = current_office(), current_actor()
    minutes = _written(office, actor, meeting_id)

    def work() -> str:
        signing.answer_remark(office, actor, meeting_id, remark_id, request.form.get("answer", ""))
        return url_for(".show", meeting_id=meeting_id, _anchor="remarks")

    return _act(office, actor, minutes, work, typed={f"answer-{remark_id}": request.form.get("answer", "")})


@blueprint.post("/minutes/<any(sign, unsign):act>")
@blueprint.post("/minutes/annexes/<int:annex>/<any(sign, unsign):act>")
def sign(meeting_id: int, act: str, annex: int = 0) -> Any:
    """Sign exactly the sheet that was shown, or take one's own signature back while the other is missing."""
    office, actor = current_office(), current_actor()
    minutes = _read(office, actor, meeting_id)

    def lay_out() -> LaidOut:
        require(signing.signs_of(office, actor, minutes, annex) is not None, "sign minutes", minutes.meeting)
        return LaidOut(keep_made(office, signing.sheet_of(office, minutes, annex), _name(annex)))

    def signed(ahead: LaidOut) -> str:
        signing.sign(office, actor, meeting_id, request.form.get("sha256", ""), ahead, annex=annex)
        say(msg("Đã ký."))
        return url_for(".show", meeting_id=meeting_id)

    def unsigned() -> str:
        signing.take_back(office, actor, meeting_id, annex=annex)
        say(msg("Đã rút chữ ký."))
        return url_for(".show", meeting_id=meeting_id)

    try:
        return answer_numbered(lay_out, signed) if act == "sign" else answer_once(unsigned)
    except Refused as error:
        return _page(office, actor, _read(office, actor, meeting_id), error), 422


@blueprint.post("/minutes/annexes")
def add_annex(meeting_id: int) -> Any:
    """Correct signed minutes by an annex."""
    office, actor = current_office(), current_actor()
    minutes = _written(office, actor, meeting_id)
    form = AnnexForm()

    def work() -> str:
        text, reason = form.text.data or "", form.reason.data or ""
        annex = signing.add_annex(office, actor, meeting_id, text=text, reason=reason)
        said = msg("Đã lập phụ lục %(n)s. %(secretary)s (thư ký) và chủ trì cùng ký thì phụ lục có hiệu lực.",
                   n=annex.number, secretary=queries.annex_secretary(office, annex).name)  # fmt: skip
        say(said)
        return url_for(".show", meeting_id=meeting_id, _anchor="annexes")

    return _act(office, actor, minutes, work, annex_form=form)


@blueprint.get("/minutes.docx")
@blueprint.get("/minutes/annexes/<int:annex>.docx")
def sheet(meeting_id: int, annex: int = 0) -> Any:
    """The sheet as it would be signed now; once both have signed, the very one they signed."""
    office, actor = current_office(), current_actor()
    content = BytesIO(signed_or_drawn(office, _read(office, actor, meeting_id), annex))
    return send_file(content, DOCX, as_attachment=True, download_name=_name(annex))


def _empty_page(office: Office, actor: Actor, meeting: Meeting) -> str:
    leads = _leads(office, actor, meeting)
    return render_template("meetings/minutes/begin.html", meeting=meeting, now=office.clock.now(), leads=leads)


def _leads(office: Office, actor: Actor, meeting: Meeting) -> bool:
    """Whether the way to the panel of the held meeting is shown: to who runs it, while there is something to see."""
    if meeting.state != MeetingState.ISSUED or meeting.starts_at is None or not runs(office, actor, meeting):
        return False
    return not is_past(meeting.starts_at, office.clock.now()) or live_of(office, meeting.id) is not None


def _name(number: int) -> str:
    return f"bien-ban-phu-luc-{number}.docx" if number else "bien-ban.docx"


def _read(office: Office, actor: Actor, meeting_id: int) -> Minutes:
    return queries.get_minutes(office, actor, queries.find_meeting(office, actor, meeting_id))


def _written(office: Office, actor: Actor, meeting_id: int) -> Minutes:
    minutes = _read(office, actor, meeting_id)
    if not policy.may_write(actor, minutes.meeting, minutes):
        raise NotFound
    return minutes


def _act(office: Office, actor: Actor, minutes: Minutes, work: Any, **typed: Any) -> Any:
    """The act; or the page again with every problem and all that was typed."""
    meeting_id = minutes.meeting_id
    try:
        return answer_once(work)
    except Refused as error:
        return _page(office, actor, _read(office, actor, meeting_id), error, **typed), 422


def _page(office: Office, actor: Actor, minutes: Minutes, error: Refused | None = None, **typed: Any) -> str:
    meeting: Meeting = minutes.meeting
    writes = policy.may_write(actor, meeting, minutes)
    half_signed = any(one.annex == 0 for one in minutes.signatures)
    came, answers = queries.attended(office, meeting.id), answers_of(office, meeting)
    part = "write" if writes and not half_signed and minutes.state != MinutesState.SIGNED else "read"
    return render_template(
        f"meetings/minutes/{part}.html", meeting=meeting, minutes=minutes, parts=writing.PARTS, keys=list(PartKey),
        form=typed.get("form") or head_form(office, minutes), annex_form=typed.get("annex_form") or AnnexForm(),
        came=came, rows=rows_of(meeting, came, expected(meeting, answers), typed.get("came"), typed.get("seen")),
        shown_head=shown_head(minutes, request.form if "form" in typed else {}, error.problems if error else ()),
        word_on=lambda row, who: word_on(row, answers.substitutes.get(who.id)), voided=voided_at(office, meeting.id),
        changes=queries.changes(office, minutes) if writes else [], signs=signing.signs_of(office, actor, minutes),
        typed=typed.get("typed", {}), shown=typed.get("shown", {}), error=error, writes=writes,
        signs_of=lambda annex: signing.signs_of(office, actor, minutes, annex), handed=handed_at(office, meeting.id),
        chair=queries.presided_by(office, meeting), secretary_of=lambda annex: queries.annex_secretary(office, annex),
        may_remark=policy.may_remark(actor, meeting, minutes), now=office.clock.now(), who=who,
        missing=signing.problems_of(office, minutes) if writes else [], leads=_leads(office, actor, meeting),
        asks=asks_seen(office, actor, meeting), today=office.today(), others=queries.others_at(office, meeting.id),
        sha256_of=lambda annex=0: hash_of(signing.sheet_of(office, minutes, annex)),
        signed_by={(one.annex, str(one.signs)): one for one in minutes.signatures},
    )  # fmt: skip
