"""The exchange: dispatch to agencies, a channel for each recipient, receipts, and what the ratio counts."""

from __future__ import annotations

from flask import Flask

from config import Settings, SettingsError


def register(app: Flask) -> None:
    """Open the room: its screens, its source of arrivals, its part of a document's page.

    :raises SettingsError: where the way to other systems cannot be read.
    """
    from e_office.core.bar import add_nav_count
    from e_office.documents.page import add_page_part, when_opened
    from e_office.exchange import arrivals_views, arriving, checks, register_checks, tracking_views
    from e_office.exchange.changing import views as views_of_changes
    from e_office.exchange.channels import views as channels
    from e_office.exchange.closing import views as closing
    from e_office.exchange.mailbox import fetching
    from e_office.exchange.messages import checks as checks_of_messages
    from e_office.exchange.messages import cli
    from e_office.exchange.messages import views as views_of_messages

    _check_way(app.extensions["office"].settings)
    app.register_blueprint(views_of_messages.blueprint)
    app.extensions.setdefault("intake", []).append(arrivals_views.arrivals_source)
    add_nav_count(app, "registry.incoming", arriving.count_arrivals)
    add_nav_count(app, "registry.incoming", arriving.count_mails)
    add_page_part(app, views_of_changes.page_part)
    add_page_part(app, tracking_views.page_part)
    when_opened(app, tracking_views.note_receipt)
    app.cli.add_command(cli.exchange_group)
    added = (checks, checks_of_messages, channels, closing, fetching, register_checks)
    app.extensions["exchange"] = added  # importing them adds them


def _check_way(settings: Settings) -> None:
    from e_office.exchange.transport import NotConfigured, TransportError, open_transport

    try:
        open_transport(settings.exchange_url)
    except NotConfigured:
        return
    except (TransportError, ValueError) as error:
        raise SettingsError(f"exchange_url: {error}") from error
