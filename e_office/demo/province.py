"""The demonstration's units, persons, posts and holidays as rows, and who acts in its name."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property

from sqlalchemy import func, select

from e_office.core.clock import FixedClock, at
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.demo import people as cast
from e_office.demo import units as tree
from e_office.demo.models import DemoItem
from e_office.people.acting import actor_for
from e_office.people.models import Holiday, Person, Post, Unit, UnitLevel
from e_office.people.public_holidays import proposed_holidays
from e_office.people.service import hash_password
from e_office.people.standard_levels import LEVELS

PASSWORD = "e-office-demo-3713"  # noqa: S105 - it protects nothing
"""Of every demonstration account; it protects nothing and is told to everybody."""


SEE_SECRETS = frozenset({"vanthu", "chanhvp"})
"""The two persons to whom the province's register of secret documents is open."""


def is_empty(office: Office) -> bool:
    """Whether neither a person nor a unit is in the database yet; levels are there from the first `init` on."""
    return not any(office.session.scalar(select(func.count()).select_from(model)) for model in (Person, Unit))


def add_province(office: Office, years: range) -> None:
    """Write levels, units, persons, posts and holidays; the caller opens the transaction."""
    session = office.session
    known = set(session.scalars(select(UnitLevel.code)))
    missing = (level for level in LEVELS if level.code not in known)
    session.add_all(UnitLevel(code=level.code, name=level.name, rank=level.rank) for level in missing)
    session.flush()
    rows: dict[str, Unit] = {}
    for unit in tree.UNITS:
        rows[unit.key] = _unit(unit, rows)
        session.add(rows[unit.key])
        session.flush()
    hashed = hash_password(office, PASSWORD)
    for person in cast.people():
        row = Person(
            login=person.login,
            name=person.name,
            email=person.email,
            phone=person.phone,
            password_hash=hashed,
            must_change_password=False,
        )
        for place, post in enumerate(person.posts):
            row.posts.append(
                Post(
                    unit=rows[post.unit],
                    role=post.role,
                    title=post.title,
                    position=place,
                    sees_secrets=person.login in SEE_SECRETS,
                )
            )
        session.add(row)
    for year in years:
        session.add_all(Holiday(day=day, name=str(name)) for day, name in proposed_holidays(year))


def _unit(unit: tree.DemoUnit, rows: dict[str, Unit]) -> Unit:
    return Unit(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        notation=unit.notation if unit.is_agency else unit.key,
        level_code=unit.level,
        parent_id=rows[unit.parent].id if unit.parent else None,
        is_agency=unit.is_agency,
        is_state_agency=unit.is_state_agency,
        place=unit.place,
        mailbox=unit.mailbox or None,
        position=unit.position,
    )


class Cast:
    """Units and persons of the loaded demonstration by the plan's keys, its items, and the office at an instant."""

    def __init__(self, office: Office, today: date) -> None:
        self.office, self.today, self.end = office, today, at(today, time())
        rows = list(office.session.execute(select(DemoItem.key, DemoItem.document_id, DemoItem.meeting_id)))
        self.items = {row.key for row in rows}
        self.documents: dict[str, int | None] = {row.key: row.document_id for row in rows}
        self.meetings: dict[str, int] = {row.key: row.meeting_id for row in rows if row.meeting_id}
        self._actors: dict[str, Actor] = {}
        self._warm: list[Unit | Person] = []

    @cached_property
    def units(self) -> dict[str, int]:
        """Unit ids by key."""
        by_code = dict(self.office.session.execute(select(Unit.code, Unit.id)).tuples().all())
        return {unit.key: by_code[unit.code] for unit in tree.UNITS}

    @cached_property
    def persons(self) -> dict[str, int]:
        """Person ids by log-in."""
        return dict(self.office.session.execute(select(Person.login, Person.id)).tuples().all())

    def login_of(self, person_id: int | None) -> str:
        """The log-in of a person."""
        return next(login for login, known in self.persons.items() if known == person_id)

    def warm(self) -> None:
        """Read the tree and its people once for a transaction; row by row they would cost a query each."""
        self._warm = [*self.office.session.scalars(select(Unit)), *self.office.session.scalars(select(Person))]

    def known(self, key: str, *, document_id: int | None = None, meeting_id: int | None = None) -> None:
        """Remember that an item is in the database, and as which row; within the item's own transaction."""
        row = self.office.session.get(DemoItem, key) or DemoItem(key=key)
        row.document_id, row.meeting_id = document_id or row.document_id, meeting_id or row.meeting_id
        self.office.session.add(row)
        self.items.add(key)
        self.documents[key] = row.document_id
        if row.meeting_id:
            self.meetings[key] = row.meeting_id

    def actor(self, login: str) -> Actor:
        """Who acts under a log-in."""
        if login not in self._actors:
            person = self.office.session.get_one(Person, self.persons[login])
            self._actors[login] = actor_for(self.office, person)
        return self._actors[login]

    def clerk(self, unit: str) -> Actor:
        """The clerk of an agency."""
        return self.actor(cast.clerk(unit).login)

    def at(self, instant: datetime | None) -> Office:
        """The office as it was at an instant."""
        assert instant is not None, "only what was planned for an instant is done"
        return replace(self.office, clock=FixedClock(instant))

    def dice(self, *about: str) -> random.Random:
        """Chance that falls the same way at every load."""
        return random.Random(":".join(about))
