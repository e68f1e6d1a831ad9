"""The form of a meeting (M12) through HTTP: chosen, judged with everything else, told in sheet, mail, calendar, page."""

from __future__ import annotations

from collections.abc import Callable

from icalendar import Calendar

from e_office.core.office import Office
from tests.conftest import Outbox
from tests.factories.meetings import make_draft, make_issued, start_of
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, sent_original, words_of_docx, written

LINK = "https://hop.hatinh.example/vungang"


def test_m12_the_form_is_chosen_and_what_it_lacks_is_said_with_all_else(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_draft(office, world)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/edit"
    writer.get(path)
    given = written(start_of(office, meeting_id), chair=str(world.persons["phochutich"]), how="both", length="90")
    given |= {"signer": str(world.persons["chanhvanphong"]), "preparing_unit": ""}
    assert writer.post(path, given | {"act": "issue"}).status_code == 422
    assert "Họp có phần trực tuyến phải có đường dẫn hoặc ít nhất một điểm cầu." in writer.page
    assert "Chưa chọn đơn vị chuẩn bị nội dung." in writer.page, "all problems at once"
    kept = meeting_of(office, meeting_id)
    assert (kept.form, kept.length) == ("both", 90), "what was typed is kept, complete or not"
    assert writer.post(path, given | {"how": "in_person", "bridge": LINK, "act": "issue"}).status_code == 422
    assert "Họp trực tiếp mà lại ghi điểm cầu." in writer.page


def test_m12_an_online_meeting_says_so_everywhere(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], outbox: Outbox
) -> None:
    meeting_id = make_issued(office, world, form="online", place="", bridge=LINK, length=90)
    work_off()
    meeting = meeting_of(office, meeting_id)
    assert meeting.document_id is not None
    words = words_of_docx(sent_original(office, meeting.document_id))
    assert "Hình thức họp: trực tuyến." in words
    assert not [line for line in words if line.startswith("Địa điểm:")]
    assert "Hình thức họp: trực tuyến" in outbox.mails[0].text
    (event,) = Calendar.from_ical(outbox.mails[0].calendar or b"").walk("VEVENT")
    assert event["LOCATION"] == LINK
    assert event["DTEND"].dt - event["DTSTART"].dt == meeting.ends_at - meeting.starts_at  # type: ignore[operator]
    assert "Hình thức họp: trực tuyến" in event["DESCRIPTION"]
    page = sign_in("giamdoc.stc").get(f"/meetings/{meeting_id}/invitation").text
    assert "Trực tuyến" in page
    assert f'<a href="{LINK}" rel="noopener">' in page


def test_a_calendar_says_that_nobody_has_said_the_end(
    office: Office, world: World, work_off: Callable[[], int], outbox: Outbox
) -> None:
    make_issued(office, world)
    work_off()
    (event,) = Calendar.from_ical(outbox.mails[0].calendar or b"").walk("VEVENT")
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 2 * 3600
    assert "Chưa rõ giờ kết thúc, lịch ghi 2 giờ." in event["DESCRIPTION"]
