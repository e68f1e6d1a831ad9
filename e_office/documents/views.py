"""Screens of documents: the page, its files, their words and hashes, and the door for uploads."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request, url_for

from e_office.core import audit
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, msg
from e_office.core.web import current_actor, current_office, tell
from e_office.documents import looking, previews, queries, sending, uploads
from e_office.documents.content_types import content_type
from e_office.documents.models import Document, DocumentFile
from e_office.documents.page import page_of

blueprint = Blueprint("documents", __name__)

LETTERS_A_PAGE = 100_000


@blueprint.get("/documents/<int:document_id>")
def show(document_id: int) -> str:
    """The page of a document: what it is, its files, a preview, who may read it, what was done with it."""
    office, actor = current_office(), current_actor()
    document = _document(document_id)
    chosen = previews.choose(document, request.args.get("file", type=int))
    preview = previews.preview_of(office, chosen) if chosen else None
    if chosen and preview and preview.how is previews.How.WORDS and looking.is_deliberate(request):
        looking.note_look(office, actor, [chosen])
    part = page_of(office, actor, document)
    g.nav_section = next(iter(part.section_of_bar), None)
    return render_template(
        "documents/show.html",
        document=document,
        part=part,
        preview=preview,
        preview_url=_preview_url(actor, preview),
        readers=queries.reader_states(office, actor, document),
        history=queries.history_of(office, actor, document),
        today=office.today(),
    )


@blueprint.get("/documents/<int:document_id>/files/<int:file_id>")
def download_file(document_id: int, file_id: int) -> Response:
    """The original itself; PDF and pictures in the browser unless `save` is asked for, all else as a download."""
    office, actor = current_office(), current_actor()
    file = _file(document_id, file_id)
    response = sending.itself(request, office, file, file.name)
    if looking.is_deliberate(request):
        looking.note_answer(office, actor, file, response)
    return response


@blueprint.get("/documents/<int:document_id>/files/<int:file_id>/preview")
def preview_file(document_id: int, file_id: int) -> Response:
    """What the page's preview shows: the PDF or picture itself, or the PDF made of an office file.

    It is an opening only for the person whose own page asked for it, see `looking`.
    """
    office, actor = current_office(), current_actor()
    file = _file(document_id, file_id)
    response = sending.shown(request, office, file, file.name)
    if request.method == "GET" and looking.is_seen(request.args.get("seen", ""), actor, file):
        looking.note_answer(office, actor, file, response)
    return response


@blueprint.get("/documents/<int:document_id>/files/<int:file_id>/text")
def file_text(document_id: int, file_id: int) -> str:
    """The words drawn from a file, as the search knows them."""
    office, actor = current_office(), current_actor()
    file = _file(document_id, file_id)
    text = queries.text_of(office, file)
    if not text:
        raise NotFound
    pages = -(-len(text) // LETTERS_A_PAGE)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    if looking.is_deliberate(request):
        looking.note_look(office, actor, [file])
    part = text[(page - 1) * LETTERS_A_PAGE : page * LETTERS_A_PAGE]
    return render_template(
        "documents/file_text.html",
        file=file,
        paragraphs=[line for line in part.split("\n") if line.strip()],
        page=page,
        pages=pages,
        url_of=lambda number: url_for(".file_text", document_id=document_id, file_id=file_id, page=number),
    )


@blueprint.get("/documents/<int:document_id>/files/<int:file_id>/hash")
def file_hash(document_id: int, file_id: int) -> str:
    """The whole SHA-256 of a file, and how anybody can check it at home."""
    file = _file(document_id, file_id)
    return render_template("documents/file_hash.html", file=file, kind=content_type(file.type_code))


@blueprint.get("/documents/<int:document_id>/zip")
def download_all(document_id: int) -> Response:
    """All files of a document in one ZIP."""
    office, actor = current_office(), current_actor()
    document = _document(document_id)
    if not document.files:
        raise NotFound
    name = f"{document.code or document.subject[:80]}.zip".replace("/", "-")
    response = Response() if request.method == "HEAD" else sending.sent(sending.zip_of(office, document.files))
    if looking.is_deliberate(request):
        looking.note_look(office, actor, document.files)
    return sending.harmless(response, name, "application/zip", inline=False)


@blueprint.post("/uploads")
def upload() -> Any:
    """Keep files now and give tokens to hand in with a form; for pages that send files one by one.

    Answers JSON: `files` with `token`, `name`, `size` in bytes, `kind`, `sha256`; `problems` as sentences. 422
    where no file could be kept.
    """
    given = uploads.take(current_office(), current_actor(), request)
    files = [
        {
            "token": token,
            "field": given.kept_field,
            "name": file.name,
            "size": file.size,
            "kind": content_type(file.type_code).label,
            "sha256": file.sha256,
        }
        for file, token in given.kept
    ]
    problems = [tell(problem.message) for problem in given.problems]
    return jsonify(files=files, problems=problems), 201 if files else 422


def _preview_url(actor: Actor, preview: previews.Preview | None) -> str:
    if preview is None or preview.how not in {previews.How.PDF, previews.How.PICTURE}:
        return ""
    file = preview.file
    seen = looking.seen_token(actor, file) if looking.is_deliberate(request) else None
    return url_for(".preview_file", document_id=file.document_id, file_id=file.id, seen=seen)


def _document(document_id: int) -> Document:
    """The document asked for; a refused look is journalled, and so is one at what does not exist (A-12)."""
    try:
        return queries.get_visible(current_office(), current_actor(), document_id)
    except NotFound:
        _keep_refusal(document_id)
        raise


def _file(document_id: int, file_id: int) -> DocumentFile:
    try:
        return queries.get_visible_file(current_office(), current_actor(), document_id, file_id)
    except NotFound:
        _keep_refusal(document_id)
        raise


def _keep_refusal(document_id: int) -> None:
    office, actor = current_office(), current_actor()
    wanted = document_id if document_id <= queries.LARGEST_ID else None
    message = msg("bị từ chối xem văn bản tại %(path)s", path=request.path)
    with office.transaction():
        audit.record(office, actor, "refused", "refused_look", wanted, message)
