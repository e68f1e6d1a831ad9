"""States of a dispatch: what its recipient tells or does is noted once, and shown where it is news."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.exchange.messages.answering import tell_sender
from e_office.exchange.messages.models import DispatchEvent, ExchangeMessage
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_status import State, may_follow, moves_on


def note_state(
    office: Office,
    dispatch: Dispatch,
    state: State,
    *,
    at: datetime,
    by: str = "",
    note: str = "",
    ground: str = "",
    message_id: int | None = None,
    person_id: int | None = None,
) -> bool:
    """Keep a state in the history of a dispatch; gives whether it is news, and is shown from now on.

    The caller holds the row and has asked its own policy. What was overtaken moves nothing back.
    """
    office.session.add(
        DispatchEvent(
            dispatch_id=dispatch.id,
            state=state,
            at=at,
            noted_at=office.clock.now(),
            by=by[:200],
            note=note,
            ground=ground,
            message_id=message_id,
            person_id=person_id,
        )
    )
    news = may_follow(State(dispatch.state), state)
    if news:
        dispatch.state, dispatch.state_at, dispatch.state_note, dispatch.ground = state, at, note, ground
    return news


def note_sent_again(office: Office, actor: Actor, dispatch: Dispatch) -> None:
    """The sender's own act after a refusal: the dispatch begins anew, the history keeps what was before."""
    now = office.clock.now()
    event = DispatchEvent(
        dispatch_id=dispatch.id, state=State.SENT, at=now, noted_at=now, by=actor.name, person_id=actor.person_id
    )
    office.session.add(event)
    dispatch.state, dispatch.state_at, dispatch.state_note, dispatch.ground = State.SENT, now, "", ""


def report_state(
    office: Office, actor: Actor | None, document_id: int, agency_id: int, code: str, reason: str = ""
) -> bool:
    """Tell the sender of a document how far it is at an agency here (04, 05, 06); gives whether that was news.

    For later rooms, within their own transaction: they have asked their own policy. A document that came by no
    dispatch has no sender to tell. What was registered before it is worked on is noted as well (03).
    """
    query = select(Dispatch).filter_by(document_id=document_id, unit_id=agency_id).with_for_update()
    dispatch = office.session.scalars(query).one_or_none()
    return dispatch is not None and tell_on(office, dispatch, State(code), actor, note=reason)


def tell_on(office: Office, dispatch: Dispatch, state: State, actor: Actor | None, *, note: str = "") -> bool:
    """Note a state of an arrival and tell its sender, once and never backwards; gives whether that was news.

    The caller holds the row.
    """
    if not moves_on(State(dispatch.state), state):
        return False
    name, person_id = (actor.name, actor.person_id) if actor else (dispatch.name, None)
    note_state(office, dispatch, state, at=office.clock.now(), by=name, note=note, person_id=person_id)
    message = office.session.get(ExchangeMessage, dispatch.message_id) if dispatch.message_id else None
    if message is not None and dispatch.unit_id is not None:
        tell_sender(office, message, state, note=note, actor=actor)
    return True
