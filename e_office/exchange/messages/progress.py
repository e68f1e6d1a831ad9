"""How far a document from outside is here, as the register shows it, told to its sender (03 to 06)."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Opening
from e_office.exchange.messages.answering import tell_sender
from e_office.exchange.messages.models import ExchangeMessage
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_status import State, may_follow, state_of_work
from e_office.exchange.states import note_state
from e_office.registry.models import IncomingEntry

UNSETTLED = (State.SENT, State.ARRIVED, State.ACCEPTED, State.ASSIGNED, State.IN_WORK, State.RECALL_REFUSED)
AT_ONCE = 500
"""Arrivals looked at in one transaction."""


def report(office: Office, dispatch: Dispatch, actor: Actor | None = None) -> bool:
    """Note and tell how far an arrival from outside is; gives whether that was news.

    The caller holds the row. What came from an agency of this installation has nobody outside to tell.
    """
    message = office.session.get(ExchangeMessage, dispatch.message_id) if dispatch.message_id else None
    if message is None or dispatch.unit_id is None:
        return False
    state = _state(office, dispatch)
    if not may_follow(State(dispatch.state), state):
        return False
    name = actor.name if actor else ""
    note_state(
        office,
        dispatch,
        state,
        at=office.clock.now(),
        by=name or dispatch.name,
        person_id=actor.person_id if actor else None,
    )
    tell_sender(office, message, state, actor=actor)
    return True


def report_all(office: Office) -> int:
    """Look at every arrival from outside that is not done with; gives how many had moved on."""
    query = select(Dispatch).where(Dispatch.message_id.is_not(None), Dispatch.unit_id.is_not(None))
    query = query.where(Dispatch.state.in_(UNSETTLED), Dispatch.registered_at.is_not(None))
    rows = office.session.scalars(query.order_by(Dispatch.id.desc()).limit(AT_ONCE).with_for_update(skip_locked=True))
    return sum(report(office, row) for row in rows.all())


def _state(office: Office, dispatch: Dispatch) -> State:
    query = select(IncomingEntry).filter_by(unit_id=dispatch.unit_id, document_id=dispatch.document_id)
    entry = office.session.scalars(query).one_or_none()
    if entry is None:
        return state_of_work(arrived=True, registered=False, passed_on=False, opened=False, closed=False)
    return state_of_work(
        arrived=True,
        registered=True,
        passed_on=entry.forwarded_at is not None,
        opened=_opened_by_handler(office, entry),
        closed=entry.closed_at is not None,
    )


def _opened_by_handler(office: Office, entry: IncomingEntry) -> bool:
    """Whether somebody but the clerk has opened it since it was passed on."""
    if entry.forwarded_at is None:
        return False
    query = select(Opening.id).where(Opening.document_id == entry.document_id, Opening.at >= entry.forwarded_at)
    return office.session.scalar(query.where(Opening.person_id != entry.registered_by_id).limit(1)) is not None
