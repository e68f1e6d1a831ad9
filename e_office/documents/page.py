"""What later rooms put on the page of a document, and whom they want told of an opening.

A room hands its parts over in its `register`, as it does with entries of the bar; this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from flask import Flask, current_app
from markupsafe import Markup

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, DocumentFile


@dataclass(frozen=True, kw_only=True)
class PagePart:
    """One room's share of the page; texts are in the reader's language already.

    `kind`: the type's name over the title · `states`: the line under it · `crumbs`: (label, address) of the lists
    it stands in, and `here` its place there · `asks`: what is asked of the reader, beside the preview and before all
    else · `facts`: (label, value) beside the files · `tools`: buttons, the
    filled one last · `acts`: buttons of a phone's act bar · `sections`: whole sections above the history ·
    `section_of_bar`: the endpoint whose entry of the bar is marked.
    """

    kind: tuple[str, ...] = ()
    states: tuple[Markup, ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()
    here: tuple[str, ...] = ()
    asks: tuple[Markup, ...] = ()
    facts: tuple[tuple[str, str | Markup], ...] = ()
    tools: tuple[Markup, ...] = ()
    acts: tuple[Markup, ...] = ()
    sections: tuple[Markup, ...] = ()
    section_of_bar: tuple[str, ...] = ()


PartMaker = Callable[[Office, Actor, Document], PagePart | None]
Listener = Callable[[Office, Actor, DocumentFile], None]


def add_page_part(app: Flask, make: PartMaker) -> None:
    """Let a room add to the page of every document it knows something of."""
    app.extensions.setdefault("document_parts", []).append(make)


def when_opened(app: Flask, listener: Listener) -> None:
    """Let a room keep its own receipt of a deliberate opening; called within the transaction that notes it.

    It is called at every deliberate opening, not only the first one, and must be harmless when repeated.
    """
    app.extensions.setdefault("opening_listeners", []).append(listener)


def page_of(office: Office, actor: Actor, document: Document) -> PagePart:
    """All rooms' parts as one, in the order the rooms were registered."""
    made = (make(office, actor, document) for make in current_app.extensions.get("document_parts", []))
    parts = [part for part in made if part is not None]
    joined = {
        field.name: tuple(value for part in parts for value in getattr(part, field.name)) for field in fields(PagePart)
    }
    return PagePart(**joined)


def tell_opened(office: Office, actor: Actor, file: DocumentFile) -> None:
    """Call every listener."""
    for listener in current_app.extensions.get("opening_listeners", []):
        listener(office, actor, file)
