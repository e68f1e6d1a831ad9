"""Two evenings before a meeting: a paper replaced too late, and somebody invited an hour before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.log import lateness_of
from e_office.meetings.models import MeetingEvent
from e_office.people.queries import holidays
from tests.conftest import MovingClock
from tests.factories.meetings import agree_to_all, make_issued
from tests.factories.world import World
from tests.servers import Letter
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.month.house import KYANH, SCT, STC, STNMT, boxes
from tests.web.meetings.test_flow_papers import put_in_place_of, send

CHANGES = "Cập nhật số liệu đến ngày 30/11"
REASON = "Chính phủ yêu cầu bổ sung số liệu ngay trong đêm"


def hours_late(office: Office, meeting_id: int) -> dict[tuple[str, int | None], float]:
    """Unit and paper -> by how many hours it was late there."""
    meeting = meeting_of(office, meeting_id)
    who = {one.id: one.unit.short_name for one in meeting.invitees}
    found = lateness_of(office, [meeting], holidays(office))[meeting_id]
    return {(who[item[0]], item[1]): late.by / timedelta(hours=1) for item, late in found.items()}


def order(office: Office, world: World, meeting_id: int) -> None:
    with office.transaction():
        start = meeting_of(office, meeting_id).starts_at
        assert start is not None
        day = local(start).date()
        service.record_order(office, world.actor("chanhvanphong"), meeting_id, REASON, day)


def test_a_paper_replaced_the_evening_before_is_refused_or_marked_and_everybody_is_told_what_changed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, letters: Callable[[], list[Letter]],
    both_databases: str,
) -> None:  # fmt: skip
    meeting_id = make_issued(office, world, ahead=timedelta(hours=48))
    assert len(letters()) == 3
    clock.move(hours=34)
    old = meeting_of(office, meeting_id).papers[0].id
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/papers"
    writer.get(path)
    assert "Hết hạn gửi tài liệu" in writer.page
    new = put_in_place_of(writer, office, meeting_id, old, "ban moi")
    writer.post(path, {"act": f"submit:{new}"})
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    writer.get(path)
    assert writer.post(path, {"act": f"send:{new}"}).status_code == 422
    assert "Gửi tài liệu quá muộn" in writer.page
    assert count(office, MeetingEvent, kind="paper") == 1
    assert letters() == []
    order(office, world, meeting_id)
    writer.get(path)
    assert "mang dấu “gửi muộn” mãi mãi" in writer.page
    assert writer.post(path, {"act": f"send:{new}"}).status_code == 200
    assert hours_late(office, meeting_id) == {
        ("Sở TNMT", new): 10.0, ("Sở Tài chính", new): 10.0, ("UBND huyện Kỳ Anh", new): 10.0,
    }  # fmt: skip
    came = letters()
    assert [one.to for one in came] == boxes(STC, STNMT, KYANH), "all who had the old one"
    for letter in came:
        assert letter.subject == "Thay tài liệu họp 01/GM-UBND: Báo cáo tiến độ"
        assert f"Đã đổi: {CHANGES}" in letter.text
        assert "SEQUENCE:1" in letter.calendar
    assert letters() == [], "once"
    reader = sign_in("vanthu.stc")
    assert CHANGES in reader.get("/").text
    page = reader.get(f"/meetings/{meeting_id}/invitation").text
    assert "Gửi muộn." in page
    assert "Tài liệu gửi muộn theo lệnh của Lê Thị Minh Hòa.</b>" in page
    assert REASON in page
    assert "xem đổi gì" in page
    clock.move(hours=1)
    with office.transaction():
        service.move(
            office, world.actor("chuyenvien"), meeting_id, starts_at=clock.now() + timedelta(days=9), place="Hội trường",
            bridge="", reason="Chủ trì đi công tác đột xuất",
        )  # fmt: skip
    assert len(hours_late(office, meeting_id)) == 3, "moved away by nine days it is as late as it was"


def test_who_is_invited_an_hour_before_has_the_papers_at_once_and_late(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, letters: Callable[[], list[Letter]],
    both_databases: str,
) -> None:  # fmt: skip
    meeting_id = make_issued(office, world, ahead=timedelta(hours=48))
    assert [one.to for one in letters()] == boxes(STC, STNMT, KYANH)
    paper_id = meeting_of(office, meeting_id).papers[0].id
    added = sign_in("vanthu.sct")
    assert added.get(f"/meetings/{meeting_id}/invitation").status_code == 404
    clock.move(hours=47)
    order(office, world, meeting_id)
    with office.transaction():
        wanted = [service.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")]
        service.invite_more(office, world.actor("chuyenvien"), meeting_id, wanted)
    (letter,) = letters()
    assert letter.to == boxes(SCT)[0], "nobody else hears of it"
    for said in (REASON, "- Báo cáo tiến độ (", f"/meetings/{meeting_id}/invitation"):
        assert said in letter.text, said
    assert letter.subject.startswith("KHẨN: Giấy mời 01/GM-UBND: Họp nghe báo cáo")
    assert "METHOD:REQUEST" in letter.calendar
    added.sign_in("vanthu.sct")
    added.get(f"/meetings/{meeting_id}/invitation")
    assert "Gửi muộn." in added.page
    assert stamped(added.page) == {paper_id: True}
    assert added.post(f"/meetings/{meeting_id}/papers/{paper_id}/open").status_code == 200
    assert "Tài liệu 1 trên 1" in added.page
    assert hours_late(office, meeting_id) == {("Sở Công Thương", None): 23.0, ("Sở Công Thương", paper_id): 23.0}
    assert added.page.count("stamp-late") == 2, "beside the title, and in the list of the whole set"
    in_time = sign_in("vanthu.stc")
    assert "Gửi muộn." not in in_time.get(f"/meetings/{meeting_id}/invitation").text
    assert stamped(in_time.page) == {paper_id: False}, "it reached them in time"
    assert "stamp-late" not in in_time.get(f"/meetings/{meeting_id}/papers/{paper_id}").text


def test_m2_the_paper_that_was_late_bears_the_stamp_and_no_other_wherever_it_is_listed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=48), papers=("Tờ trình.txt", "Biểu số liệu.txt"))
    old, other = (paper.id for paper in meeting_of(office, meeting_id).papers)
    clock.move(hours=34)
    order(office, world, meeting_id)
    writer, at = sign_in("chuyenvien"), f"/meetings/{meeting_id}"
    writer.get(f"{at}/papers")
    new = put_in_place_of(writer, office, meeting_id, old, "ban moi")
    assert send(writer, office, world, meeting_id, new) == 200
    for moved in (False, True):
        if moved:
            with office.transaction():
                service.move(
                    office, world.actor("chuyenvien"), meeting_id, starts_at=clock.now() + timedelta(days=9),
                    place="Hội trường", bridge="", reason="Chủ trì đi công tác đột xuất",
                )  # fmt: skip
        reader = sign_in("vanthu.stc")
        assert stamped(reader.get(f"{at}/invitation").text) == {new: True, other: False, old: False}
        assert stamped(reader.get(f"{at}/papers/{other}").text) == {new: True}
        assert [reader.get(f"{at}/papers/{one}").text.count("stamp-late") for one in (new, other, old)] == [2, 1, 1]
        page = sign_in("chuyenvien").get(f"{at}/papers").text
        _, *rows = re.split(r'<li id="paper-(\d+)">', page)
        found = {int(one): "stamp-late" in row for one, row in zip(rows[::2], rows[1::2], strict=True)}
        assert found == {new: True, other: False}
        assert sign_in("phochutich").get(f"{at}/papers/{new}").text.count("stamp-late") == 2


def stamped(page: str) -> dict[int, bool]:
    """Each paper that a row of a list opens: whether the row bears the stamp of lateness."""
    rows = re.findall(r"<li\b(?:(?!<li\b).)*?</li>", page, re.DOTALL)
    found = {re.search(r"/papers/(\d+)/open", row): "stamp-late" in row for row in rows}
    return {int(match[1]): late for match, late in found.items() if match}
