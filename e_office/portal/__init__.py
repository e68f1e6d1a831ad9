"""The house's front: the desk, the search screen, and the commands that look over everything."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for

from e_office.core.bar import NavItem, add_nav
from e_office.core.permission import Actor
from e_office.core.problems import msg
from e_office.core.web import add_chrome


def register(app: Flask) -> None:
    """Open the room."""
    from e_office.portal import checks, cli, views

    app.register_blueprint(views.blueprint)
    for command in cli.COMMANDS:
        app.cli.add_command(command)
    add_nav(app, NavItem(10, "portal.home", msg("Bàn làm việc"), "home"))
    add_chrome(app, _search_box)
    assert checks.INDEX_CHECK  # importing it adds the checks


def _search_box(actor: Actor | None) -> dict[str, Any]:
    """The search box of the bar, for whoever is signed in; words typed into a register's own filter are not its."""
    if actor is None:
        return {}
    words = request.args.get("q", "")[:500] if request.endpoint == "portal.find" else ""
    return {"search_url": url_for("portal.find"), "search_words": words}
