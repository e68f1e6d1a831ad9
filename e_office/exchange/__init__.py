"""The exchange: dispatch to agencies, a channel for each recipient, receipts, and what the ratio counts."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Open the room: its screens, its source of arrivals, its part of the document page."""
    from e_office.exchange import views

    app.register_blueprint(views.blueprint)
    app.extensions.setdefault("intake", []).append(views.arrivals_source)
    app.extensions.setdefault("document_panels", []).append(views.dispatch_panel)
