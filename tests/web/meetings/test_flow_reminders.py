"""The office's own reminders, and its one mail a day: through the real rounds and jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from e_office.core.office import Office
from e_office.handling.digests import leave_digests
from e_office.meetings.models import MeetingEvent
from e_office.meetings.reminders.jobs import remind_by_itself
from e_office.notices.models import MailOut
from tests.conftest import MovingClock, Outbox
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of


def test_who_has_not_opened_or_answered_is_reminded_once_a_stage(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=47))  # Thursday 07:30
    done, opened = sign_in("vanthu.stc"), sign_in("vanthu.kyanh")
    for browser in (done, opened):
        browser.get(f"/meetings/{meeting_id}/invitation")
    stc = next(one for one in meeting_of(office, meeting_id).invitees if one.unit_id == world.units["stc"])
    done.post(f"/meetings/{meeting_id}/answer", {"invitee": stc.id, "answer": "attend"})
    assert remind_by_itself(office) == 0, "more than a day ahead"
    clock.move(hours=23)
    assert (remind_by_itself(office), remind_by_itself(office)) == (2, 0), "once, whoever asks how often"
    unopened = sign_in("vanthu.stnmt")
    unopened.get("/")
    assert "Nhắc mở giấy mời" in unopened.page
    opened.sign_in("vanthu.kyanh")
    opened.get("/")
    assert "Nhắc trả lời dự họp" in opened.page
    done.sign_in("vanthu.stc")
    done.get("/")
    assert "Nhắc" not in done.page.partition("Mới trên bàn")[2]
    clock.move(hours=23, minutes=40)
    assert remind_by_itself(office) == 2, "and on the morning of the day"
    assert count(office, MeetingEvent, kind="reminded") == 2
    assert count(office, MailOut, template="reminder") == 0, "mail goes once a day, with everything"
    clock.move(hours=1)
    assert remind_by_itself(office) == 0, "it has begun"


def test_one_mail_a_day_with_everything_and_none_where_all_was_done(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], outbox: Outbox
) -> None:
    meetings = [make_issued(office, world, ahead=timedelta(hours=25, minutes=61 * n)) for n in range(4)]
    work_off()
    outbox.mails.clear()
    assert leave_digests(office) == 3, "one for each mailbox, not one for each meeting"
    assert leave_digests(office) == 0
    finance = sign_in("vanthu.stc")
    for meeting_id in meetings:
        finance.get(f"/meetings/{meeting_id}/invitation")
        stc = next(one for one in meeting_of(office, meeting_id).invitees if one.unit_id == world.units["stc"])
        finance.post(f"/meetings/{meeting_id}/answer", {"invitee": stc.id, "answer": "attend"})
    work_off()
    mails = {mail.to.split("@")[0]: mail for mail in outbox.mails}
    assert set(mails) == {"vanthu.stnmt.3", "vanthu.ubnd.6"}, "who has answered all meanwhile gets none"
    text = mails["vanthu.stnmt.3"].text
    assert text.count("Mở giấy mời và trả lời dự họp") == 4
    assert f"/meetings/{meetings[0]}/invitation" in text
    assert "4 việc" in mails["vanthu.stnmt.3"].subject


def test_the_chairs_mail_and_desk_tell_of_what_waits_for_a_word(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], outbox: Outbox
) -> None:
    with office.transaction():
        world.person("phochutich").email = "hoa.ltm@hatinh.example"
    meeting_id = make_issued(office, world, ahead=timedelta(days=9))
    stc = next(one for one in meeting_of(office, meeting_id).invitees if one.unit_id == world.units["stc"])
    finance = sign_in("vanthu.stc")
    finance.get(f"/meetings/{meeting_id}/invitation")
    finance.get("/")
    assert "Chưa trả lời dự họp" in finance.page
    finance.get(f"/meetings/{meeting_id}/invitation")
    sent = {"invitee": stc.id, "sub_name": "Hồ Sỹ Long", "sub_post": "Phó Giám đốc", "empowered": "no"}
    finance.post(f"/meetings/{meeting_id}/substitute", sent | {"sub_reason": "Giám đốc đi công tác Hà Nội"})
    finance.get("/")
    assert "Chưa trả lời dự họp" not in finance.page
    work_off()
    outbox.mails.clear()
    assert leave_digests(office) == 1
    work_off()
    assert [mail.to for mail in outbox.mails] == ["hoa.ltm@hatinh.example"]
    assert "Cho ý kiến về người dự thay" in outbox.mails[0].text
    chair = sign_in("phochutich")
    chair.get("/?view=named")
    assert "1 người dự thay" in chair.page
    assert 'id="words"' in chair.page
