"""The agenda through HTTP: items written, moved, printed as program, read by invitees; what still changes later (M15)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from e_office.core.office import Office
from e_office.meetings import service as meetings
from e_office.meetings.agenda import service
from e_office.meetings.agenda.queries import items_of, program_of
from e_office.meetings.agenda.rules import change_problems, item_problems, moved, starts_of
from e_office.meetings.agenda.service import ItemFacts
from e_office.meetings.facts import papers_sent
from e_office.meetings.letters import invitation_text
from e_office.meetings.papers import take_paper_out
from e_office.meetings.papers_out import invitation_paper
from tests.conftest import Browser
from tests.factories.meetings import agree_to_all, make_draft, make_file
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, sent_original, words_of_docx

START = datetime(2013, 12, 5, 1, tzinfo=UTC)


def test_m15_an_items_turn_comes_when_those_before_it_are_over() -> None:
    hour = timedelta(hours=1)
    assert starts_of(START, [60, 30, None, 15]) == [START, START + hour, START + 1.5 * hour, None]


@pytest.mark.parametrize(
    ("item", "step", "order"), [(2, -1, [2, 1, 3]), (2, 1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3])]
)
def test_an_item_moves_one_step_and_not_beyond_the_ends(item: int, step: int, order: list[int]) -> None:
    assert moved([1, 2, 3], item, step) == order


@pytest.mark.parametrize(
    ("title", "minutes", "codes"),
    [
        ("A", None, []),
        ("A", 480, []),
        (" ", None, ["title_missing"]),
        ("A", 0, ["minutes_wrong"]),
        ("A", 481, ["minutes_wrong"]),
    ],
)
def test_an_item_has_a_title_and_a_length_that_fits(title: str, minutes: int | None, codes: list[str]) -> None:
    assert [one.code for one in item_problems([(1, title, minutes)])] == codes


@pytest.mark.parametrize(
    ("printed", "begun", "order", "codes"),
    [
        (False, False, True, []), (True, False, False, []), (True, False, True, ["issued"]),
        (True, True, False, ["begun"]),
    ],
)  # fmt: skip
def test_what_an_issued_invitation_prints_stands(printed: bool, begun: bool, order: bool, codes: list[str]) -> None:
    found = list(change_problems(printed=printed, begun=begun, order=order))
    assert [one.code for one in found] == codes
    assert all(one.cure for one in found), "each says what can be done"


def form_of(office: Office, meeting_id: int, **changes: str) -> dict[str, object]:
    """The page as it is kept, with changes by the name of the field."""
    form: dict[str, object] = {}
    for item in items_of(office, meeting_of(office, meeting_id)):
        form |= {
            f"title-{item.id}": item.title, f"unit-{item.id}": item.unit_id or "", f"rapporteur-{item.id}": item.rapporteur,
            f"minutes-{item.id}": item.minutes or "", f"agreed-{item.id}": item.agreed, f"to_settle-{item.id}": item.to_settle,
            f"not_agreed-{item.id}": item.not_agreed, f"papers-{item.id}": [row.paper_id for row in item.papers],
        }  # fmt: skip
    return form | dict(changes)


def press(browser: Browser, office: Office, meeting_id: int, act: str, **changes: str) -> int:
    path = f"/meetings/{meeting_id}/agenda"
    browser.get(path)
    return browser.post(path, form_of(office, meeting_id, **changes) | {"act": act}).status_code


def test_items_are_written_moved_printed_and_read(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    assert "Chương trình, các nội dung" in writer.get(f"/meetings/{meeting_id}/edit").text
    for title in ("Tiến độ giải phóng mặt bằng", "Phương án tái định cư"):
        assert press(writer, office, meeting_id, "add", title=title) == 200
    assert press(writer, office, meeting_id, "add", title="  ") == 422
    first, second = (item.id for item in items_of(office, meeting_of(office, meeting_id)))
    paper = meeting_of(office, meeting_id).papers[0].id
    filled = {
        f"minutes-{first}": "45", f"rapporteur-{first}": "Võ Đức Nhân", f"agreed-{first}": "Mức bồi thường",
        f"not_agreed-{first}": "Thời hạn bàn giao", f"to_settle-{first}": "Nguồn vốn tái định cư", f"papers-{first}": str(paper),
    }  # fmt: skip
    assert press(writer, office, meeting_id, "save", **filled) == 200
    assert press(writer, office, meeting_id, "save", **{f"minutes-{first}": "lâu"}) == 422
    assert "ghi bằng số phút" in writer.page
    assert press(writer, office, meeting_id, f"down:{first}") == 200
    assert re.search(rf'value="down:{first}" autofocus', writer.page), "the next press moves it on"
    assert press(writer, office, meeting_id, f"up:{first}") == 200
    assert [item.id for item in items_of(office, meeting_of(office, meeting_id))] == [first, second]

    writer.get(f"/meetings/{meeting_id}/confirm")
    assert writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version")}).status_code == 200
    meeting = meeting_of(office, meeting_id)
    assert meeting.document_id is not None
    words = words_of_docx(sent_original(office, meeting.document_id))
    assert any(
        "1. " in line and "Tiến độ giải phóng mặt bằng (Sở Tài nguyên và Môi trường, Võ Đức Nhân);" in line
        for line in words
    )
    reader = sign_in("vanthu.stc")
    page = reader.get(f"/meetings/{meeting_id}/invitation").text
    for said in ("Phương án tái định cư", "Nguồn vốn tái định cư", "Thời hạn bàn giao", "báo cáo: Võ Đức Nhân"):
        assert said in page
    assert reader.get(f"/meetings/{meeting_id}/agenda").status_code == 404

    assert press(writer, office, meeting_id, f"up:{second}") == 422, "what is printed stands"
    assert press(writer, office, meeting_id, "save", **{f"title-{first}": "Việc khác"}) == 422
    assert press(writer, office, meeting_id, "save", **{f"to_settle-{second}": "Đơn giá đất"}) == 200
    assert "Đơn giá đất" in reader.get(f"/meetings/{meeting_id}/invitation").text
    preparing = sign_in("chuyenvien.stnmt")
    assert press(preparing, office, meeting_id, "save", **{f"agreed-{second}": "Vị trí khu tái định cư"}) == 200


def test_a_single_item_prints_no_program(office: Office, world: World) -> None:
    meeting_id = make_draft(office, world, papers=())
    with office.transaction():
        service.add_item(office, world.actor("chuyenvien"), meeting_id, "Một việc")
    text = invitation_text(office, meeting_of(office, meeting_id), number=None, day=None)
    assert len(text.program) == 1
    assert "Chương trình" not in repr(invitation_paper(text).body)


def test_items_are_added_after_an_issue_that_printed_none_and_the_invited_are_told(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """M15: a single item is not printed; what was added since is not taken for printed either."""
    meeting_id = make_draft(office, world, papers=())
    writer = sign_in("chuyenvien")
    assert press(writer, office, meeting_id, "add", title="Tiến độ giải phóng mặt bằng") == 200
    with office.transaction():
        meetings.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    for title in ("Phương án tái định cư", "Việc khác"):
        assert press(writer, office, meeting_id, "add", title=title) == 200
    assert "không in chương trình" in writer.page
    first, second, third = (item.id for item in items_of(office, meeting_of(office, meeting_id)))
    assert press(writer, office, meeting_id, "save", **{f"title-{second}": "Phương án tái định cư, kinh phí"}) == 200
    assert press(writer, office, meeting_id, f"up:{second}") == 200
    assert press(writer, office, meeting_id, f"out:{third}") == 200
    assert [item.id for item in items_of(office, meeting_of(office, meeting_id))] == [second, first]
    writer.get(f"/meetings/{meeting_id}")
    for said in ("thêm nội dung “Việc khác”", "sửa tên, đơn vị", "đổi thứ tự nội dung", "bỏ nội dung “Việc khác”"):
        assert said in writer.page, "the history has each"
    reader = sign_in("vanthu.stc")
    reader.get("/")
    assert "Đổi chương trình họp: " in reader.page
    assert "kinh phí" in reader.get(f"/meetings/{meeting_id}/invitation").text


def test_a_printed_program_says_where_an_item_is_added(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world, papers=())
    writer = sign_in("chuyenvien")
    for title in ("Tiến độ", "Tái định cư"):
        press(writer, office, meeting_id, "add", title=title)
    with office.transaction():
        meetings.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    assert press(writer, office, meeting_id, "add", title="Việc khác") == 422
    assert "khi họp, ở trang điều hành phiên họp" in writer.page
    assert len(items_of(office, meeting_of(office, meeting_id))) == 2


def test_a_replaced_paper_stays_with_its_item(office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    writer, chair = world.actor("chuyenvien"), world.actor("phochutich")
    first = meeting_of(office, meeting_id).papers[0].id
    with office.transaction():
        item = service.add_item(office, writer, meeting_id, "Tiến độ")
        service.save_items(
            office, writer, meeting_id, [ItemFacts(id=item.id, title="Tiến độ", paper_ids=[first, 987654])]
        )
    with office.transaction():
        meetings.issue_invitation(office, writer, meeting_id)
    file = make_file(office, "Báo cáo mới.txt", "Tiến độ đến 05/12")
    with office.transaction():
        new = meetings.put_paper(
            office, writer, meeting_id, file, title="Báo cáo mới", replaces_id=first, changes="Số liệu đến ngày 05/12"
        )
        meetings.submit(office, writer, meeting_id, [new.id])
        new_id = new.id
    agree_to_all(office, chair, meeting_id)
    with office.transaction():
        meetings.send_paper(office, writer, meeting_id, new_id)
    meeting = meeting_of(office, meeting_id)
    (turn,) = program_of(office, meeting, papers_sent(meeting))
    assert [paper.id for paper in turn.papers] == [new_id], "and no paper of another meeting"


def test_a_paper_that_is_taken_out_leaves_the_items_it_stood_under_to_the_version_that_stays(
    office: Office, world: World, both_databases: str
) -> None:
    """M15: its first version stands for all that take its place."""
    meeting_id = make_draft(office, world, papers=("Báo cáo.txt", "Tờ trình.txt"), agreed=False)
    actor = world.actor("chuyenvien")
    kept, gone = (one.id for one in meeting_of(office, meeting_id).papers)
    office.session.rollback()
    with office.transaction():
        item = service.add_item(office, actor, meeting_id, "Một việc").id
        service.save_items(office, actor, meeting_id, [ItemFacts(id=item, title="Một việc", paper_ids=(kept, gone))])
    with office.transaction():
        take_paper_out(office, actor, meeting_id, gone)
    (after,) = items_of(office, meeting_of(office, meeting_id))
    assert [one.paper_id for one in after.papers] == [kept]
