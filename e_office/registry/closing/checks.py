"""What each room knows of things that stand in no register yet; the closing asks all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import select

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.problems import Problem, msg
from e_office.registry.closing.periods import SERIES, year_ends
from e_office.registry.models import WaitingFile

Check = Callable[[Office, int, str, int], Iterator[Problem]]
"""Called with the office, the agency, `incoming` or `outgoing`, and the year."""

_checks: list[Check] = []


def before_closing(check: Check) -> Check:
    """Make a function a check that is asked before a register is closed; rooms above add theirs."""
    _checks.append(check)
    return check


def waiting_problems(office: Office, unit_id: int, direction: str, year: int) -> list[Problem]:
    """Everything of the year that waits to be registered, one problem each."""
    return [problem for check in _checks for problem in check(office, unit_id, direction, year)]


@before_closing
def dropped_files(office: Office, unit_id: int, direction: str, year: int) -> Iterator[Problem]:
    """Files the clerk dropped up to the year's end and has neither registered nor put aside."""
    query = select(WaitingFile).filter_by(unit_id=unit_id, direction=SERIES[direction], registered_at=None)
    for row in office.session.scalars(query.where(WaitingFile.dropped_at < year_ends(year)).order_by(WaitingFile.id)):
        day = f"{day_of(row.dropped_at):%d/%m/%Y}"
        yield Problem("file_waiting", msg("Tệp %(name)s, thả ngày %(day)s, chưa vào sổ.", name=row.name, day=day))
