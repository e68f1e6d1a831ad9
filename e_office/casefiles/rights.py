"""Use cases of who may see a file: asking for a change, and a competent person's word on it (L-07)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from e_office.casefiles import policy, rules
from e_office.casefiles.models import CaseFile, Right, RightChange
from e_office.casefiles.queries import get_casefile, get_change
from e_office.casefiles.rules import FileState, Level
from e_office.casefiles.service import note, persons_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.people.queries import units_of_agency

NOT_CHANGED = msg("Chưa ghi được thay đổi quyền")


@dataclass(frozen=True)
class Holder:
    """Whose right it is: a unit or a person."""

    unit_id: int | None = None
    person_id: int | None = None

    @property
    def where(self) -> dict[str, int | None]:
        """The columns that name it."""
        return {"unit_id": self.unit_id, "person_id": self.person_id}


def ask_change(
    office: Office, actor: Actor, casefile_id: int, holder: Holder, level: Level | None, reason: str
) -> RightChange:
    """Give somebody of the agency a right, another one, or (None) take it away; it shows until it is confirmed.

    Taking away holds at once; giving begins with the confirmation. What a leader changes is confirmed by that.

    :raises Refused: naming every problem, that the file lies in the archive among them (L-10).
    """
    file = get_casefile(office, actor, casefile_id, lock=True)
    require(policy.may_manage(actor, file), "change rights", file)
    there = _right(office, file, holder)
    refuse_if(_problems(office, file, holder, level, there, reason), NOT_CHANGED)
    change = RightChange(
        casefile=file, **holder.where, level=level, level_before=there.level if there else None,
        reason=reason.strip(), asked_by_id=actor.person_id, asked_at=office.clock.now(),
    )  # fmt: skip
    office.session.add(change)
    if policy.leads(actor, file.unit_id):
        change.agreed, change.decided_by_id, change.decided_at = True, actor.person_id, change.asked_at
    if change.agreed or level is None:
        _apply(office, file, holder, level)
    office.session.flush()
    note(office, actor, "asked_rights", file, msg("đổi quyền của %(name)s", name=change.holder))
    return change


def decide(office: Office, actor: Actor, change_id: int, agreed: bool) -> RightChange:
    """Confirm a change of rights, or refuse it: a right that was taken away is then put back (L-07).

    The first word counts. :raises Refused: where somebody was quicker.
    """
    change = get_change(office, actor, change_id, lock=True)
    file = get_casefile(office, actor, change.casefile_id, lock=True)
    if change.agreed is not None:
        refuse_if([Problem("decided", msg("Thay đổi quyền này đã có người quyết định."))], NOT_CHANGED)
    require(policy.may_confirm(actor, change), "confirm rights", change)
    refuse_if(_archived(file), NOT_CHANGED)
    change.agreed, change.decided_by_id, change.decided_at = agreed, actor.person_id, office.clock.now()
    holder = Holder(change.unit_id, change.person_id)
    if agreed and change.level is not None:
        _apply(office, file, holder, Level(change.level))
    elif not agreed and change.level is None and change.level_before is not None:
        _apply(office, file, holder, Level(change.level_before))
    name = change.holder
    yes, no = msg("xác nhận đổi quyền của %(name)s", name=name), msg("không xác nhận đổi quyền của %(name)s", name=name)
    note(office, actor, "decided_rights", file, yes if agreed else no)
    return change


def _problems(
    office: Office, file: CaseFile, holder: Holder, level: Level | None, there: Right | None, reason: str
) -> list[Problem]:
    problems = [*_archived(file), *rules.reason_problems(reason)]
    inside = holder.unit_id in units_of_agency(office, file.unit_id) or holder.person_id in {
        person.id for person in persons_of(office, file.unit_id)
    }
    if holder == Holder():
        problems.append(Problem("no_holder", msg("Chưa chọn đơn vị hoặc người."), "holder"))
    elif not inside and there is None:  # whoever has left the agency can still lose the right
        problems.append(Problem("outside", msg("Chỉ mở hồ sơ cho đơn vị, người trong cơ quan."), "holder"))
    if level == (there.level if there else None) and holder != Holder():
        problems.append(Problem("same", msg("Quyền này đang như vậy rồi."), "level"))
    waiting = select(RightChange.id).filter_by(casefile_id=file.id, agreed=None, **holder.where)
    if office.session.scalars(waiting).first() is not None:
        text = msg("Đang có thay đổi quyền của nơi này chờ xác nhận.")
        problems.append(Problem("asked_already", text, "holder"))
    return problems


def _archived(file: CaseFile) -> list[Problem]:
    """Rights may change while a file is closed or locked: who may look is another matter than what is in it."""
    if file.state != FileState.HANDED_OVER:
        return []
    return list(rules.frozen_problems(state=FileState(file.state), frozen=False, offered=True))


def _right(office: Office, file: CaseFile, holder: Holder) -> Right | None:
    return office.session.scalars(select(Right).filter_by(casefile_id=file.id, **holder.where)).one_or_none()


def _apply(office: Office, file: CaseFile, holder: Holder, level: Level | None) -> None:
    there = _right(office, file, holder)
    if level is None:
        if there is not None:
            office.session.delete(there)
    elif there is not None:
        there.level = level
    else:
        office.session.add(Right(casefile_id=file.id, **holder.where, level=level, since=office.clock.now()))
    office.session.flush()
    office.session.expire(file, ["rights"])
