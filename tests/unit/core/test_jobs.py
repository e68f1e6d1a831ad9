"""What is left for later: once for a key, whoever asks; done after the commit, again where it changed meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.db import db
from e_office.core.jobs import Job, job, run_due
from e_office.core.office import Office

pytestmark = pytest.mark.usefixtures("both_databases")
DONE: list[int] = []


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    DONE.clear()
    yield
    jobs._kinds.pop("test_of_jobs", None)


@pytest.fixture
def note() -> object:
    @job("test_of_jobs")
    def note(office: Office, number: int) -> None:
        DONE.append(number)

    return note


def rows(office: Office) -> list[tuple[str | None, dict[str, int]]]:
    office.session.rollback()
    return [(row.dedupe, row.payload) for row in office.session.scalars(select(Job).order_by(Job.id))]


def test_a_job_of_one_key_waits_once_within_a_transaction_and_over_several(office: Office, note: object) -> None:
    for _ in range(2):
        with office.transaction():
            for _ in range(2):
                office.later(note, dedupe="7", number=7)
            office.later(note, dedupe="8", number=8)
    assert rows(office) == [("test_of_jobs:7", {"number": 7}), ("test_of_jobs:8", {"number": 8})]
    assert run_due(office).tried == 2
    assert DONE == [7, 8]


def test_jobs_without_a_key_are_all_kept(office: Office, note: object) -> None:
    with office.transaction():
        for number in range(3):
            office.later(note, number=number)
    assert run_due(office).tried == 3
    assert DONE == [0, 1, 2]


def test_what_is_rolled_back_leaves_nothing_and_is_asked_for_again(office: Office, note: object) -> None:
    def ask_and_fail() -> None:
        office.later(note, dedupe="7", number=7)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), office.transaction():
        ask_and_fail()
    assert rows(office) == []
    with office.transaction() as session:
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            ask_and_fail()
        office.later(note, dedupe="7", number=7)
    assert len(rows(office)) == 1


def test_a_change_while_the_job_runs_is_done_after_it(office: Office) -> None:
    @job("test_of_jobs")
    def changing(office: Office, number: int) -> None:
        DONE.append(number)
        if len(DONE) == 1:
            with office.transaction():
                office.later(changing, dedupe="7", number=7)

    with office.transaction():
        office.later(changing, dedupe="7", number=7)
    assert run_due(office).tried == 1
    assert run_due(office).tried == 1
    assert DONE == [7, 7]


def test_many_who_ask_for_the_same_job_at_once_leave_one(app: Flask, office: Office, note: object) -> None:
    together, failures = threading.Barrier(4), []

    def ask() -> None:
        with app.app_context():
            try:
                together.wait(10)
                for _ in range(10):
                    with office.transaction():
                        office.later(note, dedupe="7", number=7)
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert failures == []
    assert len(rows(office)) == 1
