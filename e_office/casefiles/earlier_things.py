"""Drafts and dossiers in case files: they lie there by reference, and show to those who may know of them."""

from __future__ import annotations

from flask import url_for

from e_office.casefiles.things import Thing
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.drafting.queries import get_draft
from e_office.submissions.queries import get_dossier


def find_draft(office: Office, actor: Actor, draft_id: int) -> Thing | None:
    """The draft (dự thảo) where the actor may know of it."""
    try:
        draft = get_draft(office, actor, draft_id)
    except NotFound:
        return None
    url = url_for("drafting.show", draft_id=draft.id)
    return Thing(title=draft.subject, day=day_of(draft.created_at), url=url)


def find_dossier(office: Office, actor: Actor, dossier_id: int) -> Thing | None:
    """The dossier (hồ sơ trình) where the actor may know of it."""
    try:
        dossier = get_dossier(office, actor, dossier_id)
    except NotFound:
        return None
    url = url_for("submissions.show", dossier_id=dossier.id)
    return Thing(title=dossier.matter, day=day_of(dossier.created_at), url=url)
