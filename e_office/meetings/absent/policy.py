"""Who asks absent agencies, who answers for one, who reads it."""

from __future__ import annotations

from e_office.core.permission import LEADING_ROLES, Actor, Role
from e_office.meetings import policy as meetings
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.minutes import policy as minutes
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.models import Meeting

ANSWERING = frozenset({Role.CLERK}) | LEADING_ROLES
"""The head answers (O5: "Thủ trưởng cơ quan … phải trả lời"); the clerk enters what the head has signed."""


def may_ask(actor: Actor, meeting: Meeting, written: Minutes | None) -> bool:
    """The organisers, the unit that prepared the content, and the secretary of the minutes."""
    return minutes.may_write(actor, meeting, written)


def may_change(actor: Actor, ask: AbsentAsk, written: Minutes | None) -> bool:
    """Withdraw it or give it another day: whoever may ask; nobody lets the own agency off, whatever it prepared."""
    return may_ask(actor, ask.meeting, written) and not is_asked(actor, ask)


def may_answer(actor: Actor, ask: AbsentAsk) -> bool:
    """A leader or a clerk of the agency that was asked."""
    return actor.holds(*ANSWERING, agency_id=ask.unit_id)


def is_asked(actor: Actor, ask: AbsentAsk) -> bool:
    """Whether the actor reads for the agency that was asked."""
    return ask.unit_id in actor.reading_units()


def may_read(actor: Actor, ask: AbsentAsk) -> bool:
    """The agency that was asked, and whoever works on the meeting."""
    return is_asked(actor, ask) or meetings.may_see_receipts(actor, ask.meeting)
