"""The clocks of the register (`domain.md` 2.5): by when what is registered is to be handed over."""

from __future__ import annotations

from collections.abc import Iterable

from e_office.core.office import Office
from e_office.people.queries import holidays
from e_office.registry.models import IncomingEntry
from e_office.registry.rules_time import DeskClock, desk_clock


def handing_over(office: Office, entries: Iterable[IncomingEntry]) -> dict[int, DeskClock]:
    """The clocks of registered documents that nobody has passed on yet: the same time runs (NĐ 30 Art. 4.2c, 23.1)."""
    waiting = (row for row in entries if row.forwarded_at is None and row.closed_at is None and not row.recalled_at)
    table, now = holidays(office), office.clock.now()
    return {row.id: desk_clock(row.arrived_at, row.document.urgency, now, table) for row in waiting}
