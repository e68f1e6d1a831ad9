"""Case files (hồ sơ công việc): the yearly list, what lies in a file by reference, its way into the archive."""

from __future__ import annotations

from typing import Any

from flask import Flask, url_for

from e_office.core.bar import NavItem, add_nav
from e_office.core.permission import Actor
from e_office.core.problems import msg
from e_office.core.web import add_chrome


def register(app: Flask) -> None:
    """Open the room: its screens, its entry in the bar, its part of a document's page, its commands."""
    from e_office.casefiles import (
        cli,
        document_part,
        earlier_things,
        filing_views,
        handing_views,
        jobs,
        life_views,
        list_views,
        offering,
        policy,
        things,
        views,
    )
    from e_office.documents.page import add_page_part

    app.register_blueprint(views.blueprint)
    add_page_part(app, document_part.make)
    add_nav(app, NavItem(36, "casefiles.index", msg("Hồ sơ"), "folder", policy.may_see_any))
    kinds = (
        ("draft", msg("Dự thảo"), earlier_things.find_draft),
        ("dossier", msg("Hồ sơ trình"), earlier_things.find_dossier),
    )
    for code, label, find in kinds:
        things.add_thing_kind(app, things.ThingKind(code=code, label=label, find=find))
    add_chrome(app, _way_into_files)
    app.cli.add_command(cli.casefile_group)
    app.extensions["casefiles"] = (filing_views, handing_views, jobs, life_views, list_views, offering)


def _way_into_files(actor: Actor | None) -> dict[str, Any]:
    """The address at which something of an earlier room, such as a draft, is put into a file."""
    if actor is None or not actor.agency_ids():
        return {}
    return {"into_file_url": lambda kind, thing_id: url_for("casefiles.of_thing", kind=kind, thing_id=thing_id)}
