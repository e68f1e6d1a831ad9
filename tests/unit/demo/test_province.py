"""Units, people and matters of the demonstration hold together and name nobody real."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from e_office.core.permission import Role
from e_office.demo.facts import TYPE_NAMES
from e_office.demo.matters import MATTERS
from e_office.demo.people import ACCOUNTS, by_login, clerk, fold, heads, people
from e_office.demo.units import BY_KEY, DEPARTMENTS, DISTRICTS, DOMAIN, PROVINCE, UNITS
from e_office.people.standard_levels import LEVELS

REAL_LEADERS = (
    "Võ Kim Cự", "Lê Đình Sơn", "Nguyễn Thiện", "Nguyễn Nhật", "Trần Minh Kỳ", "Đặng Quốc Khánh", "Dương Tất Thắng",
    "Đặng Ngọc Sơn", "Trần Tiến Hưng", "Võ Trọng Hải", "Hoàng Trung Dũng", "Lê Ngọc Châu", "Trần Báu Hà",
    "Nguyễn Hồng Lĩnh", "Nguyễn Thanh Bình", "Thái Sinh",
)  # fmt: skip


def test_the_province_has_the_departments_and_districts_of_the_decision():
    assert len(DEPARTMENTS) + 1 == 18  # the Office of the People's Committee is the eighteenth
    assert len(DISTRICTS) == 12
    names = [BY_KEY[key].name.removeprefix("Ủy ban nhân dân ").split()[0] for key in DISTRICTS]
    assert Counter(names) == {"huyện": 10, "thành": 1, "thị": 1}


def test_unit_codes_are_unique_short_and_of_the_legal_alphabet():
    codes = [unit.code for unit in UNITS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[0-9A-Z]+(\.[0-9A-Z]+)*", code) and len(code) <= 35 for code in codes)


def test_parents_come_before_their_children_and_levels_are_known():
    known, levels = set(), {level.code for level in LEVELS}
    for unit in UNITS:
        assert unit.parent is None or unit.parent in known
        assert unit.level in levels
        known.add(unit.key)


def test_every_agency_has_a_mailbox_of_its_own_under_the_reserved_domain():
    boxes = [unit.mailbox for unit in UNITS if unit.is_agency]
    assert len(set(boxes)) == len(boxes)
    assert all(box.endswith(f"@{DOMAIN}") and box.isascii() for box in boxes)
    assert DOMAIN.endswith(".example")


def test_every_agency_has_a_clerk_and_every_department_and_district_somebody_who_signs():
    for unit in UNITS:
        if unit.is_agency:
            assert clerk(unit.key).posts[0].role is Role.CLERK
        if unit.level in {"department", "board", "district"}:
            assert heads(unit.key)[0].title.startswith(unit.head)


def test_people_are_many_distinct_and_always_the_same():
    names = [fold(person.name) for person in people()]
    assert 120 <= len(names) <= 180
    assert len(set(names)) == len(names)
    people.cache_clear()
    assert [fold(person.name) for person in people()] == names


def test_nobody_bears_the_name_of_a_real_leader():
    assert {fold(name) for name in REAL_LEADERS}.isdisjoint(fold(person.name) for person in people())


def test_log_ins_are_plain_and_the_memorable_ones_cover_every_role():
    assert all(re.fullmatch(r"[a-z0-9.-]+", person.login) for person in people())
    assert {account.role for account in ACCOUNTS} == set(Role)
    assert all(by_login()[account.login].name == account.name for account in ACCOUNTS)


def test_somebody_holds_two_posts_and_every_post_is_in_a_known_unit():
    assert any(len(person.posts) > 1 for person in people())
    assert all(post.unit in BY_KEY for person in people() for post in person.posts)


def test_there_are_at_least_forty_matters_and_the_two_everybody_asks_for():
    codes = [matter.code for matter in MATTERS]
    assert len(codes) >= 40
    assert len(set(codes)) == len(codes)
    assert {"khoang-san", "gpmb-vung-ang"} <= set(codes)


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.code)
def test_a_matter_names_known_units_and_has_words_for_every_type(matter):
    units = {matter.lead, *matter.partners, *matter.districts, matter.section}
    units |= {key for task in matter.tasks for key in (task.lead, *task.coordinators)}
    assert units <= set(BY_KEY)
    assert set(matter.districts) <= set(DISTRICTS)
    assert matter.chair in by_login()
    assert matter.situation
    assert matter.difficulties
    assert len(matter.tasks) >= 2
    for type_code in TYPE_NAMES:
        lines = matter.subject_lines(type_code)
        assert lines
        assert all(not line.startswith("V/v") and line == line.strip(" .;") for line in lines)


def test_every_text_is_nfc():
    texts = [unit.name for unit in UNITS] + [person.name for person in people()]
    texts += [line for matter in MATTERS for line in (matter.title, matter.goal, matter.product, *matter.situation)]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_the_province_is_the_root():
    assert [unit.key for unit in UNITS if unit.parent is None] == [PROVINCE]
