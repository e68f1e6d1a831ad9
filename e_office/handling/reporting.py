"""What the sender of a document hears of its handling: assigned (04), in work (05), done (06), by itself."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.exchange.rules_status import State
from e_office.exchange.states import report_state
from e_office.registry.models import IncomingEntry


def tell(office: Office, actor: Actor, entry: IncomingEntry, state: State) -> None:
    """Tell the sender how far its document is; who sent it outside the exchange hears nothing (`domain.md` 2.11).

    What the clerk passes on or finishes without a direction is told by the exchange's own round.
    """
    if entry.dispatch_id is not None:
        report_state(office, actor, entry.document_id, entry.unit_id, state)
