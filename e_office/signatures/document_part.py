"""What every document's page says of the signatures of its files, and the way to sign one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, DocumentFile
from e_office.documents.page import PagePart
from e_office.signatures import queries, screens
from e_office.signatures.jobs import want
from e_office.signatures.queries import Examined
from e_office.signatures.rules import Kind


@dataclass(frozen=True)
class FileSignatures:
    """A PDF of a document, and how its signatures are judged; None while they were not looked at."""

    file: DocumentFile
    examined: Examined | None


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """The section of signatures, and the button for who may sign."""
    files = [file for file in document.files if file.type_code == "pdf"]
    rows = [FileSignatures(file, queries.signatures_of(office, file)) for file in files]
    _look_again(office, rows)
    kinds = screens.kinds_for(office, actor, document) if document.files else []
    if not rows and not kinds:
        return None
    section = render_template("signatures/_section.html", rows=rows).strip() if rows else ""
    tools = [_tool(office, document, kind) for kind in kinds if kind != Kind.ATTACHMENT]
    return PagePart(
        sections=(Markup(section),) if section else (),  # rendered by a template that escapes
        tools=tuple(tools),
    )


def _look_again(office: Office, rows: list[FileSignatures]) -> None:
    """What was judged by another trust, or not yet, is left for the worker; the page shows what is known meanwhile."""
    waiting = [row.file for row in rows if row.examined is None or not row.examined.fresh]
    if waiting:
        with office.transaction():
            for file in waiting:
                want(office, file)


def _tool(office: Office, document: Document, kind: Kind) -> Markup:
    """The button that leads to the file most likely meant: the newest one, for a seal the newest that was signed."""
    signed = {act.file_id for act in queries.acts_on(office, document) if act.kind == Kind.PERSON}
    candidates = [file for file in document.files if (file.id in signed) == (kind == Kind.SEAL)]
    file = (candidates or document.files)[-1]
    return Markup(render_template("signatures/_tool.html", file=file, kind=kind))
