"""Keeping groups of units: make, change, give up; what was invited by them stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.groups.models import InviteeGroup, InviteeGroupUnit
from e_office.meetings.groups.queries import get_group
from e_office.meetings.groups.rules import group_problems
from e_office.people.queries import get_unit

NOT_KEPT = msg("Chưa lưu được nhóm")


def make_group(office: Office, actor: Actor, agency_id: int, name: str, unit_ids: Sequence[int]) -> InviteeGroup:
    """A new group of an agency.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    require(policy.may_write(actor, agency_id), "keep group")
    name, unit_ids = " ".join(name.split()), list(dict.fromkeys(unit_ids))
    refuse_if(group_problems(name=name, units=len(unit_ids), taken=_taken(office, agency_id, name)), NOT_KEPT)
    group = InviteeGroup(unit_id=agency_id, name=name, created_at=office.clock.now(), created_by_id=actor.person_id)
    group.members = _members(office, unit_ids)
    office.session.add(group)
    office.session.flush()
    said = msg("lập nhóm mời họp “%(name)s”, %(n)s đơn vị", name=name, n=len(unit_ids))
    audit.record(office, actor, "made", "invitee_group", group.id, said)
    return group


def change_group(
    office: Office, actor: Actor, group_id: int, name: str, unit_ids: Sequence[int], *, version: int | None = None
) -> InviteeGroup:
    """Another name or other units for a group.

    :raises NotFound: :raises Refused: naming every problem; where somebody else changed it after `version`.
    """
    group = get_group(office, actor, group_id)
    name, unit_ids = " ".join(name.split()), list(dict.fromkeys(unit_ids))
    taken = _taken(office, group.unit_id, name, but=group.id)
    problems = list(group_problems(name=name, units=len(unit_ids), taken=taken))
    if version is not None and version != group.version:
        problems = [Problem("changed_meanwhile", msg("Người khác vừa sửa nhóm này. Mở lại trang rồi làm tiếp."))]
    refuse_if(problems, NOT_KEPT)
    group.members = []
    office.session.flush()  # the same unit may come again, and it is once in a group
    group.name, group.members = name, _members(office, unit_ids)
    flag_modified(group, "name")  # the version grows although only rows beside it may have changed
    said = msg("sửa nhóm mời họp “%(name)s”, %(n)s đơn vị", name=name, n=len(unit_ids))
    audit.record(office, actor, "changed", "invitee_group", group.id, said)
    return group


def give_up_group(office: Office, actor: Actor, group_id: int) -> InviteeGroup:
    """Take a group out of use; invitations written with it keep their units.

    :raises NotFound: where there is none the actor may change.
    """
    group = get_group(office, actor, group_id)
    group.ended_at = office.clock.now()
    audit.record(office, actor, "ended", "invitee_group", group.id, msg("bỏ nhóm mời họp “%(name)s”", name=group.name))
    return group


def _members(office: Office, unit_ids: Sequence[int]) -> list[InviteeGroupUnit]:
    units = [get_unit(office, unit_id) for unit_id in unit_ids]
    return [InviteeGroupUnit(unit=unit, position=position) for position, unit in enumerate(units)]


def _taken(office: Office, agency_id: int, name: str, *, but: int = 0) -> bool:
    same = select(InviteeGroup.id).where(
        InviteeGroup.unit_id == agency_id,
        InviteeGroup.ended_at.is_(None),
        func.lower(InviteeGroup.name) == name.lower(),
        InviteeGroup.id != but,
    )
    return office.session.scalar(same.limit(1)) is not None
