"""What the handling of incoming documents asks of somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.asking import Waiting
from e_office.handling import queries as handling
from e_office.handling.models import Assignment, TimeRequest
from e_office.registry.models import IncomingEntry


@dataclass(frozen=True)
class Work:
    """What the handling of incoming documents asks of somebody: to direct, to confirm, to answer, to do."""

    to_direct: Sequence[IncomingEntry]
    to_confirm: Sequence[Assignment]
    requests: Sequence[TimeRequest]
    parts: Sequence[tuple[Assignment, bool]]

    @property
    def named(self) -> int:
        """What is for the person by name."""
        mine = sum(named for _row, named in self.parts)
        return len(self.to_direct) + len(self.to_confirm) + len(self.requests) + mine

    @property
    def for_unit(self) -> int:
        """What is for the unit."""
        return sum(not named for _row, named in self.parts)


READS = (
    handling.awaiting_direction, handling.awaiting_confirmation, handling.requests_to_decide, handling.given_to,
)  # fmt: skip


def work_of(waiting: Waiting) -> Work:
    """Everything of it that waits for the actor or the actor's unit."""
    return Work(*map(waiting.read, READS))
