"""The preparing unit's side of the papers through HTTP: owed, put in, sent back with a reason, complete, told apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from e_office.core.office import Office
from e_office.meetings.models import PaperState
from e_office.meetings.preparing.models import PaperStep, WantedPaper
from e_office.meetings.preparing.queries import set_of
from e_office.meetings.service import issue_invitation
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.meetings import agree_to_all, make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_papers import send

WANTED = "Báo cáo của Sở về nguồn vốn"
REASON = "Số liệu cột 3 chưa khớp với báo cáo tháng 10"
CHANGES = "Sửa cột 3, thêm phụ lục nguồn vốn"


def put(browser: Browser, meeting_id: int, words: str, **form: object) -> int:
    """Upload one file; gives the status."""
    sent = {"act": "put", "title": "", "files": [(BytesIO(words.encode()), "Báo cáo.txt")], **form}
    return browser.post(f"/meetings/{meeting_id}/papers", sent, content_type="multipart/form-data").status_code


def test_a_unit_of_another_agency_sees_what_it_owes_and_the_set_is_complete_with_its_last_file(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id, stc_id = make_draft(office, world, ahead=timedelta(hours=40)), world.units["stc"]
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/papers"
    writer.get(path)
    assert writer.post(path, {"act": "want", "wanted_title": " "}).status_code == 422
    writer.post(path, {"act": "want", "wanted_title": WANTED, "unit": stc_id})
    wanted = meeting_of(office, meeting_id).wanted[0].id

    desk = sign_in("giamdoc.stc").get("/").text
    assert "Tài liệu phải chuẩn bị" in desk
    assert WANTED in desk
    assert "gửi trước" in desk
    assert WANTED not in sign_in("vanthu.sct").get("/").text, "nobody else owes it"
    stc = sign_in("vanthu.stc")
    stc.get(path)
    assert "Chưa có tệp" in stc.page
    assert put(stc, meeting_id, "bản một", wanted=str(wanted)) == 200
    first = meeting_of(office, meeting_id).papers[-1]
    assert first.title == WANTED
    assert (first.document.issuer_name, first.document.owner_unit_id) == ("Sở Tài chính", world.units["ubnd"])
    assert put(stc, meeting_id, "kẻ đến sau", wanted=str(wanted)) == 422, "it was answered already"
    stc.post(path, {"act": f"submit:{first.id}"})
    assert 'id="preparing"' not in stc.get("/").text, "the chair has it now"

    chair = sign_in("phochutich")
    chair.get("/meetings/consents")
    chair.post(f"/meetings/papers/{first.id}/back", {"reason": REASON})
    stc.get("/")
    assert REASON in stc.page
    assert REASON in stc.get(path).text
    assert put(stc, meeting_id, "bản hai", replaces=str(first.id), changes=CHANGES) == 200
    second = meeting_of(office, meeting_id).papers[-1]
    stc.post(path, {"act": f"submit:{second.id}"})
    whole = set_of(office, meeting_of(office, meeting_id)).whole
    assert (whole.sent, whole.total, whole.complete_at) == (0, 2, None)
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    clock.move(hours=1)
    with office.transaction():
        issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    now = clock.now()
    whole = set_of(office, meeting_of(office, meeting_id)).whole
    assert (whole.sent, whole.total, whole.complete_at, whole.late) == (2, 2, now, timedelta())
    assert [step.kind for step in steps(office, first.id)] == ["put", "submitted", "returned"]
    assert [step.kind for step in steps(office, second.id)] == ["put", "submitted", "agreed", "sent"]
    assert "Đủ bộ từ" in sign_in("chuyenvien").get(path).text


def steps(office: Office, paper_id: int) -> list[PaperStep]:
    return office.session.query(PaperStep).filter_by(paper_id=paper_id).order_by(PaperStep.id).all()


def test_what_is_wanted_is_owed_again_once_its_file_is_taken_out_and_no_more_once_given_up(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_draft(office, world, papers=(), ahead=timedelta(hours=40))
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/papers")
    writer.post(f"/meetings/{meeting_id}/papers", {"act": "want", "wanted_title": WANTED})
    wanted = meeting_of(office, meeting_id).wanted[0]
    assert wanted.unit_id == world.units["stnmt"], "the unit that prepares the content, where none is named"
    prepares = sign_in("vanthu.stnmt")
    prepares.get(f"/meetings/{meeting_id}/papers")
    put(prepares, meeting_id, "bản một", wanted=str(wanted.id))
    paper_id = meeting_of(office, meeting_id).papers[0].id
    prepares.post(f"/meetings/{meeting_id}/papers", {"act": f"out:{paper_id}"})
    assert count(office, PaperStep) == 0
    assert set_of(office, meeting_of(office, meeting_id)).owed[0].wanted.id == wanted.id
    assert prepares.post(f"/meetings/{meeting_id}/papers", {"act": f"drop:{wanted.id}"}).status_code == 403
    writer.post(f"/meetings/{meeting_id}/papers", {"act": f"drop:{wanted.id}"})
    assert count(office, WantedPaper, given_up_at=None) == 0
    assert set_of(office, meeting_of(office, meeting_id)).lines == ()


def test_who_has_the_old_version_is_told_what_the_new_one_changes(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int], outbox: Outbox
) -> None:
    old_words = b"Tien do den 30/10\nDa chi tra 120 ho\n"
    meeting_id = make_issued(office, world, ahead=timedelta(hours=60), papers=(("Báo cáo.txt", old_words),))
    work_off()
    outbox.mails.clear()
    old = meeting_of(office, meeting_id).papers[0].id
    prepares, path = sign_in("vanthu.stnmt"), f"/meetings/{meeting_id}/papers"
    prepares.get(path)
    assert put(prepares, meeting_id, "khác hẳn", replaces=str(old)) == 422
    assert "ghi điều đã đổi" in prepares.page
    assert put(prepares, meeting_id, old_words.decode(), replaces=str(old), changes=CHANGES) == 422
    assert "giống hệt bản đang có" in prepares.page
    assert (
        put(prepares, meeting_id, "Tien do den 30/11\nDa chi tra 150 ho\n", replaces=str(old), changes=CHANGES) == 200
    )
    new = meeting_of(office, meeting_id).papers[-1].id
    reader = sign_in("vanthu.stc")
    changes = f"/meetings/{meeting_id}/papers/{new}/changes"
    assert reader.get(changes).status_code == 404, "nobody was sent it yet"
    work_off()
    assert sign_in("phochutich").get(changes).status_code == 200
    assert send(prepares, office, world, meeting_id, new) == 200
    work_off()
    assert len(outbox.mails) == 3
    assert all(CHANGES in mail.text and CHANGES in (mail.html or "") for mail in outbox.mails)
    assert CHANGES in reader.get("/").text
    page = reader.get(changes).text
    assert CHANGES in page
    assert "<ins>" in page
    assert "2 đoạn sửa" in page
    assert f"/papers/{new}/changes" in reader.get(f"/meetings/{meeting_id}/invitation").text
    assert meeting_of(office, meeting_id).papers[0].state == PaperState.REPLACED
    assert reader.get(f"/meetings/{meeting_id}/papers/{old}/changes").status_code == 404, "there is none before it"
