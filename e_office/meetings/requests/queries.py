"""Reads of requests: lists with their counts, one request, who may be asked, which agency asks what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, Actor, Role
from e_office.core.problems import NotFound
from e_office.meetings.queries import LARGEST_ID
from e_office.meetings.requests import policy
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules import kinds_of
from e_office.meetings.requests.rules_consent import DISTRICTS, OPEN, RequestKind, RequestState
from e_office.people.models import Person, Unit
from e_office.people.queries import agency_of, get_unit, persons_holding, units_tree

SHOWN = 200


def get_request(office: Office, actor: Actor, request_id: int, *, lock: bool = False) -> MeetingRequest:
    """One request for those who may know of it; locked until the commit where it is to be changed.

    :raises NotFound: for everybody else; nobody can tell whether there is one.
    """
    if not 0 < request_id <= LARGEST_ID:
        raise NotFound
    request = office.session.get(MeetingRequest, request_id, with_for_update=lock, populate_existing=lock)
    if request is None or not policy.may_see(actor, request):
        raise NotFound
    return request


def of_meeting(office: Office, meeting_id: int) -> list[MeetingRequest]:
    """The requests about a meeting as they are now, oldest first."""
    query = select(MeetingRequest).where(MeetingRequest.meeting_id == meeting_id).order_by(MeetingRequest.id)
    query = query.options(selectinload(MeetingRequest.units)).execution_options(populate_existing=True)
    return list(office.session.scalars(query))


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The clause on requests for those the actor may know of; the twin of `policy.may_see`."""
    author = and_(MeetingRequest.author_id == actor.person_id, MeetingRequest.unit_id.in_(actor.agency_ids()))
    content = actor.agency_ids(*CONTENT_ROLES)
    inner = actor.agency_ids(Role.CLERK, *LEADING_ROLES)
    own = and_(MeetingRequest.restricted.is_(False), MeetingRequest.unit_id.in_(content))
    office = actor.agency_ids(Role.CLERK, *policy.HEADS_OF_OFFICE, *policy.LEADERS)
    return or_(
        author,
        own,
        MeetingRequest.unit_id.in_(inner),
        MeetingRequest.to_unit_id.in_(office),
        MeetingRequest.officer_id.in_(actor.acts_for()),
        MeetingRequest.leader_id.in_(actor.acts_for()),
    )


def _examines(actor: Actor) -> ColumnElement[bool]:
    offices = actor.agency_ids(Role.CLERK, *policy.HEADS_OF_OFFICE)
    chief = actor.agency_ids(Role.CHIEF_OF_OFFICE)
    plain = or_(MeetingRequest.to_unit_id.in_(offices), MeetingRequest.officer_id.in_(actor.acts_for()))
    urgent = MeetingRequest.urgent_reason != ""
    return and_(
        MeetingRequest.state == RequestState.SENT,
        or_(and_(~urgent, plain), and_(urgent, MeetingRequest.to_unit_id.in_(chief))),
    )


def _decides(actor: Actor) -> ColumnElement[bool]:
    agencies = actor.agency_ids(*policy.LEADERS)
    before = and_(MeetingRequest.to_unit_id.in_(agencies), MeetingRequest.leader_id.in_(actor.acts_for()))
    return and_(MeetingRequest.state == RequestState.EXAMINED, before)


VIEWS = ("waiting", "open", "consented", "ended")


def _view(actor: Actor, view: str) -> ColumnElement[bool]:
    if view == "waiting":
        return or_(_examines(actor), _decides(actor))
    states = {
        "open": OPEN,
        "consented": {RequestState.CONSENTED},
        "ended": {RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.REVOKED},
    }[view]
    return and_(seen_by(actor), MeetingRequest.state.in_(states))


def count_view(office: Office, actor: Actor, view: str) -> int:
    """How many requests a view shows; "waiting" are those that wait for this person."""
    return office.session.scalar(select(func.count(MeetingRequest.id)).where(_view(actor, view))) or 0


def _waiting(actor: Actor) -> Select[tuple[MeetingRequest]]:
    return select(MeetingRequest).where(_view(actor, "waiting"))


@shows(_waiting)
def waiting(office: Office, actor: Actor) -> list[MeetingRequest]:
    """The requests that wait for this person, by their hour."""
    return in_view(office, actor, "waiting")


def in_view(office: Office, actor: Actor, view: str) -> list[MeetingRequest]:
    """The requests of a view: open ones by their hour, the others the newest first."""
    order = MeetingRequest.starts_at if view in {"waiting", "open"} else MeetingRequest.state_at.desc()
    query = select(MeetingRequest).where(_view(actor, view)).order_by(order, MeetingRequest.id)
    loaded = (joinedload(MeetingRequest.unit), joinedload(MeetingRequest.leader), joinedload(MeetingRequest.officer))
    return list(office.session.scalars(query.options(*loaded).limit(SHOWN)))


def asking(office: Office, actor: Actor) -> list[tuple[RequestKind, Unit]]:
    """What this person may ask, each with the agency it is asked for: the first of the own posts that may."""
    found: dict[RequestKind, Unit] = {}
    for post in actor.posts:
        if post.role not in CONTENT_ROLES:
            continue
        unit = get_unit(office, post.agency_id)
        for kind in kinds_of(unit.level_code, head=post.role == Role.LEADER) if unit.parent else ():
            found.setdefault(kind, unit)
    return list(found.items())


def asked_agency(unit: Unit) -> Unit:
    """The agency above one, to whose leadership it turns.

    :raises NotFound: where nothing stands above it.
    """
    if unit.parent is None:
        raise NotFound
    return agency_of(unit.parent)


def leaders_of(office: Office, agency_id: int, kind: RequestKind) -> list[Person]:
    """Whose word such a request may want, the Chairman first."""
    chairmen = persons_holding(office, {Role.CHAIRMAN}, agency_id)
    if kind is not RequestKind.REGISTER:
        return chairmen
    return chairmen + persons_holding(office, {Role.VICE_CHAIRMAN}, agency_id)


def officers_of(office: Office, agency_id: int) -> list[Person]:
    """Who can follow a request: specialists and heads of sections of the Office."""
    return persons_holding(office, {Role.SPECIALIST, Role.SECTION_HEAD, Role.CHIEF_OF_OFFICE}, agency_id)


def district_agencies(office: Office) -> list[Unit]:
    """The agencies whose leaders M6 protects, in the order of the tree."""
    branches = units_tree(office, day=office.today())
    return [one.unit for one in branches if one.unit.is_agency and one.unit.level_code in DISTRICTS]


def asked_ids(request: MeetingRequest) -> Sequence[int]:
    """The agencies it wants to invite."""
    return [row.unit_id for row in request.units]
