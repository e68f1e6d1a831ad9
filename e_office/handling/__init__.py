"""Handling (giải quyết văn bản đến): the leader's direction, who does what by when, and what became of it."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Open the room: its screens and its part of a document's page."""
    from e_office.core.web import add_chrome
    from e_office.documents.page import add_page_part
    from e_office.handling import directing_views, follow_up_views, jobs, views, working_views

    app.register_blueprint(views.blueprint)
    add_page_part(app, views.page_part)
    app.extensions["handling"] = (directing_views, jobs, working_views)
    add_chrome(app, follow_up_views.chrome)
