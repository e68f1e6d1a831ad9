"""Who is where at a meeting with bridge points: codes of their own, leaving early, the chair, who came uninvited."""

from __future__ import annotations

import re

import pytest

from e_office.core.office import Office
from e_office.meetings.live import hands, voting
from e_office.meetings.live.beside import add_uninvited, note_chair
from e_office.meetings.live.models import CodeTry
from e_office.meetings.live.points import codes_at, points_at
from e_office.meetings.live.queries import told_of
from e_office.meetings.live.rules_present import Uninvited
from e_office.meetings.live.seating import change_stay, seat_at
from e_office.meetings.minutes.models import Attendance, OtherAttendance
from e_office.meetings.minutes.queries import attended, minutes_of
from e_office.meetings.minutes.sheet import minutes_docx
from e_office.meetings.models import Invitee
from e_office.meetings.places.bridging import choose_bridge
from e_office.meetings.places.service import PlaceWanted, make_place
from tests.conftest import MovingClock
from tests.factories.live import RUNS, fill_hall, live_now, make_held, put_question, seat
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, words_of_docx
from tests.web.meetings.test_flow_live import invitee_of, press
from tests.web.meetings.test_flow_live_changes import moved

HALL = "Phòng họp tầng 2, trụ sở UBND tỉnh"
KYANH = "Điểm cầu UBND huyện Kỳ Anh"
BRIDGES = {"form": "both", "bridge": f"{KYANH}; https://hop.hatinh.example/1"}
KEY = "diem-cau-ubnd-huyen-ky-anh"


def rows_of(office: Office, meeting_id: int) -> dict[int, Attendance]:
    office.session.rollback()
    office.session.expire_all()
    return attended(office, meeting_id)


def code_at(office: Office, meeting_id: int, key: str) -> str:
    live = live_now(office, meeting_id)
    return codes_at(live, points_at(office, live.meeting))[key]


def words(office: Office, meeting_id: int) -> list[str]:
    """The minutes as they would be signed now."""
    office.session.rollback()
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    return words_of_docx(minutes_docx(office, minutes, attended(office, meeting_id)))


def split(code: str) -> str:
    return f"{code[:3]} {code[3:]}"


def test_the_code_of_a_bridge_point_sets_where_one_sits_and_presence_is_shown_by_place(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock, **BRIDGES)
    at = f"/meetings/{meeting_id}/live"
    stc, kyanh = (invitee_of(office, world, meeting_id, unit).id for unit in ("stc", "kyanh"))
    hall, point, online = (code_at(office, meeting_id, key) for key in ("hall", KEY, "online"))
    assert len({hall, point, online}) == 3
    head, district, clerk = sign_in("giamdoc.stc"), sign_in("chutich.kyanh"), sign_in("vanthu")
    head.get(at)
    assert "Mã trên màn hình nơi bạn ngồi" in head.page
    assert press(head, f"{at}/check-in", code=hall) == 200
    district.get(at)
    assert press(district, f"{at}/check-in", code=split(point)) == 200
    assert KYANH in district.page
    rows = rows_of(office, meeting_id)
    assert (rows[stc].place, rows[kyanh].place) == (HALL, KYANH)
    panel = clerk.get(f"{at}/panel").text
    assert "Trực tuyến <span" not in panel, "where nobody is expected"
    for place, n, total in ((HALL, 1, 2), (KYANH, 1, 1)):
        assert re.search(rf'live-place"><h3>{place} <span class="count">{n} trên {total}</span>', panel), place
    assert all(split(code) in panel for code in (hall, point, online))
    wall = clerk.get(f"{at}/wall?point={KEY}").text
    assert (split(point) in wall, split(hall) in wall, KYANH in wall, "2</b> <span>trên 3" in wall) == (
        True,
        False,
        True,
        True,
    )
    assert clerk.get(f"{at}/state/wall?point={KEY}").text.count(split(point)) == 1
    assert clerk.get(f"{at}/wall?point=khong-co").status_code == 404
    assert clerk.get(f"{at}/state/names?point=%22").status_code == 200
    assert f'<p class="live-place">{KYANH}' in district.get(f"{at}/names").text
    begin_minutes(office, world, meeting_id)
    page = sign_in("chuyenvien").get(f"/meetings/{meeting_id}/minutes").text
    assert f"<li>{KYANH}: 1 có mặt</li>" in page
    said = words(office, meeting_id)
    assert f"Có mặt tại {KYANH} (1):" in said
    assert f"Có mặt tại {HALL} (1):" in said


def test_the_clerk_of_a_bridge_point_opens_its_wall_with_its_code_and_nobody_elses(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock, **BRIDGES)
    at = f"/meetings/{meeting_id}/live"
    hall, point = (code_at(office, meeting_id, key) for key in ("hall", KEY))
    clerk = sign_in("vanthu.kyanh")
    assert f'href="{at}/wall?point={KEY}"' in clerk.get(at).text, "offered where the clerk is"
    assert split(point) in clerk.get(f"{at}/wall?point={KEY}").text
    assert split(hall) not in clerk.get(f"{at}/wall").text
    assert clerk.get(f"{at}/panel").status_code == 404, "presence is noted by who runs the meeting"
    for login in ("chutich.kyanh", "vanthu.stc", "giamdoc.stc"):
        other = sign_in(login)
        assert "?point=" not in other.get(at).text, login
        assert split(point) not in other.get(f"{at}/wall?point={KEY}").text, login
    assert sign_in("vanthu.sct").get(f"{at}/wall?point={KEY}").status_code == 404, "not invited"


def test_m12_the_room_an_agency_chose_is_a_place_with_its_code_and_wall(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock, form="both", bridge="https://hop.hatinh.example/1")
    at = f"/meetings/{meeting_id}/live"
    hall = code_at(office, meeting_id, "hall")
    with office.transaction():
        actor, unit = world.actor("vanthu.kyanh"), world.units["kyanh"]
        room = make_place(office, actor, unit, PlaceWanted(name="Phòng họp tầng 1")).id
    before = told_of(office, meeting_id)["version"]
    office.session.rollback()
    with office.transaction():
        choose_bridge(office, world.actor("vanthu.kyanh"), meeting_id, room)
    office.session.expire_all()
    assert told_of(office, meeting_id)["version"] > before, "open pages hear of it"
    office.session.rollback()
    key, place = f"u{world.units['kyanh']}", "Phòng họp tầng 1, UBND huyện Kỳ Anh"
    assert code_at(office, meeting_id, "hall") == hall, "the others keep their codes"
    code = code_at(office, meeting_id, key)
    clerk = sign_in("vanthu.kyanh")
    assert f'href="{at}/wall?point={key}"' in clerk.get(at).text
    assert split(code) in clerk.get(f"{at}/wall?point={key}").text
    other = sign_in("vanthu.stc")
    assert "?point=" not in other.get(at).text
    assert split(code) not in other.get(f"{at}/wall?point={key}").text
    head = sign_in("chutich.kyanh")
    head.get(at)
    assert press(head, f"{at}/check-in", code=split(code)) == 200
    kyanh, stc = (invitee_of(office, world, meeting_id, unit).id for unit in ("kyanh", "stc"))
    assert rows_of(office, meeting_id)[kyanh].place == place
    runner = sign_in("vanthu")
    runner.get(f"{at}/panel")
    assert runner.post(f"{at}/attendance", {"view": "panel", "invitee": stc, "state": "present"}).status_code == 200
    assert rows_of(office, meeting_id)[stc].place == HALL
    assert split(code) in runner.get(f"{at}/panel").text
    with office.transaction():
        choose_bridge(office, world.actor("vanthu.kyanh"), meeting_id, None)
    assert clerk.get(f"{at}/wall?point={key}").status_code == 404
    assert place in runner.get(f"{at}/panel").text, "who sat there sat there"


def test_the_clerk_notes_people_where_they_are_expected_and_moves_them(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock, **BRIDGES)
    at = f"/meetings/{meeting_id}/live"
    stc, kyanh = (invitee_of(office, world, meeting_id, unit).id for unit in ("stc", "kyanh"))
    clerk = sign_in("vanthu")
    clerk.get(f"{at}/panel")
    for invitee_id in (stc, kyanh):
        assert (
            clerk.post(f"{at}/attendance", {"view": "panel", "invitee": invitee_id, "state": "present"}).status_code
            == 200
        )
    rows = rows_of(office, meeting_id)
    assert (rows[stc].place, rows[kyanh].place) == (HALL, KYANH), "the point arranged for the unit, else the hall"
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/attendance/seat", invitee=stc, point="online") == 200
    assert rows_of(office, meeting_id)[stc].place == "Trực tuyến"
    clerk.get(f"{at}/panel")
    assert clerk.post(f"{at}/attendance/seat", {"view": "panel", "invitee": stc, "point": "x"}).status_code == 404
    assert clerk.post(f"{at}/attendance", {"view": "panel", "invitee": stc, "state": "absent"}).status_code == 200
    assert rows_of(office, meeting_id)[stc].place == ""


def test_a_meeting_of_one_room_shows_no_places(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at, code = f"/meetings/{meeting_id}/live", live_now(office, meeting_id).code
    head, clerk = sign_in("giamdoc.stc"), sign_in("vanthu")
    head.get(at)
    assert "Mã trên màn hình hội trường" in head.page
    assert press(head, f"{at}/check-in", code=code) == 200
    assert [row.place for row in rows_of(office, meeting_id).values()] == [""]
    for page in ("panel", "wall", "names"):
        shown = clerk.get(f"{at}/{page}").text
        assert "live-place" not in shown, page
        assert "wall-places" not in shown, page
    begin_minutes(office, world, meeting_id)
    assert "Có mặt:" in words(office, meeting_id)


def test_a_code_is_changed_while_the_meeting_runs_and_the_old_one_is_refused_by_name(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock, **BRIDGES)
    at = f"/meetings/{meeting_id}/live"
    seat(office, world, meeting_id, 0)
    old = {key: code_at(office, meeting_id, key) for key in ("hall", KEY, "online")}
    clerk, head = sign_in("vanthu"), sign_in("giamdoc.stc")
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/code") == 200
    new = {key: code_at(office, meeting_id, key) for key in old}
    assert set(new.values()).isdisjoint(old.values())
    assert len(rows_of(office, meeting_id)) == 1, "who sits, sits"
    for code in old.values():
        head.get(at)
        assert press(head, f"{at}/check-in", code=code) == 422
        assert "Mã điểm danh này đã đổi" in head.page
    assert count(office, CodeTry) == 0, "nobody guesses by an old code, hence nobody has to wait for it"
    head.get(at)
    assert press(head, f"{at}/check-in", code=new["hall"]) == 200
    assert head.post(f"{at}/code", {"view": "show"}).status_code == 403


def test_who_leaves_early_is_shown_so_counts_in_no_later_vote_and_may_come_back(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    at, code = f"/meetings/{meeting_id}/live", live_now(office, meeting_id).code
    begin_minutes(office, world, meeting_id)
    seat(office, world, meeting_id)
    stc = invitee_of(office, world, meeting_id, "stc").id
    head, clerk = sign_in("giamdoc.stc"), sign_in("vanthu")
    head.get(at)
    assert press(head, f"{at}/speak", invitee=stc) == 200
    clerk.get(f"{at}/panel")
    clock.move(minutes=45)
    leaves = {"view": "panel", "invitee": stc}
    assert clerk.post(f"{at}/attendance/leave", leaves).status_code == 200
    assert "Rời họp 10:10" in clerk.page
    assert clerk.post(f"{at}/attendance/leave", {**leaves, "form_key": ""}).status_code == 422, "gone already"
    assert told_of(office, meeting_id)["present"] == 2
    assert "đang chờ phát biểu" not in head.get(at).text.lower(), "the request is taken back"
    assert "Rời họp 10:10" in head.page
    assert head.post(f"{at}/attendance/back", {"view": "show", "invitee": stc}).status_code == 403
    vote = put_question(office, world, meeting_id)
    with office.transaction():
        closed = voting.close_vote(office, world.actor(RUNS), meeting_id, vote.id)
        assert (closed.present, len(closed.voters)) == (2, 3)
    said = words(office, meeting_id)
    assert any("Sở Tài chính" in line and line.rstrip(";.").endswith("(rời họp 10:10)") for line in said)
    other = sign_in("vanthu.stc")
    other.get(at)
    assert press(other, f"{at}/check-in", code=code) == 422, "who left may come back, the seat is theirs"
    clock.move(minutes=15)
    head.get(at)
    assert press(head, f"{at}/check-in", code=code) == 200
    assert rows_of(office, meeting_id)[stc].left_at is None
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    course = minutes.text("course").splitlines()
    assert "10:10 Sở Tài chính rời họp." in course, "noted by the clerk without a name"
    assert course[-1] == "10:25 Ngô Văn Thắng, Sở Tài chính quay lại họp."


def test_who_leaves_while_a_question_stands_keeps_their_vote_and_counts_as_present_for_it(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    seat(office, world, meeting_id)
    invitee = invitee_of(office, world, meeting_id, "stc")
    invitee_id, runner = invitee.id, world.actor(RUNS)
    vote = put_question(office, world, meeting_id)
    own = next(one.id for one in vote.voters if one.invitee_id == invitee_id)
    with office.transaction():
        rows_of(office, meeting_id)[invitee_id].name = "Ngô Văn Thắng"
        voting.cast(office, world.actor("giamdoc.stc"), meeting_id, vote.id, own, 0)
        change_stay(office, runner, meeting_id, invitee_id=invitee_id, leaves=True)
        silent = invitee_of(office, world, meeting_id, "kyanh").id
        change_stay(office, runner, meeting_id, invitee_id=silent, leaves=True)
    vote_id = vote.id
    assert "Đủ số dự họp: 2, cần 2" in sign_in(RUNS).get(f"/meetings/{meeting_id}/live/panel").text
    with office.transaction():
        closed = voting.close_vote(office, runner, meeting_id, vote_id)
        assert (closed.present, closed.counts, len(closed.voters)) == (2, [1, 0, 0], 3), "who left silent is not there"


def test_two_thirds_of_those_present_are_taken_of_all_who_voted(
    office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """Four say yes and leave, six say no: four of ten are no two thirds, though four of the six who stayed would be."""
    meeting_id, runner = make_held(office, world, clock), world.actor(RUNS)
    fill_hall(office, world, meeting_id, 10)
    vote = put_question(office, world, meeting_id, rule="two_thirds_of_present")
    with office.transaction():
        choices = {one.id: 0 if place < 4 else 1 for place, one in enumerate(vote.voters)}
        hands.enter(office, runner, meeting_id, vote.id, choices)
        for one in vote.voters[:4]:
            change_stay(office, runner, meeting_id, invitee_id=one.invitee_id or 0, leaves=True)
        closed = voting.close_vote(office, runner, meeting_id, vote.id)
        assert (closed.present, closed.counts, closed.carried) == (10, [4, 6, 0], False)


def test_who_has_voted_is_of_the_quorum_though_they_leave(office: Office, world: World, clock: MovingClock) -> None:
    """Six of nine say yes and one of them leaves: six took part, which is what two thirds of nine ask for."""
    meeting_id, runner = make_held(office, world, clock), world.actor(RUNS)
    fill_hall(office, world, meeting_id, 9)
    vote = put_question(office, world, meeting_id)
    with office.transaction():
        hands.enter(office, runner, meeting_id, vote.id, {one.id: 0 for one in vote.voters[:6]})
        for one in (vote.voters[0], *vote.voters[6:]):
            change_stay(office, runner, meeting_id, invitee_id=one.invitee_id or 0, leaves=True)
        closed = voting.close_vote(office, runner, meeting_id, vote.id)
        assert (closed.present, closed.counts, closed.carried) == (6, [6, 0, 0], True)


def test_who_left_and_is_seated_elsewhere_is_back(office: Office, world: World, clock: MovingClock) -> None:
    meeting_id, runner = make_held(office, world, clock, **BRIDGES), world.actor(RUNS)
    begin_minutes(office, world, meeting_id)
    seat(office, world, meeting_id)
    stc = invitee_of(office, world, meeting_id, "stc").id
    with office.transaction():
        seat_at(office, runner, meeting_id, stc, "online")
        change_stay(office, runner, meeting_id, invitee_id=stc, leaves=True)
    clock.move(minutes=20)
    with office.transaction():
        seat_at(office, runner, meeting_id, stc, KEY)
    row = rows_of(office, meeting_id)[stc]
    assert (row.place, row.left_at) == (KYANH, None)
    assert told_of(office, meeting_id)["present"] == 3
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    course = minutes.text("course").splitlines()
    assert course[-2:] == ["09:25 Sở Tài chính rời họp.", "09:45 Sở Tài chính quay lại họp."], "once each"


def test_a_meeting_moved_to_another_day_has_neither_chair_nor_uninvited_there(
    office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id, runner = make_held(office, world, clock), world.actor(RUNS)
    who = Uninvited(name="Phan Công Lý", unit="Ban quản lý dự án", reason="Đến giải trình")
    with office.transaction():
        note_chair(office, runner, meeting_id, "present")
        add_uninvited(office, runner, meeting_id, who)
    assert count(office, OtherAttendance) == 2
    moved(office, world, meeting_id, days=7)
    assert count(office, OtherAttendance) == 0


def test_the_minutes_form_keeps_where_somebody_sat_and_when_they_left(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock, **BRIDGES)
    begin_minutes(office, world, meeting_id)
    seat(office, world, meeting_id)
    kyanh = invitee_of(office, world, meeting_id, "kyanh").id
    clerk = sign_in("vanthu")
    clerk.get(f"/meetings/{meeting_id}/live/panel")
    clerk.post(f"/meetings/{meeting_id}/live/attendance/leave", {"view": "panel", "invitee": kyanh})
    page = clerk.get(f"/meetings/{meeting_id}/minutes").text
    assert "rời họp 09:25" in page
    shown = {name: re.search(rf'name="{name}-{kyanh}" value="([^"]*)"', page)[1] for name in ("filled", "kept")}  # type: ignore[index]
    sent = {f"{name}-{kyanh}": value for name, value in shown.items()}
    sent |= {f"state-{kyanh}": "present", f"name-{kyanh}": "Trần Viết Sáng"}
    assert clerk.post(f"/meetings/{meeting_id}/minutes/attendance", sent).status_code == 200
    row = rows_of(office, meeting_id)[kyanh]
    assert (row.name, row.place, row.left_at is None) == ("Trần Viết Sáng", KYANH, False)


def test_the_chair_is_there_by_code_or_as_noted_and_who_presides_instead_stands_in_the_minutes(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    at, code = f"/meetings/{meeting_id}/live", live_now(office, meeting_id).code
    begin_minutes(office, world, meeting_id)
    chair, clerk, delegate = sign_in("phochutich"), sign_in("vanthu"), sign_in("giamdoc.stc")
    delegate.get(at)
    assert delegate.post(f"{at}/check-in", {"view": "show", "chair": "1", "code": code}).status_code == 403
    chair.get(at)
    assert press(chair, f"{at}/check-in", code="000000" if code != "000000" else "111111") == 422
    assert press(chair, f"{at}/check-in", code=code) == 200
    assert re.search(r"Chủ trì Lê Thị Minh Hòa</b>(?:(?!</li>).)*Có mặt", delegate.get(f"{at}/names").text, re.DOTALL)
    assert told_of(office, meeting_id)["present"] == 0, "the chair is no invitee"
    other_id = office.session.query(OtherAttendance.id).scalar()
    clerk.get(f"{at}/panel")
    assert clerk.post(f"{at}/attendance/leave", {"view": "panel", "other": other_id}).status_code == 200
    assert any("Lê Thị Minh Hòa" in line and "(rời họp 09:25)" in line for line in words(office, meeting_id))
    nameless = {"view": "panel", "state": "substitute", "chair_reason": "Họp Tỉnh ủy"}
    assert clerk.post(f"{at}/attendance/chair", nameless).status_code == 422
    assert "Chưa ghi tên người chủ trì thay" in clerk.page
    assert 'value="Họp Tỉnh ủy"' in clerk.page, "nothing typed is lost"
    instead = {"chair_name": "Nguyễn Trọng Tuệ", "chair_post": "Chánh Văn phòng", "chair_reason": "Họp Tỉnh ủy"}
    clerk.get(f"{at}/panel")
    sent = {"view": "panel", "state": "substitute", **instead}
    assert clerk.post(f"{at}/attendance/chair", sent).status_code == 200
    assert "chủ trì thay: Nguyễn Trọng Tuệ, Chánh Văn phòng" in delegate.get(f"{at}/names").text
    line = next(line for line in words(office, meeting_id) if line.startswith("Chủ trì (chủ tọa):"))
    assert "Nguyễn Trọng Tuệ, Chánh Văn phòng, chủ trì thay Lê Thị Minh Hòa" in line
    assert line.endswith("vắng (lý do: Họp Tỉnh ủy).")
    clerk.get(f"{at}/panel")
    assert clerk.post(f"{at}/attendance/chair", {"view": "panel", "state": ""}).status_code == 200
    assert count(office, OtherAttendance) == 0


def test_who_comes_uninvited_is_noted_as_that_and_is_invited_to_nothing_m10(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    at = f"/meetings/{meeting_id}/live"
    begin_minutes(office, world, meeting_id)
    clerk, delegate = sign_in("vanthu"), sign_in("giamdoc.stc")
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/attendance/others", other_name="Phan Công Lý") == 422
    assert all(said in clerk.page for said in ("Chưa ghi đơn vị", "Chưa ghi vì sao"))
    assert 'value="Phan Công Lý"' in clerk.page
    who = {"other_unit": "Ban quản lý dự án", "other_post": "Giám đốc", "other_reason": "Chủ đầu tư đến giải trình"}
    clerk.get(f"{at}/panel")
    assert press(clerk, f"{at}/attendance/others", other_name="Phan Công Lý", **who) == 200
    assert "Không có trong giấy mời" in clerk.page
    assert press(clerk, f"{at}/attendance/others", other_name="phan công  lý", **who) == 422, "once"
    assert "Ban quản lý dự án" in delegate.get(f"{at}/names").text
    assert (count(office, Invitee), count(office, Attendance), told_of(office, meeting_id)["present"]) == (3, 0, 0)
    clerk.get(f"{at}/panel")
    assert "Phan Công Lý" not in re.search(r'id="voters".*?</fieldset>', clerk.page, re.DOTALL)[0], "no vote"  # type: ignore[index]
    said = words(office, meeting_id)
    place = said.index("Dự họp, không có trong giấy mời:")
    assert said[place + 1] == "- Ban quản lý dự án: Phan Công Lý, Giám đốc (lý do: Chủ đầu tư đến giải trình)."
    other_id = office.session.query(OtherAttendance.id).scalar()
    assert clerk.post(f"{at}/attendance/others/{other_id}/remove", {"view": "panel"}).status_code == 200
    assert count(office, OtherAttendance) == 0
    delegate.get(at)
    assert delegate.post(f"{at}/attendance/others", {"view": "show", **who}).status_code == 403


@pytest.mark.parametrize("act", ["attendance/leave", "attendance/chair", "attendance/others", "attendance/seat"])
def test_once_somebody_has_signed_who_was_there_does_not_change(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, act: str
) -> None:
    meeting_id = make_held(office, world, clock, **BRIDGES)
    seat(office, world, meeting_id)
    half_signed(office, world, meeting_id)
    clerk = sign_in("vanthu")
    clerk.get(f"/meetings/{meeting_id}/live/panel")
    stc = invitee_of(office, world, meeting_id, "stc").id
    sent = {"view": "panel", "invitee": stc, "point": KEY, "state": "present", "form_key": ""}
    sent |= {"other_name": "Phan Công Lý", "other_unit": "Ban quản lý", "other_reason": "Giải trình"}
    assert clerk.post(f"/meetings/{meeting_id}/live/{act}", sent).status_code == 422
    assert "Biên bản đã có người ký" in clerk.page


def half_signed(office: Office, world: World, meeting_id: int) -> None:
    """The secretary has signed."""
    from e_office.meetings.minutes.models import MinutesSignature

    begin_minutes(office, world, meeting_id)
    with office.transaction() as session:
        minutes = minutes_of(office, meeting_id)
        assert minutes is not None
        session.add(
            MinutesSignature(
                minutes_id=minutes.id,
                signs="secretary",
                person_id=minutes.secretary_id,
                at=office.clock.now(),
                sha256="0",
            )
        )
