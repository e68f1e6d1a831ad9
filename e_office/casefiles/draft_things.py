"""Drafts in case files: one lies in a file by reference, and shows to those who may know of it."""

from __future__ import annotations

from flask import url_for

from e_office.casefiles.things import Thing
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.drafting.queries import get_draft


def find(office: Office, actor: Actor, draft_id: int) -> Thing | None:
    """The draft where the actor may know of it."""
    try:
        draft = get_draft(office, actor, draft_id)
    except NotFound:
        return None
    url = url_for("drafting.show", draft_id=draft.id)
    return Thing(title=draft.subject, day=day_of(draft.created_at), url=url)
