"""The route a draft takes through review: what the unit set for its type, who can take each step, who is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, Role, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.drafting import policy
from e_office.drafting.models import Draft, RouteStep
from e_office.drafting.rules_review import ROLES, Step, default_route
from e_office.people.models import Person
from e_office.people.queries import get_unit, path_to_agency, persons_holding
from e_office.registry.types import TYPES

ANY_TYPE = ""
"""The type code under which a unit keeps the route of every type it has set none for."""


@dataclass(frozen=True)
class Proposal:
    """A step of a draft's route: who can take it, and who is proposed; without anybody it is left out."""

    step: Step
    able: Sequence[Person]
    person_id: int | None


@dataclass(frozen=True)
class Route:
    """A route of a type and whose it is: the name of the unit that set it, empty for the default one."""

    steps: Sequence[tuple[Step, int | None]]
    set_by: str = ""


def route_of(office: Office, unit_id: int, type_code: str) -> Route:
    """The route of a type in a unit: its own, else that of the units above it up to the agency, else the default."""
    for unit in path_to_agency(get_unit(office, unit_id)):
        for code in (type_code, ANY_TYPE):
            if rows := own_route(office, unit.id, code):
                return Route([(Step(row.step), row.person_id) for row in rows], unit.short_name or unit.name)
    kind = TYPES.get(type_code)
    normative = kind.is_legal_normative if kind else False
    return Route([(step, None) for step in default_route(type_code, legal_normative=normative)])


def own_route(office: Office, unit_id: int, type_code: str) -> Sequence[RouteStep]:
    """The steps a unit itself has set for a type, in order."""
    query = select(RouteStep).filter_by(unit_id=unit_id, type_code=type_code).order_by(RouteStep.position)
    return list(office.session.scalars(query))


def own_routes(office: Office, unit_id: int) -> dict[str, Sequence[RouteStep]]:
    """Every route a unit has set, by type code."""
    found: dict[str, list[RouteStep]] = {}
    query = select(RouteStep).filter_by(unit_id=unit_id).order_by(RouteStep.type_code, RouteStep.position)
    for row in office.session.scalars(query):
        found.setdefault(row.type_code, []).append(row)
    return dict(found)


def proposals(office: Office, draft: Draft) -> list[Proposal]:
    """The steps a draft has to take, each with who can take it; those of the last round are proposed again."""
    before = {Step(step.step): step.person_id for step in draft.present_steps}
    found = []
    for step, named in route_of(office, draft.unit_id, draft.type_code).steps:
        able = able_for(office, draft, step)
        ids = [person.id for person in able]
        wanted = next((one for one in (before.get(step), named) if one in ids), None)
        found.append(Proposal(step, able, wanted or _usual(step, able)))
    return found


def able_for(office: Office, draft: Draft, step: Step) -> list[Person]:
    """Who can take a step of a draft: of the agency, with the roles of the step, the drafter only to sign.

    The head of the drafting unit is the nearest one on the way up to the agency.
    """
    persons = persons_holding(office, ROLES[step], draft.agency_id)
    if step is not Step.LEADER:
        persons = [person for person in persons if person.id != draft.drafter_id]
    if step is not Step.SECTION_HEAD:
        return persons
    path = [unit.id for unit in path_to_agency(draft.unit)]
    near = {person.id: min(_places(person, path), default=None) for person in persons}
    on_path = [person for person in persons if near[person.id] is not None]
    return sorted(on_path, key=lambda person: (near[person.id] or 0, person.name, person.id))


def _places(person: Person, path: Sequence[int]) -> list[int]:
    heads = ROLES[Step.SECTION_HEAD]
    return [path.index(post.unit_id) for post in person.posts if post.role in heads and post.unit_id in path]


def _usual(step: Step, able: Sequence[Person]) -> int | None:
    """Who is proposed where nobody was named: the nearest head, the Chief of Office, the only one there is."""
    if step is Step.SECTION_HEAD and able:
        return able[0].id
    if step is Step.OFFICE:
        chiefs = (person.id for person in able if any(post.role is Role.CHIEF_OF_OFFICE for post in person.posts))
        return next(chiefs, None)
    return able[0].id if len(able) == 1 else None


def set_route(
    office: Office, actor: Actor, unit_id: int, type_code: str, steps: Sequence[tuple[Step, int | None]]
) -> None:
    """Set the route of a type in a unit, or with no steps go back to what holds without one.

    :raises NotAllowed: :raises Refused: where the last step is not the signing one.
    """
    require(unit_id in {post.unit_id for post in policy.route_units(actor)}, "set a route")
    problems = []
    if type_code not in TYPES and type_code != ANY_TYPE:
        problems.append(Problem("type_unknown", msg("Chưa chọn tên loại văn bản."), "type_code"))
    if steps and steps[-1][0] is not Step.LEADER:
        problems.append(Problem("no_leader", msg("Bước cuối phải là người có thẩm quyền ký."), "leader"))
    refuse_if(problems, msg("Chưa lưu quy trình"))
    office.session.execute(delete(RouteStep).filter_by(unit_id=unit_id, type_code=type_code))
    office.session.add_all(
        RouteStep(unit_id=unit_id, type_code=type_code, position=position, step=step, person_id=person_id)
        for position, (step, person_id) in enumerate(steps)
    )
    text = msg("đặt quy trình duyệt dự thảo: %(type)s", type=type_code or "*")
    audit.record(office, actor, "set_route", "unit", unit_id, text)
