"""Writing and issuing an invitation through HTTP: refused with every reason, cured, numbered once."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

from flask import Flask
from sqlalchemy import func, select

from e_office.core.clock import local
from e_office.core.db import db
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.exchange.models import Dispatch
from e_office.meetings.models import Invitee, MeetingEvent, Paper
from e_office.notices.models import MailOut, Notice
from e_office.people.models import Person
from e_office.registry.models import OutgoingEntry, RegisterCounter
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.meetings import make_draft, make_issued, start_of
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of, written

HOUR = timedelta(hours=1)


def test_a_specialist_writes_and_issues_an_invitation_25_hours_ahead(
    sign_in: SignIn,
    office: Office,
    world: World,
    clock: MovingClock,
    work_off: Callable[[], int],
    outbox: Outbox,
    both_databases: str,
) -> None:
    writer = sign_in("chuyenvien")
    writer.get("/meetings/new")
    writer.post("/meetings/new", {"purpose": "Họp nghe báo cáo tiến độ"})
    path = re.search(r"/meetings/(\d+)/edit", writer.page)
    assert path
    meeting_id, edit = int(path.group(1)), path.group(0)
    facts = written(
        clock.now() + 25 * HOUR,
        chair=str(world.persons["phochutich"]),
        signer=str(world.persons["chanhvanphong"]),
        preparing_unit=str(world.units["stnmt"]),
    )
    for token in (f"u{world.units['stnmt']}", f"u{world.units['stc']}", f"p{world.persons['chutich.kyanh']}"):
        response = writer.post(edit, {**facts, "act": f"invite:{token}", "version": writer.field("version")})
        assert response.status_code == 200
    assert "Trần Viết Sáng" in writer.page
    upload = {
        **facts,
        "act": "files",
        "version": writer.field("version"),
        "files": [(BytesIO("Tiến độ đến 30/11".encode()), "Báo cáo tiến độ.txt")],
    }
    writer.post(edit, upload, content_type="multipart/form-data")
    assert 'value="Báo cáo tiến độ"' in writer.page

    refused = writer.post(edit, {**facts, "act": "issue", "version": writer.field("version")})
    assert refused.status_code == 422
    assert "Tài liệu 1 chưa được chủ trì đồng ý" in writer.page
    assert "Chưa cấp số, chưa gửi nơi nào" in writer.page

    writer.post(edit, {**facts, "act": "submit", "version": writer.field("version")})
    chair = sign_in("phochutich")
    chair.get("/meetings/consents")
    paper = meeting_of(office, meeting_id).papers[0]
    chair.post(f"/meetings/papers/{paper.id}/agree", {"sha256": paper.file.sha256})
    assert "Đã đồng ý tài liệu" in chair.page

    writer.get(edit)
    writer.post(edit, {**facts, "act": "issue", "version": writer.field("version")})
    assert "Số sẽ cấp" in writer.page
    assert "01/GM-UBND" in writer.page
    writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version"), "channel": "paper"})
    assert "Đã phát hành 01/GM-UBND tới 3 thành phần" in writer.page

    meeting = meeting_of(office, meeting_id)
    assert meeting.document is not None
    assert meeting.document.code == "01/GM-UBND"
    assert {invitee.delivered_at for invitee in meeting.invitees} == {clock.now()}
    dispatches = office.session.scalars(select(Dispatch).filter_by(document_id=meeting.document_id)).all()
    assert {row.channel for row in dispatches} == {"electronic"}
    assert len(dispatches) == 3
    assert count(office, OutgoingEntry) == 1
    assert count(office, Notice, meeting_id=meeting_id) >= 4
    work_off()
    assert len(outbox.mails) == 3
    assert len({mail.message_id for mail in outbox.mails}) == 3
    mail = outbox.mails[0]
    assert b"METHOD:REQUEST" in (mail.calendar or b"")
    assert f"/meetings/{meeting_id}/invitation" in mail.text
    assert "01/GM-UBND" in mail.subject


def test_23_hours_59_minutes_ahead_is_refused_and_nothing_goes_out(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], outbox: Outbox, both_databases: str
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=23, minutes=59))
    before = (count(office, Notice), count(office, Job))
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/edit")
    answer = writer.post(f"/meetings/{meeting_id}/issue", {"version": writer.field("version")})
    assert answer.status_code == 422
    assert "Giờ họp quá gần: thiếu 1 phút so với 24 giờ." in writer.page
    assert "Dời sang 08:30" in writer.page, "the cure is a button"
    meeting = meeting_of(office, meeting_id)
    assert meeting.state == "draft"
    assert meeting.document_id is None
    for model in (OutgoingEntry, RegisterCounter, Dispatch, MailOut, MeetingEvent):
        assert count(office, model) == 0, model
    assert (count(office, Notice), count(office, Job)) == before
    assert office.session.scalar(select(func.count(Invitee.id)).where(Invitee.delivered_at.is_not(None))) == 0
    work_off()
    assert outbox.mails == []


def test_the_offered_hour_is_taken_with_one_button(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=20))
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    offered = re.search(r'value="(move:[^"]+)"', writer.page)
    assert offered
    meeting = meeting_of(office, meeting_id)
    form = written(
        meeting.starts_at,
        chair=str(meeting.chair_id),
        signer=str(meeting.signer_id),
        preparing_unit=str(meeting.preparing_unit_id),
    )
    writer.post(f"/meetings/{meeting_id}/edit", {**form, "act": offered.group(1), "version": writer.field("version")})
    writer.get(f"/meetings/{meeting_id}/confirm")
    assert "Số sẽ cấp" in writer.page


def test_the_offered_hour_is_free_for_the_chair_and_a_clash_offers_one(
    sign_in: SignIn, office: Office, world: World
) -> None:
    taken = start_of(office, make_issued(office, world, ahead=timedelta(hours=24, minutes=30)))
    for ahead in (timedelta(hours=20), timedelta(hours=24, minutes=30)):
        meeting_id = make_draft(office, world, ahead=ahead)
        writer = sign_in("chuyenvien")
        writer.get(f"/meetings/{meeting_id}/confirm")
        offered = re.search(r'value="move:([^"]+)"', writer.page)
        assert offered
        assert datetime.fromisoformat(offered.group(1)) == taken + HOUR


def test_the_panel_follows_what_is_typed_and_keeps_nothing(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    meeting = meeting_of(office, meeting_id)
    version, start = meeting.version, meeting.starts_at
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/edit")
    form = written(
        start, chair=str(meeting.chair_id), signer=str(meeting.signer_id), preparing_unit=str(meeting.preparing_unit_id)
    )
    panel = writer.client.post(f"/meetings/{meeting_id}/check", data={**form, "csrf_token": writer.field("csrf_token")})
    assert "Đủ cả 6 điều kiện" in panel.text
    assert "<html" not in panel.text
    soon = {**form, "hour": f"{local(start) - 2 * HOUR:%H:%M}", "nature": "", "csrf_token": writer.field("csrf_token")}
    panel = writer.client.post(f"/meetings/{meeting_id}/check", data=soon)
    assert "2 điều kiện chưa đủ" in panel.text
    assert "Giờ họp quá gần: thiếu 1 giờ so với 24 giờ" in panel.text
    kept = meeting_of(office, meeting_id)
    assert (kept.version, kept.starts_at, kept.nature) == (version, start, "important")


def test_units_and_persons_are_found_without_accents(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    found = sign_in("chuyenvien").get(f"/meetings/{meeting_id}/pick?who=cong thuong").text
    assert f"invite:u{world.units['sct']}" in found
    assert f"invite:p{world.persons['vanthu.sct']}" in found


def test_all_words_together_name_a_unit_before_a_person_and_the_first_is_invited_by_enter(
    sign_in: SignIn, office: Office, world: World
) -> None:
    with office.transaction() as session:
        session.get_one(Person, world.persons["vanthu.stc"]).name = "Nguyễn Thị Hồng"
    meeting_id = make_draft(office, world, invited=("kyanh",))
    writer = sign_in("chuyenvien")
    found = re.findall(r"invite:(\w+)", writer.get(f"/meetings/{meeting_id}/pick?who=so tai nguyen").text)
    assert found[0] == f"u{world.units['stnmt']}"
    assert f"p{world.persons['giamdoc.stnmt']}" in found
    assert found[-1] == f"p{world.persons['vanthu.stc']}", "Nguyễn of Sở Tài chính comes last"
    meeting = meeting_of(office, meeting_id)
    form = written(meeting.starts_at, chair=str(meeting.chair_id), who="so tai nguyen", act="first")
    writer.get(f"/meetings/{meeting_id}/edit")
    answer = writer.client.post(
        f"/meetings/{meeting_id}/edit",
        data={**form, "version": writer.field("version"), "csrf_token": writer.field("csrf_token")},
    )
    assert answer.headers["Location"].endswith("#who"), "the next name can be typed at once"
    assert [one.unit_id for one in meeting_of(office, meeting_id).invitees] == [
        world.units["kyanh"],
        world.units["stnmt"],
    ]


def test_two_people_issue_at_the_same_moment_and_one_number_is_given(
    app: Flask, sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_draft(office, world)
    browsers = [sign_in("chuyenvien"), sign_in("chanhvanphong")]
    for browser in browsers:
        browser.get(f"/meetings/{meeting_id}/confirm")
        assert "Số sẽ cấp" in browser.page
    office.session.rollback()
    db.session.remove()
    start, codes = threading.Barrier(2), []

    def press(browser: Browser) -> None:
        form = {
            "version": browser.field("version"),
            "csrf_token": browser.field("csrf_token"),
            "form_key": browser.field("form_key"),
        }
        start.wait()
        response = browser.client.post(f"/meetings/{meeting_id}/issue", data=form)
        codes.append((response.status_code, response.location))

    threads = [threading.Thread(target=press, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [(303, f"/meetings/{meeting_id}")] * 2
    assert count(office, OutgoingEntry) == 1
    assert office.session.scalars(select(RegisterCounter.last)).all() == [1]
    assert count(office, Dispatch) == 3
    assert count(office, MeetingEvent, kind="issued") == 1
    pages = [browser.get(f"/meetings/{meeting_id}").text for browser in browsers]
    assert sum("không cấp số lần nữa" in page for page in pages) == 1


def test_a_double_click_issues_once(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    form = {
        "version": writer.field("version"),
        "form_key": writer.field("form_key"),
        "csrf_token": writer.field("csrf_token"),
    }
    for _ in range(2):
        assert writer.client.post(f"/meetings/{meeting_id}/issue", data=form).status_code == 303
    assert count(office, OutgoingEntry) == 1


def test_a_confirmation_that_is_out_of_date_is_refused(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/confirm")
    version = writer.field("version")
    with office.transaction():
        from e_office.meetings import service

        wanted = [service.Wanted(unit_id=world.units["sct"], capacity="Giám đốc")]
        service.invite(office, world.actor("chanhvanphong"), meeting_id, wanted)
    assert writer.post(f"/meetings/{meeting_id}/issue", {"version": version}).status_code == 422
    assert "Người khác vừa sửa" in writer.page
    assert count(office, OutgoingEntry) == 0


def test_only_the_person_named_as_chair_agrees(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_draft(office, world, agreed=False)
    paper = meeting_of(office, meeting_id).papers[0]
    paper_id, digest = paper.id, paper.file.sha256
    for login, status in (("chutich", 403), ("chanhvanphong", 403), ("chuyenvien", 403), ("vanthu.stc", 404)):
        answer = sign_in(login).post(f"/meetings/papers/{paper_id}/agree", {"sha256": digest})
        assert answer.status_code == status, login
    chair = sign_in("phochutich")
    chair.get("/meetings/consents")
    assert chair.post(f"/meetings/papers/{paper_id}/agree", {"sha256": "0" * 64}).status_code == 422
    assert chair.post(f"/meetings/papers/{paper_id}/back", {"reason": "chưa"}).status_code == 422
    chair.post(f"/meetings/papers/{paper_id}/back", {"reason": "Số liệu chưa khớp với báo cáo tháng 10"})
    assert meeting_of(office, meeting_id).papers[0].state == "draft"
    assert office.session.get_one(Paper, paper_id).approved_sha256 is None


def test_the_chair_agrees_or_sends_back_beside_the_paper_itself(sign_in: SignIn, office: Office, world: World) -> None:
    later = make_draft(office, world, ahead=timedelta(hours=90), agreed=False, papers=("Tờ trình.txt",))
    nearer = make_draft(office, world, ahead=timedelta(hours=40), agreed=False, papers=("Phương án.txt", "Phụ lục.txt"))
    first = meeting_of(office, nearer).papers[0]
    paper_id, document_id, digest = first.id, first.document_id, first.file.sha256
    chair = sign_in("phochutich")
    chair.get("/")
    assert f"/meetings/consents#paper-{paper_id}" in chair.page
    chair.get("/meetings/consents")
    order = [int(one) for one in re.findall(r'<li id="paper-(\d+)"', chair.page)]
    assert order == [one.id for each in (nearer, later) for one in meeting_of(office, each).papers]

    chair.get(f"/documents/{document_id}")
    assert f"/meetings/papers/{paper_id}/agree" in chair.page
    assert f'value="{digest}"' in chair.page, "the consent is to the bytes shown beside it"
    assert f"/meetings/papers/{paper_id}/back" in chair.page
    assert f"/meetings/{nearer}/edit" not in chair.page
    writer = sign_in("chuyenvien")
    writer.get(f"/documents/{document_id}")
    assert f"/meetings/papers/{paper_id}/agree" not in writer.page, "nobody agrees in the chair's stead"
    chair.post(f"/meetings/papers/{paper_id}/agree", {"sha256": digest})
    assert meeting_of(office, nearer).papers[0].approved_sha256 == digest
    chair.get(f"/documents/{document_id}")
    assert f"/meetings/papers/{paper_id}/agree" not in chair.page, "nothing is asked any more"
