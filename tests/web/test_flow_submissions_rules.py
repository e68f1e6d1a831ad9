"""The gates of a dossier through its screens: the Office's door, appraisal, answers in time, the Chairman's consent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.drafting.models import Draft
from e_office.exchange.models import Dispatch
from e_office.exchange.ratio_queries import Scope, cube
from e_office.notices.models import Notice
from e_office.people.delegation import DelegationFacts, delegate
from e_office.registry.models import IncomingEntry
from e_office.submissions import facts
from e_office.submissions.composing import OpinionFacts, consult, write_opinion
from e_office.submissions.models import Appraisal, Consulted, Dossier, RoundPart
from e_office.submissions.rules_opinions import Answer, Outstanding
from tests.conftest import Browser, MovingClock
from tests.factories.documents import docx_bytes, kept
from tests.factories.submissions import (
    MATTER,
    make_dossier,
    register_dossier,
    send_dossier,
    submit_dossier,
    the_dossier,
)
from tests.factories.world import World
from tests.web.test_flow_exchange import send as send_out
from tests.web.test_flow_registry import drop as drop_file
from tests.web.test_flow_registry import letter
from tests.web.test_flow_submissions import count, file, post, send_back

SignIn = Callable[[str], Browser]
WHY = "Trái với quy hoạch đã được phê duyệt"


@pytest.fixture
def examined(office: Office, world: World) -> int:
    """A complete dossier of the department, registered and with the specialist."""
    return register_dossier(office, world, send_dossier(office, world, make_dossier(office, world)))


def decide(leader: Browser, dossier_id: int, decision: str, words: str = "") -> str:
    path = f"/submissions/{dossier_id}/decide"
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', leader.get(path).text)
    return leader.post(path, {"decision": decision, "words": words, "seen": seen[0] if seen else ""}).text


@pytest.mark.parametrize(("door", "status"), [("the room's own", 422), ("the register's", 409)])
def test_an_incomplete_dossier_gets_no_number_at_either_door(
    sign_in: SignIn, office: Office, world: World, door: str, status: int
) -> None:
    """H1, R12: what was tampered with on the way is refused by the rule that would not have let it out."""
    dossier_id = send_dossier(office, world, make_dossier(office, world))
    with office.transaction() as session:
        session.delete(session.scalars(select(RoundPart).filter_by(kind="draft")).one())
    clerk = sign_in("vanthu")
    dispatch_id = office.session.scalars(select(Dispatch.id)).one()
    if door == "the register's":
        clerk.get("/arrivals")
        answer = clerk.post(f"/arrivals/{dispatch_id}/register")
    else:
        path = f"/submissions/{dossier_id}/register"
        clerk.get(path)
        answer = clerk.post(path, {"officer_id": str(world.persons["chuyenvien"]), "answer_due_on": "04/12/2026"})
    assert (answer.status_code, "Chưa có dự thảo văn bản kèm theo" in answer.text) == (status, True)
    assert count(office, IncomingEntry) == 0
    assert the_dossier(office, dossier_id).state == "sent"


def test_what_the_registers_own_door_numbered_keeps_that_number(sign_in: SignIn, office: Office, world: World) -> None:
    dossier_id = send_dossier(office, world, make_dossier(office, world))
    clerk = sign_in("vanthu")
    clerk.get("/arrivals")
    clerk.post(f"/arrivals/{office.session.scalars(select(Dispatch.id)).one()}/register")
    register_dossier(office, world, dossier_id)
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.number, entry.handler_id, entry.due_on) == (1, world.persons["chuyenvien"], date(2026, 12, 4))


def test_the_clerk_gives_it_back_at_the_door(sign_in: SignIn, office: Office, world: World) -> None:
    """H4: with kinds and words, before it has a number; a supplement is the officer's to ask."""
    dossier_id = send_dossier(office, world, make_dossier(office, world))
    page = send_back(sign_in("vanthu"), dossier_id, "supplement", "form")
    assert "Đã trả lại hồ sơ" not in page
    assert the_dossier(office, dossier_id).state == "sent"
    send_back(sign_in("vanthu"), dossier_id, "return", "form", "incomplete")
    assert the_dossier(office, dossier_id).state == "returned"
    assert the_dossier(office, dossier_id).last.kinds == ["form", "incomplete"]
    assert office.session.scalars(select(Dispatch.state)).one() == "02", "the register's desk has it no more"
    assert count(office, IncomingEntry) == 0


def test_own_tasks_pushed_upward_are_returned_and_counted(
    sign_in: SignIn, office: Office, world: World, examined: int
) -> None:
    """H7: "thuộc thẩm quyền đơn vị"."""
    officer = sign_in("chuyenvien")
    send_back(officer, examined, "return", "own_task", words="Việc này thuộc thẩm quyền của Sở")
    other = register_dossier(office, world, send_dossier(office, world, make_dossier(office, world)))
    send_back(officer, other, "return", "own_task", "form", words="Việc này thuộc thẩm quyền của Sở")
    page = officer.get("/submissions/office?view=back").text
    row = re.search(r"<tr><th[^>]*>Sở TNMT</th>(.*?)</tr>", page, re.DOTALL)
    assert row is not None
    figures = re.findall(r">(\d+)</td>", row[1])
    assert figures == ["0", "0", "0", "1", "2", "0"]
    entries = office.session.scalars(select(IncomingEntry)).all()
    assert all(entry.closed_at for entry in entries), "what was sent back lies on no desk"


@pytest.mark.usefixtures("both_databases")
def test_an_appraiser_is_asked_reminded_and_answers_for_the_day(
    sign_in: SignIn, office: Office, world: World, examined: int, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    """H6: a task with a due day; it holds the gate until its result is in."""
    officer, path = sign_in("chuyenvien"), f"/submissions/{examined}/appraisals/new"
    appraiser = sign_in("vanthu.sct")
    assert appraiser.get(f"/submissions/{examined}").status_code == 404
    form = {"unit_id": str(world.units["sct"]), "task": "Sự phù hợp với quy hoạch", "due_on": "26/11/2026"}
    assert "Đã giao Sở Công Thương thẩm định" in post(officer, path, path, dict(form))
    assert appraiser.get(f"/submissions/{examined}").status_code == 200, "whoever appraises reads it"
    assert "Hồ sơ cần thẩm định" in appraiser.get("/").text
    part = the_dossier(office, examined).last.parts[0]
    assert appraiser.get(f"/documents/{part.round.document_id}").status_code == 200
    submit = {"leader_id": str(world.persons["phochutich"]), "advice": ""}
    refused = post(officer, f"/submissions/{examined}/submit", f"/submissions/{examined}/submit", dict(submit))
    assert "Sở Công Thương chưa thẩm định xong, hạn 26/11/2026" in refused
    clock.move(days=1)
    work_off()
    assert count(office, Notice, unit_id=world.units["sct"], kind="submission") == 2, (
        "asked, and reminded the day before"
    )
    clock.move(days=2)
    appraiser, officer = sign_in("vanthu.sct"), sign_in("chuyenvien")  # days later
    row_id = office.session.scalars(select(Appraisal.id)).one()
    path = f"/submissions/appraisals/{row_id}"
    late = post(appraiser, path, path, {"result": "Phù hợp với quy hoạch khoáng sản", "files": [file("Thẩm định")]})
    assert "Quá hạn 1 ngày: ghi rõ lý do chậm" in late
    assert "tep.docx" in late, "the file is kept"
    said = {"result": "Phù hợp với quy hoạch khoáng sản", "late_reason": "Chờ số liệu của huyện"}
    assert "Đã gửi kết quả thẩm định" in post(appraiser, path, path, said | {"files": [file("Thẩm định")]})
    assert appraiser.get(path).status_code == 403, "once"
    post(officer, f"/submissions/{examined}/submit", f"/submissions/{examined}/submit", dict(submit))
    assert the_dossier(office, examined).state == "before_leader"


@pytest.mark.usefixtures("both_databases")
def test_a_district_is_answered_in_writing_and_is_late_until_then(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    """H8: a refusal is answered in writing too; the list of what is late opens from its count."""
    chosen = {"login": "chutich.kyanh", "unit": "kyanh"}
    dossier_id = send_dossier(office, world, make_dossier(office, world, **chosen), login="vanthu.kyanh")
    register_dossier(office, world, dossier_id, due_on=date(2026, 11, 25))
    submit_dossier(office, world, dossier_id)
    officer = sign_in("chuyenvien")
    assert "Quá hạn với cấp huyện <b>0</b>" in officer.get("/submissions/office").text
    clock.move(days=2)
    officer = sign_in("chuyenvien")
    assert "Quá hạn với cấp huyện <b>1</b>" in officer.get("/submissions/office").text
    assert MATTER in officer.get("/submissions/office?view=late_local").text
    refused = decide(sign_in("phochutich"), dossier_id, "refuse")
    assert "Ghi rõ ý kiến, ít nhất 10 chữ cái" in refused
    decide(sign_in("phochutich"), dossier_id, "refuse", WHY)
    assert the_dossier(office, dossier_id).state == "not_agreed"
    assert MATTER in officer.get("/submissions/office?view=late_local").text, "a decision is no written answer"
    clerk = sign_in("vanthu")
    drop_file(clerk, (letter(), "Công văn trả lời.docx"), path="/outgoing")
    assert send_out(clerk, office, {world.units["kyanh"]: "electronic"}, issued_on="26/11/2026") == 200
    path = f"/submissions/{dossier_id}"
    assert "Không có văn bản đi số 99/UBND" in post(officer, path, f"{path}/answer", {"answer_code": "99/UBND"})
    assert "Đã trả lời bằng 01/UBND" in post(officer, path, f"{path}/answer", {"answer_code": "01/UBND"})
    assert "Quá hạn với cấp huyện <b>0</b>" in officer.get("/submissions/office").text


@pytest.mark.usefixtures("both_databases")
def test_an_answer_to_a_body_outside_waits_for_the_chairman(sign_in: SignIn, office: Office, world: World) -> None:
    """H9: a Vice-Chairman's yes is refused until the Chairman has consented; the consent is recorded with its hour."""
    dossier_id = make_dossier(office, world, outside_body="Công ty cổ phần Sông Lam")
    submit_dossier(office, world, register_dossier(office, world, send_dossier(office, world, dossier_id)))
    leader, chairman = sign_in("phochutich"), sign_in("chutich")
    refused = decide(leader, dossier_id, "agree")
    assert "Trả lời Công ty cổ phần Sông Lam phải được Chủ tịch đồng ý trước" in refused
    assert the_dossier(office, dossier_id).state == "before_leader"
    assert "Công ty cổ phần Sông Lam" in chairman.get("/submissions/decisions").text
    leader.get(f"/submissions/{dossier_id}")
    assert leader.post(f"/submissions/{dossier_id}/consent").status_code == 403
    chairman.get(f"/submissions/{dossier_id}")
    chairman.post(f"/submissions/{dossier_id}/consent")
    row = the_dossier(office, dossier_id)
    assert (row.consent_by_id, row.consent_at is not None) == (world.persons["chutich"], True)
    decide(leader, dossier_id, "agree")
    assert the_dossier(office, dossier_id).state == "agreed"


def test_the_chairmans_own_yes_is_the_consent(sign_in: SignIn, office: Office, world: World) -> None:
    """H9."""
    dossier_id = make_dossier(office, world, outside_body="Công ty cổ phần Sông Lam")
    register_dossier(office, world, send_dossier(office, world, dossier_id))
    submit_dossier(office, world, dossier_id, leader="chutich")
    decide(sign_in("chutich"), dossier_id, "agree")
    assert the_dossier(office, dossier_id).consent_by_id == world.persons["chutich"]


def test_a_deputy_decides_in_the_leaders_name(sign_in: SignIn, office: Office, world: World, examined: int) -> None:
    """D5: the leader who is away stays named."""
    submit_dossier(office, world, examined)
    chairman = sign_in("chutich")
    assert chairman.get(f"/submissions/{examined}/decide").status_code == 403, "another leader's portfolio"
    with office.transaction():
        away = DelegationFacts(
            deputy_id=world.persons["chutich"], starts_on=office.today(), ends_on=office.today(), reason="Đi công tác",
        )  # fmt: skip
        delegate(office, world.actor("phochutich"), away)
    assert "Hồ sơ chờ bạn quyết định" in chairman.get("/").text
    assert "theo ủy nhiệm của Lê Thị Minh Hòa" in chairman.get(f"/submissions/{examined}/decide").text
    decide(chairman, examined, "agree")
    row = the_dossier(office, examined)
    assert (row.decided_by_id, row.decided_for_id) == (world.persons["chutich"], world.persons["phochutich"])


def test_agreed_with_changes_goes_back_to_the_officers_pen(
    sign_in: SignIn, office: Office, world: World, examined: int
) -> None:
    submit_dossier(office, world, examined)
    decide(sign_in("phochutich"), examined, "changed", "Bỏ Điều 3, ký ban hành trong tuần")
    officer, path = sign_in("chuyenvien"), f"/submissions/{examined}/draft"
    post(officer, path, path, {"subject": MATTER, "unit_ids": [str(world.units["stnmt"])]})
    draft = office.session.scalars(select(Draft)).one()
    assert (draft.state, draft.sha256) == ("drafting", the_dossier(office, examined).decided_sha256)
    assert officer.get(path).status_code == 403, "it is begun once"


def test_back_for_more_is_a_round_like_any_other(sign_in: SignIn, office: Office, world: World, examined: int) -> None:
    submit_dossier(office, world, examined)
    leader = sign_in("phochutich")
    decide(leader, examined, "more", "Làm rõ số điểm mỏ của từng huyện")
    row = the_dossier(office, examined)
    assert (row.state, row.last.outcome, row.decided_sha256 != "") == ("supplement", "supplement", True)
    send_dossier(office, world, examined)
    register_dossier(office, world, examined)
    submit_dossier(office, world, examined)
    decide(leader, examined, "agree")
    assert "Hồ sơ đã ở trạng thái" not in leader.page
    assert the_dossier(office, examined).state == "agreed"


def test_the_second_click_of_a_leader_is_told(sign_in: SignIn, office: Office, world: World, examined: int) -> None:
    submit_dossier(office, world, examined)
    leader, other = sign_in("phochutich"), sign_in("phochutich")
    path = f"/submissions/{examined}/decide"
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', other.get(path).text)[0]
    decide(leader, examined, "agree")
    late = other.post(path, {"decision": "refuse", "words": WHY, "seen": seen})
    assert late.status_code in {403, 422}
    assert the_dossier(office, examined).decision == "agree"


def test_paper_that_came_is_ticked_per_component_and_counted(sign_in: SignIn, office: Office, world: World) -> None:
    """H3: the channel is recorded per component; what was announced as electronic alone is demoted by paper that came."""
    dossier_id = make_dossier(office, world, paper=False)
    register_dossier(office, world, send_dossier(office, world, dossier_id))
    scope = Scope(first=date(2026, 11, 1), last=date(2026, 11, 30), unit_id=world.units["stnmt"])

    def classes() -> tuple[int, int]:
        office.session.rollback()
        counts = [line.counts for line in cube(office, scope)]
        return sum(one.electronic for one in counts), sum(one.mixed for one in counts)

    assert classes() == (1, 0)
    part_id = the_dossier(office, dossier_id).last.parts[0].id
    clerk, path = sign_in("vanthu"), f"/submissions/sent-parts/{part_id}/paper"
    page = post(clerk, f"/submissions/{dossier_id}", path, {"came": "1"})
    assert "Bỏ ghi nhận" in page
    part = office.session.get_one(RoundPart, part_id)
    assert part.paper_came_by_id == world.persons["vanthu"]
    assert classes() == (0, 1)
    assert office.session.scalars(select(IncomingEntry.channel)).one() == "both"
    post(clerk, f"/submissions/{dossier_id}", path, {"came": "0"})
    assert classes() == (1, 0)


def test_an_agency_whose_view_is_not_taken_up_is_told_why(office: Office, world: World) -> None:
    """O10, O11: the differing view goes upward in a table and back to its author."""
    dossier_id, author = make_dossier(office, world), world.actor("chuyenvien.stnmt")
    given = kept(office, "ý kiến.docx", docx_bytes("Không nhất trí"))
    with office.transaction():
        row = consult(office, author, dossier_id, unit_id=world.units["kyanh"], name="", due_on=office.today())
        said = OpinionFacts(
            answer=Answer.DISAGREE, answered_on=office.today(), words="Không nhất trí Điều 2", taken=False, why_not=WHY,
            due_on=office.today(),
        )  # fmt: skip
        write_opinion(office, author, row.id, said, [given])
    send_dossier(office, world, dossier_id)
    told = office.session.scalars(select(Notice).filter_by(unit_id=world.units["kyanh"])).one()
    assert told.facts["why"] == WHY
    sent = the_dossier(office, dossier_id).last
    assert [part.kind for part in sent.parts][-1] == "opinion", "the written opinion goes along (H4)"
    assert sent.parts[-1].file.sha256 == given.sha256


def test_silence_past_the_day_opens_the_gate(office: Office, world: World, clock: MovingClock, examined: int) -> None:
    """H5, O7: "quá thời hạn quy định không có trả lời thì coi như đồng ý"."""
    with office.transaction():
        actor = world.actor("chuyenvien")
        consult(office, actor, examined, unit_id=world.units["stc"], name="", due_on=date(2026, 11, 25))
    assert [one.name for one in facts.opinions_outstanding(office, the_dossier(office, examined))] == ["Sở Tài chính"]
    clock.move(days=2)
    assert facts.opinions_outstanding(office, the_dossier(office, examined)) == []
    assert office.session.scalars(select(Consulted.answer)).one() == "waiting", "what was not said is not written"
    submit_dossier(office, world, examined)


def test_a_later_room_holds_the_same_gate(
    sign_in: SignIn, office: Office, world: World, examined: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H5: a written consultation will hand in what it still waits for."""
    monkeypatch.setattr(facts, "_sources", [])

    @facts.opinion_source
    def asked_elsewhere(_office: Office, dossier: Dossier) -> list[Outstanding]:
        return [Outstanding(f"Thành viên UBND, hồ sơ {dossier.id}", date(2026, 12, 1))]

    path = f"/submissions/{examined}/submit"
    page = post(sign_in("chuyenvien"), path, path, {"leader_id": str(world.persons["phochutich"]), "advice": ""})
    assert f"Thành viên UBND, hồ sơ {examined} chưa có ý kiến, hạn 01/12/2026" in page
    assert the_dossier(office, examined).state == "examining"


def test_what_is_put_together_is_nobody_elses(sign_in: SignIn, office: Office, world: World) -> None:
    dossier_id = make_dossier(office, world)
    for login in ("chuyenvien", "vanthu", "chutich", "giamdoc.stc", "vanthu.kyanh", "quantri", "kiemtoan"):
        assert sign_in(login).get(f"/submissions/{dossier_id}").status_code == 404, login
    send_dossier(office, world, dossier_id)
    assert sign_in("chuyenvien").get(f"/submissions/{dossier_id}").status_code == 200
    assert sign_in("giamdoc.stc").get(f"/submissions/{dossier_id}").status_code == 404
    author = sign_in("chuyenvien.stnmt")
    assert author.get(f"/submissions/{dossier_id}/edit").status_code == 403, "what was sent is not changed"
    assert office.session.scalar(select(func.count()).select_from(Dossier)) == 1
