"""How far a document is at each of its recipients: the instants of every state, and how many are where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from e_office.core.office import Office
from e_office.core.problems import Message
from e_office.exchange.messages.queries import events_of
from e_office.exchange.models import Channel, Dispatch
from e_office.exchange.queries import dispatches_of
from e_office.exchange.rules_refusal import GROUNDS, Ground, may_be_reminded
from e_office.exchange.rules_status import State


@dataclass(frozen=True)
class Track:
    """One recipient: its dispatch, and when each state was told last, in the order they were told."""

    dispatch: Dispatch
    told: Mapping[State, datetime]

    @property
    def state(self) -> State:
        """The state shown."""
        return self.dispatch.told

    @property
    def ground(self) -> Message | None:
        """Why it was sent back, in the words of the list of grounds."""
        return GROUNDS[Ground(self.dispatch.ground)] if self.dispatch.ground in set(Ground) else None

    @property
    def untaken(self) -> bool:
        """Whether the sender may remind this recipient."""
        row = self.dispatch
        return may_be_reminded(self.state, row.channel, here=row.unit_id is not None)


def tracks_of(office: Office, document_id: int) -> list[Track]:
    """Every recipient of a document, in the order of sending."""
    rows = dispatches_of(office, document_id)
    events = events_of(office, [row.id for row in rows])
    return [
        Track(row, {State.SENT: row.sent_at} | {State(one.state): one.at for one in events.get(row.id, ())})
        for row in rows
    ]


def counted(tracks: Sequence[Track]) -> dict[str, int]:
    """How many recipients are in each state; those who get paper alone have none, and stand apart."""
    counts = Counter("paper" if one.dispatch.channel == Channel.PAPER else one.state.value for one in tracks)
    order = ["paper", *(state.value for state in State)]
    return {name: counts[name] for name in sorted(counts, key=order.index)}


def in_state(tracks: Sequence[Track], wanted: str) -> list[Track]:
    """The recipients in one state, or all where none is wanted."""
    if not wanted:
        return list(tracks)
    on_paper = wanted == "paper"
    return [
        one
        for one in tracks
        if (one.dispatch.channel == Channel.PAPER) == on_paper and (on_paper or one.state == wanted)
    ]
