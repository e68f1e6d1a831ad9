"""A dossier's way to the leadership: put together, sent back twice, decided, issued; as its people do it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import docx
import pytest
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.drafting.models import Draft
from e_office.exchange.models import Dispatch
from e_office.exchange.ratio_queries import Scope, cube
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.submissions.models import Consulted, DossierPart
from tests.conftest import Browser
from tests.factories.documents import docx_bytes
from tests.factories.submissions import (
    MATTER,
    POINTS,
    the_dossier,
)
from tests.factories.world import World

SignIn = Callable[[str], Browser]
WHY = "Báo cáo giải trình chưa nêu số liệu của các huyện"


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """Stories that run on both databases run on the real store too."""
    real = "both_databases" in request.fixturenames
    return str(request.getfixturevalue("real_store_url")) if real else "memory:"


def file(*words: str, name: str = "tep.docx") -> tuple[io.BytesIO, str]:
    return io.BytesIO(docx_bytes(*words)), name


def post(browser: Browser, page: str, path: str, form: dict[str, object] | None = None) -> str:
    """Open a page and send a form of it; the text of the answer."""
    browser.get(page)
    return browser.post(path, form or {}, content_type="multipart/form-data").text


def fields(world: World, **changes: str) -> dict[str, str]:
    leader = str(world.persons["phochutich"])
    about = {"matter": MATTER, "leader_id": leader, "type_code": "QD", "urgency": "normal", "wanted_on": "10/12/2026"}
    return about | {"outside_body": ""} | POINTS | changes


def add(
    browser: Browser, dossier_id: int, kind: str, title: str, *files: tuple[io.BytesIO, str], paper: bool = True
) -> str:
    form: dict[str, object] = {"kind": kind, "title": title, "files": list(files)} | ({"paper": "y"} if paper else {})
    return post(browser, f"/submissions/{dossier_id}/edit", f"/submissions/{dossier_id}/parts", form)


def count(office: Office, model: type, **where: object) -> int:
    office.session.rollback()
    return office.session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


SEND = {"issued_on": "24/11/2026", "signer": "Võ Đức Nhân", "signer_title": "Giám đốc Sở"}


def send(clerk: Browser, dossier_id: int) -> str:
    return post(clerk, f"/submissions/{dossier_id}/send", f"/submissions/{dossier_id}/send", dict(SEND))


def register(clerk: Browser, world: World, dossier_id: int) -> str:
    form = {"officer_id": str(world.persons["chuyenvien"]), "answer_due_on": "04/12/2026"}
    return post(clerk, f"/submissions/{dossier_id}/register", f"/submissions/{dossier_id}/register", dict(form))


def send_back(officer: Browser, dossier_id: int, act: str, *kinds: str, words: str = WHY) -> str:
    form = {"kinds": list(kinds), "words": words, "act": act}
    return post(officer, f"/submissions/{dossier_id}/send-back", f"/submissions/{dossier_id}/send-back", form)


@pytest.mark.usefixtures("both_databases")
def test_a_dossier_is_completed_sent_back_twice_decided_issued_and_counted(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    """H1, H2, H3, H4, H5, R12: every door in its order, and what changed told at each."""
    author, clerk = sign_in("chuyenvien.stnmt"), sign_in("vanthu.stnmt")
    author.get("/submissions/new")
    page = author.post("/submissions/new", {"matter": MATTER}).text
    dossier_id = int(re.findall(r"/submissions/(\d+)/edit", page)[0])
    for missing in (
        "Chưa có dự thảo văn bản kèm theo", "Chưa có báo cáo giải trình", "Chưa chọn lãnh đạo phụ trách",
        "chưa nêu: Căn cứ pháp lý", "chưa nêu: Quan điểm của đơn vị trình", "Chưa chọn tên loại",
    ):  # fmt: skip
        assert missing in page, missing
    refused = send(clerk, dossier_id)
    assert "Chưa gửi được hồ sơ: 10 việc phải sửa" in refused
    assert count(office, OutgoingEntry) == count(office, Dispatch) == 0, "nothing is numbered or sent"

    live = post(author, f"/submissions/{dossier_id}/edit", f"/submissions/{dossier_id}/check", dict(fields(world)))
    assert "chưa nêu" not in live, "the panel judges what is typed"
    assert the_dossier(office, dossier_id).issues == "", "and saves nothing"
    post(author, f"/submissions/{dossier_id}/edit", f"/submissions/{dossier_id}/edit", dict(fields(world)))
    assert "“Dự thảo Quyết định” chưa có tệp điện tử" in add(author, dossier_id, "draft", "Dự thảo Quyết định")
    add(author, dossier_id, "report", "Báo cáo giải trình", file("Báo cáo"))
    add(author, dossier_id, "paper", "Biên bản họp", file("Biên bản"), paper=False)
    part_id = office.session.scalars(select(DossierPart.id).filter_by(kind="draft")).one()
    path = f"/submissions/parts/{part_id}/file"
    page = post(
        author, f"/submissions/{dossier_id}/edit", path, {"files": [file("Quyết định: Điều 1", name="QD.docx")]}
    )
    assert "Hồ sơ đủ thành phần, gửi được" in page

    post(
        author, f"/submissions/{dossier_id}/edit", f"/submissions/{dossier_id}/consulted",
        {"unit_id": str(world.units["stc"]), "name": "", "due_on": "01/12/2026"},
    )  # fmt: skip
    sent = send(clerk, dossier_id)
    assert "Đã gửi hồ sơ trình, số 01/TTr-STNMT" in sent
    assert the_dossier(office, dossier_id).state == "sent"

    officer, door = sign_in("chuyenvien"), sign_in("vanthu")
    assert "Chờ vào sổ" in door.get("/submissions/office").text
    assert "Đã vào sổ, số đến 1" in register(door, world, dossier_id)
    entry = office.session.scalars(select(IncomingEntry)).one()
    assert (entry.channel, entry.handler_id) == ("both", world.persons["chuyenvien"])

    assert "Chưa chọn loại lý do" in send_back(officer, dossier_id, "return")
    assert "Đã trả lại hồ sơ" in send_back(officer, dossier_id, "return", "unclear")
    assert WHY in author.get(f"/submissions/{dossier_id}").text
    assert "Hồ sơ trình bị trả lại" in author.get("/").text
    changed = fields(world, issues="Khai thác trái phép ở 15 điểm mỏ, có số liệu 5 huyện")
    post(author, f"/submissions/{dossier_id}/edit", f"/submissions/{dossier_id}/edit", dict(changed))
    again = send(clerk, dossier_id)
    assert "02/TTr-STNMT" in again
    register(door, world, dossier_id)
    page = officer.get(f"/submissions/{dossier_id}").text
    assert "Khai thác trái phép ở 12 điểm mỏ" in page, "the old words"
    assert "Khai thác trái phép ở 15 điểm mỏ" in page, "and the new ones"

    send_back(officer, dossier_id, "supplement", "incomplete", words="Bổ sung bản đồ các điểm mỏ")
    add(author, dossier_id, "paper", "Bản đồ các điểm mỏ", file("Bản đồ"), paper=False)
    author.get(f"/submissions/{dossier_id}/edit")
    author.post(
        path, {"files": [file("Quyết định: Điều 1, Điều 2", name="QD.docx")]}, content_type="multipart/form-data"
    )
    confirm = clerk.get(f"/submissions/{dossier_id}/send").text
    for told in ("<b>Thêm</b> Văn bản liên quan: Bản đồ các điểm mỏ", "<b>Thay tệp</b> Dự thảo văn bản"):
        assert told in confirm, told
    send(clerk, dossier_id)
    register(door, world, dossier_id)
    rounds = the_dossier(office, dossier_id).rounds
    assert [(one.number, one.outcome, one.kinds) for one in rounds] == [
        (1, "returned", ["unclear"]), (2, "supplement", ["incomplete"]), (3, "", []),
    ]  # fmt: skip
    assert [len(one.parts) for one in rounds] == [3, 3, 4], "earlier sendings stay as they were"
    assert count(office, IncomingEntry) == 3

    submit = {"leader_id": str(world.persons["phochutich"]), "advice": "Kính đề nghị ký ban hành"}
    path = f"/submissions/{dossier_id}/submit"
    assert "Sở Tài chính chưa có ý kiến, hạn 01/12/2026" in post(officer, path, path, dict(submit)), "H5"
    row = office.session.scalars(select(Consulted)).one()
    path_of_opinion = f"/submissions/opinions/{row.id}"
    opinion = {"answer": "agree_if", "due_on": "01/12/2026", "answered_on": "24/11/2026", "words": "Sửa Điều 2"}
    refused = post(officer, path_of_opinion, path_of_opinion, dict(opinion))
    assert "Ý kiến phải bằng văn bản" in refused
    post(
        officer, path_of_opinion, path_of_opinion, opinion | {"taken": "yes", "files": [file("Ý kiến", name="CV.docx")]}
    )
    assert "Đã trình lãnh đạo" in post(officer, path, path, dict(submit))

    leader = sign_in("phochutich")
    assert MATTER in leader.get("/submissions/decisions").text
    path = f"/submissions/{dossier_id}/decide"
    page = leader.get(path).text
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)[0]
    stale = leader.post(path, {"decision": "agree", "words": "", "seen": "0" * 64})
    assert stale.status_code == 422
    assert "Dự thảo đã đổi" in stale.text
    leader.get(path)
    assert "Lãnh đạo đồng ý" in leader.post(path, {"decision": "agree", "words": "", "seen": seen}).text
    assert the_dossier(office, dossier_id).decided_sha256 == seen

    path = f"/submissions/{dossier_id}/draft"
    officer.get(path)
    units = [str(world.units["stnmt"]), str(world.units["stc"])]
    begun = officer.post(path, {"subject": "Ban hành Quy định về quản lý khoáng sản", "unit_ids": units})
    assert begun.status_code == 200
    draft = office.session.scalars(select(Draft)).one()
    assert (draft.state, draft.sha256) == ("approved", seen), "the exact file the leader agreed to"
    door.get(f"/drafts/{draft.id}/issue")
    issued = door.post(
        f"/drafts/{draft.id}/issue",
        {"issued_on": "24/11/2026", "signer": "Lê Thị Minh Hòa", "signer_title": "Phó Chủ tịch"},
    )
    assert issued.status_code == 200
    dossier = the_dossier(office, dossier_id)
    answer = dossier.written_answer
    assert answer is not None
    assert answer.code == "01/QĐ-UBND"
    assert [one.sha256 for one in answer.files] == [seen]
    assert {row.unit_id for row in office.session.scalars(select(Dispatch).filter_by(document_id=answer.id))} == {
        world.units["stnmt"], world.units["stc"],
    }  # fmt: skip
    assert "Đã trả lời bằng 01/QĐ-UBND" in author.get("/submissions/ours?view=decided").text

    scope = Scope(first=date(2026, 11, 1), last=date(2026, 11, 30), unit_id=world.units["ubnd"], direction="in")
    counts = [line.counts for line in cube(office, scope) if line.type_code == "TTR"]
    assert sum(one.mixed for one in counts) == 3, "H3: paper with the file is seen as M"
    cover = officer.client.get(f"/submissions/{dossier_id}/cover.docx")
    written = docx.Document(io.BytesIO(cover.data))
    said = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert any("Bản đồ các điểm mỏ" in text for text in said)
    assert any("Sửa Điều 2" in text for text in said)
    work_off()
