"""What a document's page says of files: those it lies in, those it may belong to, and the way to put it into one."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from e_office.casefiles import policy, suggesting
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.page import PagePart


def make(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """The files of a document as far as the reader may know of them, and one click to add it to a likely one."""
    if not policy.may_see_any(actor):
        return None
    section = render_template(
        "casefiles/_section.html",
        document=document,
        files=suggesting.files_with(office, actor, document),
        suggested=suggesting.suggestions(office, actor, document),
    )
    return PagePart(sections=(Markup(section),))
