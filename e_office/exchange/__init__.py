"""The exchange: dispatch to agencies, a channel for each recipient, receipts, and what the ratio counts."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Open the room: its screens, its source of arrivals, its part of a document's page."""
    from e_office.documents.page import add_page_part, when_opened
    from e_office.exchange import checks, views

    app.register_blueprint(views.blueprint)
    app.extensions.setdefault("intake", []).append(views.arrivals_source)
    add_page_part(app, views.page_part)
    when_opened(app, views.note_receipt)
    app.extensions["exchange"] = checks
