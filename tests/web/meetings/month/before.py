"""The weeks before the meeting: registered, agreed to, written, prepared for, issued, answered."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from e_office.core.clock import ZONE
from e_office.meetings.agenda.queries import items_of
from tests.conftest import Browser
from tests.web.meetings.helpers import written
from tests.web.meetings.month.house import KYANH, SCT, STC, STNMT, Month, boxes, words_of
from tests.web.meetings.test_flow_requests import ask, decide, examine, newest

PURPOSE = "Họp nghe báo cáo tiến độ giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng"
START = datetime(2026, 12, 15, 8, tzinfo=ZONE)
REPORT, MONEY, PRICES = "Báo cáo tiến độ đến 30/11", "Báo cáo nguồn vốn tái định cư", "Phụ lục đơn giá bồi thường"
PRICES_LATE = "Chờ số liệu của huyện, chủ trì cho gửi bổ sung"
INVITED = ("Sở TNMT", "Sở Tài chính", "Sở Công Thương", "UBND huyện Kỳ Anh")


def a_district_registers_in_time_and_is_given_an_hour(month: Month) -> None:
    """M8: sent on the 24th, examined by the Office with an officer to follow it, agreed to, in the calendar."""
    month.it_is("24/11/2026", "16:30")
    district, start = month.sits("vanthu.kyanh"), datetime(2026, 12, 10, 8, tzinfo=ZONE)
    wish: dict[str, Any] = {"purpose": "Họp bàn tái định cư xã Kỳ Lợi", "leader": month.world.persons["phochutich"]}
    assert ask(district, "register", start, **wish) == 200
    request_id = newest(month.office).id
    assert "Đề nghị họp, làm việc chờ bạn" in month.sees("chanhvanphong", "/")
    assert examine(month.sits("chanhvanphong"), request_id, month.world, "phochutich") == 200
    month.it_is("25/11/2026", "09:00")
    vice = month.sits("phochutich")
    assert decide(vice, request_id) == 200
    assert "Lịch đã ghi" in words_of(vice.page)
    assert "Lãnh đạo đồng ý" in month.sees("vanthu.kyanh", f"/meetings/requests/{request_id}")


def another_comes_too_late_and_goes_the_urgent_way(month: Month) -> None:
    """M8, M9: refused on the 25th with the day it could still be for; the Chief of Office alone arranges it."""
    district, start = month.sits("vanthu.kyanh"), datetime(2026, 12, 14, 8, tzinfo=ZONE)
    wish: dict[str, Any] = {
        "purpose": "Họp khắc phục sạt lở đê biển Kỳ Ninh",
        "leader": month.world.persons["phochutich"],
    }
    assert ask(district, "register", start, **wish) == 422
    assert "chậm nhất hết ngày 24/11/2026" in words_of(district.page)
    urgent: dict[str, Any] = {"urgent": "y", "urgent_reason": "Đê biển sạt lở 200 m, phải họp trước mùa bão"}
    assert ask(district, "register", start, **wish | urgent) == 200
    path = f"/meetings/requests/{newest(month.office).id}"
    assert month.sits("vanthu").get(f"{path}/examine").status_code == 403
    chief = month.sits("chanhvanphong", f"{path}/examine")
    arranged = {
        "officer": month.world.persons["chuyenvien"], "leader": month.world.persons["phochutich"], "day": "14/12/2026",
        "hour": "14:00", "minutes": "90", "words": "Đã báo cáo, Phó Chủ tịch đồng ý dự", "act": "arrange",
    }  # fmt: skip
    assert chief.post(f"{path}/examine", arranged).status_code == 200
    assert "14/12/2026" in month.sees("vanthu.kyanh", path)


def an_invitation_is_written(month: Month) -> int:
    """The specialist writes it, names who prepares what, and puts the items in order with their three lists (M15)."""
    month.it_is("30/11/2026", "09:00")
    writer = month.sits("chuyenvien", "/meetings/new")
    writer.post("/meetings/new", {"purpose": PURPOSE})
    found = re.search(r"/meetings/(\d+)/edit", writer.page)
    assert found
    edit, meeting_id, world = found.group(0), int(found.group(1)), month.world
    facts = written(
        START, purpose=PURPOSE, chair=str(world.persons["phochutich"]), signer=str(world.persons["chanhvanphong"]),
        preparing_unit=str(world.units["stnmt"]), capacity="Giám đốc",
    )  # fmt: skip
    for unit in ("stnmt", "stc", "sct", "kyanh"):
        act = {"act": f"invite:u{world.units[unit]}", "version": writer.field("version")}
        assert writer.post(edit, facts | act).status_code == 200
    for title, unit in ((REPORT, "stnmt"), (MONEY, "stc"), (PRICES, "sct")):
        want = {"act": "want", "wanted_title": title, "unit": world.units[unit]}
        assert writer.post(f"/meetings/{meeting_id}/papers", want).status_code == 200
    _agenda(month, writer, meeting_id)
    return meeting_id


def _agenda(month: Month, writer: Browser, meeting_id: int) -> None:
    path = f"/meetings/{meeting_id}/agenda"
    for title in ("Tiến độ giải phóng mặt bằng", "Nguồn vốn tái định cư"):
        writer.get(path)
        assert writer.post(path, {"act": "add", "title": title}).status_code == 200
    first, second = items_of(month.office, month.meeting(meeting_id))
    writer.get(path)
    lists = {
        f"title-{first.id}": first.title, f"minutes-{first.id}": "60", f"unit-{first.id}": month.world.units["stnmt"],
        f"title-{second.id}": second.title, f"minutes-{second.id}": "45", f"unit-{second.id}": month.world.units["stc"],
        f"agreed-{first.id}": "Mức bồi thường đất lúa", f"not_agreed-{first.id}": "Thời hạn bàn giao mặt bằng",
        f"to_settle-{first.id}": "Đơn giá bồi thường cây lâu năm",
    }  # fmt: skip
    assert writer.post(path, lists | {"act": "save"}).status_code == 200


def put(month: Month, login: str, meeting_id: int, title: str, words: str, **form: object) -> int:
    """A unit puts in a paper it owes and asks for the chair's word; gives the paper."""
    path = f"/meetings/{meeting_id}/papers"
    clerk = month.sits(login, path)
    wanted = next(one.id for one in month.meeting(meeting_id).wanted if one.title == title)
    answers: dict[str, object] = form or {"wanted": str(wanted)}
    sent = {"act": "put", "title": "", "files": [(BytesIO(words.encode()), "Tệp.txt")], **answers}
    assert clerk.post(path, sent, content_type="multipart/form-data").status_code == 200, words_of(clerk.page)
    paper_id = max(paper.id for paper in month.meeting(meeting_id).papers)
    assert clerk.post(path, {"act": f"submit:{paper_id}"}).status_code == 200
    return paper_id


def agreed(month: Month, meeting_id: int, paper_id: int) -> None:
    """The chair reads it and agrees to the very bytes shown (M3)."""
    paper = next(one for one in month.meeting(meeting_id).papers if one.id == paper_id)
    digest, chair = paper.file.sha256, month.sits("phochutich", "/meetings/consents")
    assert chair.post(f"/meetings/papers/{paper_id}/agree", {"sha256": digest}).status_code == 200


def two_units_bring_their_papers_and_one_owes_its_own(month: Month, meeting_id: int) -> None:
    """M3: owed on the desk, put in, sent back with a reason, put in anew, agreed to; one is still missing."""
    month.it_is("02/12/2026", "14:00")
    for login, title in (("vanthu.stnmt", REPORT), ("vanthu.stc", MONEY), ("vanthu.sct", PRICES)):
        assert title in month.sees(login, "/"), f"{login} finds on the desk what it owes"
    first = put(month, "vanthu.stnmt", meeting_id, REPORT, "Tiến độ 70%")
    reason = "Số liệu chưa khớp với báo cáo tháng 10"
    month.sits("phochutich", "/meetings/consents").post(f"/meetings/papers/{first}/back", {"reason": reason})
    assert reason in month.sees("vanthu.stnmt", "/")
    corrected = {"replaces": str(first), "changes": "Sửa số liệu theo báo cáo tháng 10"}
    agreed(month, meeting_id, put(month, "vanthu.stnmt", meeting_id, REPORT, "Tiến độ 68%", **corrected))
    agreed(month, meeting_id, put(month, "vanthu.stc", meeting_id, MONEY, "Nguồn vốn 120 tỷ"))
    only_its_own_paper_is_in_a_units_hands(month, meeting_id)


def only_its_own_paper_is_in_a_units_hands(month: Month, meeting_id: int) -> None:
    """Who was asked for one paper sees the set, and changes neither another unit's paper nor the agenda."""
    path = f"/meetings/{meeting_id}/papers"
    other = month.sits("vanthu.sct", path)
    assert PRICES in words_of(other.page)
    theirs = max(paper.id for paper in month.meeting(meeting_id).papers)
    assert f'"out:{theirs}"' not in other.page
    for act in (f"out:{theirs}", f"withdraw:{theirs}", f"send:{theirs}"):
        assert other.post(path, {"act": act}).status_code == 403, act
    sent = {"act": "put", "replaces": str(theirs), "changes": "Thay cả", "files": [(BytesIO(b"x"), "Khac.txt")]}
    assert other.post(path, sent, content_type="multipart/form-data").status_code == 403
    assert other.get(f"/meetings/{meeting_id}/agenda").status_code == 403


def it_is_confirmed_and_reaches_every_mailbox(month: Month, meeting_id: int) -> None:
    """What the page before issue foretells is what happens: four units, two papers, and a number."""
    month.it_is("04/12/2026", "09:00")
    writer = month.sits("chuyenvien", f"/meetings/{meeting_id}/confirm")
    told = (
        "4 đơn vị, 2 tài liệu, 0 đơn vị chưa có hộp thư, 263 giờ trước giờ họp; bộ quy tắc QĐ 45/2018 (3 ngày làm việc)"
    )
    assert told in words_of(writer.page)
    writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version")})
    assert "Đã phát hành 01/GM-UBND tới 4 thành phần" in words_of(writer.page)
    letters = month.mail()
    assert [one.to for one in letters] == sorted(boxes(STNMT, STC, SCT, KYANH))
    for letter in letters:
        assert "01/GM-UBND" in letter.subject
        assert f"/meetings/{meeting_id}/invitation" in letter.text
        assert "METHOD:REQUEST" in letter.calendar
        assert "DTSTART:20261215T010000Z" in letter.calendar
    page = month.sees("vanthu.stc", f"/meetings/{meeting_id}/invitation")
    for said in ("Nguồn vốn tái định cư", "Thời hạn bàn giao mặt bằng", "đã đọc 0 trên 2"):
        assert said in page
    assert month.late(meeting_id) == {}


def everybody_answers_in_another_way(month: Month, meeting_id: int) -> None:
    """M5, M7: attends; a substitute agreed to; a substitute refused; absent without a reason is no answer."""
    month.it_is("08/12/2026", "10:00")
    page = f"/meetings/{meeting_id}/invitation"
    resources = month.sits("vanthu.stnmt", page)
    attends = {"invitee": month.invitee(meeting_id, "stnmt").id, "answer": "attend"}
    assert resources.post(f"/meetings/{meeting_id}/answer", attends).status_code == 200
    names = {"stc": ("Hồ Sỹ Long", "Phó Giám đốc"), "kyanh": ("Nguyễn Văn Biển", "Trưởng phòng")}
    for unit, (name, post) in names.items():
        clerk = month.sits(f"vanthu.{unit}", page)
        sent = {
            "invitee": month.invitee(meeting_id, unit).id, "sub_name": name, "sub_post": post, "empowered": "yes",
            "sub_reason": "Lãnh đạo đi công tác Hà Nội theo giấy triệu tập",
        }  # fmt: skip
        assert clerk.post(f"/meetings/{meeting_id}/substitute", sent).status_code == 200
    chair, path = month.sits("phochutich", "/meetings/words"), f"/meetings/{meeting_id}/words"
    assert "2 đề nghị chờ bạn cho ý kiến" in words_of(chair.page)
    finance, district = (month.invitee(meeting_id, unit).substitutes[0].id for unit in names)
    why = "Huyện có đất thu hồi, lãnh đạo huyện phải dự"
    chair.post(path, {"act": f"approve:substitute-{finance}"})
    chair.post(path, {"act": f"refuse:substitute-{district}", f"reason-substitute-{district}": why})
    assert "Chủ trì đồng ý" in month.sees("vanthu.stc", page)
    assert why in month.sees("vanthu.kyanh", page)


def one_paper_comes_late_for_ever(month: Month, meeting_id: int) -> int:
    """M2: refused after its last hour; let through by the recorded order alone, and marked for everybody."""
    month.it_is("11/12/2026", "09:00")
    paper_id = put(month, "vanthu.sct", meeting_id, PRICES, "Đơn giá theo quyết định mới")
    agreed(month, meeting_id, paper_id)
    path = f"/meetings/{meeting_id}/papers"
    writer = month.sits("chuyenvien", path)
    assert writer.post(path, {"act": f"send:{paper_id}"}).status_code == 422
    assert "Gửi tài liệu quá muộn" in words_of(writer.page)
    chief = month.sits("chanhvanphong", f"/meetings/{meeting_id}/order")
    order = {"day": chief.field("day"), "reason": PRICES_LATE}
    assert chief.post(f"/meetings/{meeting_id}/order", order).status_code == 200
    writer.get(path)
    assert writer.post(path, {"act": f"send:{paper_id}"}).status_code == 200
    assert month.late(meeting_id) == {(unit, paper_id): timedelta(hours=25) for unit in INVITED}
    assert len(month.mail()) == 4, "everybody is told of the paper"
    return paper_id
