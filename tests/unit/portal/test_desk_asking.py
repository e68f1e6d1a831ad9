"""One statement asks every section of a desk whether it has anything: it never keeps anything off a desk."""

from __future__ import annotations

import pytest
from sqlalchemy import Select, select

from e_office.core.asking import Anybody, Question, Waiting
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.demo.loading import load_demo
from e_office.demo.people import ACCOUNTS
from e_office.documents.models import Document
from e_office.people.acting import actor_for
from e_office.people.models import Person
from e_office.portal.desk import READS
from tests.factories.world import World

SCALE = 60
EVERY = 12
"""One in so many people is looked at beside those whose accounts the demonstration names."""


@pytest.mark.usefixtures("both_databases", "without_renditions")
def test_a_section_that_is_not_read_has_nothing(office: Office) -> None:
    load_demo(office, scale=SCALE, progress=lambda _done, _of: None)
    named = [account.login for account in ACCOUNTS]
    people = select(Person).where(Person.login.in_(named) | (Person.id % EVERY == 0), Person.active)
    told, silent = set(), 0
    for person in office.session.scalars(people).all():
        actor = actor_for(office, person)
        waiting = Waiting(office, actor, READS)
        for read in READS:
            whole, asked = read(office, actor), waiting.read(read)
            assert list(asked) == list(whole), (person.login, read)
            told |= {read} if whole else set()
            silent += not whole
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
