"""How far an arrival is here, as the register shows it, told to its sender (03 to 06)."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Opening
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_status import State, state_of_work
from e_office.exchange.states import tell_on
from e_office.registry.models import IncomingEntry

UNSETTLED = (State.SENT, State.ARRIVED, State.ACCEPTED, State.ASSIGNED, State.IN_WORK, State.RECALL_REFUSED)
UNASSIGNED = (State.SENT, State.ARRIVED, State.ACCEPTED)
AT_ONCE = 500
"""Arrivals looked at in one transaction."""


def report(office: Office, dispatch: Dispatch, actor: Actor | None = None) -> bool:
    """Note and tell how far an arrival is; gives whether that was news. The caller holds the row.

    That it was registered (03) is told even where it was passed on in the same moment.
    """
    if dispatch.unit_id is None:
        return False
    state = _state(office, dispatch)
    if dispatch.message_id is None and state not in UNASSIGNED:
        tell_on(office, dispatch, State.ACCEPTED, actor)
    return tell_on(office, dispatch, state, actor)


def report_all(office: Office) -> int:
    """Look at every arrival from outside that is not done with; gives how many had moved on."""
    query = select(Dispatch).where(Dispatch.message_id.is_not(None), Dispatch.unit_id.is_not(None))
    query = query.where(Dispatch.state.in_(UNSETTLED), Dispatch.registered_at.is_not(None))
    rows = office.session.scalars(query.order_by(Dispatch.id.desc()).limit(AT_ONCE).with_for_update(skip_locked=True))
    return sum(report(office, row) for row in rows.all())


def moved_on_here(office: Office) -> list[int]:
    """Arrivals from agencies of this installation that their register shows further than their sender was told."""
    entry = IncomingEntry
    passed_on = and_(entry.forwarded_at.is_not(None), Dispatch.state.in_(UNASSIGNED))
    closed = and_(entry.closed_at.is_not(None), entry.recalled_at.is_(None), Dispatch.state.in_(UNSETTLED))
    query = (
        select(Dispatch.id)
        .join(entry, and_(entry.unit_id == Dispatch.unit_id, entry.document_id == Dispatch.document_id))
        .where(Dispatch.message_id.is_(None), or_(passed_on, closed))
    )
    return list(office.session.scalars(query.order_by(Dispatch.id).limit(AT_ONCE)))


def report_those(office: Office, ids: list[int]) -> int:
    """Tell how far these arrivals are; gives how many had moved on."""
    query = select(Dispatch).where(Dispatch.id.in_(ids)).order_by(Dispatch.id).with_for_update(skip_locked=True)
    return sum(report(office, row) for row in office.session.scalars(query).all())


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
