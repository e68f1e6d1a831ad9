"""Earlier meetings on the matter and their conclusions stand on every page of an invitation (M16 c)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from e_office.core.office import Office
from e_office.meetings import service
from tests.conftest import MovingClock
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, written

HEAD = "Cuộc họp trước về việc này"
MINING = "Họp nghe báo cáo tiến độ cấp phép khai thác khoáng sản"
BUDGET = "Họp nghe báo cáo tiến độ thu ngân sách"


@pytest.fixture
def held(office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]) -> None:
    """Two meetings that were held, one with a conclusion, and one on the same matter that was called off."""
    mining = make_issued(office, world, purpose=MINING)
    make_issued(office, world, purpose=BUDGET, ahead=timedelta(hours=27))
    off = make_issued(office, world, purpose=f"{MINING} lần hai", ahead=timedelta(hours=29))
    actor = world.actor("chuyenvien")
    with office.transaction():
        service.call_off(office, actor, off, "Chủ trì đi họp với Chính phủ")
    clock.move(hours=30)
    with office.transaction():
        item = service.ItemFacts(text="Dừng cấp phép mới", lead_unit_id=world.units["stc"])
        facts = service.ConclusionFacts(assessment="Còn chậm.", signer_id=world.persons["chanhvanphong"], items=[item])
        service.save_conclusion(office, actor, mining, facts)
        service.issue_conclusion(office, actor, mining)
    work_off()


@pytest.fixture(params=["with the index", "without it"])
def index(request: pytest.FixtureRequest, held: None, office: Office) -> str:
    """The answer is the same where the index is away, as after a lost disk."""
    if request.param == "without it":
        shutil.rmtree(Path(office.settings.search_url.removeprefix("whoosh://")))
    return str(request.param)


@pytest.mark.usefixtures("index")
def test_every_page_of_an_invitation_shows_them(sign_in: SignIn, office: Office, world: World) -> None:
    draft = make_draft(office, world, purpose="Họp về cấp phép khai thác khoáng sản năm 2027")
    writer = sign_in("chuyenvien")
    pages = {
        "edit": writer.get(f"/meetings/{draft}/edit").text,
        "confirm": writer.get(f"/meetings/{draft}/confirm").text,
    }
    assert "Số sẽ cấp" in pages["confirm"]
    with office.transaction():
        service.issue_invitation(office, world.actor("chuyenvien"), draft)
    pages["organiser"] = writer.get(f"/meetings/{draft}").text
    pages["invitee"] = sign_in("vanthu.stc").get(f"/meetings/{draft}/invitation").text
    for name, page in pages.items():
        part = page[page.index('id="earlier-matters"') :]
        assert HEAD in part, name
        assert "01/TB-UBND" in part, name
        assert "lần hai" not in part, "a meeting that was called off has nothing to tell"
        assert "ngân sách" not in part, "progress alone is no matter"
    assert "Dừng cấp phép mới" in pages["invitee"], "the task of one's own unit is quoted"
    assert "Dừng cấp phép mới" in pages["organiser"], "and what became of each stands on the meeting's page"


@pytest.mark.usefixtures("held")
def test_they_follow_what_is_typed(sign_in: SignIn, office: Office, world: World) -> None:
    draft = make_draft(office, world, purpose="Họp nghe báo cáo tiến độ")
    writer = sign_in("chuyenvien")
    assert HEAD not in writer.get(f"/meetings/{draft}/edit").text, "nothing is said of the matter yet"
    form = {**written(meeting_of(office, draft).starts_at), "csrf_token": writer.field("csrf_token")}
    for purpose, found in ((MINING, True), ("Họp về thu ngân sách", True), ("Họp về phòng chống lụt bão", False)):
        part = writer.client.post(f"/meetings/{draft}/check", data={**form, "purpose": purpose}).text
        assert 'hx-swap-oob="true"' in part
        assert (HEAD in part) is found, purpose
    assert meeting_of(office, draft).purpose == "Họp nghe báo cáo tiến độ"


@pytest.mark.usefixtures("held")
def test_nobody_sees_a_conclusion_they_may_not_read(sign_in: SignIn, office: Office, world: World) -> None:
    issued = make_issued(office, world, purpose=MINING, invited=("sct",))
    page = sign_in("vanthu.sct").get(f"/meetings/{issued}/invitation").text
    assert HEAD not in page
    assert "01/TB-UBND" not in page
