"""Reports: one module each, figures computed on every look; a report changes nothing."""

from __future__ import annotations

from flask import Flask

from e_office.core.bar import NavItem, add_nav
from e_office.core.problems import msg


def register(app: Flask) -> None:
    """Open the room: the ratio, the lateness and the figures on meetings, on the screen and on the terminal."""
    from e_office.reports import cli, lateness_views, policy, views
    from e_office.reports.meetings import cli as meetings_cli
    from e_office.reports.meetings import views as meetings_views

    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.ratio)
    app.cli.add_command(cli.lateness)
    app.cli.add_command(meetings_cli.meeting_figures)
    app.extensions["reports"] = (lateness_views, meetings_views)
    add_nav(app, NavItem(60, "reports.ratio_page", msg("Tỷ lệ điện tử"), "chart", policy.may_see_ratio))
