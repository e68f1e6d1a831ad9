"""A decision from the form to thirty agencies and back: signed by the leader, numbered and sealed by the clerk."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from e_office.core.checks import run_fsck
from e_office.core.office import Office
from e_office.documents import rendition
from e_office.documents.jobs import make_rendition
from e_office.documents.models import Document, DocumentFile
from e_office.documents.soffice import find_soffice
from e_office.drafting import issue_views, signing
from e_office.drafting.models import Draft
from e_office.drafting.sealing import seal
from e_office.exchange.models import Dispatch
from e_office.registry.models import OutgoingEntry, RegisterCounter
from e_office.signatures import placing, queries
from e_office.signatures.models import Signature
from tests.conftest import Browser, MovingClock
from tests.factories.authority import Authority
from tests.factories.signing import PASS_PHRASE, register, typed_pdf
from tests.factories.world import World
from tests.web.test_flow_composing import begun
from tests.web.test_flow_drafting import decide, many_agencies, open_draft, send, status, the_draft, upload
from tests.web.test_flow_recalls import nothing_left

SignIn = Callable[[str], Browser]
SUBJECT = "Về việc giao chỉ tiêu trao đổi văn bản điện tử năm 2027"
WHY = "Điều 1 ghi sai đơn vị chủ trì"
WHY_BACK = "Văn bản không thuộc việc của Sở Tài chính"
WHY_RECALLED = "Ban hành khi chưa đủ ý kiến các sở"
ARTICLES = "Giao Sở Nội vụ chủ trì.\n\nQuyết định có hiệu lực từ ngày ký."
TYPED = {
    "subject": SUBJECT, "urgency": "normal", "authority": "Chủ tịch Ủy ban nhân dân tỉnh Hà Tĩnh", "proposed_by": "",
    "bases": "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025", "articles": ARTICLES,
    "recipients": "Như Điều 2\nLưu: VT, TH1",
}  # fmt: skip
BLANK = (
    (70, 780, "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"), (70, 750, "Số:"), (120, 750, "/QĐ-UBND"),
    (330, 750, "Hà Tĩnh, ngày"), (440, 750, "tháng 11 năm 2026"), (70, 700, "QUYẾT ĐỊNH"),
    (360, 330, "TM. ỦY BAN NHÂN DÂN"), (380, 312, "CHỦ TỊCH"), (370, 220, "Đặng Hữu Khánh"),
)  # fmt: skip
"""A decision whose number and day are left blank, month and year written already."""


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """Stories that run on both databases run on the real store too."""
    real = "both_databases" in request.fixturenames
    return str(request.getfixturevalue("real_store_url")) if real else "memory:"


@pytest.fixture(autouse=True)
def keys(office: Office, world: World, tmp_path: Path) -> None:
    """The Chairman and the province have their keys."""
    authority = Authority.make("Nơi cấp chứng thư (thử nghiệm)")
    authority.trust(office.settings.signature_trust)
    register(office, world, tmp_path, authority, person="chutich")
    register(office, world, tmp_path, authority, unit="ubnd")


def approved(sign_in: SignIn, office: Office, world: World, *pages: tuple[tuple[float, float, str], ...]) -> int:
    """A decision handed in as PDF that everybody has agreed to, with the department of finance as its recipient."""
    drafter = sign_in("chuyenvien")
    open_draft(drafter, world)
    draft_id = the_draft(office).id
    drafter.get(f"/drafts/{draft_id}")
    file = (io.BytesIO(typed_pdf(*(pages or (BLANK,)))), "Quyết định.pdf")
    drafter.post(f"/drafts/{draft_id}/versions", {"base": "0", "files": [file]}, content_type="multipart/form-data")
    assert status(drafter) == 200
    send(drafter, draft_id, world, legal="chanhvanphong")
    for login in ("chanhvanphong", "chutich"):
        assert decide(sign_in(login), draft_id) == 200
    return draft_id


def sign(browser: Browser, draft_id: int, phrase: str = PASS_PHRASE, **more: str) -> int:
    browser.get(f"/drafts/{draft_id}/sign")
    browser.post(f"/drafts/{draft_id}/sign", {"passphrase": phrase, "meant": "y", **more})
    return status(browser)


def issue(browser: Browser, draft_id: int, **changes: str) -> int:
    browser.get(f"/drafts/{draft_id}/issue")
    form = {
        "issued_on": "24/11/2026", "signer": "Đặng Hữu Khánh", "signer_title": "Chủ tịch", "note": "",
        "passphrase": PASS_PHRASE,
    } | changes  # fmt: skip
    browser.post(f"/drafts/{draft_id}/issue", form, content_type="multipart/form-data")
    return status(browser)


def bytes_of(office: Office, file: DocumentFile) -> bytes:
    with office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as reader:
        return b"".join(reader.iter_chunks())


def numbers(office: Office) -> tuple[list[int], list[int]]:
    """The numbers in the register, and the last one counted."""
    office.session.rollback()
    lines = office.session.scalars(select(OutgoingEntry.number).order_by(OutgoingEntry.number)).all()
    return list(lines), list(
        office.session.scalars(select(RegisterCounter.last).where(RegisterCounter.book != "in")).all()
    )


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed here")
@pytest.mark.usefixtures("both_databases")
def test_a_decision_from_the_form_to_thirty_agencies_and_its_recall(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """NĐ 30 Art. 13-18, 18.4, 21.2; L-05: drafted, returned, rewritten, approved, signed, numbered, sealed, recalled."""
    many_agencies(office, world, 30)
    drafter, head, chairman, clerk = (sign_in(one) for one in ("chuyenvien", "chanhvanphong", "chutich", "vanthu"))
    drafter.post("/drafts/compose/QD", {**begun(drafter, "QD"), **TYPED, "act": "draft"})
    assert status(drafter) == 200
    draft_id = the_draft(office).id
    drafter.get(f"/drafts/{draft_id}/edit")
    facts = {"type_code": "QD", "urgency": "normal", "subject": SUBJECT, "drafting_unit_id": str(world.units["th1"])}
    drafter.post(f"/drafts/{draft_id}/edit", {**facts, "all-department": "electronic"})
    assert status(drafter) == 200
    send(drafter, draft_id, world, legal="chanhvanphong")
    assert decide(head, draft_id, passed=False, opinion=WHY) == 200

    page = drafter.get(f"/drafts/{draft_id}").text
    assert WHY in page and "Mở lại trong mẫu để sửa" in page
    again = begun(drafter, "QD", f"?draft={draft_id}")
    assert "Giao Sở Nội vụ chủ trì." in drafter.page, "the form holds what was typed"
    assert "Các ô giữ như lúc lập lần 1" in drafter.page
    changed = {**again, **TYPED, "articles": ARTICLES.replace("Nội vụ", "Thông tin và Truyền thông"), "act": "draft"}
    drafter.post("/drafts/compose/QD", changed)
    assert the_draft(office).version == 2
    send(drafter, draft_id, world, legal="chanhvanphong")
    for browser in (head, chairman):
        clock.move(minutes=10)
        assert decide(browser, draft_id, opinion="Nhất trí") == 200
    approved_hash = the_draft(office).sha256
    assert "PDF của tệp này đang được tạo" in chairman.page, "after the last word comes the page of signing"
    with monkeypatch.context() as patch:
        patch.setattr(rendition, "find_soffice", find_soffice)
        make_rendition(office, signing.text_of(the_draft(office)).id)
    work_off()

    assert "Chờ bạn ký" in chairman.get("/").text
    assert SUBJECT not in clerk.get("/").text, "the clerk's turn comes when it is signed"
    assert "nếu phát hành hôm nay thì là số 01/QĐ-UBND" in chairman.get(f"/drafts/{draft_id}/sign").text
    picture = chairman.get(f"/drafts/{draft_id}/sign/page.png?width=320")
    assert picture.mimetype == "image/png"
    assert sign(chairman, draft_id, "nham") == 422
    assert "Mật khẩu không mở được khóa ký" in chairman.page
    assert clerk.get(f"/drafts/{draft_id}/sign").status_code == 403, "the clerk does not sign"
    clock.move(minutes=5)
    assert sign(chairman, draft_id) == 200, chairman.page
    assert "Còn 0 văn bản chờ bạn ký" in chairman.page
    draft = the_draft(office)
    assert draft.signature is not None
    assert (draft.signature.person.login, draft.signature.source.sha256) == ("chutich", approved_hash)
    assert numbers(office) == ([], []), "signing spends no number"

    assert "Đặng Hữu Khánh đã ký" in clerk.get(f"/drafts/{draft_id}").text
    page = clerk.get(f"/drafts/{draft_id}/issue").text
    assert "Cấp số, đóng dấu và phát hành tới 30 nơi" in page
    assert issue(clerk, draft_id, passphrase="nham") == 422
    assert numbers(office) == ([], [])
    assert issue(clerk, draft_id) == 200
    assert "Đã phát hành 01/QĐ-UBND" in clerk.page
    draft = the_draft(office)
    document = office.session.get_one(Document, draft.issued_id)
    (file,) = document.files
    examined = queries.signatures_of(office, file)
    assert examined is not None
    assert [(one.verdict, one.covers) for one in examined.signatures] == [("valid", "revision"), ("valid", "file")]
    person, agency = examined.signatures
    assert person.box is not None and agency.box is not None
    assert agency.box.left < person.box.left < agency.box.right, "the seal stands over the left of the signature"
    assert bytes_of(office, file).startswith(bytes_of(office, draft.signature.file)), "what was signed is all there"
    acts = office.session.scalars(select(Signature).order_by(Signature.id)).all()
    assert [(act.kind, act.person.login) for act in acts] == [("person", "chutich"), ("seal", "vanthu")]
    assert acts[1].source_id == acts[0].file_id
    data = bytes_of(office, file)
    assert b"EOfficeSo" in data and b"(01)" in data and b"(24)" in data and b"(2026)" in data
    assert office.session.scalar(select(func.count(Dispatch.id)).filter_by(document_id=document.id)) == 30

    stc = sign_in("vanthu.stc")
    row = office.session.scalars(
        select(Dispatch).filter_by(document_id=document.id, unit_id=world.units["stc"])
    ).one()  # fmt: skip
    stc.get(f"/arrivals/{row.id}/refuse")
    stc.post(f"/arrivals/{row.id}/refuse", {"ground": "addressee", "reason": WHY_BACK})
    assert status(stc) == 200
    assert WHY_BACK in clerk.get(f"/documents/{document.id}/recipients?state=02").text
    stnmt = sign_in("vanthu.stnmt")
    taken = office.session.scalars(
        select(Dispatch.id).filter_by(document_id=document.id, unit_id=world.units["stnmt"])
    ).one()  # fmt: skip
    stnmt.get("/arrivals")
    stnmt.post(f"/arrivals/{taken}/register")
    work_off()
    file_id = file.id
    assert SUBJECT in re.sub(r"<[^>]+>", "", stnmt.get("/search?q=chi+tieu+trao+doi").text)

    clerk.get(f"/documents/{document.id}/recall")
    form = {"consented_by_id": str(world.persons["chutich"]), "change_reason": WHY_RECALLED}
    clerk.post(f"/documents/{document.id}/recall", form)
    assert status(clerk) == 200, clerk.page[-2000:]
    office.session.rollback()
    states = office.session.scalars(select(Dispatch.state).filter_by(document_id=document.id)).all()
    assert (states.count("15"), states.count("02"), states.count("13")) == (28, 1, 1)
    stnmt.get("/arrivals/asked")
    stnmt.post(f"/dispatches/{taken}/answer", {"agree": "1", "reason": ""})
    work_off()
    nothing_left(stnmt, document.id, file_id, SUBJECT)
    assert SUBJECT not in re.sub(r"<[^>]+>", "", sign_in("vanthu.sct").get("/search?q=chi+tieu+trao+doi").text)
    second = approved(sign_in, office, world)
    assert sign(chairman, second) == 200
    assert issue(clerk, second) == 200
    assert numbers(office) == ([1, 2], [2]), "the number of what was recalled is not used again"
    work_off()
    assert not [one for one in run_fsck(office, True) if one.level == "bad"]


def test_a_number_taken_meanwhile_is_seen_and_the_seal_made_anew(
    sign_in: SignIn, office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Art. 15.1: no gap and no double; what was sealed with a number another got is never sent."""
    first, second = approved(sign_in, office, world), approved(sign_in, office, world)
    chairman, clerk, other = sign_in("chutich"), sign_in("vanthu"), sign_in("vanthu")
    assert sign(chairman, first) == 200
    assert f"/drafts/{second}/sign" in chairman.page, "the next one opens by itself"
    assert sign(chairman, second) == 200
    made: list[int] = []

    def slow(*args: object) -> object:
        sealed = seal(*args)  # type: ignore[arg-type]
        made.append(sealed.number)
        if len(made) == 1:
            monkeypatch.setattr(issue_views, "seal", seal)
            assert issue(other, second) == 200
            monkeypatch.setattr(issue_views, "seal", slow)
        return sealed

    monkeypatch.setattr(issue_views, "seal", slow)
    assert issue(clerk, first) == 200, clerk.page[-2000:]
    assert made == [1, 2]
    assert numbers(office) == ([1, 2], [2])
    draft = office.session.get_one(Draft, first)
    assert draft.issued is not None
    assert (draft.issued.code, b"(02)" in bytes_of(office, draft.issued.files[0])) == ("02/QĐ-UBND", True)


def test_what_was_signed_is_void_with_a_new_version_or_a_return(sign_in: SignIn, office: Office, world: World) -> None:
    draft_id = approved(sign_in, office, world)
    chairman, clerk, drafter = sign_in("chutich"), sign_in("vanthu"), sign_in("chuyenvien")
    assert sign(chairman, draft_id) == 200
    chairman.post(f"/drafts/{draft_id}/sign", {"passphrase": PASS_PHRASE, "meant": "y"})
    assert status(chairman) == 422, "nobody signs twice"
    clerk.get(f"/drafts/{draft_id}/hand-back")
    clerk.post(f"/drafts/{draft_id}/hand-back", {"reason": "Thiếu dòng Lưu: VT ở nơi nhận"})
    assert the_draft(office).signature is None
    send(drafter, draft_id, world, legal="chanhvanphong")
    for login in ("chanhvanphong", "chutich"):
        decide(sign_in(login), draft_id)
    assert issue(clerk, draft_id) == 200, "a draft nobody has signed here goes as it always did"
    office.session.rollback()
    assert office.session.scalar(select(func.count()).select_from(Signature)) == 1, "and no seal is put on it"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda page: [(x, y, "Số: 15") if text == "Số:" else (x, y, text) for x, y, text in page], "ghi sẵn số 15"),
        (lambda page: [one for one in page if "/QĐ" not in one[2]], "Không tìm thấy dòng “Số:"),
        (lambda page: [(x, y, text.replace("QĐ-", "TB-")) for x, y, text in page], "Ký hiệu trong tệp là “TB-UBND”"),
        (lambda page: [one for one in page if "ngày" not in one[2]], "Không tìm thấy dòng “…, ngày"),
        (lambda page: [(90 if text == "/QĐ-UBND" else x, y, text) for x, y, text in page], "hẹp quá"),
    ],
)
def test_what_leaves_no_place_for_the_number_is_not_signed(
    sign_in: SignIn, office: Office, world: World, change: Callable[..., list[tuple[float, float, str]]], said: str
) -> None:
    draft_id = approved(sign_in, office, world, tuple(change(BLANK)))
    chairman = sign_in("chutich")
    assert said in chairman.get(f"/drafts/{draft_id}/sign").text
    assert sign(chairman, draft_id) == 422
    office.session.rollback()
    assert office.session.scalar(select(func.count()).select_from(Signature)) == 0


def test_the_day_the_leader_signed_stays(sign_in: SignIn, office: Office, world: World, clock: MovingClock) -> None:
    """The draft says November: the clerk of December hands it back instead of changing what was signed."""
    draft_id = approved(sign_in, office, world)
    assert sign(sign_in("chutich"), draft_id) == 200
    clock.move(days=8)
    clerk = sign_in("vanthu")
    assert issue(clerk, draft_id, issued_on="02/12/2026") == 422
    assert "Văn bản đã ký ghi tháng 11, khác ngày phát hành" in clerk.page
    data = placing.head(io.BytesIO(typed_pdf(BLANK)))
    assert (data.written, sorted(data.names)) == ({"Thang": 11, "Nam": 2026}, ["Ngay", "So"])


def test_a_drafts_file_is_signed_nowhere_else(sign_in: SignIn, office: Office, world: World) -> None:
    """The approval is bound to the bytes: on the page of the draft's files there is no way around it."""
    drafter = sign_in("chuyenvien")
    open_draft(drafter, world)
    draft = the_draft(office)
    upload(drafter, draft.id, "QUYẾT ĐỊNH")
    file = the_draft(office).document.files[0]
    chairman = sign_in("chutich")
    assert chairman.get(f"/documents/{file.document_id}/files/{file.id}/sign?kind=person").status_code in {403, 404}
    assert chairman.get(f"/drafts/{draft.id}/sign").status_code == 403
