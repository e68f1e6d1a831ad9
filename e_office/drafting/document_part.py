"""What a document's page says of drafts: what it was issued from, what answers it, what corrects or replaces it."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.documents.models import Document, Kind
from e_office.documents.page import PagePart
from e_office.documents.queries import find_visible
from e_office.drafting import policy, queries
from e_office.drafting.models import Draft
from e_office.exchange.changing.queries import changes_of
from e_office.registry.queries import incoming_entry

AMENDED_KINDS = frozenset({Kind.REGISTER, Kind.CONCLUSION})
"""What is corrected or replaced by a draft; an invitation changes with its meeting."""


def make(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """The way to the draft from its files, and the words beside what was issued from one, answered or amended."""
    if document.kind == Kind.DRAFT:
        return _of_draft(office, actor, document)
    source = queries.draft_of_issued(office, document.id)
    states = [*_amends(office, actor, source), *_amended(office, actor, document)]
    tools = [*_tools(office, actor, document, source)]
    answers = _answers(office, actor, document)
    if not (states or tools or answers):
        return None
    return PagePart(states=tuple(states), tools=tuple(tools), sections=tuple(answers))


def _of_draft(office: Office, actor: Actor, document: Document) -> PagePart | None:
    draft = queries.draft_of_document(office, document.id)
    if draft is None or not policy.may_see(actor, draft):
        return None
    page = url_for("drafting.show", draft_id=draft.id)
    asked = draft.open_step is not None and policy.may_decide(actor, draft.open_step)
    tool = render_template("drafting/_open.html", draft=draft, asked=asked)
    return PagePart(
        crumbs=((_("Dự thảo"), url_for("drafting.index")), (_("Dự thảo này"), page)),
        here=(_("Các tệp"),),
        states=(Markup(render_template("drafting/_state.html", draft=draft)),),
        tools=(Markup(tool),),
        section_of_bar=("registry.outgoing",),
    )


def _amends(office: Office, actor: Actor, source: Draft | None) -> list[Markup]:
    """What this document does to an earlier one."""
    if source is None or source.amends_id is None:
        return []
    other = find_visible(office, actor, source.amends_id)
    return [Markup(render_template("drafting/_amends.html", draft=source, other=other, code=source.amended.code))]


def _amended(office: Office, actor: Actor, document: Document) -> list[Markup]:
    """What later documents have done to this one; a reader who may not see them knows of them all the same."""
    found = []
    for draft in queries.amended_by(office, document.id):
        if draft.issued_id is not None:
            other = find_visible(office, actor, draft.issued_id)
            found.append(Markup(render_template("drafting/_amended.html", draft=draft, other=other)))
    return found


def _tools(office: Office, actor: Actor, document: Document, source: Draft | None) -> list[Markup]:
    """The draft behind it, an answer to it, a correction or replacement of it."""
    tools = []
    if source is not None and policy.may_see(actor, source):
        tools.append(render_template("drafting/_source.html", draft=source))
    if not policy.may_draft(actor):
        return [Markup(tool) for tool in tools]
    entry = incoming_entry(office, document.id, actor.agency_ids())
    if entry is not None and entry.closed_at is None and not actor.holds(Role.CLERK, agency_id=entry.unit_id):
        tools.append(render_template("drafting/_answer.html", entry=entry))
    own = document.owner_unit_id in {post.agency_id for post in policy.drafting_posts(actor)}
    if own and document.number and document.kind in AMENDED_KINDS and document.recalled_at is None and entry is None:
        changes = changes_of(office, document.id)
        if not any(one.document_id == document.id for one in changes):
            tools.append(render_template("drafting/_amend_tools.html", document=document))
    return [Markup(tool) for tool in tools]


def _answers(office: Office, actor: Actor, document: Document) -> list[Markup]:
    """The drafts that answer an incoming document."""
    entry = incoming_entry(office, document.id, actor.agency_ids())
    rows = queries.answers_to(office, actor, entry.id) if entry else []
    return [Markup(render_template("drafting/_answers.html", rows=rows))] if rows else []
