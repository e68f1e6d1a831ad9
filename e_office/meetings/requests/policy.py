"""Who asks, who examines, who decides, who may take what back."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, Actor, PostHeld, Role
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules import CHANGEABLE
from e_office.meetings.requests.rules_consent import OPEN, RequestKind, RequestState

HEADS_OF_OFFICE = (Role.CHIEF_OF_OFFICE, Role.SECTION_HEAD)
LEADERS = (Role.CHAIRMAN, Role.VICE_CHAIRMAN)


def deciding_roles(kind: RequestKind) -> tuple[Role, ...]:
    """Whose word it takes: the Chairman's (M6, M17), or a Vice-Chairman's too (M8)."""
    return LEADERS if kind is RequestKind.REGISTER else (Role.CHAIRMAN,)


def may_use(actor: Actor) -> bool:
    """Whether requests are anything to this person."""
    return actor.holds(*CONTENT_ROLES)


def may_see(actor: Actor, request: MeetingRequest) -> bool:
    """The agency that asks; the Office's heads, clerk and officer in charge; the leader asked.

    A restricted one only who wrote it, the agency's leaders and clerk. The twin of `queries.seen_by`.
    """
    if request.author_id == actor.person_id and request.unit_id in actor.agency_ids():
        return True
    inner = (Role.CLERK, *LEADING_ROLES) if request.restricted else tuple(CONTENT_ROLES)
    if actor.holds(*inner, agency_id=request.unit_id):
        return True
    return serves(actor, request) or _leads(actor, request)


def serves(actor: Actor, request: MeetingRequest) -> bool:
    """The Office of the agency it went to: its heads, its clerk, the officer in charge."""
    named = request.officer_id is not None and request.officer_id in actor.acts_for()
    return named or actor.holds(Role.CLERK, *HEADS_OF_OFFICE, *LEADERS, agency_id=request.to_unit_id)


def may_change(actor: Actor, request: MeetingRequest) -> bool:
    """Who sent it, and the clerk and heads of that agency, while it can still be changed."""
    return request.state in CHANGEABLE and _asks(actor, request)


def may_withdraw(actor: Actor, request: MeetingRequest) -> bool:
    """The same people."""
    return may_change(actor, request)


def _asks(actor: Actor, request: MeetingRequest) -> bool:
    own = request.author_id == actor.person_id and request.unit_id in actor.agency_ids()
    return own or actor.holds(Role.CLERK, Role.SECTION_HEAD, *LEADING_ROLES, agency_id=request.unit_id)


def may_examine(actor: Actor, request: MeetingRequest) -> bool:
    """The Office's heads and clerk and the officer in charge; an urgent one the Chief of Office alone (M9)."""
    if request.state not in OPEN:
        return False
    if request.urgent_reason:
        return actor.holds(Role.CHIEF_OF_OFFICE, agency_id=request.to_unit_id)
    named = request.officer_id is not None and request.officer_id in actor.acts_for()
    return named or actor.holds(Role.CLERK, *HEADS_OF_OFFICE, agency_id=request.to_unit_id)


def may_arrange(actor: Actor, request: MeetingRequest) -> bool:
    """Report an urgent matter and arrange the hour: the Chief of Office's alone (M9)."""
    chief = actor.holds(Role.CHIEF_OF_OFFICE, agency_id=request.to_unit_id)
    return chief and bool(request.urgent_reason) and request.state in OPEN


def deciding_post(actor: Actor, request: MeetingRequest) -> PostHeld | None:
    """The post by which the actor decides: the own one, else that of the leader who delegated it (D5)."""
    roles = deciding_roles(RequestKind(request.kind))
    place = None if request.leader_id == actor.person_id else request.leader_id
    posts = [post for post in actor.posts if post.role in roles and post.agency_id == request.to_unit_id]
    return next((post for post in posts if post.in_place_of == place), None) if request.leader_id else None


def may_decide(actor: Actor, request: MeetingRequest) -> bool:
    """The leader it was put before, or the deputy."""
    return request.state == RequestState.EXAMINED and deciding_post(actor, request) is not None


def may_revoke(actor: Actor, request: MeetingRequest) -> bool:
    """The same leader takes a consent back."""
    return request.state == RequestState.CONSENTED and deciding_post(actor, request) is not None


def may_write_invitation(actor: Actor, request: MeetingRequest) -> bool:
    """Begin the invitation a consent was given for, where there is none yet."""
    wanted = request.kind != RequestKind.SESSION and request.meeting_id is None
    return wanted and request.state == RequestState.CONSENTED and request.unit_id in actor.agency_ids()


def _leads(actor: Actor, request: MeetingRequest) -> bool:
    return request.leader_id is not None and request.leader_id in actor.acts_for()
