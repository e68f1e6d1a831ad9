"""States of a dispatch: what its recipient tells is noted, and shown where it is news."""

from __future__ import annotations

from datetime import datetime

from e_office.core.office import Office
from e_office.exchange.messages.models import DispatchEvent
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_status import State, may_follow


def note_state(
    office: Office,
    dispatch: Dispatch,
    state: State,
    *,
    at: datetime,
    by: str = "",
    note: str = "",
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
            message_id=message_id,
            person_id=person_id,
        )
    )
    news = may_follow(State(dispatch.state), state)
    if news:
        dispatch.state, dispatch.state_at, dispatch.state_note = state, at, note
    return news
