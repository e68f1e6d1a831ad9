"""The page of how one document is handled, its slip, and what a document's own page says of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from e_office.core.media_types import DOCX
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents import uploads
from e_office.documents.models import Document
from e_office.documents.page import PagePart
from e_office.handling import policy, queries, slip, working
from e_office.handling.forms import RemarkForm
from e_office.handling.rules import OPEN
from e_office.people.queries import get_unit
from e_office.registry import agency
from e_office.registry.queries import incoming_entry

blueprint = Blueprint("handling", __name__)
blueprint.url_defaults(agency.carry)


@blueprint.get("/incoming/<int:entry_id>/handling")
def show(entry_id: int) -> str:
    """Who does which part by when, what was said, what is asked of me (giải quyết văn bản)."""
    return _page(entry_id, RemarkForm(), (), uploads.Uploads())


@blueprint.post("/incoming/<int:entry_id>/remarks")
def remark(entry_id: int) -> Any:
    """Give an opinion, with files where there are any."""
    office, actor, form = current_office(), current_actor(), RemarkForm()
    queries.get_entry(office, actor, entry_id)
    given = uploads.take(office, actor, request)

    def work() -> str:
        given.check()
        working.remark(office, actor, entry_id, form.text.data or "", given.files, kind=form.kind())
        say(msg("Đã ghi ý kiến."))
        return url_for("handling.show", entry_id=entry_id, _anchor="remarks")

    try:
        return answer_once(work)
    except Refused as error:
        return _page(entry_id, form, error.problems, given), 422


@blueprint.get("/incoming/<int:entry_id>/slip")
def print_slip(entry_id: int) -> str:
    """The processing slip (phiếu giải quyết văn bản đến), NĐ 30/2020 Annex IV, for printing."""
    office, actor = current_office(), current_actor()
    entry = queries.get_entry(office, actor, entry_id)
    return render_template(
        "handling/print_slip.html",
        entry=entry,
        unit=get_unit(office, entry.unit_id),
        slip=_slip(office, entry.id),
        printed_at=office.clock.now(),
        printed_by=actor,
    )


@blueprint.get("/incoming/<int:entry_id>/slip.docx")
def download_slip(entry_id: int) -> Response:
    """The same slip as a document."""
    office, actor = current_office(), current_actor()
    entry = queries.get_entry(office, actor, entry_id)
    found = _slip(office, entry.id)
    stream = slip.as_docx(entry, get_unit(office, entry.unit_id), found, office.today())
    return send_file(stream, mimetype=DOCX, as_attachment=True, download_name=f"phieu-giai-quyet-{entry.number}.docx")


def _slip(office: Office, entry_id: int) -> slip.Slip:
    replies = queries.replies_of(office, [entry_id]).get(entry_id, [])
    return slip.slip_of(queries.tree_of(office, entry_id), queries.remarks_of(office, entry_id), replies)


def _page(entry_id: int, form: RemarkForm, problems: tuple[Problem, ...], given: uploads.Uploads) -> str:
    office, actor = current_office(), current_actor()
    entry = queries.get_entry(office, actor, entry_id)
    tree = queries.tree_of(office, entry.id)
    mine = [branch.row for branch in tree if branch.row.state in OPEN and policy.holds(actor, branch.row)]
    mine.sort(key=lambda row: row.person_id != actor.person_id)  # one's own part before that of one's unit
    return render_template(
        "handling/show.html",
        entry=entry,
        tree=tree,
        mine=mine,
        replies=queries.replies_of(office, [entry.id]).get(entry.id, []),
        remarks=queries.remarks_of(office, entry.id),
        form=form,
        given=given,
        problems=problems,
        policy=policy,
        today=office.today(),
    )


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """What a document's page says of its handling: the parts with their states, and the way to the whole."""
    entry = incoming_entry(office, document.id, actor.agency_ids())
    if entry is None or not policy.may_follow(actor, entry):
        return None
    tree = queries.tree_of(office, entry.id)
    section = render_template("handling/_section.html", entry=entry, tree=tree, today=office.today())
    asked = any(branch.row.state in OPEN and policy.holds(actor, branch.row) for branch in tree)
    to_direct = not tree and entry.closed_at is None and policy.directing_post(actor, entry) is not None
    tool = render_template("handling/_tool.html", entry=entry, asked=asked, to_direct=to_direct)
    return PagePart(sections=(Markup(section),), tools=(Markup(tool),))


def crumbs(entry: Any) -> list[tuple[str, str]]:
    """The way from the register to the handling of one of its lines."""
    return [
        (_("Sổ văn bản đến %(year)s", year=entry.year), url_for("registry.incoming", year=entry.year)),
        (_("Số đến %(number)s", number=entry.number), url_for("handling.show", entry_id=entry.id)),
    ]
