"""Log-ins: counted tries, waits, sessions that end; on both databases where workers meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.core.problems import NotFound, Refused
from e_office.people import access, passwords, queries, tries
from e_office.people.jobs import forget_log_ins
from e_office.people.models import LoginAttempt, LoginSession, Person
from tests.conftest import MovingClock
from tests.factories.together import at_once
from tests.factories.world import PASSWORD, World

HERE = "203.0.113.0/24"


def fail(office: Office, login: str, network: str = HERE) -> tries.Try:
    """One failed try, as the log-in page counts it."""
    with office.transaction():
        try_id = tries.note_try(office, login, network)
    return tries.judge_try(office, try_id, login, network)


def person_with_password(office: Office, login: str, password: str) -> int | None:
    newcomer = access.newcomer(office, login, password)
    return newcomer and newcomer.id


def test_networks_are_counted_by_their_24_or_48() -> None:
    assert tries.network_of("203.0.113.77") == HERE
    assert tries.network_of("::ffff:203.0.113.77") == HERE
    assert tries.network_of("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert tries.network_of("fe80::1%eth0") == "fe80::/48"
    assert tries.network_of("not an address") == tries.network_of(None) == "?"


def test_waits_grow_end_and_concern_one_account_in_one_network(
    office: Office, world: World, clock: MovingClock
) -> None:
    waits = [fail(office, "vanthu").wait for _ in range(7)]
    assert waits == [timedelta(0)] * 5 + [timedelta(minutes=1), timedelta(minutes=2)]
    assert fail(office, "chutich").wait == timedelta(0)
    assert fail(office, "vanthu", "198.51.100.0/24").wait == timedelta(0)
    clock.move(minutes=20)
    assert fail(office, "VANTHU").failures == 7, "case makes no other account"
    clock.move(hours=25)
    assert fail(office, "vanthu").failures == 0
    forget_log_ins(office)
    assert office.session.scalar(select(func.count(LoginAttempt.id))) == 1, "old tries are deleted"


def test_log_ins_of_long_ago_are_forgotten_but_for_each_persons_last(
    both_databases: str, office: Office, world: World, clock: MovingClock
) -> None:
    def come(*logins: str) -> None:
        with office.transaction():
            for login in logins:
                access.open_session(office, world.person(login), network=HERE, agent="")

    come("vanthu", "chutich")
    seen = access.last_seen(office, world.persons["chutich"])
    clock.move(hours=24)
    come("vanthu")
    clock.move(hours=24 * 90 + 1)
    forget_log_ins(office)
    assert access.last_seen(office, world.persons["chutich"]) == seen, "who has not come since was seen then"
    assert office.session.scalar(select(func.count(LoginSession.id))) == 2, "an earlier one tells nothing more"
    come("vanthu")
    forget_log_ins(office)
    whose = select(LoginSession.person_id).order_by(LoginSession.created_at)
    assert list(office.session.scalars(whose)) == [world.persons["chutich"], world.persons["vanthu"]]


def test_looking_at_nothing_while_one_waits_does_not_lengthen_the_wait(office: Office, world: World) -> None:
    for _ in range(5):
        fail(office, "vanthu")
    for _ in range(20):
        judged = fail(office, "vanthu")
        assert judged.wait == timedelta(minutes=1)
        with office.transaction():
            tries.forget_try(office, judged.id)


def test_a_spray_is_stopped_and_people_who_work_there_still_come_in(office: Office, world: World) -> None:
    with office.transaction():
        access.open_session(office, world.person("vanthu"), network=HERE, agent="")
        office.session.add_all(LoginAttempt(login=f"guess{n}", network=HERE, at=office.clock.now()) for n in range(200))
    assert fail(office, "chutich").wait == timedelta(minutes=15), "never signed in from this network"
    assert fail(office, "vanthu").wait == timedelta(0), "signed in from here before"
    assert fail(office, "chutich", "198.51.100.0/24").wait == timedelta(0)


def test_ones_own_log_in_forgets_ones_own_failures_only(office: Office, world: World) -> None:
    for login in ("vanthu", "vanthu", "chutich"):
        fail(office, login)
    with office.transaction():
        access.open_session(office, world.person("vanthu"), network=HERE, agent="")
    assert list(office.session.scalars(select(LoginAttempt.login))) == ["chutich"]


def test_guessing_side_by_side_gains_nothing(both_databases: str, app: Flask, office: Office, world: World) -> None:
    """Of 24 tries at one moment at most five are looked at, whichever worker each one meets."""
    looked_at: list[bool] = []

    def guess() -> None:
        for _ in range(3):
            looked_at.append(fail(office, "chutich").wait == timedelta(0))

    at_once(app, office, 8, guess)
    assert len(looked_at) == 24
    assert sum(looked_at) <= 5


def test_only_the_right_password_of_an_active_person_counts(office: Office, world: World) -> None:
    assert person_with_password(office, " VanThu ", PASSWORD) == world.persons["vanthu"]
    assert person_with_password(office, "vanthu", PASSWORD + "x") is None
    assert person_with_password(office, "nobody", PASSWORD) is None
    with office.transaction():
        world.person("vanthu").active = False
    assert person_with_password(office, "vanthu", PASSWORD) is None


def test_the_table_holds_no_token(office: Office, world: World) -> None:
    with office.transaction():
        token = access.open_session(office, world.person("vanthu"), network=HERE, agent="x" * 500)
    open_to = access.session_of(office, token)
    assert open_to is not None
    assert open_to.actor == world.actor("vanthu")
    row = office.session.get_one(LoginSession, open_to.id)
    assert len(token) >= 43
    assert token not in {row.token_hash, row.agent, row.network}
    assert access.session_of(office, row.token_hash) is None
    assert access.session_of(office, "") is None


def test_a_log_in_ends_when_idle_and_after_its_hours(office: Office, world: World, clock: MovingClock) -> None:
    with office.transaction():
        token = access.open_session(office, world.person("vanthu"), network=HERE, agent="")
    clock.move(minutes=office.settings.idle_minutes - 1)
    row = access.session_of(office, token)
    assert row is not None
    with office.transaction():
        access.touch_session(office, row.id)
    clock.move(minutes=office.settings.idle_minutes - 1)
    assert access.session_of(office, token) is not None, "it was used meanwhile"
    for _ in range(10):
        clock.move(minutes=100)
        with office.transaction():
            access.touch_session(office, row.id)
    assert access.session_of(office, token) is None, "twelve hours are over however busy"
    assert access.open_sessions(office, world.persons["vanthu"]) == []


def test_nobody_ends_the_log_in_of_another(office: Office, world: World) -> None:
    with office.transaction():
        token = access.open_session(office, world.person("vanthu"), network=HERE, agent="")
    row = access.session_of(office, token)
    assert row is not None
    with pytest.raises(NotFound):
        access.end_session(office, world.actor("chutich"), row.id)
    assert access.session_of(office, token) is not None


def test_changing_a_password_tells_all_that_is_wrong_and_ends_every_log_in(office: Office, world: World) -> None:
    actor, person = world.actor("vanthu"), world.person("vanthu")
    with office.transaction():
        token = access.open_session(office, person, network=HERE, agent="")
    with pytest.raises(Refused) as caught:
        access.change_password(office, actor, "wrong", "vanthu123456", "other")
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["current_wrong", "password_of_names", "password_common", "password_differs"]
    with pytest.raises(Refused) as caught:
        access.change_password(office, actor, PASSWORD, PASSWORD, PASSWORD)
    assert [problem.code for problem in caught.value.problems] == ["password_same"]
    with office.transaction():
        access.change_password(office, actor, PASSWORD, "trời hôm nay có mưa", "trời hôm nay có mưa")
    assert access.session_of(office, token) is None
    assert person_with_password(office, "vanthu", "trời hôm nay có mưa") == person.id


def test_a_hash_of_older_costs_is_made_anew_at_the_next_log_in(office: Office, world: World) -> None:
    person = world.person("vanthu")
    with office.transaction():
        person.password_hash = passwords.make_hash(PASSWORD, quick=False)
        before = person.password_hash
    with office.transaction():
        access.open_session(office, person, network=HERE, agent="", password=PASSWORD)
    assert person.password_hash != before
    assert person_with_password(office, "vanthu", PASSWORD) == person.id


def test_a_real_office_makes_real_hashes(office: Office, world: World) -> None:
    real = replace(office, settings=replace(office.settings, testing=False))
    assert access.hash_password(real, PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_initial_passwords_are_issued_in_bulk_to_those_who_have_none(office: Office, world: World) -> None:
    with office.transaction():
        for login in ("vanthu", "chutich"):
            world.person(login).password_hash = None
    ids = [world.persons[login] for login in ("vanthu", "chutich", "vanthu.stc")]
    fresh = access.fresh_passwords(office, ids)
    with office.transaction():
        issued = access.keep_passwords(office, world.actor("quantri"), fresh)
        assert [person.login for person, _, _ in issued] == ["vanthu", "chutich"]
        password = issued[0][2]
    assert person_with_password(office, "vanthu", password) == world.persons["vanthu"]
    assert world.person("vanthu").must_change_password
    assert person_with_password(office, "vanthu.stc", PASSWORD), "who has a password keeps it"


def test_closing_an_account_ends_its_log_ins(office: Office, world: World) -> None:
    from e_office.people import service

    with office.transaction():
        token = access.open_session(office, world.person("vanthu"), network=HERE, agent="")
        service.set_active(office, world.actor("quantri"), world.persons["vanthu"], False)
    assert access.session_of(office, token) is None
    assert office.session.scalar(select(func.count(LoginSession.id)).where(LoginSession.ended_at.is_(None))) == 0
    assert isinstance(queries.person_by_login(office, "ＶＡＮＴＨＵ"), Person), "full-width letters are the same name"
