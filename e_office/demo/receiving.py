"""What became of a document at its recipients: which way it came, when it was opened and registered."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at, day_of
from e_office.demo.channels import reason
from e_office.demo.days import office_hour, shift
from e_office.demo.episodes import Draft
from e_office.demo.facts import BOTH, ELECTRONIC, PAPER, PlannedRecipient
from e_office.demo.sittings import later
from e_office.demo.units import PROVINCE

CLOSING = time(15, 30)
"""What comes after this hour of the last working day still waits for the clerk."""


def received(
    draft: Draft, channel: str, rng: random.Random, end: datetime, last_day: date
) -> tuple[PlannedRecipient, ...]:
    """How each recipient got the document, so that as a whole it is of the class `channel`.

    A mixed one went both ways to all, or to the first only; or only the electronic copy was recorded, and the
    recipient's clerk noted that paper came as well.
    """
    why = "" if channel == ELECTRONIC else reason(draft, rng)
    half = channel == BOTH and len(draft.to) > 1 and rng.random() < 0.4
    old = draft.at < end - timedelta(days=14)  # long enough for the paper to have come
    ticked = channel == BOTH and not half and old and rng.random() < 0.15
    made = []
    for place, unit in enumerate(draft.to):
        own = ELECTRONIC if ticked or (half and place) else channel
        opened, registered = _times(draft, own, rng, end, last_day)
        noted = later(rng, registered, 600, 3000) if ticked and not place and registered else None
        made.append(
            PlannedRecipient(
                unit=unit,
                channel=own,
                paper_reason="" if own == ELECTRONIC else why,
                opened_at=opened,
                registered_at=registered,
                handler=draft.matter.section if unit == PROVINCE and registered else None,
                paper_received_at=noted if noted and noted < end else None,
            )
        )
    return tuple(made)


def _times(
    draft: Draft, channel: str, rng: random.Random, end: datetime, last_day: date
) -> tuple[datetime | None, datetime | None]:
    """When it was opened and when registered; paper is not opened here and takes a day or more."""
    if channel == PAPER:
        opened, registered = None, office_hour(rng, shift(day_of(draft.at), rng.randint(1, 3)))
    else:
        opened = later(rng, draft.at, 4, 200)
        registered = later(rng, opened, 1, 70)
    if draft.at >= at(last_day, CLOSING):
        return None, None
    return (opened if opened and opened < end else None), (registered if registered < end else None)
