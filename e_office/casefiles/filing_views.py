"""Screens of what lies in a file: finding documents for it, files for a document, taking out, bringing into order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for

from e_office.casefiles import filing, finding, policy, queries, suggesting
from e_office.casefiles.answers import do, done
from e_office.casefiles.contents import contents_of
from e_office.casefiles.filing import Arranged
from e_office.casefiles.forms import number
from e_office.casefiles.things import find_thing
from e_office.casefiles.views import blueprint
from e_office.core.permission import require
from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.queries import get_visible


@blueprint.get("/casefiles/<int:casefile_id>/add")
def add(casefile_id: int) -> str:
    """Find documents to put into a file, by number or words, with or without accents."""
    office, actor = current_office(), current_actor()
    file = queries.get_casefile(office, actor, casefile_id)
    require(policy.may_add(actor, file), "add to a file", file)
    words = request.args.get("q", "").strip()[:200]
    found = finding.documents_for(office, actor, file, words)
    return render_template("casefiles/add.html", file=file, words=words, found=found)


@blueprint.post("/casefiles/<int:casefile_id>/items")
def put_in(casefile_id: int) -> Any:
    """Put a document, or something else of the house, into a file."""

    def work() -> str:
        office, actor = current_office(), current_actor()
        kind = request.form.get("thing_kind", "")
        thing_id = number(request.form.get("thing_id" if kind else "document_id"))
        if thing_id is None:
            raise NotFound("document")
        if kind:
            filing.put_thing(office, actor, casefile_id, kind, thing_id)
        else:
            filing.put_document(office, actor, casefile_id, thing_id)
        say(msg("Đã đưa vào hồ sơ."))
        if "more" in request.form:
            return url_for("casefiles.add", casefile_id=casefile_id, q=request.form["more"][:200] or None)
        return url_for("casefiles.show", casefile_id=casefile_id)

    return do(work, casefile_id)


@blueprint.post("/casefiles/<int:casefile_id>/items/<int:item_id>/remove")
def take_out(casefile_id: int, item_id: int) -> Any:
    """Take something out of a file; the thing itself stays."""

    def work() -> str:
        filing.take_out(current_office(), current_actor(), casefile_id, item_id)
        return done(msg("Đã đưa ra khỏi hồ sơ; văn bản gốc vẫn ở chỗ của nó."), casefile_id)

    return do(work, casefile_id)


@blueprint.route("/casefiles/<int:casefile_id>/order", methods=["GET", "POST"])
def arrange(casefile_id: int) -> Any:
    """Bring what lies in a file into the order of the work, with pages and notes."""
    office, actor = current_office(), current_actor()
    file = queries.get_casefile(office, actor, casefile_id)
    require(policy.may_add(actor, file), "add to a file", file)
    problems: tuple[Problem, ...] = ()

    def work() -> str:
        filing.arrange(office, actor, casefile_id, _arranged())
        return done(msg("Đã sắp xếp hồ sơ."), casefile_id)

    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    file = queries.get_casefile(office, actor, casefile_id)
    page = render_template(
        "casefiles/arrange.html", file=file, contents=contents_of(office, actor, file), problems=problems,
        typed=request.form,
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/documents/<int:document_id>/casefiles", methods=["GET", "POST"])
def of_document(document_id: int) -> Any:
    """Find the file a document belongs to and put it in with one click."""
    office, actor = current_office(), current_actor()
    document = get_visible(office, actor, document_id)
    back = url_for("documents.show", document_id=document_id, _anchor="casefiles")
    shown = {"title": document.subject, "name": document.code or document.subject[:40], "back": back}

    def put(casefile_id: int) -> None:
        filing.put_document(office, actor, casefile_id, document_id)

    def known() -> dict[str, Any]:
        row = get_visible(office, actor, document_id)
        inside = {file.id for file in suggesting.files_with(office, actor, row)}
        return {"inside": inside, "suggested": suggesting.suggestions(office, actor, row)}

    return _pick(put, known, shown)


@blueprint.route("/casefiles/things/<kind>/<int:thing_id>", methods=["GET", "POST"])
def of_thing(kind: str, thing_id: int) -> Any:
    """The same for something else of the house, such as a meeting."""
    office, actor = current_office(), current_actor()
    thing = find_thing(office, actor, kind, thing_id)
    if thing is None:
        raise NotFound("thing")
    shown = {"title": thing.title, "name": thing.title[:40], "back": thing.url}

    def put(casefile_id: int) -> None:
        filing.put_thing(office, actor, casefile_id, kind, thing_id)

    return _pick(put, lambda: {"inside": queries.files_with_thing(office, kind, thing_id), "suggested": []}, shown)


def _pick(put: Callable[[int], None], known: Callable[[], dict[str, Any]], shown: dict[str, str]) -> Any:
    """The page on which a file is chosen, and the click that puts a thing into it."""
    office, actor = current_office(), current_actor()
    problems: tuple[Problem, ...] = ()

    def work() -> str:
        casefile_id = number(request.form.get("casefile_id"))
        if casefile_id is None:
            raise NotFound("case file")
        put(casefile_id)
        say(msg("Đã đưa vào hồ sơ."))
        return shown["back"]

    if request.method == "POST":
        try:
            return answer_once(work)
        except Refused as error:
            problems = error.problems
    words = request.args.get("q", "").strip()[:200]
    files = suggesting.files_to_add_to(office, actor, words)
    page = render_template(
        "casefiles/of_document.html",
        words=words,
        files=files,
        action=request.path,
        problems=problems,
        **shown,
        **known(),
    )
    return page, 422 if request.method == "POST" else 200


def _arranged() -> dict[int, Arranged]:
    """What the form says of each line; a place or number of pages that is none is as if it were not given."""
    wanted = {}
    for text in request.form.getlist("item")[:5000]:
        item_id, place = number(text), number(request.form.get(f"place-{text}"))
        if item_id is not None and place is not None:
            pages = request.form.get(f"pages-{text}", "").strip()
            read = number(pages) if pages else None
            wanted[item_id] = Arranged(
                place, -1 if pages and read is None else read, request.form.get(f"note-{text}", "")
            )
    return wanted
