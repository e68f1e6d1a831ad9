"""Telling those concerned that a week was published, or published again with changes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from e_office.core.office import Office
from e_office.core.problems import Message, msg
from e_office.meetings.leadership.models import WeekRevision
from e_office.meetings.leadership.rules_week import Change, Line
from e_office.notices.service import tell_person, tell_unit

KIND = "leadership_week"


def tell_published(office: Office, revision: WeekRevision, changes: Sequence[Change]) -> None:
    """The first time everybody who stands in it; again whoever stands in what changed, before or after.

    Nothing of a line is told, only how many concern them: notices of a unit are read by all of it.
    """
    if revision.number == 1:
        touched = [(line,) for line in revision.lines]
    else:
        touched = [tuple(filter(None, (change.before, change.after))) for change in changes]
    persons, units = _count(touched, _persons), _count(touched, _units)
    for person_id, n in persons.items():
        tell_person(office, person_id, key=_key(revision, f"p{person_id}"), kind=KIND, message=_said(revision, n))
    for unit_id, n in units.items():
        tell_unit(office, unit_id, key=_key(revision, f"u{unit_id}"), kind=KIND, message=_said_unit(revision, n))


def _count(touched: Iterable[tuple[Line, ...]], whose: Callable[[Line], set[int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for lines in touched:
        for one in {one for line in lines for one in whose(line)}:
            found[one] = found.get(one, 0) + 1
    return found


def _persons(line: Line) -> set[int]:
    return {one.id for one in line.persons}


def _units(line: Line) -> set[int]:
    """Who prepares it, and who is inspected; not where that is restricted: it may come unannounced."""
    inspected = None if line.restricted else line.inspected
    return {one.id for one in (line.prepared_by, inspected) if one is not None}


def _key(revision: WeekRevision, whom: str) -> str:
    """It begins with the agency and the week, so that the desk can lead there."""
    return f"week:{revision.unit_id}:{revision.week.isoformat()}:{revision.number}:{whom}"


def _said(revision: WeekRevision, n: int) -> Message:
    values = {"unit": revision.unit.short_name or revision.unit.name, "day": f"{revision.week:%d/%m}", "n": n}
    if revision.number == 1:
        return msg("Lịch tuần từ %(day)s của lãnh đạo %(unit)s đã công bố, %(n)s mục có bạn", **values)
    return msg("Lịch tuần từ %(day)s của lãnh đạo %(unit)s công bố lại, %(n)s mục của bạn thay đổi", **values)


def _said_unit(revision: WeekRevision, n: int) -> Message:
    values = {"unit": revision.unit.short_name or revision.unit.name, "day": f"{revision.week:%d/%m}", "n": n}
    if revision.number == 1:
        return msg("Lịch tuần từ %(day)s của lãnh đạo %(unit)s đã công bố, %(n)s mục có đơn vị", **values)
    return msg("Lịch tuần từ %(day)s của lãnh đạo %(unit)s công bố lại, %(n)s mục của đơn vị thay đổi", **values)
