"""When an issued answer ends a part of the handling by itself, and what of it opens again when it is recalled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from e_office.handling.rules import OPEN, Part, State


@dataclass(frozen=True, kw_only=True)
class Open:
    """An open part as these rules need it: who has it, and below which other part it hangs."""

    id: int
    parent_id: int | None
    part: Part
    unit_id: int | None
    person_id: int | None


def own_part(parts: Sequence[Open], *, units: Sequence[int], person_id: int) -> int | None:
    """The part that an answer is of: the drafter's by name, else that of the nearest unit; None where others have all.

    `units` is the unit that drafted and those above it, nearest first. What one only has to know of is never answered.
    """
    work = [one for one in parts if one.part != Part.KNOW]
    by_name = [one.id for one in work if one.person_id == person_id]
    by_unit = [one.id for unit in units for one in work if one.unit_id == unit]
    return next(iter([*by_name, *by_unit]), None)


def ends_by_itself(parts: Sequence[Open], part_id: int, *, due_on: date | None, today: date) -> bool:
    """Whether the answer ends this part without asking "đã trả lời đủ?".

    It does where nothing passed on of it is open, nobody else still works on the document at the same level of the
    direction, and it is in time: a late part says why first (D2). The province's directive software closed a job
    with the e-document sent (D1); H8: request and answer are linked.
    """
    own = next(one for one in parts if one.id == part_id)
    if due_on is not None and today > due_on:
        return False
    if any(one.parent_id == part_id for one in parts):
        return False
    beside = [one for one in parts if one.parent_id is None and one.id != part_id and one.part != Part.KNOW]
    return own.parent_id is not None or not beside


def ends_undirected(
    handlers: Collection[tuple[int | None, int | None]],
    *,
    units: Sequence[int],
    person_id: int,
    due_on: date | None,
    today: date,
) -> bool:
    """Whether an answer ends a document nobody has directed: its handler answered, in time (D2, H8).

    `handlers` holds unit and person the register names; nobody named means the agency as a whole.
    """
    if due_on is not None and today > due_on:
        return False
    return all(unit in {None, *units} and person in {None, person_id} for unit, person in handlers)


def reopened(state: State, *, taken: bool, closed_at: datetime | None, over_at: datetime | None) -> State | None:
    """The state a part goes back to when the answer that ended its document is recalled; None where it stays.

    What its answer had ended is in work again; what was over with the document, at the moment `over_at`, is as it
    was before. Parts that ended otherwise stay over (NĐ 30/2020 Art. 18.4: a recalled document has no effect).
    """
    if state == State.DONE:
        return State.IN_WORK
    if state in OPEN or over_at is None or closed_at != over_at or state != State.TAKEN_BACK:
        return None
    return State.IN_WORK if taken else State.GIVEN
