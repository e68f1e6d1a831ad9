"""Submissions (hồ sơ trình): dossiers to the leadership with their mandatory parts, opinions, decision and answer."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Open the room: its screens, its entry of the bar, its part of a document's page."""
    from e_office.core.bar import NavItem, add_nav, add_nav_count
    from e_office.core.problems import msg
    from e_office.documents.page import add_page_part
    from e_office.submissions import composing_views, jobs, leader_views, office_views, outside, policy, queries, views

    app.register_blueprint(views.blueprint)
    app.extensions["submissions"] = (composing_views, jobs, leader_views, office_views, outside)
    add_page_part(app, views.page_part)
    add_nav(app, NavItem(35, "submissions.home", msg("Hồ sơ trình"), "folder", policy.may_use))
    add_nav_count(app, "submissions.home", queries.count_waiting)
