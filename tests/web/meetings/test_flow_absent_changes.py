"""What an absent agency was asked is given another day, or withdrawn, by who asked; it is told why (O5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.meetings.absent.jobs import lines, remind_absent, wanted
from e_office.meetings.absent.models import AbsentChange
from e_office.meetings.telling import mailbox_unit
from tests.conftest import MovingClock
from tests.factories.minutes import absent_asked
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count
from tests.web.meetings.test_flow_absent import the_ask

REASON = "Chờ số liệu chính thức của Cục Thống kê"
LATE = "Quá hạn, chưa trả lời"


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@pytest.fixture
def asked(office: Office, world: World) -> int:
    """A request to the department of resources, which prepared the meeting and was absent; five days are given."""
    return absent_asked(office, world)


def test_o5_it_is_given_another_day_and_reminded_of_that_one(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, asked: int, both_databases: str
) -> None:
    before = the_ask(office).due_on
    clock.move(days=6)
    writer, page = sign_in("chuyenvien"), f"/meetings/absent/{asked}"
    assert LATE in writer.get(page).text
    assert "Lùi hạn hoặc rút đề nghị" in writer.page
    for wrong, said in (
        ({"due_on": written(before)}, "Hạn mới phải sau hạn cũ"), ({"due_on": ""}, "Chưa ghi hạn trả lời"),
        ({"reason": "bận"}, "Lý do có 3 ký tự"),
    ):  # fmt: skip
        form = {"due_on": written(day_of(clock.now()) + timedelta(days=4)), "reason": REASON} | wrong
        assert writer.post(f"{page}/extend", form).status_code == 422
        assert said in writer.page
        assert form["reason"] in writer.page, "what was typed is still there"
    new = day_of(clock.now()) + timedelta(days=4)
    assert writer.post(f"{page}/extend", {"due_on": written(new), "reason": REASON}).status_code == 200
    assert f"lùi hạn từ {written(before)} sang hết ngày {written(new)}" in " ".join(writer.page.split())
    assert REASON in writer.page
    assert (the_ask(office).due_on, count(office, AbsentChange)) == (new, 1)
    remind_absent(office)
    owner = sign_in("vanthu.stnmt")
    assert "Lùi hạn trả lời sang hết ngày" in owner.get("/").text
    assert REASON in owner.get(page).text
    assert LATE not in owner.page
    clock.move(days=3)
    remind_absent(office)
    assert "Hạn " + written(new) in sign_in("vanthu.stnmt").get("/").text, "reminded of the new day"


def test_o5_what_is_withdrawn_is_waited_for_no_more_and_can_be_read_and_answered_still(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, asked: int, both_databases: str
) -> None:
    clock.move(days=6)
    writer, page = sign_in("chuyenvien"), f"/meetings/absent/{asked}"
    box = ("unit", mailbox_unit(the_ask(office).unit).id)
    assert box in wanted(office)
    writer.get(page)
    assert writer.post(f"{page}/withdraw", {"reason": ""}).status_code == 422
    assert writer.post(f"{page}/withdraw", {"reason": REASON}).status_code == 200
    assert "Đã rút, không cần trả lời" in writer.page
    assert "Lùi hạn hoặc rút đề nghị" not in writer.page
    assert writer.post(f"{page}/withdraw", {"reason": REASON}).status_code == 422, "once"
    assert box not in wanted(office)
    assert lines(office, box) == []
    remind_absent(office)
    owner = sign_in("vanthu.stnmt")
    desk = owner.get("/").text
    assert "Không cần trả lời về phần kết luận nữa" in desk
    assert "chưa trả lời về phần kết luận" not in desk
    assert REASON in owner.get(page).text
    answer = {"stance": "agree", "words": "Nhất trí với phần kết luận liên quan"}
    assert owner.post(f"{page}/answer", answer).status_code == 200
    assert "Đã trả lời" in writer.get(page).text
    assert writer.post(f"{page}/extend", {"reason": REASON, "due_on": "31/12/2027"}).status_code == 422


def test_o5_what_was_withdrawn_by_mistake_is_asked_once_more(
    sign_in: SignIn, office: Office, world: World, asked: int, both_databases: str
) -> None:
    writer, page = sign_in("chuyenvien"), f"/meetings/absent/{asked}"
    writer.get(page)
    assert writer.post(f"{page}/withdraw", {"reason": REASON}).status_code == 200
    assert "Hỏi lại" in writer.page
    assert writer.post(f"{page}/extend", {"reason": "", "due_on": ""}).status_code == 422
    day = office.today() + timedelta(days=1)
    assert writer.post(f"{page}/extend", {"reason": REASON, "due_on": f"{day:%d/%m/%Y}"}).status_code == 200
    row = the_ask(office)
    assert (row.withdrawn_at, row.due_on) == (None, day)
    owner = sign_in("vanthu.stnmt")
    assert "Xin trả lời, hỏi lại, trước hết ngày" in owner.get("/").text
    assert "hỏi lại, hạn trả lời hết ngày" in owner.get(page).text
    answer = {"stance": "agree", "words": "Nhất trí với phần kết luận liên quan"}
    assert owner.post(f"{page}/answer", answer).status_code == 200


@pytest.mark.parametrize(
    ("login", "status"), [("vanthu.stnmt", 404), ("giamdoc.stnmt", 404), ("vanthu.stc", 404), ("phochutich", 200)]
)
def test_nobody_lets_the_own_agency_off(
    sign_in: SignIn, asked: int, login: str, status: int, work_off: Callable[[], int]
) -> None:
    """Even the unit that prepared the meeting's content, which else may ask."""
    browser = sign_in(login)
    browser.get(f"/meetings/absent/{asked}")
    answer = browser.post(f"/meetings/absent/{asked}/withdraw", {"reason": REASON})
    assert answer.status_code == status
