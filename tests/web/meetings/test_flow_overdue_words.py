"""Words that are overdue are named in the day's one mail of whoever has to give them (M3, M6, M8, M9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from e_office.core.office import Office
from e_office.handling.digests import leave_digests
from e_office.meetings.requests.rules_consent import RequestKind
from tests.conftest import MovingClock, Outbox
from tests.factories.meetings import agree_to_all, make_draft
from tests.factories.requests import make_examined, make_request
from tests.factories.world import World

DECIDE, EXAMINE = "Cho ý kiến về đề nghị, đã tới hạn", "Xem xét, trình đề nghị, đã tới hạn"
CONSENT = "Đồng ý hoặc trả lại tài liệu họp, đã tới hạn gửi"
MAILS = {"chutich": "chutich@hatinh.example", "phochutich": "phochutich@hatinh.example",
         "chanhvanphong": "chanhvanphong@hatinh.example"}  # fmt: skip


@pytest.fixture
def mails(
    office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], outbox: Outbox
) -> Callable[[], dict[str, str]]:
    """The mails of the next mornings, by address."""
    with office.transaction():
        for login, address in MAILS.items():
            world.person(login).email = address

    def of_this_morning() -> dict[str, str]:
        work_off()
        outbox.mails.clear()
        leave_digests(office)
        assert leave_digests(office) == 0, "once a day"
        work_off()
        found = {mail.to: mail.text for mail in outbox.mails}
        assert len(found) == len(outbox.mails), "one mail each, whatever is overdue"
        return found

    return of_this_morning


def test_m6_a_request_nobody_decided_is_in_the_leaders_one_mail_each_day_until_there_is_a_word(
    office: Office, world: World, clock: MovingClock, mails: Callable[[], dict[str, str]], both_databases: str
) -> None:
    start = office.clock.now() + timedelta(days=2, hours=5)  # on Thursday; the invitation has to be out on Wednesday
    for purpose in ("Họp bàn đóng cửa các điểm mỏ hết phép", "Họp về phí bảo vệ môi trường"):
        make_examined(office, world, purpose=purpose, starts_at=start)
    assert MAILS["chutich"] not in mails(), "not yet"
    clock.move(days=1)
    for _day in range(2):
        text = mails()[MAILS["chutich"]]
        assert text.count(DECIDE) == 2
        assert "Họp về phí bảo vệ môi trường" in text
        clock.move(days=1)


def test_m9_what_was_not_examined_is_in_the_mail_of_the_office_and_what_is_urgent_in_the_chiefs(
    office: Office, world: World, clock: MovingClock, mails: Callable[[], dict[str, str]]
) -> None:
    start = office.clock.now() + timedelta(days=1)
    make_request(office, world, starts_at=start)
    make_request(office, world, login="vanthu.kyanh", kind=RequestKind.REGISTER, starts_at=start, unit_ids=[],
                 purpose="Họp xử lý sạt lở đê biển", urgent=True,
                 urgent_reason="Đê biển sạt lở trong đêm, phải xử lý ngay")  # fmt: skip
    found = mails()
    assert EXAMINE in found.pop(MAILS["chanhvanphong"])
    (text,) = found.values()
    assert text.count(EXAMINE) == 1
    assert "sạt lở" not in text


def test_of_a_restricted_request_the_mailbox_learns_its_kind_alone(
    office: Office, world: World, mails: Callable[[], dict[str, str]]
) -> None:
    start = office.clock.now() + timedelta(days=1)
    make_request(office, world, starts_at=start, restricted=True)
    (text,) = mails().values()
    assert EXAMINE in text
    assert "điểm mỏ" not in text


def test_m3_a_paper_without_consent_is_in_the_chairs_mail_from_the_day_it_is_needed(
    office: Office, world: World, clock: MovingClock, mails: Callable[[], dict[str, str]], both_databases: str
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=52), agreed=False)
    assert MAILS["phochutich"] not in mails(), "it is needed tomorrow"
    clock.move(days=1)
    text = mails()[MAILS["phochutich"]]
    assert text.count(CONSENT) == 1
    assert "Báo cáo tiến độ" in text
    assert "/meetings/consents" in text
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    clock.move(days=1)
    assert MAILS["phochutich"] not in mails(), "nothing waits any more"
