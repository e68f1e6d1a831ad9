"""What waits for an agency's clerk: to be registered, to be passed on, to be answered, to be seen to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.asking import Waiting
from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.exchange.arriving import Arriving, count_arrivals, count_mails, with_clocks
from e_office.exchange.changing.models import DocumentChange
from e_office.exchange.changing.queries import asked_of
from e_office.exchange.models import Dispatch
from e_office.exchange.queries import arrivals, came_back
from e_office.registry.queries import count_unforwarded
from e_office.registry.waiting_queries import mails_waiting

SHOWN = 6
"""Arrivals on the desk; the rest stands behind their link."""


@dataclass(frozen=True)
class ForClerk:
    """All of it is the unit's, nothing is by name."""

    arrivals: Sequence[Arriving] = ()
    arrivals_total: int = 0
    unforwarded: int = 0
    came_back: Sequence[Dispatch] = ()
    asked: Sequence[tuple[Dispatch, DocumentChange]] = ()

    @property
    def for_unit(self) -> int:
        """How much waits for the unit."""
        return self.arrivals_total + self.unforwarded + len(self.came_back) + len(self.asked)

    def seen(self, view: str) -> ForClerk:
        """What a view of the desk shows of it."""
        return ForClerk() if view == "named" else self


READS = (came_back, asked_of)
COUNTS = (count_arrivals, count_mails, count_unforwarded)


def for_clerk(office: Office, actor: Actor, waiting: Waiting) -> ForClerk:
    """What waits for the clerks of the actor's agencies."""
    agencies, sent, mails = actor.agency_ids(Role.CLERK), waiting.number(count_arrivals), waiting.number(count_mails)
    arriving = with_clocks(
        office,
        arrivals(office, agencies, limit=SHOWN) if sent else [],
        mails_waiting(office, agencies, limit=SHOWN) if mails else [],
    )
    return ForClerk(arriving[:SHOWN], sent + mails, waiting.number(count_unforwarded), *map(waiting.read, READS))
