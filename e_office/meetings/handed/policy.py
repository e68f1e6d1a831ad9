"""Who writes down what was handed out, who brings its file, who sees it."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor
from e_office.meetings import policy as meetings
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.minutes import policy as minutes
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.models import Meeting


def may_record(actor: Actor, meeting: Meeting, written: Minutes | None) -> bool:
    """The organisers, the unit that prepared the content, and the secretary of the minutes."""
    return minutes.may_write(actor, meeting, written)


def may_name(actor: Actor, meeting: Meeting, written: Minutes | None, unit_id: int) -> bool:
    """Whose paper it was: the organisers and the secretary say so of everybody, the preparing unit of itself alone.

    The mark is another's for ever, so it is not for one unit to put on the next.
    """
    keeps = meetings.may_edit(actor, meeting) or minutes.is_secretary(actor, written)
    return keeps or (may_record(actor, meeting, written) and unit_id in actor.reading_units())


def may_void(actor: Actor, meeting: Meeting) -> bool:
    """Strike out what was written down by mistake: who issues the invitation."""
    return meetings.may_edit(actor, meeting)


def may_file(actor: Actor, row: HandedPaper, written: Minutes | None) -> bool:
    """Bring its file: the same, and whoever works with content in the unit whose paper it is."""
    own = row.unit_id in actor.reading_units() and actor.holds(*CONTENT_ROLES)
    return own or may_record(actor, row.meeting, written)


def may_see(actor: Actor, row: HandedPaper, written: Minutes | None) -> bool:
    """Whoever works on the meeting, and the unit whose paper it is."""
    works = may_record(actor, row.meeting, written) or meetings.may_see_receipts(actor, row.meeting)
    return works or row.unit_id in actor.reading_units()
