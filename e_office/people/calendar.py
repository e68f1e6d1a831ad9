"""Use cases of the holiday table (lịch nghỉ): days off, and weekend days that are worked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.people.models import Holiday
from e_office.people.policy import may_administer
from e_office.people.public_holidays import proposed_holidays
from e_office.people.rules import SATURDAY, text_problems


def add_holiday(office: Office, actor: Actor | None, day: date | None, name: str, working: bool = False) -> Holiday:
    """Enter a day off, or a weekend day that is worked (làm bù); a second entry of a day replaces the first.

    :raises Refused: where day or name is missing, or the entry would change nothing.
    """
    require(actor is None or may_administer(actor), "administer")
    problems = list(text_problems(name, "name", missing=msg("Chưa có tên ngày nghỉ.")))
    if day is None:
        problems.append(Problem("no_day", msg("Chưa có ngày."), "day"))
    elif working and day.weekday() < SATURDAY:
        problems.append(Problem("works_anyway", msg("Ngày này vốn là ngày làm việc."), "day"))
    refuse_if(problems)
    assert day is not None
    row = office.session.scalar(select(Holiday).filter_by(day=day)) or Holiday(day=day)
    row.name, row.working = name, working
    office.session.add(row)
    office.session.flush()
    text = (
        msg("đặt %(day)s là ngày làm bù (%(name)s)", day=f"{day:%d/%m/%Y}", name=name)
        if working
        else msg("đặt %(day)s là ngày nghỉ (%(name)s)", day=f"{day:%d/%m/%Y}", name=name)
    )
    audit.record(office, actor, "add", "holiday", row.id, text)
    return row


def remove_holiday(office: Office, actor: Actor | None, holiday_id: int) -> date:
    """Take a day out of the table; gives which.

    :raises NotFound: where it is not in it.
    """
    require(actor is None or may_administer(actor), "administer")
    row = office.session.get(Holiday, holiday_id)
    if row is None:
        raise NotFound("holiday")
    text = msg("bỏ %(day)s khỏi lịch nghỉ (%(name)s)", day=f"{row.day:%d/%m/%Y}", name=row.name)
    audit.record(office, actor, "remove", "holiday", row.id, text)
    office.session.delete(row)
    return row.day


def fill_holidays(office: Office, actor: Actor | None, year: int) -> int:
    """Enter the public holidays of a year as the Labour Code has them; days entered already stay.

    Gives how many were new.
    """
    require(actor is None or may_administer(actor), "administer")
    first, last = date(year, 1, 1), date(year, 12, 31)
    known = set(office.session.scalars(select(Holiday.day).where(Holiday.day.between(first, last))))
    new = {day: name for day, name in proposed_holidays(year) if day not in known}
    for day, name in new.items():
        add_holiday(office, actor, day, str(name))
    return len(new)
