"""Who directs the handling of an incoming document, who passes a part on, who works on it."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, Actor, PostHeld, Role
from e_office.handling.models import Assignment
from e_office.handling.rules import OPEN, Part, State
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry
from e_office.registry.policy import may_register

HEADS = LEADING_ROLES | {Role.SECTION_HEAD}


def may_follow(actor: Actor, entry: IncomingEntry) -> bool:
    """See how a document is handled: everybody with content rights in the agency."""
    return actor.holds(*CONTENT_ROLES, agency_id=entry.unit_id)


def directing_post(actor: Actor, entry: IncomingEntry) -> PostHeld | None:
    """The leading post by which the actor directs (bút phê): an own one first, else a delegated one (D5)."""
    posts = [post for post in actor.posts if post.role in LEADING_ROLES and post.agency_id == entry.unit_id]
    return next((post for post in posts if post.in_place_of is None), next(iter(posts), None))


def may_direct(actor: Actor, entry: IncomingEntry) -> bool:
    """A leader of the agency, or its clerk who writes down what a leader decided."""
    open_ = entry.closed_at is None and may_follow(actor, entry)
    return open_ and (directing_post(actor, entry) is not None or may_register(actor, entry.unit_id))


def may_confirm(actor: Actor, row: Assignment) -> bool:
    """The leader in whose name the clerk wrote it down."""
    return row.entered_by_id is not None and row.confirmed_at is None and row.given_by_id in actor.acts_for()


def holds(actor: Actor, row: Assignment) -> bool:
    """Whether the part was given to the actor, by name or to the own unit."""
    if row.person_id is not None:
        return row.person_id in actor.acts_for()
    return row.unit_id in actor.unit_ids()


def may_work(actor: Actor, row: Assignment) -> bool:
    """Take it up, hand it back, ask for more time, close it."""
    return row.state in OPEN and row.entry.closed_at is None and holds(actor, row)


def passing_post(actor: Actor, row: Assignment) -> PostHeld | None:
    """The post by which the head of the unit, or of one above it in the agency, passes its part on."""
    units = _up_to_agency(row.unit)
    return next((post for post in actor.posts if post.role in HEADS and post.unit_id in units), None)


def _up_to_agency(unit: Unit | None) -> list[int]:
    found: list[int] = []
    while unit is not None and unit.id not in found:
        found.append(unit.id)
        unit = None if unit.is_agency else unit.parent
    return found


def may_pass_on(actor: Actor, row: Assignment) -> bool:
    """The head of the unit it was given to; what one only has to know of is not passed on as work."""
    open_ = row.state in OPEN and row.entry.closed_at is None and row.part != Part.KNOW
    return open_ and row.unit_id is not None and passing_post(actor, row) is not None


def may_decide_time(actor: Actor, row: Assignment) -> bool:
    """Whoever gave it, and the leaders of the agency; nobody grants it to themselves."""
    if row.state not in {State.GIVEN, State.IN_WORK} or holds(actor, row):
        return False
    return row.given_by_id in actor.acts_for() or actor.holds(*LEADING_ROLES, agency_id=row.entry.unit_id)


def may_remark(actor: Actor, entry: IncomingEntry) -> bool:
    """Whoever may follow it, while it is open."""
    return entry.closed_at is None and may_follow(actor, entry)


def may_set_deadlines(actor: Actor, agency_id: int) -> bool:
    """The agency's leaders say how long things take, its Chief of Office among them (NĐ 30/2020 Art. 24)."""
    return actor.holds(*LEADING_ROLES, agency_id=agency_id)
