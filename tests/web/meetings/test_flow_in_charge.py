"""The leader in charge through HTTP: filled in from the agency's own list, shown before issue, told, and kept as sent."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.models import Invitee, Meeting, MeetingEvent
from e_office.meetings.portfolios.service import PortfolioWanted, change_portfolio, make_portfolio
from e_office.notices.models import Notice
from e_office.people.models import Person, Post
from tests.factories.meetings import make_draft
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of

LAND = "Lãnh đạo phụ trách lĩnh vực đất đai"
UNKNOWN = "chưa rõ ai phụ trách, mời theo chức danh"


def make_deputy(office: Office, world: World, login: str = "pgd.stnmt", name: str = "Hoàng Văn Đất") -> int:
    """A deputy head of the department whose title names no field."""
    with office.transaction() as session:
        deputy = Person(login=login, name=name, must_change_password=False)
        deputy.posts.append(Post(unit=world.unit("stnmt"), role="leader", title="Phó Giám đốc"))
        session.add(deputy)
        session.flush()
        return deputy.id


def put_in_charge(office: Office, world: World, leader_id: int, name: str = "Đất đai") -> int:
    with office.transaction():
        wanted = PortfolioWanted(name=name, leader_id=leader_id)
        return make_portfolio(office, world.actor("giamdoc.stnmt"), world.units["stnmt"], wanted).id


def ask_by_field(office: Office, meeting_id: int) -> None:
    with office.transaction() as session:
        for invitee in session.get_one(Meeting, meeting_id).invitees:
            invitee.capacity = LAND


def hand_on(office: Office, world: World, portfolio_id: int) -> None:
    """Give the field to the head of the department."""
    with office.transaction():
        wanted = PortfolioWanted(name="Đất đai", leader_id=world.persons["giamdoc.stnmt"])
        change_portfolio(office, world.actor("giamdoc.stnmt"), portfolio_id, wanted)


def told(office: Office, person_id: int) -> list[str]:
    office.session.rollback()
    return [str(one.message) for one in office.session.scalars(select(Notice).filter_by(person_id=person_id))]


def test_the_leader_in_charge_is_shown_before_issue_told_and_kept_as_sent(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    deputy = make_deputy(office, world)
    field = put_in_charge(office, world, deputy)
    meeting_id = make_draft(office, world, invited=("stnmt", "stc"), papers=(), ahead=timedelta(hours=60))
    ask_by_field(office, meeting_id)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/edit")
    assert "hiện là Hoàng Văn Đất, Phó Giám đốc" in writer.page
    assert UNKNOWN in writer.page, "the other department keeps no list"
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "hiện là Hoàng Văn Đất, Phó Giám đốc" in writer.page
    assert writer.page.count(UNKNOWN) == 1
    sent = {"version": writer.field("version"), "charges": writer.field("charges")}
    assert writer.post(f"/meetings/{meeting_id}/issue", sent).status_code == 200

    rows = {one.unit_id: one for one in meeting_of(office, meeting_id).invitees}
    ours, theirs = rows[world.units["stnmt"]], rows[world.units["stc"]]
    assert (ours.in_charge_id, ours.in_charge, ours.person_id) == (deputy, "Hoàng Văn Đất, Phó Giám đốc", None)
    assert (theirs.in_charge_id, theirs.in_charge, theirs.capacity) == (None, "", LAND), "it stays by capacity"
    assert any("Theo lĩnh vực phụ trách" in one for one in told(office, deputy))
    clerk = sign_in("vanthu.stnmt")
    assert "01/GM-UBND" in clerk.get("/meetings").text, "the unit's clerk has it as ever"
    assert "Hoàng Văn Đất" in clerk.get(f"/meetings/{meeting_id}/invitation").text
    events = office.session.scalars(select(MeetingEvent).filter_by(meeting_id=meeting_id, kind="invited"))
    assert [one.facts.get("in_charge") for one in events] == ["Hoàng Văn Đất, Phó Giám đốc", None]

    hand_on(office, world, field)
    assert meeting_of(office, meeting_id).invitees[0].in_charge_id == deputy, "what was issued stays"
    page = sign_in("giamdoc.stnmt").get(f"/meetings/{meeting_id}/invitation").text
    assert "Phụ trách lĩnh vực khi phát hành: Hoàng Văn Đất" in page
    assert "Hoàng Văn Đất" in sign_in("chuyenvien").get(f"/meetings/{meeting_id}").text
    assert not any("Theo lĩnh vực phụ trách" in one for one in told(office, world.persons["giamdoc.stnmt"]))


def test_a_field_that_changed_hands_since_it_was_shown_is_shown_again_before_issue(
    sign_in: SignIn, office: Office, world: World
) -> None:
    deputy = make_deputy(office, world)
    field = put_in_charge(office, world, deputy)
    meeting_id = make_draft(office, world, invited=("stnmt",), papers=())
    ask_by_field(office, meeting_id)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    sent = {"version": writer.field("version"), "charges": writer.field("charges")}
    hand_on(office, world, field)
    assert writer.post(f"/meetings/{meeting_id}/issue", sent).status_code == 422
    assert "Lãnh đạo phụ trách lĩnh vực vừa đổi ở Sở Tài nguyên và Môi trường" in writer.page
    assert meeting_of(office, meeting_id).state == "draft"
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "hiện là Võ Đức Nhân, Giám đốc Sở" in writer.page
    writer.post(f"/meetings/{meeting_id}/issue", sent | {"charges": writer.field("charges")})
    assert meeting_of(office, meeting_id).invitees[0].in_charge == "Võ Đức Nhân, Giám đốc Sở"


def test_who_left_office_or_shares_the_field_is_not_named_and_whoever_is_invited_later_is_told(
    sign_in: SignIn, office: Office, world: World
) -> None:
    deputy = make_deputy(office, world)
    other = make_deputy(office, world, "pgd2.stnmt", "Trần Thị Mỏ")
    put_in_charge(office, world, deputy, "Đất đai đô thị")
    put_in_charge(office, world, other, "Đất đai nông thôn")
    meeting_id = make_draft(office, world, invited=("stc",), papers=(), ahead=timedelta(hours=60))
    writer = sign_in("chuyenvien")
    with office.transaction():
        meetings.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    asked = {"pick": f"u{world.units['stnmt']}", "leader": "1"}
    writer.get(f"/meetings/{meeting_id}/invite", query_string=asked | {"capacity": LAND})
    assert UNKNOWN in writer.page, "two leaders share it"
    urban = "Lãnh đạo phụ trách đất đai đô thị"
    writer.get(f"/meetings/{meeting_id}/invite", query_string=asked | {"capacity": urban})
    assert "hiện là Hoàng Văn Đất, Phó Giám đốc" in writer.page
    act = {"act": f"send:u{world.units['stnmt']}", "capacity": urban, "leader": "y"}
    writer.post(f"/meetings/{meeting_id}/invite", act)
    row = office.session.scalars(select(Invitee).filter_by(unit_id=world.units["stnmt"])).one()
    assert row.in_charge_id == deputy
    assert any("Theo lĩnh vực phụ trách" in one for one in told(office, deputy))
    with office.transaction() as session:
        session.get_one(Person, deputy).active = False
    writer.get(f"/meetings/{meeting_id}/invite", query_string=asked | {"capacity": urban})
    assert UNKNOWN in writer.page, "who left leads no field, whatever the list says"
