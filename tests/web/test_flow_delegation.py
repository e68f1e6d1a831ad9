"""Delegating while away, as the people of the office do it (D5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.people.models import Delegation
from tests.conftest import Browser, MovingClock
from tests.factories.world import World

SignIn = Callable[[str], Browser]


def delegate(browser: Browser, deputy: int, first: str, last: str, reason: str = "Đi công tác") -> str:
    browser.get("/account/delegation")
    form = {"deputy_id": str(deputy), "starts_on": first, "ends_on": last, "reason": reason}
    return browser.post("/account/delegation", form).text


@pytest.mark.usefixtures("both_databases")
def test_a_deputy_decides_for_some_days_and_the_delegator_stays_named(
    sign_in: SignIn, world: World, clock: MovingClock
) -> None:
    chief, deputy = sign_in("chanhvanphong"), world.persons["chuyenvien"]
    assert not world.actor("chuyenvien").holds(Role.CHIEF_OF_OFFICE)
    page = delegate(chief, deputy, "25/11/2026", "27/11/2026")
    assert "Phạm Quốc Duy thay Nguyễn Trọng Tuệ" in page
    assert "chưa bắt đầu" in page
    assert not world.actor("chuyenvien").holds(Role.CHIEF_OF_OFFICE), "not before the first day"
    clock.move(days=1)
    actor = world.actor("chuyenvien")
    assert actor.holds(Role.CHIEF_OF_OFFICE)
    assert {post.in_place_of_name for post in actor.posts if post.role is Role.CHIEF_OF_OFFICE} == {"Nguyễn Trọng Tuệ"}
    assert actor.acts_for() == {deputy, world.persons["chanhvanphong"]}
    assert actor.post_title == "Chuyên viên", "the own post is shown"
    assert "đang ủy nhiệm" in sign_in("chuyenvien").get("/account").text
    clock.move(days=3)
    assert not world.actor("chuyenvien").holds(Role.CHIEF_OF_OFFICE), "it ends by itself after the last day"


def test_powers_are_taken_back_at_once_and_by_the_delegator_alone(
    sign_in: SignIn, world: World, office: Office
) -> None:
    chief = sign_in("chanhvanphong")
    delegate(chief, world.persons["chuyenvien"], "24/11/2026", "27/11/2026")
    row = office.session.scalars(select(Delegation)).one()
    deputy = sign_in("chuyenvien")
    assert deputy.post(f"/account/delegation/{row.id}/end").status_code == 404
    assert world.actor("chuyenvien").holds(Role.CHIEF_OF_OFFICE)
    chief.get("/account")
    assert "Đã kết thúc ủy nhiệm" in chief.post(f"/account/delegation/{row.id}/end").text
    assert not world.actor("chuyenvien").holds(Role.CHIEF_OF_OFFICE)


def test_what_was_delegated_is_not_passed_on(sign_in: SignIn, world: World) -> None:
    """NĐ 30/2020 Art. 13.3: no sub-delegation."""
    delegate(sign_in("chanhvanphong"), world.persons["chuyenvien"], "24/11/2026", "27/11/2026")
    assert sign_in("chuyenvien").get("/account/delegation").status_code == 403


def test_a_closed_account_delegates_nothing(sign_in: SignIn, world: World, office: Office) -> None:
    delegate(sign_in("chanhvanphong"), world.persons["chuyenvien"], "24/11/2026", "27/11/2026")
    with office.transaction():
        world.person("chanhvanphong").active = False
    assert not world.actor("chuyenvien").holds(Role.CHIEF_OF_OFFICE)


def test_everything_wrong_is_told_at_once_and_nothing_typed_is_lost(sign_in: SignIn, world: World) -> None:
    page = delegate(sign_in("chanhvanphong"), world.persons["vanthu.stc"], "27/11/2026", "25/11/2026", "")
    for told in ("phải đang giữ chức vụ trong cơ quan", "đứng trước ngày bắt đầu", "Chưa ghi lý do"):
        assert told in page
    assert 'value="27/11/2026"' in page
