"""Minutes through HTTP: two secretaries in one text, circulated, remarked on, signed by two, corrected by an annex."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.meetings.minutes.models import Minutes, MinutesRevision, MinutesSignature
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, sent_original, words_of_docx


@pytest.fixture
def meeting_id(office: Office, world: World, clock: MovingClock) -> int:
    """A meeting that took place and is over."""
    made = make_issued(office, world)
    clock.move(hours=30)
    return made


def part(browser: Browser, meeting_id: int, key: str, text: str, base: int, *, htmx: bool = True) -> str:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = browser.post(
        f"/meetings/{meeting_id}/minutes/parts/{key}", {"text": text, "base": str(base)}, headers=headers
    )
    return answer.text


def base_in(answer: str) -> int:
    found = re.search(r'id="base-\w+"[^>]* value="(\d+)"', answer)
    assert found
    return int(found[1])


def shown_by(page: str, key: str = "course") -> dict[str, str]:
    """What the page, or the answer to a saving, says the part on it grew out of."""
    found = {name: re.search(rf'id="{name}-{key}"[^>]* value="(\w+)"', page) for name in ("base", "drawn")}
    return {name: match[1] for name, match in found.items() if match}


def filled(writer: Browser, office: Office, meeting_id: int) -> None:
    """Everything minutes need, by the hand of the specialist, who becomes their secretary."""
    path = f"/meetings/{meeting_id}/minutes"
    writer.get(path)
    writer.post(f"{path}/begin", {})
    minutes = minutes_now(office)
    hours = {"secretary": str(minutes.secretary_id), "day": writer.field("day"), "started": "08:00", "ended": "10:30"}
    assert writer.post(f"{path}/head", hours).status_code == 200
    rows = {f"state-{one.id}": "present" for one in minutes.meeting.invitees}
    absent, substitute = minutes.meeting.invitees[0].id, minutes.meeting.invitees[1].id
    rows |= {f"state-{absent}": "absent", f"reason-{absent}": "đi công tác"}
    rows |= {f"state-{substitute}": "substitute"}
    assert "Chưa ghi tên người dự thay" in writer.post(f"{path}/attendance", rows).text
    writer.post(
        f"{path}/attendance", {**rows, f"name-{substitute}": "Lê Văn Tám", f"post-{substitute}": "Phó Giám đốc"}
    )
    part(writer, meeting_id, "course", "Sở Tài nguyên và Môi trường báo cáo tiến độ.", 0)
    part(writer, meeting_id, "conclusion", "Giao Sở Công Thương hoàn thành trước 01/12.", 0)


def minutes_now(office: Office) -> Minutes:
    office.session.rollback()
    office.session.expire_all()
    return office.session.scalars(select(Minutes)).one()


def test_minutes_from_the_first_word_to_the_annex(
    sign_in: SignIn, office: Office, world: World, meeting_id: int, work_off: Callable[[], int], both_databases: str
) -> None:
    path = f"/meetings/{meeting_id}/minutes"
    assert sign_in("vanthu.stc").get(path).status_code == 404, "an invitee sees nothing before they are circulated"
    writer = sign_in("chuyenvien")
    writer.get(path)
    early = writer.post(f"{path}/begin", {})
    assert "Chưa ghi diễn biến cuộc họp" in early.text
    assert writer.post(f"{path}/circulate", {}).status_code == 422
    filled(writer, office, meeting_id)
    assert "Đã gửi dự thảo biên bản" in writer.post(f"{path}/circulate", {}).text

    reader = sign_in("vanthu.stc")
    page = reader.get(path).text
    assert "Lê Văn Tám" in page
    assert "đi công tác" in page
    reader.post(f"{path}/remarks", {"remark": "Bổ sung ý kiến của Sở Tài chính."})
    remark = minutes_now(office).remarks[0]
    writer = sign_in("chuyenvien")
    assert "Bổ sung ý kiến của Sở Tài chính." in writer.get(path).text
    writer.post(f"{path}/remarks/{remark.id}", {"answer": "Đã bổ sung."})
    part(writer, meeting_id, "opinions", "Sở Tài chính: đề nghị bố trí vốn.", 0)

    writer.get(path)
    shown = writer.field("sha256")
    part(sign_in("vanthu"), meeting_id, "votes", "Tổng số 12, đồng ý 12.", 0)
    writer = sign_in("chuyenvien")
    stale = writer.post(f"{path}/sign", {"sha256": shown})
    assert "vừa được sửa sau khi trang này mở ra" in stale.text
    assert count(office, MinutesSignature) == 0
    writer.get(path)
    assert "Đã ký" in writer.post(f"{path}/sign", {"sha256": writer.field("sha256")}).text
    locked = part(writer, meeting_id, "votes", "Tổng số 13.", 1)
    assert "đã ký biên bản này" in locked
    assert "chưa mất" in locked
    assert minutes_now(office).document_id is None, "one signature makes nothing final (O4)"

    assert sign_in("giamdoc.stc").post(f"{path}/sign", {"sha256": shown}).status_code == 403
    chair = sign_in("phochutich")
    chair.get(path)
    chair.post(f"{path}/sign", {"sha256": chair.field("sha256")})
    minutes = minutes_now(office)
    assert minutes.state == "signed"
    assert [(one.signs, one.person_id) for one in minutes.signatures] == [
        ("secretary", world.persons["chuyenvien"]), ("chair", world.persons["phochutich"]),
    ]  # fmt: skip
    assert minutes.document_id
    words = words_of_docx(sent_original(office, minutes.document_id))
    assert "Sở Tài chính: đề nghị bố trí vốn." in words
    assert any("Lê Văn Tám, Phó Giám đốc" in line for line in words)
    assert len({one.sha256 for one in minutes.signatures}) == 1, "both signed the same sheet"
    work_off()
    assert sign_in("vanthu.stc").get(f"/documents/{minutes.document_id}").status_code == 200
    assert sign_in("vanthu.sct").get(f"/documents/{minutes.document_id}").status_code == 404

    writer = sign_in("chuyenvien")
    assert writer.post(f"{path}/annexes", {"text": "", "reason": ""}).text.count("Chưa ghi") >= 2
    writer.post(f"{path}/annexes", {"text": "“12/2026” đọc là “01/2027”.", "reason": "Ghi nhầm hạn"})
    for login in ("chuyenvien", "phochutich"):
        signer = sign_in(login)
        signer.get(path)
        signer.post(f"{path}/annexes/1/sign", {"sha256": signer.field("sha256")})
    minutes = minutes_now(office)
    assert minutes.annexes[0].document_id
    assert "“12/2026” đọc là “01/2027”." in words_of_docx(sent_original(office, minutes.annexes[0].document_id))
    assert words_of_docx(sent_original(office, minutes.document_id)) == words, "what was signed is never changed"


def test_two_secretaries_in_the_same_minutes_lose_nothing(
    sign_in: SignIn, office: Office, world: World, meeting_id: int, both_databases: str
) -> None:
    one, other = sign_in("chuyenvien"), sign_in("vanthu")
    path = f"/meetings/{meeting_id}/minutes"
    one.get(path)
    one.post(f"{path}/begin", {})
    first = base_in(part(one, meeting_id, "course", "Khai mạc.\nBáo cáo.", 0))
    part(other, meeting_id, "course", "Khai mạc lúc 8 giờ.\nBáo cáo.", first)
    merged = part(one, meeting_id, "course", "Khai mạc.\nBáo cáo của Sở A.", first)
    assert "cũng đang sửa phần này" in merged
    assert minutes_now(office).text("course") == "Khai mạc lúc 8 giờ.\nBáo cáo của Sở A."
    further = part(one, meeting_id, "course", "Khai mạc.\nBáo cáo của Sở A.\nThảo luận.", base_in(merged))
    assert minutes_now(office).text("course") == "Khai mạc lúc 8 giờ.\nBáo cáo của Sở A.\nThảo luận."
    part(other, meeting_id, "course", "Khai mạc lúc 8 giờ 15.\nBáo cáo.", 2)
    part(one, meeting_id, "course", "Khai mạc lúc 8 giờ 30.\nBáo cáo của Sở A.\nThảo luận.", base_in(further))
    text = minutes_now(office).text("course")
    assert "8 giờ 15" in text
    assert "8 giờ 30" in text, "of one line that both changed both stand"
    again = part(one, meeting_id, "course", "Khai mạc.\nBáo cáo.", first)
    assert base_in(again) >= first
    assert minutes_now(office).text("course") == text, "a text sent again changes nothing"
    page = one.get(f"{path}/parts/course").text
    assert "8 giờ 30" in page
    assert count(office, MinutesRevision) == 6


@pytest.fixture
def two_lines(sign_in: SignIn, office: Office, meeting_id: int) -> tuple[Browser, dict[str, str]]:
    """Two changed one line: both lines stand, and the one of them has opened the page anew, as it is advised."""
    one, other = sign_in("chuyenvien"), sign_in("vanthu")
    path = f"/meetings/{meeting_id}/minutes"
    one.get(path)
    one.post(f"{path}/begin", {})
    first = base_in(part(one, meeting_id, "course", "Khai mạc.\nBáo cáo.", 0))
    part(other, meeting_id, "course", "Khai mạc lúc 8 giờ.\nBáo cáo.", first)
    assert "bỏ bớt một" in part(one, meeting_id, "course", "Khai mạc lúc 8 giờ 15.\nBáo cáo.", first)
    assert minutes_now(office).text("course") == "Khai mạc lúc 8 giờ.\nKhai mạc lúc 8 giờ 15.\nBáo cáo."
    shown = shown_by(one.get(path).text)
    assert shown == {"base": "3", "drawn": "text"}
    return one, shown


@pytest.mark.parametrize(
    "wanted",
    [
        "Khai mạc lúc 8 giờ 15.\nBáo cáo.",
        "Khai mạc lúc 8 giờ.\nBáo cáo.",
        "Khai mạc lúc 8 giờ đúng.\nKhai mạc lúc 8 giờ 15.\nBáo cáo.",
        "Khai mạc lúc 8 giờ.\nKhai mạc lúc 8 giờ 15 phút.\nBáo cáo.",
    ],
)
def test_what_is_deleted_or_mended_on_a_page_drawn_anew_stays_so(
    two_lines: tuple[Browser, dict[str, str]], office: Office, meeting_id: int, wanted: str
) -> None:
    one, shown = two_lines
    answer = one.post(
        f"/meetings/{meeting_id}/minutes/parts/course", {"text": wanted, **shown}, headers={"HX-Request": "true"}
    ).text
    assert minutes_now(office).text("course") == wanted
    assert shown_by(answer) == {"base": "4", "drawn": "typed"}
    further = {"text": f"{wanted}\nBế mạc.", **shown_by(answer)}
    one.post(f"/meetings/{meeting_id}/minutes/parts/course", further, headers={"HX-Request": "true"})
    assert minutes_now(office).text("course") == f"{wanted}\nBế mạc."


def test_a_text_sent_again_unchanged_does_not_take_the_words_of_others_out(
    sign_in: SignIn, office: Office, meeting_id: int
) -> None:
    one, other = sign_in("chuyenvien"), sign_in("vanthu")
    path = f"/meetings/{meeting_id}/minutes"
    one.get(path)
    one.post(f"{path}/begin", {})
    first = base_in(part(one, meeting_id, "course", "Khai mạc.", 0))
    part(other, meeting_id, "course", "Khai mạc.\nBáo cáo.", first)
    unchanged = part(one, meeting_id, "course", "Khai mạc.", first)
    assert "cũng đang sửa phần này" in unchanged
    assert shown_by(unchanged)["base"] == str(first), "the page still shows what it was drawn from"
    part(one, meeting_id, "course", "Khai mạc.\nBế mạc.", base_in(unchanged))
    text = minutes_now(office).text("course")
    assert "Báo cáo." in text
    assert "Bế mạc." in text


def test_a_refused_part_still_says_what_it_grew_out_of(sign_in: SignIn, office: Office, meeting_id: int) -> None:
    one, other = sign_in("chuyenvien"), sign_in("vanthu")
    path = f"/meetings/{meeting_id}/minutes"
    one.get(path)
    one.post(f"{path}/begin", {})
    first = base_in(part(one, meeting_id, "course", "Khai mạc.", 0))
    part(other, meeting_id, "course", "Khai mạc.\nBáo cáo.", first)
    refused = one.post(f"{path}/parts/course", {"text": "x" * 200_001, "base": str(first), "drawn": "text"})
    assert refused.status_code == 422
    assert shown_by(refused.text) == {"base": str(first), "drawn": "text"}


def test_without_script_a_part_is_saved_by_its_button_and_nothing_typed_is_lost(
    sign_in: SignIn, office: Office, meeting_id: int
) -> None:
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/minutes"
    writer.get(path)
    writer.post(f"{path}/begin", {})
    assert "Đã lưu phần “Kết luận”" in part(writer, meeting_id, "conclusion", "Giao Sở A.", 0, htmx=False)
    long = "x" * 200_001
    refused = part(writer, meeting_id, "conclusion", long, 1, htmx=False)
    assert "dài quá 200.000 ký tự" in refused
    assert long in refused
    assert minutes_now(office).text("conclusion") == "Giao Sở A."


def test_a_signature_is_taken_back_while_the_other_is_missing(sign_in: SignIn, office: Office, meeting_id: int) -> None:
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/minutes"
    filled(writer, office, meeting_id)
    writer.post(f"{path}/circulate", {})
    writer.get(path)
    writer.post(f"{path}/sign", {"sha256": writer.field("sha256")})
    assert "Đã rút chữ ký" in writer.post(f"{path}/unsign", {}).text
    assert count(office, MinutesSignature) == 0
    part(writer, meeting_id, "votes", "Không biểu quyết.", 0)
    assert minutes_now(office).text("votes") == "Không biểu quyết."
    assert count(office, Document, type_code="BB") == 0


def test_o4_the_chair_is_no_secretary(sign_in: SignIn, office: Office, world: World, meeting_id: int) -> None:
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/minutes"
    writer.get(path)
    writer.post(f"{path}/begin", {})
    hours = {
        "secretary": str(world.persons["phochutich"]),
        "day": writer.field("day"),
        "started": "08:00",
        "ended": "09:00",
    }
    assert "Chủ trì không làm thư ký" in writer.post(f"{path}/head", hours).text
    assert minutes_now(office).secretary_id == world.persons["chuyenvien"]
