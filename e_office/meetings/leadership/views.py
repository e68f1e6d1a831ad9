"""Screens of the leadership's week: the week and its revisions, typing an entry, marking a line, publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from flask import Response, g, render_template, request, send_file, url_for

from e_office.core.media_types import DOCX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.calendar_entries.queries import entry_of
from e_office.meetings.conflicts.warnings import Conflict, of_lines, of_typed, unseen_problems
from e_office.meetings.leadership import policy, queries, service
from e_office.meetings.leadership.by_day import days_of
from e_office.meetings.leadership.forms import EntryForm, MarkForm, first_values, typed
from e_office.meetings.leadership.gathering import SOURCE, digest_of, left_out_of, marks_of
from e_office.meetings.leadership.links import urls_of
from e_office.meetings.leadership.rules_week import monday_of, touches
from e_office.meetings.leadership.sheet import week_docx as docx_of
from e_office.meetings.requests.queries import officers_of
from e_office.meetings.views import blueprint


@blueprint.get("/meetings/week")
def week() -> str:
    """A week of an agency's leadership: as published last, or a revision of old; for who drafts, as it is now."""
    return _page(None)


@blueprint.get("/meetings/week.docx")
def week_docx() -> Response:
    """A published week as a sheet."""
    office, actor = current_office(), current_actor()
    agency = queries.get_agency(office, actor, request.args.get("agency", type=int))
    monday = asked_week(office)
    found = queries.week_of(office, actor, agency.id, monday, request.args.get("revision", type=int))
    if found.revision is None:
        refuse_if([Problem("not_published", msg("Lịch tuần này chưa công bố."))], msg("Chưa có bản .docx"))
    assert found.revision is not None, "refused before"
    name = f"lich-tuan-{monday:%Y-%m-%d}-lan-{found.revision.number}.docx"
    sheet = docx_of(office, found)
    return send_file(BytesIO(sheet), DOCX, as_attachment=True, download_name=name)


@blueprint.post("/meetings/week/publish")
def publish_week() -> Any:
    """Publish the week as the publisher saw it."""
    office, actor, monday = current_office(), current_actor(), asked_week(current_office())
    agency = _own_agency(office, actor)

    def work() -> str:
        revision = service.publish(office, actor, agency, monday, seen=request.form.get("seen", ""))
        say(msg("Đã công bố lịch tuần, lần %(n)s.", n=revision.number))
        return _week_url(agency, monday)

    return _acted(work)


@blueprint.post("/meetings/week/mark")
def mark_line() -> Any:
    """Say of a line that it is restricted, left out, or who goes along."""
    office, actor, monday = current_office(), current_actor(), asked_week(current_office())
    agency, form = _own_agency(office, actor), MarkForm()

    def work() -> str:
        service.mark_line(
            office, actor, agency, monday, request.form.get("key", "")[:60], restricted=bool(form.restricted.data),
            left_out=bool(form.left_out.data), officer_id=form.officer.data,
        )  # fmt: skip
        say(msg("Đã ghi vào lịch tuần."))
        return _week_url(agency, monday)

    return _acted(work)


@blueprint.route("/meetings/week/entries/new", methods=["GET", "POST"])
def new_entry() -> Any:
    """Type something into the calendar."""
    office, actor = current_office(), current_actor()
    agency = _own_agency(office, actor)
    first = first_values(office.today(), asked_week(office))
    form = EntryForm(data=first if request.method == "GET" else None)
    form.offer(office, agency)

    def work() -> str:
        refuse_if(form.unreadable(), service.NOT_KEPT)
        conflicts = of_typed(office, actor, facts := form.facts())
        service.type_entry(office, actor, agency, facts)
        _heed(conflicts)
        say(msg("Đã ghi vào lịch. Lịch tuần chỉ đổi khi công bố."))
        return _week_url(agency, form.day.data or office.today())

    return _entry_page(agency, form, work, None)


@blueprint.route("/meetings/week/entries/<int:typed_id>", methods=["GET", "POST"])
def change_entry(typed_id: int) -> Any:
    """Change what was typed, or let it fall away."""
    office, actor = current_office(), current_actor()
    row = queries.get_typed(office, actor, typed_id)
    entry, agency = entry_of(office, SOURCE, row.id), row.unit_id
    if entry is None:
        raise NotFound
    form = EntryForm(data=typed(row, entry) if request.method == "GET" else None)
    form.offer(office, agency)

    def work() -> str:
        if request.form.get("act") == "end":
            service.end_entry(office, actor, typed_id)
            say(msg("Đã bỏ khỏi lịch."))
            return _week_url(agency, request.form.get("monday", type=date.fromisoformat) or office.today())
        refuse_if(form.unreadable(), service.NOT_KEPT)
        conflicts = of_typed(office, actor, facts := form.facts(), typed_id)
        service.change_entry(office, actor, typed_id, facts, version=request.form.get("version", type=int))
        _heed(conflicts)
        say(msg("Đã sửa mục của lịch."))
        return _week_url(agency, form.day.data or office.today())

    return _entry_page(agency, form, work, row)


def asked_week(office: Office) -> date:
    """The Monday of the week asked for, today's where none is.

    :raises NotFound: for what is no day.
    """
    asked = request.values.get("week", "")
    try:
        day = date.fromisoformat(asked) if asked else office.today()
    except ValueError:
        raise NotFound from None
    if not 1900 < day.year < 2200:
        raise NotFound
    return monday_of(day)


def _own_agency(office: Office, actor: Actor) -> int:
    """The agency whose week is to be changed, the actor's first where none is named."""
    own = sorted(one for one in actor.agency_ids() if policy.may_draft(actor, one))
    asked = request.values.get("agency", type=int) or (own[0] if own else None)
    require(asked is not None and policy.may_draft(actor, asked), "draft week")
    assert asked is not None
    return asked


def _week_url(agency_id: int, day: date) -> str:
    return url_for(".week", agency=agency_id, week=monday_of(day).isoformat())


def _acted(work: Any) -> Any:
    try:
        return answer_once(work)
    except Refused as error:
        return _page(error), 422


def _page(error: Refused | None) -> str:
    office, actor = current_office(), current_actor()
    g.nav_section = "meetings.index"
    agency, monday = queries.get_agency(office, actor, request.values.get("agency", type=int)), asked_week(office)
    found = queries.week_of(office, actor, agency.id, monday, request.args.get("revision", type=int))
    drafts = policy.may_draft(actor, agency.id)
    return render_template(
        "meetings/leadership/week.html", found=found, agency=agency, error=error, drafts=drafts,
        agencies=queries.agencies_above(office, actor), days=days_of(found.lines, monday, lambda seen: seen.line),
        urls=urls_of(office, actor, found.lines, drafts=drafts), digest=digest_of(found.now),
        conflicts=of_lines(office, actor, found.now), touches=touches,
        units=queries.units_of(office, actor), **week_values(office, monday),
        **(_drafting(office, agency.id, monday) if drafts else {}),
    )  # fmt: skip


def week_values(office: Office, monday: date) -> dict[str, date]:
    """The days every page of a week names."""
    week, today = timedelta(days=7), office.today()
    return {
        "monday": monday, "sunday": monday + timedelta(days=6), "earlier": monday - week, "later": monday + week,
        "today": today, "this_week": monday_of(today),
    }  # fmt: skip


def _drafting(office: Office, agency_id: int, monday: date) -> dict[str, Any]:
    """What stands on the page only for who drafts."""
    officers: Sequence[tuple[int, str]] = [(one.id, one.name) for one in officers_of(office, agency_id)]
    return {
        "marks": marks_of(office, agency_id), "left_out": left_out_of(office, agency_id, monday), "officers": officers,
    }  # fmt: skip


def _heed(conflicts: Sequence[Conflict]) -> None:
    """Stop once before something is kept that overlaps: whoever has read of it saves it all the same.

    :raises Refused: where one of the overlaps did not stand on the page.
    """
    refuse_if(unseen_problems(conflicts, request.form.getlist("seen"), _overlaps))


def _overlaps(names: str) -> Problem:
    text = msg("Trùng giờ với việc khác của %(names)s, xem danh sách bên dưới.", names=names)
    return Problem("overlap", text, "hour", msg("Sửa giờ, hoặc bấm “Lưu vào lịch” lần nữa để vẫn ghi."))


def _entry_page(agency_id: int, form: EntryForm, work: Any, row: Any) -> Any:
    g.nav_section, problems = "meetings.index", ()
    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    office, monday = current_office(), monday_of(form.day.data or current_office().today())
    conflicts = of_typed(office, current_actor(), form.facts(), row.id if row else None)
    page = render_template(
        "meetings/leadership/entry.html", form=form, row=row, problems=problems, agency_id=agency_id, monday=monday,
        title_of=service.NOT_KEPT, conflicts=conflicts,
    )  # fmt: skip
    return page, 422 if problems else 200
