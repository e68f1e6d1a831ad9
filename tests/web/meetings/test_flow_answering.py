"""Substitutes, who comes for a unit, leaving early, and the chair's page, through HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.answers.models import Attender, EarlyLeave, Substitute
from e_office.meetings.models import Invitee, Meeting, MeetingEvent
from e_office.reports.meetings.queries import Scope, seat_rows
from e_office.reports.meetings.rules import Came
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of

REASON = "Giám đốc đi công tác Hà Nội theo giấy triệu tập"
NGA = {"sub_name": "Đặng Thị Nga", "sub_post": "Phó Giám đốc", "sub_reason": REASON, "empowered": "yes"}


def invitee_of(office: Office, meeting_id: int, unit_id: int) -> Invitee:
    return next(one for one in meeting_of(office, meeting_id).invitees if one.unit_id == unit_id)


def propose(browser: Browser, meeting_id: int, invitee: Invitee, **changes: object) -> int:
    browser.get(f"/meetings/{meeting_id}/invitation")
    sent = {"invitee": invitee.id, **NGA, **changes}
    return browser.post(f"/meetings/{meeting_id}/substitute", sent).status_code


def test_a_substitute_is_the_chairs_to_agree_to(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    stc, kyanh = (invitee_of(office, meeting_id, world.units[key]) for key in ("stc", "kyanh"))
    finance = sign_in("vanthu.stc")
    assert propose(finance, meeting_id, stc, sub_name="", sub_reason="bận", empowered="") == 422
    for said in ("Chưa ghi ai đi thay", "phải nêu lý do, ít nhất 10", "Chưa chọn có được ủy quyền"):
        assert said in finance.page, "each problem at once"
    assert "Phó Giám đốc" in finance.page, "what was typed is still there"
    assert propose(finance, meeting_id, stc) == 200
    assert "chờ chủ trì đồng ý" in finance.page
    district = sign_in("vanthu.kyanh")
    assert propose(district, meeting_id, kyanh, empowered="no") == 422, "M7: a district's delegate decides"
    assert "Địa phương phải ủy quyền" in district.page
    assert propose(district, meeting_id, kyanh, sub_name="Nguyễn Văn Biển", sub_post="Phó Chủ tịch") == 200

    chair = sign_in("phochutich")
    chair.get("/")
    assert "Xin cử người dự thay: Sở Tài chính, Đặng Thị Nga, Phó Giám đốc" in chair.page
    chair.get("/meetings/words")
    assert "2 đề nghị chờ bạn cho ý kiến" in chair.page
    first, second = sorted(one.id for one in office.session.query(Substitute))
    path = f"/meetings/{meeting_id}/words"
    assert (
        chair.post(path, {"act": f"refuse:substitute-{second}", f"reason-substitute-{second}": ""}).status_code == 422
    )
    assert count(office, Substitute, state="waits") == 2
    for stranger in ("chutich", "chanhvanphong", "chuyenvien", "giamdoc.stc"):
        assert sign_in(stranger).post(path, {"act": f"approve:substitute-{first}"}).status_code == 403, stranger
    chair.post(path, {"act": f"approve:substitute-{first}"})
    why = "Huyện có đất thu hồi, Chủ tịch huyện phải dự"
    chair.post(path, {"act": f"refuse:substitute-{second}", f"reason-substitute-{second}": why})
    assert "Không còn đề nghị nào chờ bạn" in chair.page

    finance.get(f"/meetings/{meeting_id}/invitation")
    assert "Chủ trì đồng ý" in finance.page
    district.get("/")
    assert "không đồng ý người dự thay Nguyễn Văn Biển" in district.page
    district.get(f"/meetings/{meeting_id}/invitation")
    assert why in district.page
    assert "Trả lời lại trước giờ họp" in district.page
    assert "Sai thành phần" not in district.page
    clock.move(hours=26)
    district.sign_in("vanthu.kyanh")
    district.get(f"/meetings/{meeting_id}/invitation")
    assert "Sai thành phần" in district.page, "M4: refused, and nothing else was answered"
    finance.sign_in("vanthu.stc")
    finance.get(f"/meetings/{meeting_id}/invitation")
    assert "Sai thành phần" not in finance.page
    assert propose(finance, meeting_id, stc) == 422, "nothing is answered after the start"


def test_the_chair_agrees_at_the_table_and_figures_keep_what_was_agreed_when_it_began(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    stc, kyanh, stnmt = (invitee_of(office, meeting_id, world.units[key]) for key in ("stc", "kyanh", "stnmt"))
    for login, invitee in (("vanthu.stc", stc), ("vanthu.kyanh", kyanh), ("vanthu.stnmt", stnmt)):
        assert propose(sign_in(login), meeting_id, invitee) == 200
    first, second, third = sorted(one.id for one in office.session.query(Substitute))
    path, finance = f"/meetings/{meeting_id}/words", sign_in("vanthu.stc")
    clock.move(hours=25, minutes=10)
    chair = sign_in("phochutich")
    chair.get("/")
    assert "Xin cử người dự thay: Sở Tài chính" in chair.page, "the desk still has it"
    chair.get("/meetings/words")
    assert "ghi là đồng ý tại cuộc họp" in chair.page
    chair.post(path, {"act": f"approve:substitute-{first}"})
    chair.post(path, {"act": f"refuse:substitute-{second}", f"reason-substitute-{second}": REASON})
    assert (
        chair.post(path, {"act": f"refuse:substitute-{first}", f"reason-substitute-{first}": REASON}).status_code == 422
    )
    assert "đã được đồng ý, cuộc họp đã bắt đầu thì không rút lại" in chair.page
    for stranger in ("chutich", "chanhvanphong", "chuyenvien"):
        assert sign_in(stranger).post(path, {"act": f"approve:substitute-{third}"}).status_code == 403, stranger
    finance.sign_in("vanthu.stc")
    finance.get(f"/meetings/{meeting_id}/invitation")
    assert "Chủ trì đồng ý tại cuộc họp" in finance.page
    assert "Sai thành phần" not in finance.page
    district = sign_in("vanthu.kyanh")
    district.get("/")
    assert "không đồng ý tại cuộc họp người dự thay" in district.page
    organiser = sign_in("chuyenvien")
    organiser.get(f"/meetings/{meeting_id}")
    assert "Dự thay, đồng ý tại cuộc họp" in organiser.page
    words = [one.facts["at_table"] for one in office.session.query(MeetingEvent).filter_by(kind="decided")]
    assert words == [True, True]
    today = office.today()
    came = {row.thing_id: row.fact.came for row in seat_rows(office, Scope(first=today, last=today))}
    assert [came[one.id] for one in (stc, kyanh, stnmt)] == [Came.WRONG] * 3, "none was agreed to when it began"
    clock.move(hours=20)
    chair.sign_in("phochutich")
    chair.get("/meetings/words")
    assert "Không còn đề nghị nào chờ bạn" in chair.page
    assert chair.post(path, {"act": f"approve:substitute-{third}"}).status_code == 422
    assert "ghi vào diễn biến của biên bản" in chair.page


def test_an_answer_changed_takes_the_substitute_back_and_all_are_kept(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_issued(office, world)
    stc = invitee_of(office, meeting_id, world.units["stc"])
    finance, path = sign_in("vanthu.stc"), f"/meetings/{meeting_id}/words"
    propose(finance, meeting_id, stc)
    propose(finance, meeting_id, stc, sub_name="Hồ Sỹ Long")
    first, second = sorted(one.id for one in office.session.query(Substitute))
    chair = sign_in("phochutich")
    chair.get("/meetings/words")
    assert "1 đề nghị" in chair.page, "the one named before is overtaken"
    assert chair.post(path, {"act": f"approve:substitute-{first}"}).status_code == 422
    assert "đã đổi trả lời" in chair.page
    chair.post(path, {"act": f"approve:substitute-{second}"})
    finance.get(f"/meetings/{meeting_id}/invitation")
    finance.post(f"/meetings/{meeting_id}/answer", {"invitee": stc.id, "answer": "attend"})
    assert "Trước đó" in finance.page
    assert "Hồ Sỹ Long" in finance.page
    assert [one.state for one in office.session.query(Substitute).order_by(Substitute.id)] == ["withdrawn"] * 2
    assert count(office, MeetingEvent, kind="answered") == 3
    other = make_issued(office, world, ahead=timedelta(hours=50))
    stranger = sign_in("phochutich").post(f"/meetings/{other}/words", {"act": f"approve:substitute-{second}"})
    assert stranger.status_code == 404, "a word is given in its own meeting"


def test_all_at_once_on_the_chairs_page(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_issued(office, world)
    for key in ("stnmt", "stc", "kyanh"):
        propose(sign_in(f"vanthu.{key}"), meeting_id, invitee_of(office, meeting_id, world.units[key]))
    chair = sign_in("phochutich")
    chair.get("/meetings/words")
    ids = [one.id for one in office.session.query(Substitute)]
    chair.post(f"/meetings/{meeting_id}/words", {"act": "approve", "substitute": ids})
    assert "Đã đồng ý 3 đề nghị" in chair.page
    assert count(office, Substitute, state="approved") == 3


def test_the_head_sends_a_person_who_finds_it_on_the_own_desk(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_draft(office, world, nature="ordinary", invited=("stnmt",))
    with office.transaction() as session:
        asked = session.get_one(Meeting, meeting_id).invitees[0]
        asked.capacity, asked.leader = "Phòng chuyên môn", False
    with office.transaction():
        service.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    invitee = invitee_of(office, meeting_id, world.units["stnmt"])
    path, nga = f"/meetings/{meeting_id}/attender", world.persons["chuyenvien.stnmt"]
    clerk = sign_in("vanthu.stnmt")
    assert clerk.post(path, {"invitee": invitee.id, "person": nga}).status_code == 403, "the head's to say"
    head = sign_in("giamdoc.stnmt")
    head.get(f"/meetings/{meeting_id}/invitation")
    assert "Người dự của đơn vị" in head.page
    head.post(path, {"invitee": invitee.id, "person": nga, "note": "Mang theo bản đồ"})
    assert "Đã cử Đặng Thị Nga dự họp" in head.page
    head.get(f"/meetings/{meeting_id}/invitation")
    assert head.post(path, {"invitee": invitee.id, "person": world.persons["vanthu.stc"]}).status_code == 422
    assert "không giữ chức vụ ở đơn vị được mời" in head.page
    sent = sign_in("chuyenvien.stnmt")
    sent.get("/")
    assert "Bạn được cử dự họp" in sent.page
    head.get(f"/meetings/{meeting_id}/invitation")
    head.post(path, {"invitee": invitee.id, "person": ""})
    assert count(office, Attender, ended_at=None) == 0
    assert count(office, Attender) == 1, "who had been sent is kept"


def test_where_a_leader_is_asked_for_anybody_else_is_a_substitute(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_issued(office, world)
    invitee = invitee_of(office, meeting_id, world.units["stnmt"])
    head, nga = sign_in("giamdoc.stnmt"), world.persons["chuyenvien.stnmt"]
    head.get(f"/meetings/{meeting_id}/invitation")
    refused = head.post(f"/meetings/{meeting_id}/attender", {"invitee": invitee.id, "person": nga})
    assert refused.status_code == 422
    assert "nên là người đi thay" in head.page
    assert propose(head, meeting_id, invitee, sub_person=nga, sub_name="", sub_post="") == 200
    row = office.session.query(Substitute).one()
    assert (row.name, row.post) == ("Đặng Thị Nga", "Chuyên viên"), "the house's own words, not typed ones"


def test_an_agreed_substitute_of_a_person_opens_and_answers_in_the_place(
    sign_in: SignIn, office: Office, world: World
) -> None:
    theirs = {"invited": (), "persons": [("giamdoc.stnmt", "stnmt")], "preparing_unit_id": world.units["th1"]}
    meeting_id = make_issued(office, world, **theirs)
    invitee, nga = meeting_of(office, meeting_id).invitees[0], world.persons["chuyenvien.stnmt"]
    path = f"/meetings/{meeting_id}/invitation"
    deputy = sign_in("chuyenvien.stnmt")
    assert deputy.get(path).status_code == 404
    assert propose(sign_in("giamdoc.stnmt"), meeting_id, invitee, sub_person=nga) == 200
    assert deputy.get(path).status_code == 404, "not before the chair agrees"
    chair = sign_in("phochutich")
    row = office.session.query(Substitute).one()
    chair.post(f"/meetings/{meeting_id}/words", {"act": f"approve:substitute-{row.id}"})
    assert deputy.get(path).status_code == 200
    deputy.get("/meetings")
    assert "giải phóng mặt bằng" in deputy.page
    paper = meeting_of(office, meeting_id).papers[0]
    deputy.get(path)
    assert deputy.post(f"/meetings/{meeting_id}/papers/{paper.id}/open").status_code == 200
    assert sign_in("vanthu.stnmt").get(path).status_code == 404, "nobody else of the unit"


def test_leaving_early_needs_the_chairs_consent(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id = make_issued(office, world)  # 09:30 the day after
    stc = invitee_of(office, meeting_id, world.units["stc"])
    finance, path = sign_in("vanthu.stc"), f"/meetings/{meeting_id}/leave"
    finance.get(f"/meetings/{meeting_id}/invitation")
    wish = {"invitee": stc.id, "leaves_at": "10:30", "leave_reason": "Tiếp đoàn công tác của Bộ Tài chính"}
    assert finance.post(path, wish).status_code == 422
    assert "Trả lời dự họp trước" in finance.page
    finance.post(f"/meetings/{meeting_id}/answer", {"invitee": stc.id, "answer": "attend"})
    assert finance.post(path, wish | {"leaves_at": "08:00"}).status_code == 422
    clock.move(hours=25, minutes=20)
    finance.sign_in("vanthu.stc")
    finance.get(f"/meetings/{meeting_id}/invitation")
    assert finance.post(path, wish).status_code == 200, "asked during the meeting"
    chair = sign_in("phochutich")
    chair.get("/meetings/words")
    assert "xin về lúc 10:30" in chair.page
    row = office.session.query(EarlyLeave).one()
    chair.post(f"/meetings/{meeting_id}/words", {"act": f"approve:leave-{row.id}"})
    finance.get("/")
    assert "Chủ trì đồng ý cho về sớm" in finance.page
    clock.move(hours=2)
    chair.sign_in("phochutich")
    late = chair.post(
        f"/meetings/{meeting_id}/words", {"act": f"refuse:leave-{row.id}", f"reason-leave-{row.id}": REASON}
    )
    assert late.status_code == 422, "the hour is over"
