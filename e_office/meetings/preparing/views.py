"""Screens of preparing: the set of papers with each one's way, what is asked of a unit, two versions side by side."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.core.web import current_actor, current_office, say
from e_office.documents.models import TextState
from e_office.documents.queries import text_of
from e_office.documents.uploads import Uploads, take
from e_office.drafting.difference import difference
from e_office.meetings import policy, service
from e_office.meetings.change_forms import PaperForm
from e_office.meetings.change_views import changing
from e_office.meetings.facts import successors
from e_office.meetings.forms import unit_choices
from e_office.meetings.log import late_papers_of
from e_office.meetings.models import Meeting, Paper
from e_office.meetings.preparing import wanting
from e_office.meetings.preparing.queries import by_item, set_of
from e_office.meetings.preparing.steps import changes_in, steps_of
from e_office.meetings.views import blueprint, find, organised


@blueprint.route("/meetings/<int:meeting_id>/papers", methods=["GET", "POST"])
def papers(meeting_id: int) -> Any:
    """The papers of a meeting: put in, ask for consent, send, replace; also the preparing unit's page (M3)."""
    office, actor = current_office(), current_actor()
    meeting = organised(office, actor, meeting_id)
    require(policy.may_prepare(actor, meeting), "prepare papers", meeting)
    form, wanted_id = PaperForm(), request.values.get("wanted", type=int)
    given = take(office, actor, request) if request.method == "POST" else Uploads()

    def work() -> str:
        _act(office, actor, meeting_id, form, given)
        return url_for(".papers", meeting_id=meeting_id)

    may_ask = policy.may_edit(actor, meeting)
    units = unit_choices(office, meeting.unit_id, "")[1:] if may_ask else []
    whole = set_of(office, meeting)
    return changing(
        "meetings/papers.html", work, meeting_id, form=form, given=given, refused=given.problems, wanted_id=wanted_id,
        set=whole, items=by_item(office, whole), steps=steps_of(office, meeting.papers), may_ask=may_ask, units=units,
        late_papers=late_papers_of(office, meeting, ()), typed=request.form,
        own={paper.id for paper in meeting.papers if policy.may_handle(actor, paper)},
        may_record=policy.may_prepare_content(actor, meeting),
    )  # fmt: skip


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:paper_id>/changes")
def compare_paper(meeting_id: int, paper_id: int) -> str:
    """What a version changes: the uploader's words, and the words of both files side by side."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    new, old = _two_versions(actor, meeting, paper_id)
    texts = [text_of(office, one.file) for one in (old, new)]
    return render_template(
        "meetings/compare_paper.html", meeting=meeting, old=old, new=new,
        changes=changes_in(steps_of(office, [new])[new.id]), organises=policy.may_see_receipts(actor, meeting),
        found=difference(texts[0], texts[1]) if texts[0] is not None and texts[1] is not None else None,
        waiting=any(one.file.text_state == TextState.WAITING for one in (old, new)),
    )  # fmt: skip


def _two_versions(actor: Actor, meeting: Meeting, paper_id: int) -> tuple[Paper, Paper]:
    """A version and the one before it. An invitee compares what was sent, the preparing side whatever was put in.

    :raises NotFound: where there is none before it.
    """
    new = next((paper for paper in meeting.papers if paper.id == paper_id), None)
    sent_before = next((one for one in meeting.papers if successors(meeting).get(one.id) is new), None)
    if new is None:
        raise NotFound
    if policy.may_prepare(actor, meeting) or policy.may_agree(actor, meeting):
        old = sent_before or new.replaces
    else:
        old = sent_before if new.distributed_at else None
    if old is None:
        raise NotFound
    return new, old


def _act(office: Office, actor: Actor, meeting_id: int, form: PaperForm, given: Uploads) -> None:
    """What the pressed button says."""
    verb, _, what = request.form.get("act", "put").partition(":")
    paper_id = int(what) if what.isdigit() else 0
    if verb == "submit":
        found = service.submit(office, actor, meeting_id, [paper_id] if paper_id else None)
        say(msg("Đã gửi xin ý kiến %(n)s tài liệu.", n=len(found)))
    elif verb == "send":
        sent = service.send_paper(office, actor, meeting_id, paper_id)
        say(msg("Đã gửi tài liệu “%(title)s” tới các thành phần.", title=sent.title))
    elif verb == "out":
        service.take_paper_out(office, actor, meeting_id, paper_id)
        say(msg("Đã bỏ tài liệu."))
    elif verb == "withdraw":
        service.withdraw(office, actor, paper_id)
    elif verb == "want":
        unit_id, title = request.form.get("unit", type=int), request.form.get("wanted_title", "")
        row = wanting.want_paper(office, actor, meeting_id, title=title, unit_id=unit_id)
        say(msg("Đã yêu cầu %(unit)s chuẩn bị “%(title)s”.", unit=row.unit.name, title=row.title))
    elif verb == "drop":
        row = wanting.give_up(office, actor, meeting_id, paper_id)
        say(msg("Thôi yêu cầu tài liệu “%(title)s”.", title=row.title))
    else:
        _put(office, actor, meeting_id, form, given)


def _put(office: Office, actor: Actor, meeting_id: int, form: PaperForm, given: Uploads) -> None:
    """Put the files in; what is said of one file is said of the first of them alone."""
    if not given.files:
        refuse_if([Problem("no_file", msg("Chưa chọn tệp nào."), "files")], msg("Chưa thêm được tài liệu"))
    title, more = form.title.data or "" if len(given.files) == 1 else "", given.files[1:]
    replaces, wanted = request.form.get("replaces", type=int), request.form.get("wanted", type=int)
    service.put_paper(
        office, actor, meeting_id, given.files[0], title=title, replaces_id=replaces, wanted_id=wanted,
        changes=form.changes.data or "",
    )  # fmt: skip
    for file in more:
        service.put_paper(office, actor, meeting_id, file)
    say(msg("Đã thêm %(n)s tài liệu.", n=len(given.files)))
