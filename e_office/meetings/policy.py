"""Who may write, issue, order, agree to papers, look at receipts and answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, inspect, or_, select
from sqlalchemy.orm import object_session

from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, Actor, Role
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState, Paper

JUDGED = (
    *(Meeting.unit_id, Meeting.state, Meeting.created_by_id, Meeting.preparing_unit_id),
    *(Meeting.chair_id, Meeting.signer_id, Meeting.document_id, Meeting.purpose),
)
"""What is looked at here of a meeting, and how it is called: enough where a page is about one of its papers."""

WRITERS = CONTENT_ROLES
CHAIRS = frozenset({Role.CHAIRMAN, Role.VICE_CHAIRMAN, Role.LEADER})
"""Who may chair a meeting of their agency."""
HEADS = frozenset({Role.CLERK, Role.SECTION_HEAD}) | LEADING_ROLES
"""Who works on invitations of the agency that somebody else began."""


def may_write(actor: Actor, agency_id: int) -> bool:
    """Whether the actor may begin an invitation of that agency."""
    return actor.holds(*WRITERS, agency_id=agency_id)


def may_write_any(actor: Actor) -> bool:
    """Whether there is an agency for which the actor may begin one."""
    return bool(actor.agency_ids())


def writing_agency(actor: Actor) -> int | None:
    """The agency a new invitation is of: that of the first post with content rights."""
    return next((post.agency_id for post in actor.posts if post.role in WRITERS), None)


def may_edit(actor: Actor, meeting: Meeting) -> bool:
    """Who began it, and the agency's clerk and heads."""
    if not actor.holds(*WRITERS, agency_id=meeting.unit_id):
        return False
    return meeting.created_by_id == actor.person_id or actor.holds(*HEADS, agency_id=meeting.unit_id)


def may_issue(actor: Actor, meeting: Meeting) -> bool:
    """Whoever may write it may issue it: what it takes to issue is judged by the rules, not by rank."""
    return may_edit(actor, meeting)


def may_change(actor: Actor, meeting: Meeting) -> bool:
    """Move, invite more, send more papers, call off, remind: the organisers'."""
    return may_edit(actor, meeting)


def may_order(actor: Actor, meeting: Meeting) -> bool:
    """Record the chair's order for an extraordinary meeting: the Chief of Office's alone (M9)."""
    return actor.holds(Role.CHIEF_OF_OFFICE, agency_id=meeting.unit_id)


def may_prepare_content(actor: Actor, meeting: Meeting) -> bool:
    """Write the agenda, the minutes and the conclusion: the organisers and the unit that prepares the content (M14)."""
    return may_edit(actor, meeting) or meeting.preparing_unit_id in actor.reading_units()


def may_prepare(actor: Actor, meeting: Meeting) -> bool:
    """Put papers in and ask for consent: the same, and whoever was asked for a paper, for nothing else (M3)."""
    asked = (one.unit_id for one in meeting.wanted if one.given_up_at is None)
    return may_prepare_content(actor, meeting) or not actor.reading_units().isdisjoint(asked)


def may_handle(actor: Actor, paper: Paper) -> bool:
    """Replace a paper, ask for consent, send it, take it out: who prepares the content, and the unit it comes from."""
    if may_prepare_content(actor, paper.meeting):
        return True
    own = paper.created_by_id == actor.person_id or paper.document.issuer_unit_id in actor.reading_units()
    return own and may_prepare(actor, paper.meeting)


def may_agree(actor: Actor, meeting: Meeting) -> bool:
    """Agree to a paper or send it back: the person named as chair, nobody in their stead (M3)."""
    return meeting.chair_id == actor.person_id and actor.holds(*CONTENT_ROLES)


def may_see_receipts(actor: Actor, meeting: Meeting) -> bool:
    """Who has opened what: the organisers, the chair, the preparing unit and the leaders of the agency."""
    return (
        may_prepare(actor, meeting)
        or may_agree(actor, meeting)
        or actor.person_id == meeting.signer_id
        or actor.holds(*LEADING_ROLES, agency_id=meeting.unit_id)
    )


def acts_for(actor: Actor, invitee: Invitee) -> bool:
    """Whether the actor opens and answers for this invitee: the person named, or somebody of the unit (A-109).

    Where the person named has a substitute of the own unit whom the chair agreed to, that one too (M5).
    """
    if invitee.person_id is not None:
        return invitee.person_id == actor.person_id or _stands_in(actor, invitee)
    return invitee.unit_id in actor.reading_units()


def _stands_in(actor: Actor, invitee: Invitee) -> bool:
    if invitee.answer != Answer.SUBSTITUTE or invitee.unit_id not in actor.reading_units():
        return False
    return any(one.person_id == actor.person_id and one.state == "approved" for one in invitee.substitutes)


NEAR = (
    select(Invitee)
    .where(Invitee.meeting_id == bindparam("meeting"))
    .where(or_(Invitee.unit_id.in_(bindparam("units", expanding=True)), Invitee.person_id == bindparam("person")))
    .order_by(Invitee.position)
)
"""The invitees of a meeting that are of some units or a person; built once, as everything asks it."""


def invited_as(actor: Actor, meeting: Meeting) -> list[Invitee]:
    """The invitees the actor opens and answers for; none before the invitation is issued.

    Of hundreds who are invited only the actor's own are read: everybody opens the invitation at half past seven.
    """
    if meeting.state == MeetingState.DRAFT:
        return []
    return [invitee for invitee in _near(actor, meeting) if acts_for(actor, invitee)]


def _near(actor: Actor, meeting: Meeting) -> Sequence[Invitee]:
    """Those of the actor's units and of the actor's name; everybody where they are read already."""
    session = object_session(meeting)
    if session is None or "invitees" not in inspect(meeting).unloaded:
        return meeting.invitees
    near = {"meeting": meeting.id, "units": actor.reading_units(), "person": actor.person_id}
    return session.scalars(NEAR, near).all()


def may_conclude(actor: Actor, meeting: Meeting) -> bool:
    """Draft the conclusion notice: the organisers, and the unit that prepared the content (M14)."""
    return may_prepare_content(actor, meeting)


def may_issue_conclusion(actor: Actor, meeting: Meeting) -> bool:
    """Issue it: the inviting agency's organisers (M14: the Office issues it)."""
    return may_edit(actor, meeting)
