"""Who writes the minutes, who reads them, who signs."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor
from e_office.meetings import policy as meetings
from e_office.meetings.minutes.models import Minutes, MinutesState, Signs
from e_office.meetings.models import Meeting


def may_write(actor: Actor, meeting: Meeting, minutes: Minutes | None = None) -> bool:
    """The organisers, the unit that prepared the content, and the secretary named."""
    return is_secretary(actor, minutes) or meetings.may_prepare_content(actor, meeting)


def is_secretary(actor: Actor, minutes: Minutes | None) -> bool:
    """Whether the actor is the secretary named for the minutes."""
    return minutes is not None and minutes.secretary_id == actor.person_id and actor.holds(*CONTENT_ROLES)


def may_read(actor: Actor, meeting: Meeting, minutes: Minutes) -> bool:
    """Writers, the chair and the agency's leaders always; whoever was invited once they are circulated."""
    if may_write(actor, meeting, minutes) or meetings.may_see_receipts(actor, meeting):
        return True
    return minutes.state != MinutesState.WRITING and bool(meetings.invited_as(actor, meeting))


def may_remark(actor: Actor, meeting: Meeting, minutes: Minutes) -> bool:
    """Say something about circulated minutes: the chair, and whoever was invited."""
    if minutes.state != MinutesState.CIRCULATED:
        return False
    return meetings.may_agree(actor, meeting) or bool(meetings.invited_as(actor, meeting))


def signs_as(actor: Actor, *, secretary_id: int, chair_id: int | None) -> Signs | None:
    """The part in which the actor signs the minutes, or an annex: secretary or chair, nobody in their stead (O4).

    `chair_id` is who presided, see `queries.presided_by`.
    """
    if not actor.holds(*CONTENT_ROLES):
        return None
    if actor.person_id == secretary_id:
        return Signs.SECRETARY
    return Signs.CHAIR if actor.person_id == chair_id else None
