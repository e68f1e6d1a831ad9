"""Digital signatures (chữ ký số): PDFs signed by persons, sealed by agencies, and the signatures of any judged."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Open the room: its screens and its part of a document's page; the jobs and checks register themselves."""
    from e_office.documents.page import add_page_part
    from e_office.signatures import admin_views, checks, document_part, jobs, views

    assert admin_views.blueprint is views.blueprint
    app.register_blueprint(views.blueprint)
    add_page_part(app, document_part.page_part)
    app.extensions["signatures"] = (checks, jobs)
