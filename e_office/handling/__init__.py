"""Handling (giải quyết văn bản đến): the leader's direction, who does what by when, and what became of it."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Open the room: its screens and its part of a document's page."""
    from e_office.core.web import add_chrome
    from e_office.documents.page import add_page_part
    from e_office.handling import (
        answering_views,
        deadline_views,
        digests,
        directing_views,
        follow_up_views,
        jobs,
        overdue_views,
        views,
        working_views,
    )

    app.register_blueprint(views.blueprint)
    add_page_part(app, views.page_part)
    app.extensions["handling"] = (
        answering_views,
        deadline_views,
        digests,
        directing_views,
        jobs,
        overdue_views,
        working_views,
    )
    add_chrome(app, follow_up_views.chrome)
