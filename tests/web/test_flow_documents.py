"""The page of a document and its files, as people meet them through HTTP."""

from __future__ import annotations

import hashlib
import io
import re
import threading
import zipfile
from collections.abc import Callable
from contextvars import Context
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from e_office.core.audit import JournalEntry, history
from e_office.core.checks import Level
from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents import checks
from e_office.documents.models import Document, DocumentFile, Opening
from e_office.documents.service import DocumentFacts, add_document, keep
from storage import ObjectDamaged
from tests.conftest import Browser
from tests.factories.documents import docx_bytes, make_document, pdf_bytes
from tests.factories.world import World
from tests.unit.documents.test_originals import tamper
from tests.web.test_flow_uploads import growth

SignIn = Callable[[str], Browser]
WORDS = "Ủy ban nhân dân huyện Kỳ Anh kiểm kê cây trồng trên đất lâm nghiệp"
HOSTILE = '"><img src=x onerror=alert(1)>.docx'


@pytest.fixture
def letter(office: Office, world: World, work_off: Callable[[], int]) -> Document:
    """A letter of the province with a text and a PDF, sent to a department, its words drawn."""
    files = [("Công văn 1352.txt", WORDS.encode()), ("Phụ lục đơn giá.pdf", pdf_bytes())]
    document = make_document(
        office, world.actor("vanthu"), world.units["ubnd"], files, units=(world.units["stnmt"],), code="1352/UBND-NL"
    )
    work_off()
    return document


def ask(browser: Browser, url: str, method: str = "GET", **more: Any) -> TestResponse:
    """One request as a server would get it, in a context of its own, answered to its end; no redirect followed."""
    db.session.rollback()
    answer = Context().run(lambda: browser.client.open(url, method=method, buffered=True, **more))
    db.session.rollback()
    return answer


def openings(office: Office) -> list[tuple[int, int]]:
    """(file, person) of every opening."""
    office.session.rollback()
    return [(row.file_id, row.person_id) for row in office.session.scalars(select(Opening).order_by(Opening.id))]


def urls(document: Document) -> list[str]:
    """Every address of a document."""
    base, found = f"/documents/{document.id}", []
    for file in document.files:
        at = f"{base}/files/{file.id}"
        found += [at, f"{at}?save=1", f"{at}/preview", f"{at}/text", f"{at}/hash"]
    return [base, f"{base}?file={document.files[0].id}", f"{base}/zip", *found]


@pytest.mark.usefixtures("both_databases")
def test_the_page_shows_what_it_is_its_files_words_and_readers(
    sign_in: SignIn, office: Office, world: World, letter: Document
) -> None:
    page = sign_in("chuyenvien.stnmt").get(f"/documents/{letter.id}").text
    for text in (
        "1352/UBND-NL",
        "V/v báo cáo tiến độ giải phóng mặt bằng",
        "UBND huyện Kỳ Anh",
        "20/11/2026",
        "Công văn 1352.txt",
        "Phụ lục đơn giá.pdf",
        WORDS,
        letter.files[0].sha256[:8],
        "khớp",
    ):
        assert text in page
    assert "Ủy ban nhân dân tỉnh Hà Tĩnh</b>" not in page, "another agency's readers are not shown"
    assert "Chưa mở" not in sign_in("vanthu").get(f"/documents/{letter.id}").text.split('id="readers"')[0]


def test_every_address_has_one_answer_for_each_kind_of_person(
    sign_in: SignIn, anonymous: Browser, office: Office, letter: Document
) -> None:
    people = {
        "vanthu": True,
        "chutich": True,
        "chuyenvien.stnmt": True,
        "vanthu.stc": False,
        "quantri": False,
        "kiemtoan": False,
    }
    no_words = f"/documents/{letter.id}/files/{letter.files[0].id}/preview"
    for login, reads in people.items():
        browser = sign_in(login)
        for url in urls(letter):
            response = ask(browser, url)
            expected = 200 if reads and url != no_words else 404
            assert response.status_code == expected, (login, url)
            assert ask(browser, url, "HEAD").status_code == expected, (login, url)
            assert ask(browser, url, "POST", data={"csrf_token": browser.field("csrf_token")}).status_code in {400, 405}
    for url in urls(letter):
        response = ask(anonymous, url)
        assert response.status_code in {302, 303}
        assert "/login" in response.location


@pytest.mark.usefixtures("both_databases")
def test_hidden_and_absent_look_the_same_and_each_look_is_journalled(
    sign_in: SignIn, office: Office, letter: Document
) -> None:
    stranger = sign_in("vanthu.stc")
    hidden = ask(stranger, f"/documents/{letter.id}")
    absent = ask(stranger, "/documents/987654")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert without_codes(hidden.text, letter.id) == without_codes(absent.text, 987654)
    assert dict(hidden.headers).keys() == dict(absent.headers).keys()
    rows = office.session.scalars(select(JournalEntry).filter_by(thing_type="refused_look")).all()
    assert [(row.actor_name, row.thing_id) for row in rows] == [("Ngô Thị Hằng", letter.id), ("Ngô Thị Hằng", 987654)]
    assert ask(stranger, f"/documents/{10**30}").status_code == 404


def without_codes(page: str, number: int) -> str:
    """A page without what differs by chance: incident code, tokens, the number asked for."""
    page = re.sub(r'content="[^"]*"|value="[^"]*"|hx-headers=\'[^\']*\'', "", page)
    return re.sub(r"\b[0-9a-f]{8}\b", "", page.replace(f"/documents/{number}", ""))


def test_a_download_is_the_same_bytes_under_the_same_name(sign_in: SignIn, letter: Document) -> None:
    file = letter.files[1]
    response = ask(sign_in("vanthu"), f"/documents/{letter.id}/files/{file.id}?save=1")
    assert hashlib.sha256(response.data).hexdigest() == file.sha256
    assert response.content_length == file.size
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert unquote(disposition.split("UTF-8''")[1]) == "Phụ lục đơn giá.pdf"


@pytest.mark.parametrize(
    ("name", "data", "inline"),
    [
        ("a.pdf", pdf_bytes(), True),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", True),
        ("a.docx", docx_bytes("x"), False),
        ("a.pdf", b"<html><script>alert(1)</script></html>", False),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', False),
        ("a.png", b"MZ\x90\x00" + b"\x00" * 200, False),
        ("a.xml", b'<?xml version="1.0"?><x/>', False),
    ],
)
def test_only_pdf_and_pictures_open_in_the_browser_and_never_as_a_page_of_ours(
    sign_in: SignIn, office: Office, world: World, name: str, data: bytes, inline: bool
) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [(name, data)])
    response = ask(sign_in("vanthu"), f"/documents/{document.id}/files/{document.files[0].id}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].split(";")[0] == ("inline" if inline else "attachment")
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert not {"text/html", "image/svg+xml", "application/xml", "text/xml"} & {response.mimetype}
    assert response.data == data


@pytest.mark.parametrize(
    "name",
    [HOSTILE, "a\r\nSet-Cookie: x=1.docx", "../../etc/passwd", "CON.txt", "đề án‮fdp.exe", "x" * 300 + ".docx",
     "{{7*7}}.docx", "Quyết định.docx", "'; drop table document; --.txt", "a\u2028b.docx", ".", "   "],
)  # fmt: skip
def test_a_hostile_name_is_a_name(sign_in: SignIn, office: Office, world: World, name: str) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [(name, b"chu")])
    browser, file = sign_in("vanthu"), document.files[0]
    for url in urls(document):
        response = ask(browser, url)
        assert response.status_code < 500, url
        if response.mimetype == "text/html":
            assert "<img src=x" not in response.text
            assert "49.docx" not in response.text
    response = ask(browser, f"/documents/{document.id}/files/{file.id}")
    assert "\n" not in response.headers["Content-Disposition"]
    assert "Set-Cookie" not in dict(response.headers)
    archive = zipfile.ZipFile(io.BytesIO(ask(browser, f"/documents/{document.id}/zip").data))
    assert not any(part in {"..", ""} for part in archive.namelist()[0].split("/"))


@pytest.mark.usefixtures("both_databases")
def test_all_files_come_in_one_zip(sign_in: SignIn, letter: Document) -> None:
    response = ask(sign_in("chuyenvien.stnmt"), f"/documents/{letter.id}/zip")
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    assert archive.testzip() is None
    assert archive.namelist() == ["Công văn 1352.txt", "Phụ lục đơn giá.pdf"]
    assert archive.read("Công văn 1352.txt").decode() == WORDS
    assert 'filename="1352-UBND-NL.zip"' in response.headers["Content-Disposition"]


def test_changed_bytes_are_refused_marked_and_healed_when_they_come_back(
    sign_in: SignIn, office: Office, letter: Document
) -> None:
    browser, file = sign_in("vanthu"), letter.files[0]
    address, good = f"/documents/{letter.id}/files/{file.id}", WORDS.encode()
    tamper(office, file.key, good[:-1] + b"?")
    response = ask(browser, address)
    assert response.status_code == 503
    assert WORDS[:20] not in response.text
    assert "không khớp mã băm" in response.text
    page = browser.get(f"/documents/{letter.id}").text
    assert "không tải được" in page
    assert WORDS not in page
    assert ask(browser, f"/documents/{letter.id}/zip").status_code == 503
    tamper(office, file.key, good)
    assert ask(browser, address).data == good
    assert "không tải được" not in browser.get(f"/documents/{letter.id}").text


def test_a_long_changed_file_never_arrives_whole_and_then_not_at_all(
    sign_in: SignIn, office: Office, world: World
) -> None:
    data = pdf_bytes(padding=2_000_000)
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("a.pdf", data)])
    browser, address = sign_in("vanthu"), f"/documents/{document.id}/files/{document.files[0].id}"
    tamper(office, document.files[0].key, data[:-1] + b"?")
    arrived = bytearray()

    def read() -> None:
        for chunk in browser.client.get(address).iter_encoded():
            arrived.extend(chunk)

    with pytest.raises(ObjectDamaged):
        Context().run(read)
    db.session.rollback()
    assert len(arrived) < len(data), "the connection breaks off before the promised length"
    assert ask(browser, address).status_code == 503


def test_a_missing_object_is_told_as_such(sign_in: SignIn, office: Office, letter: Document) -> None:
    office.store._versions.clear()  # type: ignore[attr-defined]
    browser = sign_in("vanthu")
    response = ask(browser, f"/documents/{letter.id}/files/{letter.files[0].id}")
    assert response.status_code == 503
    assert "thiếu trong kho" in response.text
    assert ask(browser, f"/documents/{letter.id}").status_code == 200
    assert openings(office) == []


@pytest.mark.parametrize(
    ("method", "headers", "counts"),
    [
        pytest.param("GET", {}, True, id="a program that says nothing of itself"),
        pytest.param("GET", {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, True, id="a click"),
        pytest.param("HEAD", {}, False, id="a look at the headers"),
        pytest.param("GET", {"Sec-Purpose": "prefetch"}, False, id="loading ahead"),
        pytest.param("GET", {"Sec-Purpose": "prefetch;prerender"}, False, id="drawing ahead"),
        pytest.param("GET", {"Purpose": "prefetch"}, False, id="an older browser loading ahead"),
        pytest.param("GET", {"X-Moz": "prefetch"}, False, id="an older Firefox loading ahead"),
        pytest.param("GET", {"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"}, False, id="an image elsewhere"),
        pytest.param("GET", {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate"}, False, id="a frame"),
        pytest.param("GET", {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"}, False, id="a script"),
    ],
)
@pytest.mark.parametrize("suffix", ["", "?save=1", "/text"])
def test_only_a_deliberate_look_is_a_receipt(
    sign_in: SignIn, office: Office, letter: Document, method: str, headers: dict[str, str], counts: bool, suffix: str
) -> None:
    file = letter.files[0]
    url = f"/documents/{letter.id}/files/{file.id}{suffix}"
    assert ask(sign_in("giamdoc.stnmt"), url, method, headers=headers).status_code == 200
    assert bool(openings(office)) is counts


@pytest.mark.usefixtures("both_databases")
def test_reading_in_the_page_counts_and_a_preview_by_itself_does_not(
    sign_in: SignIn, office: Office, world: World, letter: Document
) -> None:
    browser, person = sign_in("giamdoc.stnmt"), world.persons["giamdoc.stnmt"]
    text, pdf = letter.files
    ask(browser, f"/documents/{letter.id}/files/{pdf.id}/preview")
    assert openings(office) == [], "a preview nobody's own page asked for"
    page = browser.get(f"/documents/{letter.id}?file={pdf.id}").text
    assert openings(office) == [], "the page of a PDF has shown nothing yet"
    address = re.search(r'data-pdf="([^"]+)"', page)
    assert address is not None
    token = address.group(1).replace("&amp;", "&")
    other = sign_in("vanthu")
    assert ask(other, token).status_code == 200
    assert openings(office) == [], "another person's page vouches for nobody else"
    assert ask(browser, token).data == pdf_bytes()
    assert openings(office) == [(pdf.id, person)]
    browser.get(f"/documents/{letter.id}")
    assert openings(office) == [(pdf.id, person), (text.id, person)]
    history = browser.get(f"/documents/{letter.id}").text.split('id="history"')[1]
    assert history.count("mở lần đầu") == 2


def test_a_page_loaded_ahead_vouches_for_nothing(sign_in: SignIn, office: Office, letter: Document) -> None:
    browser = sign_in("giamdoc.stnmt")
    page = browser.get(f"/documents/{letter.id}?file={letter.files[1].id}", headers={"Sec-Purpose": "prefetch"}).text
    assert "seen=" not in page
    browser.get(f"/documents/{letter.id}", headers={"Sec-Purpose": "prefetch"})
    assert openings(office) == []


def test_a_forged_token_is_no_receipt(sign_in: SignIn, office: Office, letter: Document) -> None:
    browser, file = sign_in("giamdoc.stnmt"), letter.files[1]
    for token in ("", "x", "WzEsMV0.forged.signature", "a" * 5000):
        assert ask(browser, f"/documents/{letter.id}/files/{file.id}/preview?seen={token}").status_code == 200
    assert openings(office) == []


def test_the_whole_hash_and_how_to_check_it_stand_on_the_files_page(sign_in: SignIn, letter: Document) -> None:
    file = letter.files[0]
    page = sign_in("vanthu").get(f"/documents/{letter.id}/files/{file.id}/hash").text
    assert file.sha256 in page
    assert "sha256sum" in page


def test_a_long_text_comes_in_parts(sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]) -> None:
    words = ("Đường ven biển " * 10 + "\n") * 1500
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("dài.txt", words.encode())])
    work_off()
    browser = sign_in("vanthu")
    url = f"/documents/{document.id}/files/{document.files[0].id}/text"
    assert "Trang 1 trên 3" in browser.get(url).text
    assert "Trang 3 trên 3" in browser.get(f"{url}?page=99").text
    assert len(browser.get(f"/documents/{document.id}").text) < 100_000


def test_the_history_of_another_agency_stays_there(
    sign_in: SignIn, office: Office, world: World, letter: Document
) -> None:
    sign_in("chutich").get(f"/documents/{letter.id}")
    sign_in("giamdoc.stnmt").get(f"/documents/{letter.id}")
    own = sign_in("vanthu").get(f"/documents/{letter.id}").text
    theirs = sign_in("chuyenvien.stnmt").get(f"/documents/{letter.id}").text
    assert "Đặng Hữu Khánh" in own
    assert "Võ Đức Nhân" in own
    assert "Võ Đức Nhân" in theirs
    assert "Đặng Hữu Khánh" not in theirs


def test_the_lists_do_not_ask_the_database_more_for_more_files(sign_in: SignIn, office: Office, world: World) -> None:
    files = [(f"{n}.txt", b"chu") for n in range(30)]
    one = make_document(office, world.actor("vanthu"), world.units["ubnd"], files[:1])
    many = make_document(office, world.actor("vanthu"), world.units["ubnd"], files)
    browser = sign_in("vanthu")
    counts = [queries_of(office, lambda url=f"/documents/{row.id}": browser.get(url)) for row in (one, many)]
    assert counts[1] <= counts[0] + 1


def queries_of(office: Office, work: Callable[[], object]) -> int:
    """How many statements `work` sends, what it writes among them."""
    from sqlalchemy import event

    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(office.db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(office.db.engine, "before_cursor_execute", note)
    return len([one for one in seen if not one.startswith("BEGIN")])


class TestRealStore:
    """The same promises on a real S3 store."""

    @pytest.fixture
    def store_url(self, real_store_url: str) -> str:
        """SeaweedFS, as `python app.py` starts it."""
        return real_store_url

    def test_originals_come_back_and_an_overwritten_object_changes_nothing(
        self, sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
    ) -> None:
        words = f"{WORDS} lần {office.settings.data_dir.name}".encode()
        files = [("Công văn.txt", words), ("Phụ lục.pdf", pdf_bytes(padding=3_000_000))]
        document = make_document(office, world.actor("vanthu"), world.units["ubnd"], files)
        work_off()
        browser, file = sign_in("vanthu"), document.files[0]
        overwrite(office, file.key, b"gia mao")
        for original, (_name, data) in zip(document.files, files, strict=True):
            assert ask(browser, f"/documents/{document.id}/files/{original.id}?save=1").data == data
        assert words.decode() in browser.get(f"/documents/{document.id}").text
        archive = zipfile.ZipFile(io.BytesIO(ask(browser, f"/documents/{document.id}/zip").data))
        assert [archive.read(name) for name in archive.namelist()] == [data for _name, data in files]
        assert not [f.text for f in checks.originals(office, True) if f.level is Level.BAD]

    def test_an_original_without_its_version_is_refused_when_overwritten(
        self, sign_in: SignIn, office: Office, world: World
    ) -> None:
        words = f"{WORDS} bản {office.settings.data_dir.name}".encode()
        document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("a.txt", words)])
        with office.transaction() as session:
            session.get_one(DocumentFile, document.files[0].id).version = None
        overwrite(office, document.files[0].key, words[:-1] + b"?")
        response = ask(sign_in("vanthu"), f"/documents/{document.id}/files/{document.files[0].id}")
        assert response.status_code == 503
        assert "không khớp mã băm" in response.text

    def test_a_hundred_megabytes_go_out_without_being_held(
        self, sign_in: SignIn, office: Office, world: World, tmp_path: Path
    ) -> None:
        clerk, path = world.actor("vanthu"), tmp_path / "lớn.bin"
        with path.open("wb") as large:
            for number in range(100):
                large.write(bytes([number]) * 1_000_000)
        with path.open("rb") as large:
            file = keep(office, large, "lớn.bin")
        facts = DocumentFacts(owner_unit_id=world.units["ubnd"], type_code="CV", subject="V/v bản đồ")
        with office.transaction():
            document = add_document(office, clerk, facts, [file])
        browser = sign_in("vanthu")
        for url in (f"/documents/{document.id}/files/{document.files[0].id}", f"/documents/{document.id}/zip"):
            with growth() as grown:
                assert Context().run(lambda url=url: length_of(browser, url)) >= 100_000_000
            assert grown() < 40_000_000, f"{url}: memory grew by {grown() / 1e6:.0f} MB"


def overwrite(office: Office, key: str, data: bytes) -> None:
    """Put other bytes under the key of an original, as somebody with the store's keys could."""
    store = office.store
    store._client.put_object(store._bucket, key, io.BytesIO(data), len(data))  # type: ignore[attr-defined]


def length_of(browser: Browser, url: str) -> int:
    """How many bytes come, none of them kept."""
    response = browser.client.get(url, buffered=False)
    return sum(len(chunk) for chunk in response.iter_encoded())


@pytest.mark.usefixtures("both_databases")
def test_many_openings_at_the_same_moment_are_one(
    app: Flask, sign_in: SignIn, office: Office, letter: Document, world: World
) -> None:
    browser, address = sign_in("giamdoc.stnmt"), f"/documents/{letter.id}/files/{letter.files[0].id}"
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.client._cookies.values())
    together, answers = threading.Barrier(6), []

    def look() -> None:
        together.wait()
        client = app.test_client(use_cookies=False)
        answers.append(client.get(address, headers={"Cookie": cookies}, buffered=True).status_code)

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6
    assert openings(office) == [(letter.files[0].id, world.persons["giamdoc.stnmt"])]
    verbs = [entry.verb for entry in history(office.session, "document", letter.id)]
    assert verbs.count("opened") == 1
