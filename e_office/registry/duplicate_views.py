"""What could be the same, set before the clerk while registering; it never blocks who has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, refuse_if
from e_office.core.web import current_actor, current_office
from e_office.documents.models import Document
from e_office.registry import rules, waiting
from e_office.registry.agency import registering_agency
from e_office.registry.duplicate_queries import find_duplicates
from e_office.registry.filing_offers import Arriving, offers
from e_office.registry.forms import IncomingForm
from e_office.registry.models import WaitingFile
from e_office.registry.views import blueprint

SEEN = "seen"
"""The hidden fields of the warning: which documents it set before the clerk."""

Pair = tuple[rules.Duplicate, Document]


@blueprint.post("/incoming/duplicates")
def check_duplicates() -> str:
    """The warning for what is typed so far, and the case files it may belong to; fetched while the form is filled."""
    office, actor = current_office(), current_actor()
    wanted = set(request.form.getlist("files", type=int))
    queue = waiting.waiting_for(office, actor, registering_agency(actor), "in")
    chosen = [row for row in queue if row.id in wanted]
    form = IncomingForm()
    return render_template(
        "registry/_duplicates.html",
        duplicates=of_incoming(office, actor, form, chosen),
        offers=offers(office, actor, arriving(form, chosen)),
    )


def arriving(form: Any, chosen: Sequence[WaitingFile]) -> Arriving:
    """What the form and the chosen files say of the document, for the case files it may belong to."""
    return Arriving(
        issuer=form.issuer_name.data or "",
        code=form.code.data or "",
        subject=form.subject.data or "",
        text=chosen[0].text if chosen else "",
    )


def of_incoming(office: Office, actor: Actor, form: Any, chosen: Sequence[WaitingFile]) -> list[Pair]:
    """Possible duplicates of what the form says and of the chosen files."""
    return find_duplicates(
        office,
        actor,
        issuer=form.issuer_name.data or "",
        code=form.code.data or "",
        year=form.issued_on.data.year if form.issued_on.data else None,
        hashes=_hashes(chosen),
    )


def of_files(office: Office, actor: Actor, chosen: Sequence[WaitingFile]) -> list[Pair]:
    """Documents with the content of one of the files; of an outgoing one, whose number is not there yet."""
    return find_duplicates(office, actor, issuer="", code="", year=None, hashes=_hashes(chosen))


def refuse_unseen(found: Sequence[Pair], title: Message) -> None:
    """Send the form back once where the clerk has not been shown a possible duplicate.

    :raises Refused: then.
    """
    seen = request.form.getlist(SEEN, type=int)
    refuse_if(rules.unseen_problems([duplicate for duplicate, _document in found], seen), title)


def _hashes(chosen: Sequence[WaitingFile]) -> frozenset[str]:
    return frozenset(row.sha256 for row in chosen)
