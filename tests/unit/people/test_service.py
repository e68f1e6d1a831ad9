"""Use cases of units, persons and posts on a real database."""

from __future__ import annotations

import threading
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import NotAllowed, Role
from e_office.core.problems import Refused
from e_office.people import imports, queries, service
from e_office.people.acting import actor_for
from e_office.people.facts import PersonFacts, PostFacts, UnitFacts
from e_office.people.models import Holiday, Post, Unit
from tests.factories.world import World


def refused(work: Any, *args: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        work(*args)
    return [problem.code for problem in caught.value.problems]


def facts_of(unit: Unit, **changes: Any) -> UnitFacts:
    return UnitFacts(**{name: changes.get(name, getattr(unit, name)) for name in asdict(UnitFacts(code="", name=""))})


def test_everything_wrong_with_a_unit_is_told_at_once(office: Office, world: World) -> None:
    wrong = UnitFacts(
        code="000.00.00.H27",
        name="",
        mailbox="not an address",
        parent_id=999,
        valid_from=date(2026, 1, 2),
        valid_to=date(2026, 1, 1),
    )
    assert refused(service.add_unit, office, world.actor("quantri"), wrong) == [
        "code_taken", "no_name", "no_notation", "mailbox_unreadable", "no_level", "ends_before_start", "no_parent",
    ]  # fmt: skip


def test_a_unit_cannot_be_moved_below_its_own_part(office: Office, world: World) -> None:
    root = world.unit("ubnd")
    below = facts_of(root, parent_id=world.units["th1"])
    assert refused(service.change_unit, office, world.actor("quantri"), root.id, below) == ["cycle"]


def test_a_unit_is_closed_only_when_it_is_empty(office: Office, world: World) -> None:
    today = office.today()
    office_unit, section = world.unit("vp"), world.unit("th1")
    codes = refused(service.change_unit, office, None, office_unit.id, facts_of(office_unit, valid_to=today))
    assert codes == ["unit_has_holders", "unit_has_parts"]
    with office.transaction():
        post = office.session.scalars(select(Post).filter_by(unit_id=section.id)).one()
        post.ends_on = today
        service.change_unit(office, None, section.id, facts_of(section, valid_to=today))
    assert [b.unit.id for b in queries.units_tree(office, day=today + timedelta(days=1))].count(section.id) == 0


def test_only_an_administrator_changes_units(office: Office, world: World) -> None:
    for login in ("chutich", "vanthu", "kiemtoan"):
        with pytest.raises(NotAllowed):
            service.add_unit(office, world.actor(login), UnitFacts(code="X", name="X"))


def test_an_administrator_reads_no_unit_and_holds_no_content_role(world: World) -> None:
    actor = world.actor("quantri")
    assert actor.reading_units() == frozenset()
    assert actor.agency_ids() == frozenset()
    assert actor.readers() == {f"p{actor.person_id}"}


def test_the_actor_reads_up_to_the_agency_and_no_further(world: World) -> None:
    post = world.actor("chuyenvien").posts[0]
    assert post.path == (world.units["th1"], world.units["vp"], world.units["ubnd"])
    assert post.agency_id == world.units["ubnd"]
    assert world.actor("vanthu.stnmt").reading_units() == {world.units["stnmt"]}


def test_posts_count_only_on_their_days_and_only_for_active_persons(office: Office, world: World) -> None:
    person, today = world.person("vanthu.stc"), office.today()
    with office.transaction():
        person.posts[0].ends_on = today - timedelta(days=1)
        service.give_post(
            office,
            None,
            person.id,
            PostFacts(unit_id=world.units["sct"], role=Role.SPECIALIST, title="Chuyên viên", starts_on=today),
        )
    assert [post.unit_id for post in world.actor("vanthu.stc").posts] == [world.units["sct"]]
    assert person not in queries.clerks_of(office, world.units["stc"])
    with office.transaction():
        service.set_active(office, None, person.id, False)
    assert world.actor("vanthu.stc").posts == ()
    assert person not in queries.find_persons(office, "ngo thi hang", 10)


def test_clerks_of_an_agency_are_found_in_its_parts_but_not_in_agencies_below(office: Office, world: World) -> None:
    assert [p.login for p in queries.clerks_of(office, world.units["ubnd"])] == ["vanthu"]
    assert [p.login for p in queries.clerks_of(office, world.units["stnmt"])] == ["vanthu.stnmt"]
    leaders = queries.persons_holding(office, {Role.LEADER, Role.CHAIRMAN})
    assert {p.login for p in leaders} == {"chutich", "giamdoc.stnmt", "giamdoc.stc", "chutich.kyanh"}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("so tai nguyen", "stnmt"),
        ("SỞ TÀI", "stnmt"),
        ("tnmt", "stnmt"),
        ("ky anh", "kyanh"),
        ("000.00.03", "stc"),
        ("tai chinh", "stc"),
    ],
)
def test_units_are_found_without_accents(
    both_databases: str, office: Office, world: World, words: str, first: str
) -> None:
    assert queries.find_units(office, words, 5)[0].id == world.units[first]


def test_persons_are_found_by_name_post_and_login(office: Office, world: World) -> None:
    def found(words: str) -> list[str]:
        return [person.login for person in queries.find_persons(office, words, 5)]

    assert found("vo duc nhan") == found("Võ Đức") == ["giamdoc.stnmt"]
    assert found("chanh van phong") == ["chanhvanphong"]
    assert found("không có ai") == []


def test_the_tree_lists_parts_under_their_agency(office: Office, world: World) -> None:
    tree = [(branch.depth, branch.unit.id) for branch in queries.units_tree(office)]
    assert tree[:3] == [(0, world.units["ubnd"]), (1, world.units["vp"]), (2, world.units["th1"])]
    assert queries.units_below(office, world.units["vp"]) == {world.units["vp"], world.units["th1"]}
    assert queries.units_of_agency(office, world.units["ubnd"]) == {world.units[k] for k in ("ubnd", "vp", "th1")}


def test_the_last_administrator_cannot_be_closed_or_given_an_end(
    both_databases: str, office: Office, world: World
) -> None:
    person = world.person("quantri")
    with office.transaction():
        other = service.add_person(office, None, PersonFacts(login="qt2", name="Quản Hai"))
        given = service.give_post(
            office, None, other.id, PostFacts(unit_id=world.units["vp"], role=Role.ADMINISTRATOR, title="Quản trị")
        )
        other_id, given_id = other.id, given.id
    with office.transaction():
        service.set_active(office, None, person.id, False)
    actor = actor_for(office, queries.get_person(office, other_id))
    facts = PostFacts(unit_id=world.units["vp"], role=Role.SPECIALIST, title="Quản trị")
    for work in (
        lambda: service.set_active(office, None, other_id, False),
        lambda: service.change_post(office, None, given_id, facts),
        lambda: service.change_post(
            office, None, given_id, replace(facts, role=Role.ADMINISTRATOR, ends_on=office.today())
        ),
    ):
        with pytest.raises(Refused, match="quản trị viên cuối cùng"), office.transaction():
            work()
    assert actor_for(office, queries.get_person(office, other_id)) == actor


def test_two_administrators_who_close_each_other_at_one_moment_leave_one(
    both_databases: str, app: Flask, office: Office, world: World
) -> None:
    with office.transaction():
        other = service.add_person(office, None, PersonFacts(login="qt2", name="Quản Hai"))
        post = PostFacts(unit_id=world.units["vp"], role=Role.ADMINISTRATOR, title="Quản trị")
        service.give_post(office, None, other.id, post)
        other_id = other.id
    pairs = [(world.persons["quantri"], other_id), (other_id, world.persons["quantri"])]
    barrier, refusals = threading.Barrier(2), []

    def close(actor_id: int, person_id: int) -> None:
        with app.app_context():
            actor = actor_for(office, queries.get_person(office, actor_id))
            barrier.wait()
            try:
                with office.transaction():
                    service.set_active(office, actor, person_id, False)
            except Refused as refusal:
                refusals.append(refusal.problems[0].code)
            office.db.session.remove()

    workers = [threading.Thread(target=close, args=pair) for pair in pairs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert refusals == ["last_administrator"]
    assert len(queries.persons_holding(office, {Role.ADMINISTRATOR})) == 1


def test_nobody_changes_their_own_rights(office: Office, world: World) -> None:
    actor = world.actor("quantri")
    mine = PostFacts(unit_id=world.units["ubnd"], role=Role.CHAIRMAN, title="Chủ tịch")
    assert refused(service.give_post, office, actor, actor.person_id, mine) == ["own_rights"]
    post = queries.posts_of(office, actor.person_id)[0]
    assert refused(service.change_post, office, actor, post.id, mine) == ["own_rights"]
    assert refused(service.set_active, office, actor, actor.person_id, False) == ["own_rights"]
    data = b"login,unit,role,title\nquantri,000.00.00.H27,chairman,X\n"
    assert refused(imports.import_file, office, actor, "posts", data) == ["row"]


def test_a_post_is_not_given_twice_and_not_in_a_closed_unit(office: Office, world: World) -> None:
    person, unit = world.person("vanthu"), world.unit("sct")
    again = PostFacts(unit_id=world.units["vp"], role=Role.CLERK, title="Văn thư", starts_on=date(2020, 1, 1))
    assert refused(service.give_post, office, None, person.id, again) == ["post_held"]
    with office.transaction():
        unit.valid_to = date(2025, 6, 30)
    late = PostFacts(unit_id=unit.id, role=Role.CLERK, title="", starts_on=date(2025, 1, 1))
    assert refused(service.give_post, office, None, person.id, late) == ["no_title", "unit_closed"]


def test_every_change_is_told_by_the_journal_and_the_chain_holds(
    both_databases: str, office: Office, world: World
) -> None:
    actor = world.actor("quantri")
    with office.transaction():
        person = service.add_person(office, actor, PersonFacts(login="MOI", name="Người Mới"))
        service.change_person(office, actor, person.id, PersonFacts(login="moi", name="Người Cũ", phone="0239"))
        post = service.give_post(
            office, actor, person.id, PostFacts(unit_id=world.units["stc"], role=Role.CLERK, title="Văn thư")
        )
        service.change_post(
            office,
            actor,
            post.id,
            PostFacts(unit_id=world.units["stc"], role=Role.CLERK, title="Văn thư", ends_on=date(2026, 12, 31)),
        )
        service.issue_password(office, actor, person.id)
        service.set_active(office, actor, person.id, False)
        person_id = person.id
    told = [str(entry.message) for entry in reversed(audit.history(office.session, "person", person_id))]
    assert told == [
        "thêm người dùng Người Mới (moi)",
        "sửa người dùng Người Cũ: Người Mới → Người Cũ; – → 0239",
        "giao Văn thư (Văn thư), Sở Tài chính cho Người Cũ",
        "đổi chức vụ của Người Cũ: Văn thư (Văn thư), Sở Tài chính thành "
        "Văn thư (Văn thư), Sở Tài chính, … - 31/12/2026",
        "cấp mật khẩu ban đầu cho Người Cũ",
        "khóa tài khoản Người Cũ",
    ]
    assert list(audit.broken_links(office.session)) == []


def test_a_change_that_changes_nothing_is_not_told(office: Office, world: World) -> None:
    unit = world.unit("stc")
    with office.transaction():
        service.change_unit(office, world.actor("quantri"), unit.id, facts_of(unit))
    assert audit.history(office.session, "unit", unit.id) == []


def test_the_holidays_of_a_year_are_filled_once_and_keep_what_was_entered(
    both_databases: str, office: Office, world: World
) -> None:
    with office.transaction():
        service.add_holiday(office, None, date(2026, 1, 1), "Năm mới")
        first = service.fill_holidays(office, None, 2026)
        assert service.fill_holidays(office, None, 2026) == 0
        service.add_holiday(office, None, date(2026, 8, 22), "Làm bù cho 31/8", working=True)
    assert first > 8
    rows = {row.day: row.name for row in office.session.scalars(select(Holiday))}
    assert rows[date(2026, 1, 1)] == "Năm mới"
    table = queries.holidays(office)
    assert date(2026, 9, 2) in table.off
    assert table.working == {date(2026, 8, 22)}
    assert refused(service.add_holiday, office, None, date(2026, 8, 24), "", True) == ["no_name", "works_anyway"]
