"""Who runs a meeting that is held, and who follows it."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor, Role
from e_office.meetings import policy as meetings
from e_office.meetings.models import Invitee, Meeting


def may_run(actor: Actor, meeting: Meeting, secretary_id: int | None = None) -> bool:
    """Open, lead through the agenda, call speakers, put to the vote: the chair, the organisers, the secretary named.

    The organisers are the inviting agency's clerk and heads and whoever began the invitation.
    """
    if meetings.may_agree(actor, meeting) or meetings.may_edit(actor, meeting):
        return True
    return secretary_id is not None and secretary_id == actor.person_id and actor.holds(*CONTENT_ROLES)


def chairs(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor is the chair."""
    return meetings.may_agree(actor, meeting)


def may_show_code(actor: Actor, invitee: Invitee) -> bool:
    """Open the wall of the bridge point arranged for an invitee with its code: the clerk of that unit.

    That is all: presence there, too, is noted by who runs the meeting.
    """
    return actor.holds(Role.CLERK, agency_id=invitee.unit_id)


def seats_of(actor: Actor, meeting: Meeting) -> list[Invitee]:
    """The invitees in whose place the actor may sit, speak and vote."""
    return meetings.invited_as(actor, meeting)
