"""Rows that are written once, whoever writes them how often."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from e_office.core.db import write_missing, write_once
from e_office.core.office import Office
from e_office.people.models import Holiday

pytestmark = pytest.mark.usefixtures("both_databases")
DAYS = [{"day": date(2026, 9, day), "name": f"Ngày {day}"} for day in range(1, 6)]


def names(office: Office) -> list[str]:
    office.session.rollback()
    return list(office.session.scalars(select(Holiday.name).order_by(Holiday.day)))


def test_only_rows_that_are_not_there_are_written_and_counted(office: Office) -> None:
    with office.transaction() as session:
        assert write_missing(session, Holiday, DAYS[:2]) == 2
        assert write_missing(session, Holiday, DAYS) == 3
        assert write_missing(session, Holiday, DAYS) == 0
        assert write_missing(session, Holiday, []) == 0
    assert names(office) == ["Ngày 1", "Ngày 2", "Ngày 3", "Ngày 4", "Ngày 5"]


def test_a_row_is_written_once_and_the_first_stands(office: Office) -> None:
    with office.transaction() as session:
        first = write_once(session, Holiday, "day", **DAYS[0])
        assert first == session.scalar(select(Holiday.id))
        assert write_once(session, Holiday, "day", **DAYS[0] | {"name": "khác"}) is None
    assert names(office) == ["Ngày 1"]


def test_what_waits_to_be_written_is_written_before_and_defaults_hold(office: Office) -> None:
    with office.transaction() as session:
        session.add(Holiday(**DAYS[0]))
        assert write_missing(session, Holiday, DAYS[:2]) == 1
    assert office.session.scalar(select(func.count()).where(Holiday.working.is_(False))) == 2
