"""Absent agencies through HTTP: their part is sent, opened, reminded of, answered in writing (O5-O8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.meetings.absent.jobs import remind_absent
from e_office.meetings.absent.models import AbsentAnswer, AbsentAsk
from e_office.meetings.models import Meeting
from e_office.notices.models import MailOut, Notice
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude
from tests.factories.meetings import make_issued
from tests.factories.minutes import circulate_minutes, sign_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count


def held(office: Office, world: World, clock: MovingClock) -> int:
    """A meeting that is over; the department of resources, which prepared it, was absent."""
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    circulate_minutes(office, world, meeting_id)
    return meeting_id


def the_ask(office: Office) -> AbsentAsk:
    office.session.rollback()
    office.session.expire_all()
    return office.session.scalars(select(AbsentAsk)).one()


def test_an_absent_agency_gets_its_part_and_answers_in_writing(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], both_databases: str
) -> None:
    meeting_id, unit = held(office, world, clock), world.units["stnmt"]
    path, writer = f"/meetings/{meeting_id}/absent", sign_in("chuyenvien")
    due = f"{day_of(office.clock.now()) + timedelta(days=3):%d/%m/%Y}"
    send = {"unit": str(unit), f"part-{unit}": ["line-1"], "due_on": due, "words": "Xin trả lời sớm"}
    assert "Ký đủ biên bản" in writer.get(path).text
    assert writer.post(path, send).status_code == 422, "there is nothing final to send yet"
    sign_minutes(office, world, meeting_id)
    page = writer.get(path).text
    assert "Sở Tài nguyên và Môi trường" in page
    assert "Giao Sở Công Thương hoàn thành" in page
    assert "Sở Tài chính" not in page, "who was there is asked nothing"
    for wrong in (
        {"due_on": ""},
        {"due_on": "sai"},
        {f"part-{unit}": []},
        {"unit": str(world.units["stc"])},
        {"unit": []},
    ):
        assert writer.post(path, {**send, **wrong}).status_code == 422, wrong
    assert count(office, AbsentAsk) == 0
    assert "Đã gửi phần kết luận liên quan tới 1 cơ quan" in writer.post(path, send).text
    assert writer.post(path, send).status_code == 422, "asked once"
    work_off()
    mail = office.session.scalars(select(MailOut).filter_by(template="absent_part")).one()
    assert mail.address == world.unit("stnmt").mailbox
    ask = the_ask(office)
    assert [part["text"] for part in ask.parts] == ["Giao Sở Công Thương hoàn thành trước 01/12."]
    assert ask.opened_at is None

    place = f"/meetings/absent/{ask.id}"
    assert sign_in("vanthu.stc").get(place).status_code == 404, "another agency's affair"
    assert "chưa mở" in writer.get(place).text
    clerk = sign_in("vanthu.stnmt")
    assert "Phải trả lời bằng văn bản, do vắng họp" in clerk.get("/").text
    assert "Giao Sở Công Thương hoàn thành" in clerk.get(place, headers={"Sec-Purpose": "prefetch"}).text
    assert the_ask(office).opened_at is None, "what a browser loads ahead is no receipt"
    specialist = sign_in("chuyenvien.stnmt")
    assert specialist.get(place).status_code == 200
    assert specialist.post(f"{place}/answer", {"stance": "agree", "words": "x"}).status_code == 403
    clerk = sign_in("vanthu.stnmt")
    clerk.get(place)
    assert the_ask(office).opened_by_id == world.persons["vanthu.stnmt"]

    assert clerk.post(f"{place}/answer", {"words": "Ý kiến chung chung"}).status_code == 422, "O6: agree or not"
    assert clerk.post(f"{place}/answer", {"stance": "disagree", "words": " "}).status_code == 422
    wrong = clerk.post(f"{place}/answer", {"stance": "agree", "words": "x", "code": "99/STNMT"})
    assert "Không có văn bản đi số 99/STNMT" in wrong.text
    assert count(office, AbsentAnswer) == 0
    assert "Chờ trả lời" in writer.get(place).text
    clerk.get(place)
    file = (BytesIO(b"Nhat tri, de nghi lui han"), "Tra loi.txt")
    said = {"stance": "agree_if", "words": "Đề nghị lùi hạn đến 15/12", "files": file}
    assert clerk.post(f"{place}/answer", said).status_code == 200
    work_off()
    ask = the_ask(office)
    assert ask.answers[0].files is not None
    document = ask.answers[0].files_id
    assert "Phải trả lời bằng văn bản" not in clerk.get("/").text
    for where in (place, f"/meetings/{meeting_id}/minutes", f"/meetings/{meeting_id}", path):
        assert "đồng ý, đề nghị sửa" in sign_in("chuyenvien").get(where).text.lower(), where
    assert sign_in("chuyenvien").get(f"/documents/{document}").status_code == 200
    assert sign_in("vanthu.stc").get(f"/documents/{document}").status_code == 404
    assert "Ý kiến của cơ quan vắng mặt" not in sign_in("vanthu.stc").get(f"/meetings/{meeting_id}/minutes").text
    told = office.session.scalars(select(Notice).filter_by(person_id=world.persons["chuyenvien"], kind="absent")).all()
    assert len(told) == 1


def test_silence_stays_silence_and_is_reminded_of_once_a_stage(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id, unit = held(office, world, clock), world.units["stnmt"]
    sign_minutes(office, world, meeting_id)
    due = day_of(office.clock.now()) + timedelta(days=4)
    writer = sign_in("chuyenvien")
    send = {"unit": str(unit), f"part-{unit}": ["line-1"], "due_on": f"{due:%d/%m/%Y}", "consultation": "1"}
    assert "không coi là đồng ý" in writer.get(f"/meetings/{meeting_id}/absent").text
    writer.post(f"/meetings/{meeting_id}/absent", send)
    ask_id = the_ask(office).id
    assert not the_ask(office).consultation, "no form makes an ordinary meeting a conference on a scheme"
    sign_in("vanthu.stnmt").get(f"/meetings/absent/{ask_id}")

    def keys() -> list[str]:
        office.session.rollback()
        found = office.session.scalars(select(Notice.key).where(Notice.key.startswith(f"absent:{ask_id}:")))
        return sorted(key.split(":")[2] for key in found)

    remind_absent(office)
    assert keys() == ["asked"]
    clock.move(days=4)
    remind_absent(office)
    remind_absent(office)
    assert keys() == ["asked", "before"]
    clock.move(days=2)
    remind_absent(office)
    remind_absent(office)
    assert keys() == ["asked", "before", "overdue"]
    page = sign_in("chuyenvien").get(f"/meetings/absent/{ask_id}").text
    assert "Quá hạn, chưa trả lời" in page
    assert "coi như đồng ý" not in page, "an ordinary meeting gives silence no meaning"
    assert "Cơ quan vắng họp chưa trả lời, quá hạn" in sign_in("chuyenvien").get("/").text
    assert count(office, AbsentAnswer) == 0
    clerk = sign_in("vanthu.stnmt")
    clerk.get(f"/meetings/absent/{ask_id}")
    clerk.post(f"/meetings/absent/{ask_id}/answer", {"stance": "agree", "words": "Nhất trí"})
    assert "Đã trả lời muộn: đồng ý" in sign_in("chuyenvien").get(f"/meetings/absent/{ask_id}").text
    remind_absent(office)
    assert keys()[-1] == "overdue"
    assert len(keys()) == 4, "the asker was told; nobody is reminded any more"


def test_o7_silence_is_consent_where_the_invitation_said_that_opinions_on_a_scheme_are_taken(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id, unit = held(office, world, clock), world.units["stnmt"]
    sign_minutes(office, world, meeting_id)
    with office.transaction() as session:
        session.get_one(Meeting, meeting_id).consults = True
    due, path = day_of(office.clock.now()) + timedelta(days=2), f"/meetings/{meeting_id}/absent"
    writer = sign_in("chuyenvien")
    assert "quá hạn không trả lời thì coi như đồng ý" in writer.get(path).text
    writer.post(path, {"unit": str(unit), f"part-{unit}": ["line-1"], "due_on": f"{due:%d/%m/%Y}"})
    place = f"/meetings/absent/{the_ask(office).id}"
    sign_in("vanthu.stnmt").get(place)
    clock.move(days=4)
    assert "Không trả lời, quá hạn: coi như đồng ý" in sign_in("chuyenvien").get(place).text


def test_o5_who_announced_absence_is_sent_its_part_also_where_nobody_noted_who_came(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id, unit = make_issued(office, world), world.units["stc"]
    invitees = office.session.get_one(Meeting, meeting_id).invitees
    seat = next(one.id for one in invitees if one.unit_id == unit)
    clerk = sign_in("vanthu.stc")
    clerk.get(f"/meetings/{meeting_id}/invitation")
    said = {"invitee": str(seat), "answer": "absent", "reason": "Đi công tác Hà Nội dài ngày"}
    assert clerk.post(f"/meetings/{meeting_id}/answer", said).status_code == 200
    clock.move(hours=30)
    waits = "Cơ quan vắng mặt chưa được gửi phần kết luận"
    assert waits not in sign_in("chuyenvien").get("/").text, "there is nothing to send yet"
    conclude(office, world, meeting_id)
    assert waits in sign_in("chuyenvien").get("/").text
    assert waits not in sign_in("vanthu.stc").get("/").text
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/absent"
    page = writer.get(path).text
    assert "đã báo vắng, chưa ghi có mặt hay vắng mặt" in page
    assert "2 cơ quan chưa ghi có mặt hay vắng mặt" in page
    assert f"/meetings/{meeting_id}/minutes#attendance" in page
    assert "Không cơ quan nào vắng mặt" not in page
    due = f"{day_of(office.clock.now()) + timedelta(days=3):%d/%m/%Y}"
    writer.post(path, {"unit": str(unit), f"part-{unit}": ["assessment"], "due_on": due})
    assert the_ask(office).unit_id == unit
    assert waits not in sign_in("chuyenvien").get("/").text
    assert "2 cơ quan chưa ghi" in sign_in("chuyenvien").get(path).text
