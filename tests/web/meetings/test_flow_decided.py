"""What was decided, found through HTTP: tasks and notices without any, by all that a notice says (M14, M16)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.models import Conclusion
from e_office.meetings.tasks.models import ConclusionTask
from tests.conftest import MovingClock
from tests.factories.conclusions import conclude, with_agenda
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, written

READ = "/meetings/tasks?whose=read"
SAID = "Việc cấp phép khai thác khoáng sản ở Kỳ Anh còn chậm."


def announce(office: Office, world: World, meeting_id: int, **changes: str) -> int:
    """Issue a notice that gives no task; gives its document."""
    facts = service.ConclusionFacts(signer_id=world.persons["chanhvanphong"], **changes)
    writer = world.actor("chuyenvien")
    with office.transaction():
        service.save_conclusion(office, writer, meeting_id, facts)
        issued = service.issue_conclusion(office, writer, meeting_id)
        assert issued.document_id is not None
        return issued.document_id


def test_a_notice_without_tasks_is_listed_and_found_without_accents(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    first = make_issued(office, world, purpose="Họp giao ban tháng 11", invited=("stnmt", "stc"))
    second = make_issued(office, world, purpose="Họp về thu ngân sách", ahead=timedelta(hours=27), invited=("stc",))
    clock.move(hours=40)
    (task_id,) = conclude(office, world, second, [{"with_units": ""}])
    clock.move(minutes=5)
    notice = announce(office, world, first, assessment=SAID, proposals="Xin lùi hạn: đồng ý đến hết quý I")
    link, task = f'href="/documents/{notice}"', f"/meetings/tasks/{task_id}"
    reader = sign_in("vanthu.stc")
    page = reader.get(READ).text
    assert link in page
    assert page.index(link) < page.index(task), "what was decided last stands first"
    assert "Kết luận không giao việc" in page
    assert SAID in unescape(page)
    for words in ("cap+phep+khoang+san", "xin+lui+han", "giao+ban+thang+11", "KHAI+THÁC"):
        page = reader.get(f"{READ}&q={words}").text
        assert link in page, words
        assert task not in page, words
    assert link not in reader.get(f"{READ}&q=lut+bao").text
    assert link in reader.get(f"{READ}&meeting={first}").text
    assert "Họp giao ban tháng 11" in reader.page
    for narrowed in ("view=open", "view=done", f"unit={world.units['sct']}", f"meeting={second}"):
        assert link not in reader.get(f"{READ}&{narrowed}").text, narrowed
    for whose in ("ours", "given"):
        assert link not in reader.get(f"/meetings/tasks?whose={whose}&view=all").text, whose
    stranger = sign_in("vanthu.kyanh")
    for address in (READ, f"{READ}&q=khoang+san", f"{READ}&meeting={first}"):
        assert link not in stranger.get(address).text, address
        assert "khoáng sản" not in stranger.page[stranger.page.index("<main") :]


def test_a_task_is_found_by_all_its_notice_says(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id, (land, _money) = with_agenda(office, world, ["Tái định cư Kỳ Lợi", "Nguồn vốn đền bù"])
    clock.move(hours=30)
    facts = service.ConclusionFacts(
        assessment=SAID, proposals="Xin thêm máy đo: giao Sở Tài chính", signer_id=world.persons["chanhvanphong"],
        items=[service.ItemFacts(text="Cắm mốc", lead_unit_id=world.units["sct"], agenda_item_id=land)],
    )  # fmt: skip
    writer = world.actor("chuyenvien")
    with office.transaction():
        service.save_conclusion(office, writer, meeting_id, facts)
        service.issue_conclusion(office, writer, meeting_id)
    task_id = office.session.scalars(select(ConclusionTask.id)).one()
    reader, task = sign_in("vanthu.stc"), f"/meetings/tasks/{task_id}"
    for words in ("cam+moc", "cap+phep+khoang+san", "xin+them+may+do", "tai+dinh+cu+ky+loi", "vung+ang"):
        assert task in reader.get(f"{READ}&q={words}").text, words
    assert task not in reader.get(f"{READ}&q=nguon+von+den+bu").text, "an item nothing was given on"
    assert task in reader.get(f"{READ}&q=cam+moc+khoang+san").text, "words of the task and of its notice together"

    work_off()
    search = "/search?q=tai+dinh+cu+ky+loi&kind=conclusion"
    found = f"/documents/{office.session.scalars(select(Conclusion.document_id)).one()}"
    assert found in reader.get(search).text, "the item is printed in the notice"


def test_the_index_made_anew_still_finds_what_a_notice_says(
    app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id = make_issued(office, world, purpose="Họp giao ban tháng 11")
    clock.move(hours=30)
    notice = announce(office, world, meeting_id, assessment=SAID)
    work_off()
    reader, search = sign_in("vanthu.stc"), "/search?q=cap+phep+khoang+san&kind=conclusion"
    assert f"/documents/{notice}" in reader.get(search).text
    shutil.rmtree(Path(office.settings.search_url.removeprefix("whoosh://")))
    assert app.test_cli_runner().invoke(args=["search", "rebuild"]).exit_code == 0
    assert f"/documents/{notice}" in reader.get(search).text


@pytest.mark.parametrize("index", ["with the index", "without it"])
def test_an_invitation_on_the_matter_offers_a_notice_that_gives_no_task(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    index: str,
    both_databases: str,
) -> None:
    """M16 c: by the meeting's name, and by what its notice says where the meeting had another name."""
    named = make_issued(office, world, purpose="Họp về cấp phép khai thác khoáng sản")
    other = make_issued(office, world, purpose="Họp giao ban tháng 11", ahead=timedelta(hours=27))
    apart = make_issued(office, world, purpose="Họp giao ban tháng 12", ahead=timedelta(hours=29))
    clock.move(hours=40)
    announce(office, world, named, assessment="Đồng ý phương án đã trình.")
    announce(office, world, other, assessment=f"Thu ngân sách đạt.\n{SAID}")
    scattered = "Cấp phép xây dựng còn chậm.\nPhép khai sinh đúng hạn.\nKhai thác rừng giảm.\nGiá khoáng sản tăng."
    announce(office, world, apart, assessment=scattered)
    work_off()
    if index == "without it":
        shutil.rmtree(Path(office.settings.search_url.removeprefix("whoosh://")))
    draft = make_draft(office, world, purpose="Họp giao ban")
    writer = sign_in("chuyenvien")
    assert "TB-UBND" not in writer.get(f"/meetings/{draft}/edit").text
    form = {**written(meeting_of(office, draft).starts_at), "csrf_token": writer.field("csrf_token")}
    matter = "Họp về cấp phép khai thác khoáng sản"
    typed = writer.client.post(f"/meetings/{draft}/check", data={**form, "purpose": matter}).text
    issued = make_issued(office, world, purpose=matter, ahead=timedelta(hours=33), invited=("stc", "sct"))
    opened = sign_in("vanthu.stc").get(f"/meetings/{issued}/invitation").text
    for page in (typed, opened):
        part = unescape(page[page.index('id="earlier-matters"') :])
        assert part.index("01/TB-UBND") < part.index("02/TB-UBND"), "by its name first"
        assert "Kết luận không giao việc" in part
        assert "Đồng ý phương án đã trình." in part
        assert "03/TB-UBND" not in part, "words of four sentences are no matter"
    uninvited = sign_in("vanthu.sct").get(f"/meetings/{issued}/invitation").text
    assert "TB-UBND" not in uninvited, "nobody is offered what they may not read"
