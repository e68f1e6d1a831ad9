"""What the sender of a document hears of its handling: assigned (04), in work (05), done (06), by itself."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.exchange.answered import answer_source
from e_office.exchange.rules_status import State
from e_office.exchange.states import report_state
from e_office.handling.models import Assignment
from e_office.registry.models import IncomingEntry


def tell(office: Office, actor: Actor, entry: IncomingEntry, state: State) -> None:
    """Tell the sender how far its document is; who sent it outside the exchange hears nothing (`domain.md` 2.11).

    What the clerk passes on or finishes without a direction is told by the exchange's own round.
    """
    if entry.dispatch_id is not None:
        report_state(office, actor, entry.document_id, entry.unit_id, state)


@answer_source
def _answered(office: Office, document_id: int) -> Iterable[Document]:
    """What a document answers by the word of whoever closed a part with it."""
    query = select(Document).join(IncomingEntry).join(Assignment, Assignment.entry_id == IncomingEntry.id)
    return office.session.scalars(query.where(Assignment.answer_id == document_id).distinct())
