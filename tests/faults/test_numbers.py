"""Numbers run 1..N without gap or double, whoever registers, whoever is killed, whatever is rolled back."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import date
from multiprocessing.synchronize import Barrier, Event

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from e_office import create_app
from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.documents.service import DocumentFacts, KeptFile
from e_office.people.acting import actor_for
from e_office.people.models import Person
from e_office.portal.checks import numbers_without_gap
from e_office.registry.models import IncomingEntry, RegisterCounter
from e_office.registry.numbers import last_number
from e_office.registry.service import IncomingFacts, register_incoming
from tests.factories.world import World
from tests.faults.fresh import fresh_processes

PROCESSES = 8
EACH = 12
ROLLED_BACK = 0.1


class RolledBack(Exception):
    """What a tenth of the transactions end with."""


def register_one(office: Office, unit_id: int, name: str, *, fail: bool) -> None:
    """One line of the register; its file is said to rest in the store, so that only numbers are tried here."""
    person = office.session.scalars(select(Person).filter_by(login="vanthu")).one()
    actor = actor_for(office, person)
    facts = DocumentFacts(
        owner_unit_id=unit_id, type_code="CV", subject=name, code=name, issuer_name="UBND huyện Kỳ Anh",
        issued_on=date(2013, 11, 25),
    )  # fmt: skip
    file = KeptFile(
        name="a.txt", type_code="txt", media_type="text/plain", size=1, sha256="0" * 64, key="sha256/00", version=None
    )
    with office.transaction():
        register_incoming(office, actor, IncomingFacts(unit_id=unit_id, document=facts), [file])
        if fail:
            raise RolledBack


def worker(settings: Settings, unit_id: int, seed: int, together: Barrier, half: Event, *, endless: bool) -> None:
    """A process of its own, as a web server's worker is one."""
    app, dice = create_app(settings), random.Random(seed)
    with app.app_context():
        office: Office = app.extensions["office"]
        together.wait(60)
        done = 0
        while endless or done < EACH:
            fail = dice.random() < ROLLED_BACK or done == EACH // 2
            try:
                register_one(office, unit_id, f"{seed}-{done}", fail=fail)
            except RolledBack:
                pass
            done += 1
            if endless and done == 3:
                half.set()


@pytest.mark.usefixtures("both_databases")
def test_eight_processes_one_killed_a_tenth_rolled_back_leave_no_gap_and_no_double(
    app: Flask, office: Office, world: World, settings: Settings
) -> None:
    """NĐ 30/2020 Art. 15.1, 15.3 (`domain.md` 2.4)."""
    unit_id = world.units["ubnd"]
    db.session.remove()
    db.engine.dispose()
    fresh = fresh_processes()
    together, half = fresh.Barrier(PROCESSES), fresh.Event()
    children = [
        fresh.Process(
            target=worker, args=(settings, unit_id, seed, together, half), kwargs={"endless": seed == 0}, daemon=True
        )
        for seed in range(PROCESSES)
    ]
    for child in children:
        child.start()
    assert half.wait(120), "the child that is to be killed never got to work"
    time.sleep(random.uniform(0, 0.2))
    os.kill(children[0].pid or 0, signal.SIGKILL)
    for child in children:
        child.join(180)
    assert [child.exitcode for child in children] == [-signal.SIGKILL] + [0] * (PROCESSES - 1)

    numbers = sorted(office.session.scalars(select(IncomingEntry.number).filter_by(unit_id=unit_id)))
    assert numbers == list(range(1, len(numbers) + 1))
    counter = office.session.scalars(select(RegisterCounter).filter_by(unit_id=unit_id)).one()
    assert (counter.last, last_number(office, unit_id, counter.book, counter.year)) == (len(numbers), len(numbers))
    rolled_back = (PROCESSES - 1) * EACH - (len(numbers) - killed_ones(office))
    assert rolled_back >= PROCESSES - 1, "each worker rolled at least one back"
    findings = list(numbers_without_gap(office, False))
    assert [finding.level.value for finding in findings] == ["ok"], findings


def killed_ones(office: Office) -> int:
    """How many lines the killed process had committed."""
    return office.session.scalar(select(func.count(Document.id)).where(Document.code.like("0-%"))) or 0
