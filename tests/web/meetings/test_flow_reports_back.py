"""Reporting back through HTTP: owed by who was there, reported to the head, handed on, dropped where untrue (O9)."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.minutes import writing
from e_office.meetings.minutes.models import Attended
from e_office.meetings.models import Meeting
from e_office.meetings.reports_back.models import ReportBack, ReportBackGiven
from e_office.meetings.reports_back.opening import open_duties
from e_office.notices.models import Notice
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude
from tests.factories.meetings import make_issued
from tests.factories.minutes import begin_minutes, circulate_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count


def owing(office: Office, world: World) -> dict[str, int]:
    """Which agency owes a report, by its key: the id of the row."""
    office.session.rollback()
    office.session.expire_all()
    keys = {unit_id: key for key, unit_id in world.units.items()}
    return {keys[row.unit_id]: row.id for row in office.session.scalars(select(ReportBack))}


def noted(office: Office, world: World, meeting_id: int, **came: tuple[Attended, str]) -> None:
    """Who was there, by the key of the unit: how, and the name noted."""
    keys = {unit_id: key for key, unit_id in world.units.items()}
    with office.transaction() as session:
        meeting = session.get_one(Meeting, meeting_id)
        rows = {
            one.id: writing.Came(state=came[keys[one.unit_id]][0], name=came[keys[one.unit_id]][1], reason="bận")
            for one in meeting.invitees
        }
        writing.note_attendance(office, world.actor("chuyenvien"), meeting_id, rows)


def test_who_was_there_reports_to_the_head_and_hands_the_task_on(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    assert open_duties(office) == 0, "nobody has noted who came"
    circulate_minutes(office, world, meeting_id)
    came = {"stnmt": (Attended.ABSENT, ""), "stc": (Attended.PRESENT, "Ngô Văn Thắng")}
    noted(office, world, meeting_id, **came, kyanh=(Attended.SUBSTITUTE, "Lê Văn Tám"))
    assert open_duties(office) == 1
    assert set(owing(office, world)) == {"kyanh"}, "the head of finance came himself and was given nothing"
    (task_id,) = conclude(
        office, world, meeting_id, [{"lead_unit_id": world.units["stc"], "with_units": "UBND huyện Kỳ Anh"}]
    )
    assert open_duties(office) == 1
    assert open_duties(office) == 0, "opened once"
    rows = owing(office, world)
    assert set(rows) == {"kyanh", "stc"}, "a task is something to hand on, also for a head who was there"

    clerk, path = sign_in("vanthu.stc"), f"/meetings/reports-back/{rows['stc']}"
    assert "Báo cáo lại sau họp" in clerk.get("/").text
    assert "Ngô Văn Thắng" in clerk.get(path).text
    good = {"concluded": "Bố trí vốn trong quý IV", f"task-{task_id}": str(world.persons["vanthu.stc"])}
    for wrong in (
        {"concluded": " "}, {f"task-{task_id}": ""}, {f"task-{task_id}": str(world.persons["vanthu.kyanh"])},
        {"what": "Lập dự toán", "person": ""}, {"nothing": "y"},
    ):  # fmt: skip
        assert clerk.post(path, {**good, **wrong}).status_code == 422, wrong
    assert count(office, ReportBackGiven) == 0
    assert clerk.post(path, good).status_code == 200
    assert clerk.post(path, {"person": "", "what": ""}).status_code == 422
    assert clerk.post(path, {"person": str(world.persons["giamdoc.stc"]), "what": "Ký tờ trình"}).status_code == 200
    assert count(office, ReportBackGiven) == 2

    head = sign_in("giamdoc.stc")
    page = head.get(path).text
    assert "Bố trí vốn trong quý IV" in page
    assert "Ký tờ trình" in page
    assert "Ngô Thị Hằng" in head.get("/meetings/reports-back?view=done").text
    assert "Đơn vị giao cho" in head.get(f"/meetings/tasks/{task_id}").text
    told = select(Notice.person_id).where(Notice.kind == "report_back", Notice.person_id.is_not(None))
    assert set(office.session.scalars(told)) == {world.persons["giamdoc.stc"], world.persons["vanthu.stc"]}
    assert path in clerk.get("/meetings/reports-back?view=mine").text
    assert path not in clerk.get("/meetings/reports-back").text
    for login in ("chuyenvien", "vanthu.kyanh", "vanthu.stnmt"):
        assert sign_in(login).get(path).status_code == 404, "it is the agency's own affair"


def test_a_duty_of_who_was_not_there_after_all_is_dropped_and_lateness_shown(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    circulate_minutes(office, world, meeting_id)
    there = (Attended.PRESENT, "Trần Thị Lan")
    noted(office, world, meeting_id, stnmt=there, stc=there, kyanh=there)
    assert open_duties(office) == 3
    noted(office, world, meeting_id, stnmt=there, stc=(Attended.ABSENT, ""), kyanh=there)
    assert open_duties(office) == 0
    rows = owing(office, world)
    assert set(rows) == {"stnmt", "kyanh"}
    clock.move(days=7)
    clerk, path = sign_in("vanthu.kyanh"), f"/meetings/reports-back/{rows['kyanh']}"
    assert "Quá hạn báo cáo" in clerk.get(path).text
    clerk.post(path, {"concluded": "Các đơn vị đẩy nhanh tiến độ", "nothing": "y"})
    assert "Đã báo cáo muộn" in clerk.get(path).text
    noted(office, world, meeting_id, stnmt=there, stc=there, kyanh=(Attended.ABSENT, ""))
    open_duties(office)
    assert "kyanh" in owing(office, world), "what was reported stays"


def test_o9_the_desk_asks_who_was_there_and_a_late_noting_still_opens_the_duties(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id, waits = make_issued(office, world), "Chưa ghi thành phần dự"
    assert waits not in sign_in("chuyenvien").get("/").text, "it is to come"
    clock.move(hours=30)
    page = sign_in("chuyenvien").get("/").text
    assert waits in page
    assert f"/meetings/{meeting_id}/minutes#attendance" in page
    assert waits not in sign_in("vanthu.stc").get("/").text, "who was invited notes nothing"
    clock.move(days=31)
    assert waits not in sign_in("chuyenvien").get("/").text
    assert open_duties(office) == 0
    begin_minutes(office, world, meeting_id)
    came = {"stnmt": (Attended.ABSENT, ""), "stc": (Attended.ABSENT, "")}
    noted(office, world, meeting_id, **came, kyanh=(Attended.SUBSTITUTE, "Lê Văn Tám"))
    assert open_duties(office) == 1, "the window counts from the noting"
    assert set(owing(office, world)) == {"kyanh"}


def test_a_noted_meeting_asks_no_more_who_was_there(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    circulate_minutes(office, world, meeting_id)
    assert "Chưa ghi thành phần dự" not in sign_in("chuyenvien").get("/").text
