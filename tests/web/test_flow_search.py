"""Finding: with and without accents, narrowed, shared, never more than one may read, and whatever is typed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as Docx
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.registry.models import WaitingFile
from tests.conftest import CI, Browser
from tests.factories.documents import docx_bytes, make_document
from tests.factories.world import World
from tests.web.test_flow_exchange import TYPED
from tests.web.test_flow_registry import drop

SignIn = Callable[[str], Browser]
DECISION = Path(__file__).parents[2].parent / "shared" / "data" / "3713-QD-UBND.txt"
CANARY = "hoanghacquyen"
"""A word of no language: whoever gets a page with it has seen what was not meant for him."""


@pytest.fixture
def shelf(office: Office, world: World, work_off: Callable[[], int]) -> dict[str, int]:
    """Documents of two agencies with words of their own, drawn and indexed."""
    ubnd, stc = world.units["ubnd"], world.units["stc"]
    clerk, other = world.actor("vanthu"), world.actor("vanthu.stc")

    def made(actor: object, owner: int, words: str, **facts: object) -> int:
        files = [("a.docx", docx_bytes(words))]
        return make_document(office, actor, owner, files, **facts).id  # type: ignore[arg-type]

    ids = {
        "price": made(clerk, ubnd, "Đơn giá bồi thường cây trồng vụ đông xuân", subject="V/v đơn giá bồi thường",
                      code="1352/UBND-TNMT", issued_on=date(2026, 3, 2), issuer_unit_id=ubnd),
        "plan": made(clerk, ubnd, "Kế hoạch bồi thường giải phóng mặt bằng", subject="Kế hoạch bồi thường",
                     type_code="KH", code="17/KH-UBND", issued_on=date(2025, 5, 5), issuer_unit_id=ubnd),
        "named": made(clerk, ubnd, f"{CANARY} chỉ người có tên", subject=f"V/v bồi thường {CANARY}",
                      code="9/UBND-MAT", persons=(world.persons["giamdoc.stc"],)),
        "theirs": made(other, stc, f"{CANARY}stc bồi thường ngân sách", subject="V/v bồi thường ngân sách",
                       code="55/STC-NS", issued_on=date(2026, 6, 1), issuer_unit_id=stc),
    }  # fmt: skip
    work_off()
    office.session.rollback()
    return ids


def codes(page: str) -> set[str]:
    return {code for code in ("1352/UBND-TNMT", "17/KH-UBND", "9/UBND-MAT", "55/STC-NS") if f">{code}<" in page}


def found(browser: Browser, words: str, **more: object) -> set[str]:
    response = browser.get("/search", query_string={"q": words, **more})
    assert response.status_code == 200
    text = re.sub(r"</?mark>", "", response.text)
    return {code for code in ("1352/UBND-TNMT", "17/KH-UBND", "9/UBND-MAT", "55/STC-NS") if code in text}


@pytest.mark.usefixtures("shelf")
def test_words_are_found_with_and_without_accents_in_any_composition(sign_in: SignIn) -> None:
    import unicodedata

    clerk = sign_in("vanthu")
    for words in (
        "đơn giá bồi thường",
        "don gia boi thuong",
        unicodedata.normalize("NFD", "đơn giá bồi thường"),
        "1352",
    ):
        assert "1352/UBND-TNMT" in found(clerk, words), words
    assert found(clerk, '"cây trồng vụ đông"') == {"1352/UBND-TNMT"}
    assert "<mark>" in clerk.page
    assert "1352/UBND-TNMT" not in found(clerk, '"trồng cây vụ đông"')
    assert found(clerk, "17/KH-UBND") == {"17/KH-UBND"}


@pytest.mark.usefixtures("shelf")
def test_filters_narrow_and_count_and_the_address_can_be_shared(sign_in: SignIn, world: World) -> None:
    clerk = sign_in("vanthu")
    assert found(clerk, "boi thuong") == {"1352/UBND-TNMT", "17/KH-UBND", "9/UBND-MAT"}
    counts = dict(re.findall(r'name="doc_type" value="(\w+)".*?class="n">(\d+)<', clerk.page))
    assert counts == {"CV": "2", "KH": "1"}
    years = dict(re.findall(r'name="year" value="(\d+)".*?class="n">(\d+)<', clerk.page))
    assert years == {"2026": "2", "2025": "1"}
    assert found(clerk, "boi thuong", doc_type="KH") == {"17/KH-UBND"}
    assert found(clerk, "boi thuong", year="2025") == {"17/KH-UBND"}
    assert found(clerk, "boi thuong", kind="register", unit=str(world.units["ubnd"])) == {
        "1352/UBND-TNMT",
        "17/KH-UBND",
    }
    assert found(clerk, "boi thuong", kind="conclusion") == set()
    shared = "/search?q=boi+thuong&doc_type=KH&sort=newest"
    assert "17/KH-UBND" in clerk.get(shared).text
    colleague = sign_in("chuyenvien").get(shared).text
    assert "17/KH-UBND" in colleague
    assert "Không có kết quả" in sign_in("vanthu.stc").get(shared).text


@pytest.mark.usefixtures("both_databases")
def test_what_one_may_not_read_is_in_no_result_and_no_count(sign_in: SignIn, shelf: dict[str, int]) -> None:
    """P-10: six kinds of people ask for a word that only some may know of."""
    expected = {
        "vanthu": {"9/UBND-MAT"}, "chuyenvien": {"9/UBND-MAT"}, "giamdoc.stc": {"9/UBND-MAT", "55/STC-NS"},
        "vanthu.stc": {"55/STC-NS"}, "vanthu.sct": set(), "quantri": set(), "kiemtoan": set(),
    }  # fmt: skip
    for login, codes_seen in expected.items():
        person = sign_in(login)
        assert found(person, f"{CANARY} OR {CANARY}stc boi thuong") >= codes_seen, login
        for words in (CANARY, f"{CANARY}stc", "boi thuong", "bồi thường", CANARY[:6] + "*"):
            seen = found(person, words)
            allowed = codes_seen | ({"1352/UBND-TNMT", "17/KH-UBND"} if login in {"vanthu", "chuyenvien"} else set())
            assert seen <= allowed, (login, words)
            text = person.page.replace(f'value="{words}"', "").replace(f"<title>Tìm: {words}", "")
            if not codes_seen:
                assert not re.search(r'class="n">[1-9]', text), (login, words)
                assert "Không có kết quả" in text


@pytest.fixture(params=["missing", "broken"])
def lost_index(request: pytest.FixtureRequest, office: Office, shelf: dict[str, int]) -> Iterator[None]:
    """The index directory of an office that has documents is gone, or every file of it is noise."""
    root = Path(office.settings.search_url.removeprefix("whoosh://"))
    office.engine.close()
    if request.param == "missing":
        shutil.rmtree(root)
    else:
        for path in root.rglob("*"):
            if path.is_file():
                path.write_bytes(os.urandom(512))
    yield


@pytest.mark.usefixtures("lost_index")
def test_without_an_index_the_database_answers_and_says_so(sign_in: SignIn) -> None:
    clerk = sign_in("vanthu")
    assert "1352/UBND-TNMT" in found(clerk, "don gia boi thuong")
    assert "Chỉ mục tìm kiếm đang được dựng lại" in clerk.page
    assert found(clerk, "boi thuong", doc_type="KH") == {"17/KH-UBND"}
    assert found(sign_in("vanthu.sct"), "boi thuong") == set()


HOSTILE = [
    "t*", "*1*", "?*?*x", "[a TO z]", "w~9", " OR ".join(["*a*"] * 200), " ".join(f"tu{n}" for n in range(10_000)),
    "(" * 5000, '"' * 100_000, "NOT " * 2000, "a" * 1_000_000, "\x00\x01\ud7ff", "' OR 1=1 --", "{{7*7}}", "%s%n",
    "kind:conclusion readers:u1", "\u202e\u0301" * 300, "😀" * 400, "-", "*", '"', "", "   ",
]  # fmt: skip


@pytest.mark.usefixtures("shelf")
def test_hostile_words_are_answered_and_nothing_breaks(sign_in: SignIn) -> None:
    """A-67: the page is always there, and what it says back is escaped."""
    clerk = sign_in("vanthu")
    for words in HOSTILE:
        assert clerk.get("/search", query_string={"q": words}).status_code == 200, words[:40]
    for more in (
        "page=1000000",
        "page=-1",
        "page=x",
        "page=9" * 400,
        "limit=1000000000",
        "year=x&year=-1",
        "unit=999999999999999999999",
        "kind=%00",
        "&".join(f"doc_type={n}" for n in range(500)),
        "sort=%FF",
    ):
        assert clerk.get(f"/search?q=boi+thuong&{more}").status_code == 200, more[:40]
    clerk.get("/search", query_string={"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in clerk.page


@pytest.mark.skipif(not DECISION.exists() and not CI, reason="the text of the Decision is not here")
@pytest.mark.usefixtures("both_databases")
def test_the_decision_itself_is_registered_sent_opened_and_found(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    text = DECISION.read_text(encoding="utf-8")
    paper, stream = Docx(), BytesIO()
    for line in text.splitlines():
        if line.strip():
            paper.add_paragraph(line.strip())
    paper.save(stream)
    stream.seek(0)
    clerk = sign_in("vanthu")
    drop(clerk, (stream, "3713-QD-UBND.docx"), path="/outgoing")
    waiting = office.session.scalars(select(WaitingFile.id)).one()
    office.session.rollback()
    subject = "Phê duyệt Đề án đổi mới phương thức hoạt động"
    clerk.post("/outgoing/new", {
        **TYPED, "type_code": "QD", "issued_on": "25/11/2013", "subject": subject, "files": [str(waiting)],
        f"to-{world.units['stnmt']}": "electronic",
    })  # fmt: skip
    assert "Đã phát hành 01/QĐ-UBND" in clerk.page
    work_off()
    office.session.rollback()
    document = office.session.scalars(select(Document)).one()
    path, file_path = f"/documents/{document.id}", f"/documents/{document.id}/files/{document.files[0].id}"
    office.session.rollback()
    reader = sign_in("giamdoc.stnmt")
    assert reader.get(path).status_code == 200
    opened = Docx(BytesIO(reader.get(file_path, buffered=True).data))
    assert any("Phê duyệt Đề án đổi mới" in paragraph.text for paragraph in opened.paragraphs)
    for words in (
        "đổi mới phương thức hoạt động của các Sở, ban, ngành", "doi moi phuong thuc hoat dong", "hieu luc hieu qua",
        '"chỉ đạo, điều hành và hoạt động của UBND tỉnh"', "01/QĐ-UBND",
    ):  # fmt: skip
        assert path in reader.get("/search", query_string={"q": words}).text, words
    assert path not in sign_in("vanthu.sct").get("/search", query_string={"q": "doi moi phuong thuc"}).text
