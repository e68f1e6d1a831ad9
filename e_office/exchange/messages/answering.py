"""What we tell the senders of other systems: how far their document is here, told once, by itself."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.exchange.messages.models import Direction, ExchangeMessage, MessageKind, MessageState
from e_office.exchange.messages.queries import by_key
from e_office.exchange.messages.sending import leave
from e_office.exchange.rules_status import State


def tell_sender(
    office: Office, message: ExchangeMessage, state: State, *, note: str = "", actor: Actor | None = None
) -> ExchangeMessage | None:
    """Leave a state for the sender of a message; None where it was told, or the sender cannot be named.

    NĐ 30/2020 Art. 21.2: what is bad goes back to its sender, what is good is acknowledged the same day.
    """
    key = f"out:status:{message.id}:{state}"
    if not message.organ_id or not message.edxml_id or by_key(office, key) is not None:
        return None
    row = ExchangeMessage(
        key=key,
        direction=Direction.OUT,
        kind=MessageKind.STATUS,
        state=MessageState.WAITING,
        unit_id=message.unit_id,
        edxml_id=message.edxml_id,
        organ_id=message.organ_id,
        organ_name=message.organ_name,
        status_code=state.value,
        code=message.code,
        subject=message.subject,
        head={"description": note, "staff": actor.name if actor else ""},
        document_id=message.document_id,
        answers_id=message.id,
        at=office.clock.now(),
    )
    office.session.add(row)
    office.session.flush()  # the job carries its id
    leave(office, row)
    return row
