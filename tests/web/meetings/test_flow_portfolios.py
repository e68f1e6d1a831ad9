"""Portfolios through HTTP (P6): kept as a list, chosen in a conclusion, carried by its tasks, which are filtered by them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.meetings.models import ConclusionItem
from e_office.meetings.portfolios.models import Portfolio
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude
from tests.factories.meetings import make_issued
from tests.factories.portfolios import divided
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count

LIST = "/meetings/portfolios"


def test_a_field_goes_from_the_list_through_the_conclusion_to_the_tasks(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/conclusion"
    assert "portfolio-1" not in writer.get(path).text, "an agency that keeps none is not asked"
    keeper = sign_in("chanhvanphong")
    assert LIST in keeper.get("/meetings/tasks").text
    keeper.get(LIST)
    assert keeper.post(LIST, {"name": " ", "leader": world.persons["giamdoc.stc"], "place": "x"}).status_code == 422
    for said in ("Chưa ghi tên lĩnh vực", "không giữ chức vụ lãnh đạo của cơ quan này", "Thứ tự ghi bằng số"):
        assert said in keeper.page, "every problem at once"
    keeper.post(LIST, {"name": "Kinh tế  tổng hợp", "leader": world.persons["phochutich"]})
    keeper.post(LIST, {"name": "Nội chính", "leader": world.persons["chutich"]})
    economy, order = office.session.scalars(select(Portfolio.id).order_by(Portfolio.position)).all()
    assert keeper.post(LIST, {"name": "KINH TẾ TỔNG HỢP", "leader": world.persons["chutich"]}).status_code == 422

    writer.get(path)
    assert "Kinh tế tổng hợp (Lê Thị Minh Hòa)" in writer.page
    row = {"assessment": "Đạt", "signer": world.persons["chanhvanphong"], "task-1": "Đo đạc 214 hộ", "with-1": ""}
    row |= {"lead-1": world.units["sct"], "due-1": "", "task-2": "Giữ trật tự", "lead-2": world.units["sct"]}
    row |= {"with-2": "", "due-2": "", "portfolio-2": order}
    gone = writer.post(path, row | {"portfolio-1": 987654, "version": writer.field("version")})
    assert gone.status_code == 422
    assert "Lĩnh vực của nhiệm vụ 1 không còn trong danh sách" in writer.page
    writer.post(path, row | {"portfolio-1": economy, "version": writer.field("version")})
    assert f'<option value="{economy}" selected>' in writer.page, "it is kept"
    writer.post(f"{path}/issue", {"version": writer.field("version")})

    lead = sign_in("vanthu.sct")
    lead.get("/meetings/tasks")
    assert "Đo đạc 214 hộ" in lead.page
    assert "Giữ trật tự" in lead.page
    lead.get(f"/meetings/tasks?portfolio={economy}")
    assert "Đo đạc 214 hộ" in lead.page
    assert "Giữ trật tự" not in lead.page
    shown = office.session.scalars(select(ConclusionItem).filter_by(portfolio_id=economy)).one()
    assert shown.text == "Đo đạc 214 hộ"

    keeper.get(LIST)
    change = f"{LIST}/{economy}"
    assert keeper.post(change, {"act": "drop"}).status_code == 422, "a task names it"
    version = office.session.scalar(select(Portfolio.version).filter_by(id=economy))
    new = {"name": "Kinh tế", "leader": world.persons["chutich"], "place": "9", "version": version}
    keeper.post(change, new)
    assert keeper.post(change, new).status_code == 422, "somebody else has changed it meanwhile"
    assert "Kinh tế (Đặng Hữu Khánh)" in lead.get(f"/meetings/tasks?portfolio={economy}").text, "who leads it today"
    keeper.post(change, {"act": "end"})
    assert "Thôi dùng từ" in keeper.page
    assert "Kinh tế (Đặng Hữu Khánh)" in lead.get("/meetings/tasks").text, "the task keeps it"


def test_what_is_ended_is_offered_no_more_and_what_nobody_names_can_be_deleted(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id, kept, slip = make_issued(office, world), divided(office, world), divided(office, world, "Kinh tees")
    keeper, writer, path = sign_in("chutich"), sign_in("chuyenvien"), f"/meetings/{meeting_id}/conclusion"
    keeper.get(LIST)
    keeper.post(f"{LIST}/{slip}", {"act": "drop"})
    assert count(office, Portfolio) == 1
    keeper.post(f"{LIST}/{kept}", {"act": "end"})
    assert "portfolio-1" not in writer.get(path).text
    keeper.post(f"{LIST}/{kept}", {"act": "resume"})
    assert "portfolio-1" in writer.get(path).text
    assert writer.post(LIST, {"name": "Khác", "leader": world.persons["chutich"]}).status_code == 403
    assert sign_in("giamdoc.stc").get(LIST).text.count("Kinh tế") == 1, "the example of the field alone"
    query = select(JournalEntry.verb).filter_by(thing_type="portfolio").order_by(JournalEntry.seq)
    assert office.session.scalars(query).all() == ["made", "made", "deleted", "changed", "changed"]


def test_tasks_without_a_field_say_nothing_of_it(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_issued(office, world)
    clock.move(hours=30)
    divided(office, world)
    [task_id] = conclude(office, world, meeting_id, [{"due_on": office.today() + timedelta(days=3)}])
    lead = sign_in("vanthu.sct")
    assert "Lĩnh vực</dt>" not in lead.get(f"/meetings/tasks/{task_id}").text
    assert 'name="portfolio"' not in lead.get("/meetings/tasks").text
