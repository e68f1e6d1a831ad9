"""Case files (hồ sơ công việc): the yearly list, what lies in a file by reference, its way into the archive."""

from __future__ import annotations

from flask import Flask

from e_office.core.problems import msg
from e_office.core.web import NavItem, add_nav


def register(app: Flask) -> None:
    """Open the room: its screens, its entry in the bar, its part of a document's page, its commands."""
    from e_office.casefiles import (
        cli,
        document_part,
        filing_views,
        handing_views,
        jobs,
        life_views,
        list_views,
        policy,
        views,
    )
    from e_office.documents.page import add_page_part

    app.register_blueprint(views.blueprint)
    add_page_part(app, document_part.make)
    add_nav(app, NavItem(36, "casefiles.index", msg("Hồ sơ"), "folder", policy.may_see_any))
    app.cli.add_command(cli.casefile_group)
    app.extensions["casefiles"] = (filing_views, handing_views, jobs, life_views, list_views)
