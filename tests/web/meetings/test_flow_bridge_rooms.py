"""A room of one's own as bridge point of another agency's meeting, through HTTP (M12): chosen, shown, in the way."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.models import Meeting, MeetingEvent, MeetingForm
from e_office.meetings.places.models import BridgeRoom, MeetingPlace
from e_office.meetings.places.service import PlaceWanted, make_place, set_in_use
from tests.factories.meetings import make_draft, make_issued, start_of
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of

HALL = "Phòng họp trực tuyến, UBND huyện Kỳ Anh"
LINK = "https://hop.hatinh.example/1"
PROVINCE = "Họp nghe báo cáo tiến độ giải phóng mặt bằng"


def keep_rooms(office: Office, world: World) -> tuple[int, int]:
    """Two rooms of the district."""
    with office.transaction():
        actor, unit = world.actor("vanthu.kyanh"), world.units["kyanh"]
        rooms = [make_place(office, actor, unit, PlaceWanted(name=name)) for name in (HALL, "Phòng họp tầng 1")]
        return rooms[0].id, rooms[1].id


def draft_of_district(office: Office, world: World, **changes: object) -> int:
    return make_draft(
        office, world, unit="kyanh", login="vanthu.kyanh", invited=("stc",), papers=(), place=HALL,
        chair_id=world.persons["chutich.kyanh"], signer_id=world.persons["chutich.kyanh"],
        preparing_unit_id=world.units["kyanh"], purpose="họp ban quản lý chợ huyện", **changes,
    )  # fmt: skip


def test_m12_the_clerk_chooses_the_room_and_it_is_taken_in_the_week_and_in_the_way_of_the_district(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    hall, other = keep_rooms(office, world)
    province = make_issued(office, world, form="both", bridge=LINK, papers=(), ahead=timedelta(hours=60))
    path = f"/meetings/{province}/bridge"
    clerk = sign_in("vanthu.kyanh")
    assert path in clerk.get(f"/meetings/{province}/invitation").text
    page = clerk.get(path).text
    assert HALL in page
    assert page.count("trống") == 2
    assert clerk.post(path, {"room": "987654321"}).status_code == 422
    assert "Phòng này không còn trong danh sách" in clerk.page
    clerk.post(path, {"room": str(hall)})
    assert f"{HALL} là điểm cầu của cơ quan" in clerk.page
    clerk.post(path, {"room": str(hall)})
    assert count(office, BridgeRoom) == 1

    day = day_of(start_of(office, province)).isoformat()
    week = clerk.get(f"/meetings/rooms?day={day}").text
    assert "làm điểm cầu họp trực tuyến" in week
    assert PROVINCE in week

    theirs = draft_of_district(office, world, ahead=timedelta(hours=61))
    page = clerk.get(f"/meetings/{theirs}/edit").text
    assert f"{HALL} đã có cuộc họp khác:" in page
    assert "làm điểm cầu họp trực tuyến" in page
    assert "đã có họp" in page, "the button of the room says so"
    issued = clerk.post(f"/meetings/{theirs}/issue", {"version": str(meeting_of(office, theirs).version)})
    assert issued.status_code == 422
    assert "Muốn vẫn họp ở đó thì ghi lý do" in clerk.page
    why = {"version": str(meeting_of(office, theirs).version), "over_reason": "Tỉnh họp ở phòng bên cạnh"}
    assert clerk.post(f"/meetings/{theirs}/issue", why).status_code == 200
    assert count(office, MeetingEvent, meeting_id=theirs, kind="room_shared") == 1
    assert "Trùng phòng họp, điểm cầu." in clerk.get(path).text, "both are told"

    clerk.post(path, {"room": str(other)})
    assert "Trùng phòng họp, điểm cầu." not in clerk.get(path).text
    clerk.post(path, {"room": ""})
    assert count(office, BridgeRoom) == 0


def test_m12_a_room_that_is_taken_is_no_bridge_point_without_a_reason(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    hall, other = keep_rooms(office, world)
    theirs = draft_of_district(office, world, ahead=timedelta(hours=61))
    province = make_issued(office, world, form="both", bridge=LINK, papers=(), ahead=timedelta(hours=60))
    path, clerk = f"/meetings/{province}/bridge", sign_in("vanthu.kyanh")
    clerk.get(path)
    assert 'name="over_reason"' not in clerk.page, "a draft asks for none"
    clerk.post(f"/meetings/{theirs}/issue", {"version": str(meeting_of(office, theirs).version)})
    assert 'name="over_reason"' in clerk.get(path).text
    assert clerk.post(path, {"room": str(hall), "over_reason": "họp"}).status_code == 422
    assert count(office, BridgeRoom) == 0
    assert "Phòng hoặc điểm cầu đã có cuộc họp khác" in clerk.page
    assert f"{HALL} đã có cuộc họp khác:" in clerk.page, "it says who has it"
    assert "Họp ban quản lý chợ huyện" in clerk.page or "họp ban quản lý chợ huyện" in clerk.page
    assert f'value="{hall}" checked' in clerk.page, "what was chosen is still there"
    assert ">họp</textarea>" in clerk.page
    why = {"room": str(hall), "over_reason": "Ban quản lý chợ chuyển sang phòng bên"}
    assert clerk.post(path, why).status_code == 200
    assert count(office, BridgeRoom) == 1
    assert count(office, MeetingEvent, meeting_id=province, kind="room_shared") == 1
    assert clerk.post(path, {"room": str(hall)}).status_code == 200, "it is chosen already"
    assert clerk.post(path, {"room": str(other)}).status_code == 200


def test_m12_who_does_not_keep_the_rooms_chooses_none_and_who_may_not_know_learns_no_name(
    sign_in: SignIn, office: Office, world: World
) -> None:
    hall, _ = keep_rooms(office, world)
    province = make_issued(
        office, world, form="both", bridge=LINK, papers=(), ahead=timedelta(hours=60), invited=("stc",),
        persons=[("chutich.kyanh", "kyanh")],
    )  # fmt: skip
    path = f"/meetings/{province}/bridge"
    for login in ("chuyenvien", "vanthu", "vanthu.sct", "chuyenvien.stnmt"):
        assert sign_in(login).get(path).status_code == 404, login
    assert sign_in("vanthu.kyanh").get(path).status_code == 404, "another person's invitation, not the unit's"
    head = sign_in("chutich.kyanh")
    head.get(path)
    head.post(path, {"room": str(hall)})
    assert f"{HALL} là điểm cầu của cơ quan" in head.page
    day = day_of(start_of(office, province)).isoformat()
    week = sign_in("vanthu.kyanh").get(f"/meetings/rooms?day={day}").text
    assert "làm điểm cầu họp trực tuyến" in week
    assert PROVINCE not in week
    assert "Ủy ban nhân dân tỉnh" not in week.split("room-week")[1], "nor who holds it"
    assert sign_in("vanthu.stc").post(path, {"room": str(hall)}).status_code == 422, "a room of another agency"


def test_m12_a_meeting_moved_in_person_or_called_off_takes_no_room_any_more(
    sign_in: SignIn, office: Office, world: World
) -> None:
    hall, _ = keep_rooms(office, world)
    province = make_issued(office, world, form="both", bridge=LINK, papers=(), ahead=timedelta(hours=60))
    path, clerk = f"/meetings/{province}/bridge", sign_in("vanthu.kyanh")
    clerk.get(path)
    clerk.post(path, {"room": str(hall)})
    day = day_of(start_of(office, province)).isoformat()
    with office.transaction() as session:
        session.get_one(Meeting, province).form = MeetingForm.IN_PERSON
    assert PROVINCE not in clerk.get(f"/meetings/rooms?day={day}").text
    assert clerk.post(path, {"room": str(hall)}).status_code == 422
    assert "họp trực tiếp, không có điểm cầu" in clerk.page
    with office.transaction() as session:
        session.get_one(Meeting, province).form = MeetingForm.BOTH
        set_in_use(office, world.actor("vanthu.kyanh"), hall, False)
    assert PROVINCE in clerk.get(f"/meetings/rooms?day={day}").text, "out of use, but used"
    with office.transaction():
        meetings.call_off(office, world.actor("chuyenvien"), province, "Chủ trì họp đột xuất với Chính phủ")
    assert PROVINCE not in clerk.get(f"/meetings/rooms?day={day}").text
    assert count(office, MeetingPlace, id=hall) == 1
