"""Items that come to a meeting while its live page is open: added on the panel, or by a change of its agenda."""

from __future__ import annotations

import pytest

from e_office.core.office import Office
from e_office.core.permission import NotAllowed
from e_office.core.problems import NotFound
from e_office.meetings.agenda.queries import first_version
from e_office.meetings.facts import papers_sent
from e_office.meetings.live import adding
from e_office.meetings.live.adding import AddedItem
from e_office.meetings.live.models import LiveItem, LiveItemPaper
from e_office.meetings.live.rules import ItemAct
from e_office.meetings.live.running import change_item
from e_office.meetings.minutes.queries import minutes_of
from tests.conftest import MovingClock
from tests.factories.live import ITEMS, RUNS, begin_item, live_now, make_held
from tests.factories.minutes import begin_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_live import press, titles

NEW = "Phương án ứng phó bão số 12"


def course(office: Office, meeting_id: int) -> list[str]:
    office.session.rollback()
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    return minutes.text("course").splitlines()


def names(office: Office, meeting_id: int) -> list[str]:
    return [title for title, _state in titles(office, meeting_id)]


def paper_of(office: Office, meeting_id: int) -> int:
    (paper,) = papers_sent(meeting_of(office, meeting_id))
    return first_version(paper).id


def test_an_item_is_added_after_the_current_one_with_unit_and_papers_and_everybody_sees_it(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock)
    begin_minutes(office, world, meeting_id)
    begin_item(office, world, meeting_id)
    at, clerk, delegate = f"/meetings/{meeting_id}/live", sign_in("vanthu"), sign_in("giamdoc.stc")
    tag = delegate.get(f"{at}/state/show").headers["ETag"]
    clerk.get(f"{at}/panel")
    paper = str(paper_of(office, meeting_id))
    fields = {"place": "next", "unit": str(world.units["stnmt"]), "papers": paper}
    refused = press(clerk, f"{at}/items", title=" ", **fields)
    assert (refused, "Chưa ghi tên nội dung" in clerk.page) == (422, True)
    assert '<option value="next" selected>' in clerk.page, "nothing typed is lost"
    assert f'name="papers" value="{paper}" checked' in clerk.page
    assert press(clerk, f"{at}/items", title=NEW, **fields) == 200
    assert names(office, meeting_id) == [ITEMS[0], NEW, *ITEMS[1:]]
    page = delegate.get(f"{at}/state/show", headers={"If-None-Match": tag})
    assert (page.status_code, f"Tiếp theo: {NEW}" in page.text) == (200, True)
    (item_id,) = [one.id for one in live_now(office, meeting_id).running_order if one.added]
    edit = f"{at}/items/{item_id}"
    assert edit in clerk.get(f"{at}/panel").text
    clerk.get(edit)
    again = {"title": "Ứng phó bão số 12", "unit": str(world.units["stc"]), "papers": paper}
    last = live_now(office, meeting_id).running_order[-1].id
    assert press(clerk, edit, **again, place=str(last)) == 200
    assert names(office, meeting_id) == [*ITEMS, "Ứng phó bão số 12"]
    assert press(clerk, f"{edit}/start") == 200
    shown = delegate.get(at).text
    current = shown[shown.index('id="now-title"') : shown.index('id="agenda-title"')]
    assert "Ứng phó bão số 12" in current
    assert '<p class="quiet small">Sở Tài chính</p>' in current
    assert "Báo cáo tiến độ" in current
    clerk.get(edit)
    assert press(clerk, edit, title="Ứng phó bão số 12", unit="", place="") == 200
    told = [line[6:] for line in course(office, meeting_id)]
    unit, other = (meeting_unit(office, world, key) for key in ("stnmt", "stc"))
    lines = [
        f"thêm nội dung “{NEW}”.", f"{unit} báo cáo nội dung “{NEW}”.", f"tài liệu của nội dung “{NEW}”: Báo cáo tiến độ.",
        f"đổi tên nội dung “{NEW}” thành “Ứng phó bão số 12”.", "đổi thứ tự nội dung “Ứng phó bão số 12”.",
        f"{other} báo cáo nội dung “Ứng phó bão số 12”.", f"xong nội dung “{ITEMS[0]}”.",
        "bắt đầu nội dung “Ứng phó bão số 12”.",
        "nội dung “Ứng phó bão số 12” không còn giao đơn vị nào báo cáo.",
        "nội dung “Ứng phó bão số 12” không còn tài liệu kèm theo.",
    ]  # fmt: skip
    assert told[2:] == lines


def meeting_unit(office: Office, world: World, key: str) -> str:
    return world.unit(key).name


def test_only_added_items_change_by_who_runs_the_meeting_until_they_are_done(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = make_held(office, world, clock)
    at, clerk, head = f"/meetings/{meeting_id}/live", sign_in("vanthu"), sign_in("giamdoc.stc")
    with office.transaction():
        item_id = adding.add_item(office, world.actor(RUNS), meeting_id, AddedItem(title=NEW)).id
    printed = live_now(office, meeting_id).running_order[0].id
    sent = {"title": "Tên khác", "place": "", "form_key": ""}
    refused = clerk.post(f"{at}/items/{printed}", sent)
    assert (refused.status_code, "Nội dung này theo giấy mời" in refused.text) == (422, True)
    assert f'{at}/items/{printed}"' not in clerk.get(f"{at}/panel").text
    assert head.get(f"{at}/items/{item_id}").status_code == 404
    assert head.post(f"{at}/items/{item_id}", sent).status_code == 403
    with pytest.raises(NotAllowed), office.transaction():
        adding.add_item(office, world.actor("giamdoc.stc"), meeting_id, AddedItem(title=NEW))
    for unknown in ({"unit": "987654"}, {"place": "987654"}, {"place": str(item_id)}, {"place": "somewhere"}):
        assert clerk.post(f"{at}/items/{item_id}", {**sent, **unknown}).status_code == 404, unknown
    assert clerk.post(f"{at}/items/{item_id}", {**sent, "papers": "987654"}).status_code == 200
    assert count(office, LiveItemPaper) == 0, "a paper nobody was sent is none"
    for act in (ItemAct.START, ItemAct.FINISH):
        with office.transaction():
            change_item(office, world.actor(RUNS), meeting_id, item_id, act)
    late = clerk.post(f"{at}/items/{item_id}", sent)
    assert (late.status_code, "vừa chuyển sang “đã xong”" in late.text) == (422, True)
    with pytest.raises(NotFound), office.transaction():
        adding.change_added(office, world.actor(RUNS), meeting_id, 987654, AddedItem(title=NEW))


def test_an_issued_change_of_the_agenda_reaches_the_running_order_that_is_open(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_held(office, world, clock, items=(ITEMS[0],))
    begin_minutes(office, world, meeting_id)
    at, officer, delegate = f"/meetings/{meeting_id}", sign_in("chuyenvien"), sign_in("giamdoc.stc")
    with office.transaction():
        adding.add_item(office, world.actor(RUNS), meeting_id, AddedItem(title="Việc thêm tại hội trường"))
    tag = delegate.get(f"{at}/live/state/show").headers["ETag"]

    def change(act: str, **fields: str) -> None:
        answer = officer.post(f"{at}/agenda", {"act": act, "form_key": "", **fields})
        assert answer.status_code == 200, answer.text

    change("add", title=NEW)
    assert names(office, meeting_id) == [ITEMS[0], NEW, "Việc thêm tại hội trường"]
    page = delegate.get(f"{at}/live/state/show", headers={"If-None-Match": tag})
    assert (page.status_code, page.text.count(NEW)) == (200, 2), "among the items, and in what happened"
    first, new = (one.item_id for one in live_now(office, meeting_id).running_order[:2])
    change("save", **{f"title-{new}": "Ứng phó bão số 12"})
    assert names(office, meeting_id)[1] == "Ứng phó bão số 12"
    change(f"up:{new}")
    assert names(office, meeting_id) == ["Ứng phó bão số 12", ITEMS[0], "Việc thêm tại hội trường"]
    begin_item(office, world, meeting_id, 1)
    for item in (new, first):
        change(f"out:{item}")
    assert titles(office, meeting_id) == [
        ("Ứng phó bão số 12", "skipped"), (ITEMS[0], "current"), ("Việc thêm tại hội trường", "waiting"),
    ]  # fmt: skip
    assert count(office, LiveItem, item_id=new) == 0
    assert [line[6:] for line in course(office, meeting_id)][2:] == [
        f"thêm nội dung “{NEW}”.", f"đổi tên nội dung “{NEW}” thành “Ứng phó bão số 12”.",
        "đổi thứ tự nội dung “Ứng phó bão số 12”.", f"bắt đầu nội dung “{ITEMS[0]}”.",
        "bỏ nội dung “Ứng phó bão số 12” khỏi chương trình.", f"bỏ nội dung “{ITEMS[0]}” khỏi chương trình.",
    ]  # fmt: skip
