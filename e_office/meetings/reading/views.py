"""Screens of reading: one paper after the other, the package, the bound PDF, a copy to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, msg
from e_office.core.web import current_actor, current_office, say
from e_office.documents import looking, previews, sending
from e_office.documents.content_types import content_type
from e_office.documents.integrity import Place
from e_office.documents.rendition import can_render
from e_office.meetings import policy, service
from e_office.meetings.facts import papers_sent, successors
from e_office.meetings.log import late_papers_of
from e_office.meetings.models import Meeting, Paper
from e_office.meetings.preparing.steps import changes_in, steps_of
from e_office.meetings.reading import jobs
from e_office.meetings.reading.cover import cover_of, mark_of
from e_office.meetings.reading.models import Taken
from e_office.meetings.reading.paper import Reading, get_reading
from e_office.meetings.reading.queries import in_order, neighbours, package_of
from e_office.meetings.reading.taking import PDF, keep_copies, mark_paper, mark_set
from e_office.meetings.reading.zipping import zip_set
from e_office.meetings.remarks.queries import remarks_for
from e_office.meetings.rules_late import Late
from e_office.meetings.views import blueprint, find


@blueprint.post("/meetings/<int:meeting_id>/papers/<int:paper_id>/open")
def open_paper(meeting_id: int, paper_id: int) -> Any:
    """Open one paper: the receipt, then the page on which it is read; one not sent yet is looked at as a document."""
    office, actor = current_office(), current_actor()
    with office.transaction():
        paper = service.open_paper(office, actor, meeting_id, paper_id)
        target = url_for(".read_paper", meeting_id=meeting_id, paper_id=paper_id)
        if paper.distributed_at is None:
            target = url_for("documents.show", document_id=paper.document_id, file=paper.file_id)
    return redirect(target, 303)


@blueprint.get("/meetings/<int:meeting_id>/papers/<int:paper_id>")
def read_paper(meeting_id: int, paper_id: int) -> str:
    """One paper to be read, a phone's screen wide, with the ones before and after it in the order of the meeting.

    What it shows is an opening as on the page of a document: for the person whose own page asked for it.
    """
    office, actor = current_office(), current_actor()
    seen = get_reading(office, actor, meeting_id, paper_id)
    preview = previews.preview_of(office, seen.paper.file)
    if preview.how is previews.How.WORDS and looking.is_deliberate(request) and _adds(seen):
        looking.note_look(office, actor, [seen.paper.file])
        seen = get_reading(office, actor, meeting_id, paper_id)
    meeting, paper, replaced = seen.meeting, seen.paper, successors(seen.meeting)
    papers = in_order(office, meeting) if seen.has_agenda else papers_sent(meeting)
    before, following = neighbours(papers, paper)
    renewed = paper in replaced.values()
    return render_template(
        "meetings/read_paper.html", meeting=meeting, paper=paper, preview=preview, papers=papers, before=before,
        following=following, after=replaced.get(paper_id), preview_url=_preview_url(actor, preview),
        invited=seen.invited, changes=changes_in(steps_of(office, [paper])[paper.id]) if renewed else "",
        remarks=remarks_for(office, actor, meeting, paper_id) if seen.has_remarks else [],
        note=seen.note, renewed=renewed, late_papers=_late_papers(office, actor, seen),
    )  # fmt: skip


@blueprint.post("/meetings/<int:meeting_id>/papers.zip")
def take_package(meeting_id: int) -> Response:
    """All papers as they were handed in, in their order, for reading without a line; kept as a copy taken along."""
    office, actor = current_office(), current_actor()
    meeting, papers = _papers(office, actor, meeting_id)
    _keep(office, actor, meeting_id, papers, Taken.ZIP)
    meeting, papers = _papers(office, actor, meeting_id)
    answer = sending.sent(zip_set(office, papers, cover_of(office, meeting)))
    return sending.harmless(answer, f"{_name(meeting)}.zip", "application/zip", inline=False)


@blueprint.post("/meetings/<int:meeting_id>/papers.pdf")
def take_bound(meeting_id: int) -> Any:
    """All papers as one PDF with contents and bookmarks, where the worker has made it; otherwise it is asked for."""
    office, actor = current_office(), current_actor()
    meeting, papers = _papers(office, actor, meeting_id)
    package = package_of(office, meeting, papers)
    if package is None:
        return _not_made_yet(office, meeting_id)
    place, name = Place(package.key, package.version, package.sha256, package.size), f"{_name(meeting)}.pdf"
    left_out = set(package.left_out)
    _keep(office, actor, meeting_id, [paper for paper in papers if paper.id not in left_out], Taken.PDF)
    return sending.harmless(sending.answer(request, sending.made(office, place)), name, PDF, inline=False)


@blueprint.post("/meetings/<int:meeting_id>/print")
def print_papers(meeting_id: int) -> Any:
    """One paper, or all of them, to be printed: marked as no original with name and hour, and kept as printed."""
    office, actor = current_office(), current_actor()
    meeting, papers = _papers(office, actor, meeting_id)
    paper_id, mark = request.form.get("paper", type=int), mark_of(actor, office.clock.now())
    if paper_id:
        papers = [readable(actor, meeting, paper_id)]
        bound = mark_paper(office, papers[0], mark)
    else:
        package = package_of(office, meeting, papers)
        if package is None:
            return _not_made_yet(office, meeting_id)
        papers = [paper for paper in papers if paper.id not in set(package.left_out)]
        bound = mark_set(office, package, mark)
    _keep(office, actor, meeting_id, papers, Taken.PRINT)
    return sending.harmless(Response(bound.pdf), f"{_name(find(office, actor, meeting_id))}-in.pdf", PDF, inline=True)


def _papers(office: Office, actor: Actor, meeting_id: int) -> tuple[Meeting, list[Paper]]:
    """The meeting and the papers its invitees have.

    :raises NotFound: where there is none.
    """
    meeting = find(office, actor, meeting_id)
    papers = in_order(office, meeting)
    if not papers:
        raise NotFound
    return meeting, papers


def readable(actor: Actor, meeting: Meeting, paper_id: int) -> Paper:
    """A paper of the meeting that this reader may open: one that was sent, or any for those who work on it."""
    paper = next((one for one in meeting.papers if one.id == paper_id), None)
    if paper is None or (paper.distributed_at is None and not policy.may_see_receipts(actor, meeting)):
        raise NotFound
    return paper


def _keep(office: Office, actor: Actor, meeting_id: int, papers: Sequence[Paper], how: Taken) -> None:
    ids = [paper.id for paper in papers]
    with office.transaction():
        meeting = find(office, actor, meeting_id)
        keep_copies(office, actor, meeting, [paper for paper in meeting.papers if paper.id in ids], how)


def _not_made_yet(office: Office, meeting_id: int) -> Any:
    """Have the worker make it, and say so."""
    with office.transaction():
        office.later(jobs.make_package, dedupe=f"asked:{meeting_id}", meeting_id=meeting_id, asked=True)
    say(msg("Tệp PDF gộp đang được tạo, thường mất dưới một phút. Bấm lại sau; gói .zip thì tải được ngay."))
    return redirect(url_for(".invitation", meeting_id=meeting_id, _anchor="papers"), 303)


def _name(meeting: Meeting) -> str:
    code = meeting.document.code.replace("/", "-") if meeting.document else str(meeting.id)
    return f"tai-lieu-{code}"


def _late_papers(office: Office, actor: Actor, seen: Reading) -> dict[int, Late]:
    """The marks of what came late for those the reader opens for; the log is read only where it may hold one."""
    if not seen.maybe_late:
        return {}
    return late_papers_of(office, seen.meeting, {one.id for one in policy.invited_as(actor, seen.meeting)})


def _adds(seen: Reading) -> bool:
    """Whether a look has anything to note, or a PDF to ask for; what the button before it noted is there already."""
    return not seen.noted or can_render(content_type(seen.paper.file.type_code))


def _preview_url(actor: Actor, preview: previews.Preview) -> str:
    """The address of the PDF or picture, with the proof that this person opened this page on purpose."""
    if preview.how not in {previews.How.PDF, previews.How.PICTURE}:
        return ""
    file = preview.file
    seen = looking.seen_token(actor, file) if looking.is_deliberate(request) else None
    return url_for("documents.preview_file", document_id=file.document_id, file_id=file.id, seen=seen)
