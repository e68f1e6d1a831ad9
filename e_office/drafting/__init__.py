"""Drafting (soạn thảo): drafts of outgoing documents, their versions, review and approval, until they are issued."""

from __future__ import annotations

from typing import Any

from flask import Flask

from e_office.core.permission import Actor


def register(app: Flask) -> None:
    """Open the room: its screens, its part of a document's page, the way to it from the outgoing register."""
    from e_office.core.web import add_chrome
    from e_office.documents.page import add_page_part
    from e_office.drafting import document_part, issue_views, review_views, sign_views, version_views, views
    from e_office.drafting.composing import views as composing
    from e_office.drafting.layout_check import views as layout_check

    for screens in (issue_views, review_views, sign_views, version_views, composing, layout_check):
        assert screens.blueprint is views.blueprint  # they hang on the same one
    app.register_blueprint(views.blueprint)
    add_page_part(app, document_part.make)
    add_chrome(app, chrome)


def chrome(actor: Actor | None) -> dict[str, Any]:
    """The way from the outgoing register to the drafts."""
    from flask import url_for

    from e_office.drafting.policy import may_draft

    return {"drafts_url": url_for("drafting.index") if actor is not None and may_draft(actor) else ""}
