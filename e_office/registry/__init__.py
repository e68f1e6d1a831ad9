"""The clerk's desk (văn thư): registers of incoming and outgoing documents, numbers, printable books."""

from __future__ import annotations

from flask import Flask

from e_office.core.bar import NavItem, add_nav, add_nav_count
from e_office.core.problems import msg


def register(app: Flask) -> None:
    """Open the room: its screens and its entries in the bar."""
    from e_office.documents.page import add_page_part
    from e_office.registry import (
        book_views,
        cli,
        document_part,
        duplicate_views,
        handling_views,
        intake,
        letter_views,
        policy,
        queries,
        views,
    )
    from e_office.registry.closing import cli as closing_cli
    from e_office.registry.closing import views as closing_views
    from e_office.registry.secret import views as secret_views

    for screens in (book_views, closing_views, duplicate_views, handling_views, intake, letter_views, secret_views):
        assert screens.blueprint is views.blueprint  # they hang on the same one
    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.register_group)
    assert closing_cli.register_group is cli.register_group  # its commands stand in the same group
    add_nav(app, NavItem(20, "registry.incoming", msg("Văn bản đến"), "inbox", policy.may_see_any_register))
    add_nav_count(app, "registry.incoming", queries.count_unforwarded)
    add_page_part(app, document_part.type_part)
    add_page_part(app, document_part.page_part)
    add_nav(app, NavItem(30, "registry.outgoing", msg("Văn bản đi"), "outbox", policy.may_see_any_register))
