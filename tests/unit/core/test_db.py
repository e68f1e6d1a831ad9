"""Rows that are written once, whoever writes them how often."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, inspect, select, update

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


def note_and_fail(office: Office) -> None:
    with office.transaction(noting=True) as session:
        assert write_missing(session, Holiday, DAYS[2:3]) == 1
        raise RuntimeError


def renamed_by_another(office: Office, name: str) -> None:
    """Somebody else renames the only holiday meanwhile, over a connection of their own."""
    with office.db.engine.begin() as connection:
        connection.execute(update(Holiday).values(name=name))


def test_what_was_read_before_a_transaction_is_read_again(office: Office) -> None:
    with office.transaction() as session:
        session.add(Holiday(**DAYS[0]))
    holiday = office.session.scalars(select(Holiday)).one()
    assert holiday.name == "Ngày 1"
    office.session.rollback()
    renamed_by_another(office, "khác")
    with office.transaction():
        assert holiday.name == "khác"
    assert holiday.name == "khác"


def test_what_was_read_stands_through_a_transaction_that_notes_it(office: Office) -> None:
    with office.transaction() as session:
        session.add(Holiday(**DAYS[0]))
    holiday = office.session.scalars(select(Holiday)).one()
    with office.transaction(noting=True) as session:
        assert write_missing(session, Holiday, DAYS[1:2]) == 1
    assert not inspect(holiday).expired_attributes, "nothing of it is asked again"
    with pytest.raises(RuntimeError):
        note_and_fail(office)
    assert names(office) == ["Ngày 1", "Ngày 2"], "what failed is not there"
    with office.transaction():
        assert inspect(holiday).expired_attributes, "the next one begins anew"
