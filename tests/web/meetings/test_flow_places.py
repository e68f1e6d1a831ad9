"""Rooms and bridge points through HTTP: kept, chosen, conflicts shown and issued over with a reason, moved, the week."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.log import lateness_of
from e_office.meetings.models import MeetingEvent
from e_office.meetings.places.models import MeetingPlace
from e_office.meetings.places.service import PlaceWanted, make_place, set_in_use
from e_office.people.queries import holidays
from tests.factories.meetings import make_draft, make_issued, start_of
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, written

ROOM = "Phòng họp tầng 2, trụ sở UBND tỉnh"
WHY = "Bên kia đã đồng ý chuyển sang hội trường"


def keep(office: Office, world: World, name: str = ROOM, **more: object) -> int:
    with office.transaction():
        wanted = PlaceWanted(name=name, **more)  # type: ignore[arg-type]
        return make_place(office, world.actor("vanthu"), world.units["ubnd"], wanted).id


def test_the_clerk_keeps_the_list_and_nobody_else(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    clerk.get("/meetings/places/new")
    form = {"kind": "room", "name": "Phòng họp số 1", "seats": "40", "equipment": "màn hình", "other_names": "PH1"}
    assert clerk.post("/meetings/places/new", form | {"seats": "bốn mươi"}).status_code == 422
    assert "Số chỗ ghi bằng chữ số" in clerk.page
    assert "bốn mươi" in clerk.page, "what was typed stays"
    assert clerk.post("/meetings/places/new", form).status_code == 200
    assert "40 chỗ" in clerk.page
    assert clerk.post("/meetings/places/new", form | {"name": "ph1"}).status_code == 422, "another name of one in it"
    place = office.session.scalars(select(MeetingPlace)).one()
    path = f"/meetings/places/{place.id}"
    clerk.get(path)
    assert clerk.post(path, form | {"name": "Phòng họp A", "act": "save", "version": "1"}).status_code == 200
    office.session.expire_all()
    assert office.session.get_one(MeetingPlace, place.id).other_names == "PH1\nPhòng họp số 1", "found by both names"
    assert clerk.post(path, form | {"act": "save", "version": "1"}).status_code == 422
    assert "Người khác vừa sửa" in clerk.page
    clerk.post(path, {"act": "end"})
    assert "Không còn dùng" in clerk.page
    clerk.post(path, {"act": "resume"})
    assert "Không còn dùng" not in clerk.page
    writer = sign_in("chuyenvien")
    assert writer.get("/meetings/places").status_code == 200
    assert writer.get("/meetings/places/new").status_code == 403
    assert writer.get(path).status_code == 404
    assert sign_in("vanthu.stc").get(path).status_code == 404


def test_a_room_is_chosen_and_its_conflicts_are_shown_and_issued_over_with_a_reason(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    keep(office, world, seats=2)
    first = make_issued(office, world)
    second = make_draft(
        office, world, place="Nhà văn hóa", ahead=timedelta(hours=26), chair_id=world.persons["chutich"], papers=()
    )
    bridge = keep(office, world, "Điểm cầu UBND huyện Kỳ Anh", kind="bridge")
    writer, path = sign_in("chuyenvien"), f"/meetings/{second}"
    page = writer.get(f"{path}/edit").text
    assert "đã có họp" in page, "what is taken at the hour is seen before it is chosen"
    room = office.session.scalars(select(MeetingPlace.id).filter_by(name=ROOM)).one()
    given = written(
        start_of(office, second), place="Nhà văn hóa", chair=str(world.persons["chutich"]),
        signer=str(world.persons["chanhvanphong"]), preparing_unit=str(world.units["stnmt"]),
    )  # fmt: skip
    assert writer.post(f"{path}/edit", given | {"act": f"place:{bridge}"}).status_code == 200
    kept = meeting_of(office, second)
    assert (kept.form, kept.bridge) == ("both", "Điểm cầu UBND huyện Kỳ Anh"), "a bridge point makes it both ways"
    assert writer.post(f"{path}/edit", given | {"act": f"place:{room}"}).status_code == 200
    assert meeting_of(office, second).place == ROOM
    assert f"{ROOM} đã có cuộc họp khác:" in writer.page
    assert f"{ROOM} có 2 chỗ, mời 3 thành phần." in writer.page
    checked = writer.post(f"{path}/check", given | {"place": "Nhà văn hóa"}).get_data(as_text=True)
    assert "đã có cuộc họp khác" not in checked, "it follows what is typed"

    page = writer.get(f"{path}/confirm").text
    assert f"{ROOM} đã có cuộc họp khác:" in page
    assert 'name="over_reason"' in page
    version = writer.field("version")
    assert writer.post(f"{path}/issue", {"version": version, "over_reason": "kệ"}).status_code == 422
    assert "Muốn vẫn họp ở đó thì ghi lý do" in writer.page
    assert "kệ</textarea>" in writer.page
    assert meeting_of(office, second).state == "draft"
    assert writer.post(f"{path}/issue", {"version": version, "over_reason": WHY}).status_code == 200
    assert f"{ROOM} đã có cuộc họp khác:" in writer.page, "it is shown as long as it is so"
    assert WHY in writer.page, "and stays in the history"
    event = office.session.scalars(select(MeetingEvent).filter_by(kind="room_shared")).one()
    assert (event.meeting_id, event.facts["others"], event.facts["reason"]) == (second, [first], WHY)
    assert lateness_of(office, [meeting_of(office, second)], holidays(office))[second] == {}, "no mark comes of it"
    assert f"{ROOM} đã có cuộc họp khác:" in writer.get(f"/meetings/{first}").text, "on the other's page too"


def test_a_draft_of_others_is_a_soft_conflict_and_its_matter_stays_theirs(
    sign_in: SignIn, office: Office, world: World
) -> None:
    keep(office, world)
    make_draft(office, world, purpose="họp về việc chưa nói với ai", login="vanthu", papers=())
    second = make_draft(office, world, chair_id=world.persons["chutich"], papers=())
    writer = sign_in("chuyenvien")
    page = writer.get(f"/meetings/{second}/confirm").text
    assert f"{ROOM} cũng có trong một giấy mời đang soạn:" in page
    assert "chưa nói với ai" not in page
    assert 'name="over_reason"' not in page
    assert writer.post(f"/meetings/{second}/issue", {"version": writer.field("version")}).status_code == 200
    address = f"/meetings/rooms?day={local(start_of(office, second)).date()}"
    week = writer.get(address).text
    assert "Có cuộc họp" in week
    assert "chưa nói với ai" not in week
    assert "chưa nói với ai" in sign_in("vanthu").get(address).text


def test_a_move_into_a_taken_room_is_shown_and_logged_and_a_freed_one_is_free(
    sign_in: SignIn, office: Office, world: World
) -> None:
    keep(office, world)
    first = make_issued(office, world)
    second = make_issued(office, world, place="Nhà văn hóa", chair_id=world.persons["chutich"], papers=())
    writer, path = sign_in("chuyenvien"), f"/meetings/{second}/move"
    writer.get(path)
    same = {name: writer.field(name) or "" for name in ("day", "hour", "bridge")}
    moved = {**same, "place": ROOM, "reason": "Nhà văn hóa đang sửa"}
    assert writer.post(path, moved).status_code == 422
    assert f"{ROOM} đã có cuộc họp khác:" in writer.page, "with whom, on the page of the move"
    assert "Muốn vẫn họp ở đó thì ghi lý do" in writer.page
    assert meeting_of(office, second).place == "Nhà văn hóa"
    over = "Cuộc họp kia đã xin chuyển phòng"
    assert writer.post(path, {**moved, "over_reason": over}).status_code == 200
    assert f"{ROOM} đã có cuộc họp khác:" in writer.page
    shared = office.session.scalars(select(MeetingEvent).filter_by(kind="room_shared")).one()
    assert (shared.meeting_id, shared.facts["reason"]) == (second, over)
    with office.transaction():
        meetings.call_off(office, world.actor("chuyenvien"), first, "Chủ trì họp với Chính phủ")
    assert "room-conflicts" not in writer.get(f"/meetings/{second}").text, "what is called off takes nothing"


def test_the_week_shows_each_room_and_a_room_out_of_use_warns(sign_in: SignIn, office: Office, world: World) -> None:
    place_id, free = keep(office, world), keep(office, world, "Phòng họp số 9")
    meeting_id = make_issued(office, world, length=90)
    start = local(start_of(office, meeting_id))
    page = sign_in("chuyenvien").get(f"/meetings/rooms?day={start.date()}").text
    assert f"{start:%H:%M}–{start + timedelta(minutes=90):%H:%M}" in page
    assert len(re.findall(r'class="free"', page)) == 9, "two rooms, five days, one meeting"
    after = sign_in("chuyenvien").get(f"/meetings/rooms?day={start.date() + timedelta(days=7)}").text
    assert "Họp nghe báo cáo" not in after
    with office.transaction():
        set_in_use(office, world.actor("vanthu"), place_id, in_use=False)
        set_in_use(office, world.actor("vanthu"), free, in_use=False)
    page = sign_in("chuyenvien").get(f"/meetings/rooms?day={start.date()}").text
    assert "không còn dùng" in page
    assert "Phòng họp số 9" not in page, "one out of use stays as long as it is used"
    assert "không còn dùng trong danh sách" in sign_in("chuyenvien").get(f"/meetings/{meeting_id}").text
