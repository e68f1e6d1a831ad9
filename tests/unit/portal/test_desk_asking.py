"""One statement asks every section of a desk whether it has anything, and one all numbers of the bar: nothing is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Select, select

from e_office.core.asking import Anybody, Question, Waiting, ask, only_for
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.demo.loading import load_demo
from e_office.demo.people import ACCOUNTS
from e_office.documents.models import Document
from e_office.people.acting import actor_for
from e_office.people.models import Person
from e_office.portal.desk import READS
from tests.factories.world import World
from tests.web.test_flow_documents import queries_of

SCALE = 60
EVERY = 12
"""One in so many people is looked at beside those whose accounts the demonstration names."""


@pytest.mark.usefixtures("both_databases", "without_renditions")
def test_a_section_that_is_not_read_has_nothing_and_a_number_not_asked_is_nought(app: Flask, office: Office) -> None:
    load_demo(office, scale=SCALE, progress=lambda _done, _of: None)
    named = [account.login for account in ACCOUNTS]
    people = select(Person).where(Person.login.in_(named) | (Person.id % EVERY == 0), Person.active)
    counts = [count for counts in app.extensions["nav_counts"].values() for count in counts]
    told, silent = set(), 0
    for person in office.session.scalars(people).all():
        actor = actor_for(office, person)
        waiting = Waiting(office, actor, READS, counts)
        for read in READS:
            whole, asked = read(office, actor), waiting.read(read)
            assert list(asked) == list(whole), (person.login, read)
            told |= {read} if whole else set()
            silent += not whole
        for count in counts:
            assert waiting.number(count) == ask(office, actor, count).scalar_one(), (person.login, count)
            told |= {count} if waiting.number(count) else set()
    assert len(told.intersection(counts)) > len(counts) / 2
    assert len(told) > len(READS) / 3, "a demonstration whose desks are empty shows nothing"
    assert silent > 0


def test_a_read_that_was_not_asked_is_a_mistake_and_not_an_empty_section(office: Office, world: World) -> None:
    waiting = Waiting(office, world.actor("vanthu.stnmt"), READS[:1])
    with pytest.raises(KeyError):
        waiting.read(READS[1])


def test_who_asks_is_a_parameter_and_one_statement_serves_everybody(office: Office, world: World) -> None:
    def mine(anybody: Anybody) -> Select[tuple[int]]:
        return select(Person.id).where(Person.id == anybody.person_id)

    asked = Question(mine)
    for login in ("vanthu.stnmt", "giamdoc.stnmt"):
        actor = world.actor(login)
        assert list(office.session.scalars(asked.statement, asked.given(office, actor))) == [actor.person_id]


def test_a_clause_that_branches_on_who_asks_is_refused_when_it_is_built() -> None:
    def by_role(anybody: Anybody) -> Select[tuple[int]]:
        return select(Document.id).where(anybody.holds(Role.CLERK))  # type: ignore[arg-type]

    def by_units(anybody: Anybody) -> Select[tuple[int]]:
        return select(Document.id) if anybody.unit_ids() else select(Document.id).limit(0)

    for build in (by_role, by_units):
        with pytest.raises(TypeError):
            Question(build)


def test_a_number_is_not_asked_of_whom_it_does_not_concern(office: Office, world: World) -> None:
    @only_for(Role.CLERK)
    def clerks(anybody: Anybody) -> Select[tuple[int]]:
        return select(Person.id).where(Person.id == anybody.person_id)

    for login, asked in (("vanthu.stnmt", 1), ("giamdoc.stnmt", 0)):
        actor = world.actor(login)
        assert queries_of(office, lambda actor=actor: Waiting(office, actor, (), [clerks])) == asked
        assert Waiting(office, actor, (), [clerks]).number(clerks) == actor.person_id * asked
