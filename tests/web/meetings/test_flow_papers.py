"""The papers of an issued meeting through HTTP: put in the place of others, agreed to, sent, taken out."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.models import MeetingEvent, Paper
from tests.conftest import Browser, MovingClock
from tests.factories.meetings import agree_to_all, make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of


def put_in_place_of(writer: Browser, office: Office, meeting_id: int, old: int, words: str) -> int:
    """Upload another version of a paper; gives its id."""
    form = {"act": "put", "replaces": str(old), "title": "", "files": [(BytesIO(words.encode()), f"{words}.txt")]}
    form["changes"] = "Cập nhật số liệu đến ngày 30/11"
    path = f"/meetings/{meeting_id}/papers"
    assert writer.post(path, form, content_type="multipart/form-data").status_code == 200
    return max(paper.id for paper in meeting_of(office, meeting_id).papers)


def states_of(office: Office, meeting_id: int) -> dict[int, str]:
    return {paper.id: str(paper.state) for paper in meeting_of(office, meeting_id).papers}


def send(writer: Browser, office: Office, world: World, meeting_id: int, paper_id: int) -> int:
    """Ask the chair, who agrees, then send it; gives the status."""
    path = f"/meetings/{meeting_id}/papers"
    writer.post(path, {"act": f"submit:{paper_id}"})
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    return writer.post(path, {"act": f"send:{paper_id}"}).status_code


def test_a_replaced_paper_needs_its_own_consent_and_its_own_time(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    reader = sign_in("vanthu.stc")
    old = meeting_of(office, meeting_id).papers[0].id
    reader.get(f"/meetings/{meeting_id}/invitation")
    reader.post(f"/meetings/{meeting_id}/papers/{old}/open")
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/papers"
    writer.get(path)
    new = put_in_place_of(writer, office, meeting_id, old, "ban moi")
    assert writer.post(path, {"act": f"send:{new}"}).status_code == 422
    assert "chưa được chủ trì đồng ý" in writer.page
    writer.post(path, {"act": f"submit:{new}"})
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    clock.move(hours=17)
    writer.sign_in("chuyenvien")
    assert writer.post(path, {"act": f"send:{new}"}).status_code == 422
    assert "Gửi tài liệu quá muộn" in writer.page
    clock.move(hours=-2)
    writer.post(path, {"act": f"send:{new}"})
    states = {paper.id: paper.state for paper in meeting_of(office, meeting_id).papers}
    assert states == {old: "replaced", new: "distributed"}
    reader.sign_in("vanthu.stc")
    page = reader.get(f"/meetings/{meeting_id}/invitation").text
    assert "thay bản cũ lúc" in page
    assert "đã đọc 0 trên 1" in page, "a receipt is for one version"
    assert reader.post(f"/meetings/{meeting_id}/papers/{old}/open").status_code == 200, "the old one stays readable"


def test_a_replacement_that_is_replaced_itself_takes_the_old_paper_out_of_force(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    first = meeting_of(office, meeting_id).papers[0].id
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/papers")
    second = put_in_place_of(writer, office, meeting_id, first, "ban hai")
    third = put_in_place_of(writer, office, meeting_id, second, "ban ba")
    assert states_of(office, meeting_id) == {first: "distributed", second: "replaced", third: "draft"}
    assert send(writer, office, world, meeting_id, third) == 200
    assert states_of(office, meeting_id) == {first: "replaced", second: "replaced", third: "distributed"}
    event = office.session.scalars(select(MeetingEvent).filter_by(kind="paper", paper_id=third)).one()
    assert event.facts["replaces"] == first, "the log names the version the invitees had"

    reader = sign_in("vanthu.stc")
    page = reader.get(f"/meetings/{meeting_id}/invitation").text
    assert "đã đọc 0 trên 1" in page, "one paper is in force"
    assert page.count("bản cũ, đã thay lúc") == 1
    assert reader.post(f"/meetings/{meeting_id}/papers/{first}/open").status_code == 200
    assert reader.post(f"/meetings/{meeting_id}/papers/{second}/open").status_code == 404, "nobody was ever sent it"


def test_what_was_to_replace_a_paper_that_is_taken_out_replaces_what_that_one_replaced(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    first = meeting_of(office, meeting_id).papers[0].id
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/papers"
    writer.get(path)
    second = put_in_place_of(writer, office, meeting_id, first, "ban hai")
    third = put_in_place_of(writer, office, meeting_id, second, "ban ba")
    assert writer.post(path, {"act": f"out:{second}"}).status_code == 200
    assert office.session.get_one(Paper, third).replaces_id == first
    assert send(writer, office, world, meeting_id, third) == 200
    assert states_of(office, meeting_id) == {first: "replaced", third: "distributed"}


def test_of_two_replacements_of_one_paper_the_one_sent_last_is_in_force(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    first = meeting_of(office, meeting_id).papers[0].id
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/papers")
    second = put_in_place_of(writer, office, meeting_id, first, "ban hai")
    third = put_in_place_of(writer, office, meeting_id, first, "ban ba")
    assert send(writer, office, world, meeting_id, third) == 200
    assert send(writer, office, world, meeting_id, second) == 200
    assert states_of(office, meeting_id) == {first: "replaced", second: "distributed", third: "replaced"}


def test_a_paper_that_was_sent_is_never_taken_out(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40))
    first = meeting_of(office, meeting_id).papers[0].id
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/papers"
    writer.get(path)
    second = put_in_place_of(writer, office, meeting_id, first, "ban hai")
    assert send(writer, office, world, meeting_id, second) == 200
    for paper_id in (first, second):
        assert writer.post(path, {"act": f"out:{paper_id}"}).status_code == 422
        assert "Tài liệu đã gửi đi thì không bỏ được" in writer.page
    assert states_of(office, meeting_id) == {first: "replaced", second: "distributed"}


def test_a_paper_that_is_on_the_list_no_more_is_not_replaced_a_second_time(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_draft(office, world)
    first = meeting_of(office, meeting_id).papers[0].id
    writer = sign_in("chuyenvien")
    path = f"/meetings/{meeting_id}/papers"
    writer.get(path)
    second = put_in_place_of(writer, office, meeting_id, first, "ban hai")
    for gone in (first, 999_999):
        form = {"act": "put", "replaces": str(gone), "title": "", "files": [(BytesIO(b"ba"), "ba.txt")]}
        assert writer.post(path, form, content_type="multipart/form-data").status_code == 422
        assert "Tài liệu định thay đã bị bỏ" in writer.page
    assert states_of(office, meeting_id) == {first: "replaced", second: "draft"}
