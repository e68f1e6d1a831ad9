"""Groups of units through HTTP: kept, chosen, changed; and the leaders an ordinary meeting may not invite (M10)."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.office import Office
from e_office.meetings.groups.models import InviteeGroup
from e_office.meetings.models import Meeting
from e_office.people.models import Person, Post
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of, written


def test_a_group_is_expanded_when_it_is_chosen(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    writer = sign_in("chuyenvien")
    writer.get("/meetings/groups")
    assert "Chưa có nhóm nào" in writer.page
    writer.get("/meetings/groups/new")
    assert writer.post("/meetings/groups/new", {"name": " "}).status_code == 422
    assert "Chưa đặt tên nhóm" in writer.page
    assert "Chưa chọn đơn vị nào" in writer.page, "every problem at once"
    units = [world.units["stnmt"], world.units["stc"]]
    writer.post("/meetings/groups/new", {"name": "Khối kinh tế", "unit": units})
    assert "Khối kinh tế" in writer.page
    assert count(office, InviteeGroup) == 1
    group = office.session.query(InviteeGroup).one()

    meeting_id = make_draft(office, world, invited=())
    writer.get(f"/meetings/{meeting_id}/edit")
    assert f'value="invite:g{group.id}"' in writer.page
    start = office.clock.now() + timedelta(hours=25)
    chosen = written(start, chair=str(world.persons["phochutich"]), act=f"invite:g{group.id}")
    writer.post(f"/meetings/{meeting_id}/edit", chosen | {"version": writer.field("version")})
    assert [one.unit.short_name for one in meeting_of(office, meeting_id).invitees] == ["Sở TNMT", "Sở Tài chính"]

    writer.get(f"/meetings/groups/{group.id}")
    again = {"name": "Khối kinh tế", "unit": [world.units["stc"], world.units["sct"]]}
    writer.post(f"/meetings/groups/{group.id}", again | {"version": writer.field("version")})
    assert "Sở Công Thương" in writer.page
    stale = writer.post(f"/meetings/groups/{group.id}", again | {"version": "1"})
    assert stale.status_code == 422, "somebody else has changed it meanwhile"
    assert len(meeting_of(office, meeting_id).invitees) == 2, "what was chosen stays as it was"

    other = sign_in("vanthu.stc")
    assert other.get(f"/meetings/groups/{group.id}").status_code == 404, "another agency's group"
    other.get("/meetings/groups")
    assert "Khối kinh tế" not in other.page
    writer.get(f"/meetings/groups/{group.id}")
    writer.post(f"/meetings/groups/{group.id}", {"act": "end"})
    assert "Chưa có nhóm nào" in writer.page


def test_a_group_invites_more_after_issue_but_only_that_of_the_inviting_agency(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_issued(office, world, invited=("stnmt",), ahead=timedelta(hours=60))
    writer = sign_in("chuyenvien")
    writer.get("/meetings/groups/new")
    writer.post("/meetings/groups/new", {"name": "Các huyện ven biển", "unit": [world.units["kyanh"]]})
    group = office.session.query(InviteeGroup).one()
    office.session.rollback()
    writer.get(f"/meetings/{meeting_id}/invite")
    writer.post(f"/meetings/{meeting_id}/invite", {"act": f"invite:g{group.id}", "leader": "y"})
    assert "Sẽ mời thêm 1 thành phần" in writer.page
    writer.post(f"/meetings/{meeting_id}/invite", {"act": f"send:g{group.id}", "leader": "y"})
    assert len(meeting_of(office, meeting_id).invitees) == 2

    theirs = make_issued(office, world, unit="stc", login="vanthu.stc", invited=("stnmt",), ahead=timedelta(hours=63))
    clerk = sign_in("vanthu.stc")
    clerk.get(f"/meetings/{theirs}/invite")
    clerk.post(f"/meetings/{theirs}/invite", {"act": f"send:g{group.id}", "leader": "y"})
    assert len(meeting_of(office, theirs).invitees) == 1, "a guessed group of another agency stands for nobody"


def test_m10_words_and_persons_count_as_leaders_though_nobody_ticked_them(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_draft(office, world, nature="ordinary", persons=[("chutich.kyanh", "kyanh")], invited=("stc",))
    with office.transaction() as session:
        for invitee in session.get_one(Meeting, meeting_id).invitees:
            invitee.leader = False
    writer = sign_in("chuyenvien")
    assert writer.get(f"/meetings/{meeting_id}/confirm").status_code == 422
    assert "đang mời 2 lãnh đạo" in writer.page
    assert "Sở Tài chính; Trần Viết Sáng" in writer.page, "each is named"
    with office.transaction() as session:
        meeting = session.get_one(Meeting, meeting_id)
        meeting.invitees[0].capacity = "Trưởng phòng chuyên môn"
        session.delete(meeting.invitees[1])
    assert writer.get(f"/meetings/{meeting_id}/confirm").status_code == 200


def test_the_leader_in_charge_is_named_while_one_writes(sign_in: SignIn, office: Office, world: World) -> None:
    with office.transaction() as session:
        deputy = Person(login="pgd.stnmt", name="Hoàng Văn Đất", must_change_password=False)
        post = Post(unit=world.unit("stnmt"), role="leader", title="Phó Giám đốc phụ trách đất đai, khoáng sản")
        deputy.posts.append(post)
        session.add(deputy)
    meeting_id = make_draft(office, world, invited=("stnmt", "stc"))
    with office.transaction() as session:
        for invitee in session.get_one(Meeting, meeting_id).invitees:
            invitee.capacity = "Lãnh đạo phụ trách lĩnh vực đất đai"
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/edit")
    assert writer.page.count("hiện là") == 1, "the other department has nobody with that field: it stays words"
    assert "Hoàng Văn Đất, Phó Giám đốc phụ trách đất đai, khoáng sản" in writer.page


def test_the_page_before_issue_says_what_will_happen(sign_in: SignIn, office: Office, world: World) -> None:
    with office.transaction():
        world.unit("stc").mailbox = None
    meeting_id = make_draft(office, world, ahead=timedelta(hours=31))
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    said = "3 đơn vị, 1 tài liệu, 1 đơn vị chưa có hộp thư, 31 giờ trước giờ họp; bộ quy tắc QĐ 3713 (24 giờ)."
    assert said in writer.page
