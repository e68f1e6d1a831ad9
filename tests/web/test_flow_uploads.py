"""Files of forms: kept before anything else, remembered over a refusal, never another person's."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from flask import Flask, render_template_string, request
from sqlalchemy import select
from werkzeug.test import TestResponse

from e_office.core.office import Office
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office
from e_office.documents.models import Document
from e_office.documents.service import DocumentFacts, add_document
from e_office.documents.uploads import read_token, take, token_of
from tests.conftest import Browser
from tests.factories.documents import docx_bytes, kept, pdf_bytes
from tests.factories.world import World

FORM = """{% from "documents/_kept_files.html" import kept_files %}{% from "components/forms.html" import form_key %}
<form method="post" enctype="multipart/form-data">{{ form_key() }}
{% for problem in problems %}<p class="problem">{{ tell(problem.message) }}</p>{% endfor %}
<input name="subject" value="{{ subject }}"><input type="file" name="files" multiple>
{{ kept_files(given) }}</form>"""


@pytest.fixture
def own_app() -> bool:
    return True


@pytest.fixture
def form(app: Flask, world: World) -> str:
    """A form as rooms write them, with a subject and files; the address of it."""

    def add() -> Any:
        office, actor = current_office(), current_actor()
        if request.method == "GET":
            return render_template_string(FORM, given=None, problems=(), subject="")
        given, subject = take(office, actor, request), request.form["subject"]
        try:
            given.check()
            if not subject:
                raise Refused([Problem("subject_missing", msg("Chưa có trích yếu"), "subject")])
            return answer_once(lambda: _add(office, actor, subject, given.files))
        except Refused as error:
            page = render_template_string(FORM, given=given, problems=error.problems, subject=subject)
            return page, 422

    def _add(office: Office, actor: Any, subject: str, files: Any) -> str:
        facts = DocumentFacts(owner_unit_id=world.units["ubnd"], type_code="CV", subject=subject)
        return f"/documents/{add_document(office, actor, facts, files).id}"

    app.add_url_rule("/form-under-test", view_func=add, methods=["GET", "POST"])
    return "/form-under-test"


def tokens(page: str) -> list[str]:
    """The tokens of a page, as a browser would send them again."""
    boxes = [box for box in re.findall(r"<input[^>]*>", page) if 'name="files-kept"' in box]
    return [match.group(1) for box in boxes if (match := re.search(r'value="([^"]*)"', box)) and "checked" in box]


def stored_hashes(office: Office) -> set[str]:
    """The SHA-256 of every object in the store."""
    listing = office.store.keys()
    return {key.rsplit("/", 1)[-1] for key, _size in listing}


@pytest.mark.usefixtures("both_databases")
def test_a_refused_form_keeps_files_and_words_and_the_next_try_needs_no_file(
    sign_in: Callable[[str], Browser], office: Office, form: str
) -> None:
    browser = sign_in("vanthu")
    browser.get(form)
    files = [(io.BytesIO(docx_bytes("một")), "Đề án.docx"), (io.BytesIO(pdf_bytes()), "Phụ lục.pdf")]
    refused = browser.post(form, {"subject": "", "files": files})
    assert refused.status_code == 422
    assert "Chưa có trích yếu" in refused.text
    kept_tokens = tokens(refused.text)
    assert len(kept_tokens) == 2
    assert "Đề án.docx" in refused.text
    done = browser.post(form, {"subject": "V/v đề án", "files-kept": kept_tokens})
    assert done.status_code == 200
    document = office.session.scalars(select(Document)).one()
    assert [file.name for file in document.files] == ["Đề án.docx", "Phụ lục.pdf"]
    assert document.files[1].sha256 in stored_hashes(office)


def test_one_bad_file_loses_neither_the_others_nor_what_was_typed(
    sign_in: Callable[[str], Browser], office: Office, form: str
) -> None:
    browser = sign_in("vanthu")
    browser.get(form)
    files = [(io.BytesIO(b""), "rỗng.docx"), (io.BytesIO(pdf_bytes()), "tốt.pdf")]
    refused = browser.post(form, {"subject": "V/v giữ lời", "files": files})
    assert refused.status_code == 422
    assert "rỗng.docx trống" in refused.text
    assert 'value="V/v giữ lời"' in refused.text
    assert len(tokens(refused.text)) == 1
    assert office.session.scalars(select(Document)).all() == []


def test_an_unticked_file_is_left_out_and_the_order_stays(
    sign_in: Callable[[str], Browser], office: Office, form: str
) -> None:
    browser = sign_in("vanthu")
    browser.get(form)
    files = [(io.BytesIO(f"tệp {n}".encode()), f"{n}.txt") for n in range(3)]
    kept_tokens = tokens(browser.post(form, {"subject": "", "files": files}).text)
    more = [(io.BytesIO(b"sau"), "3.txt")]
    chosen = [kept_tokens[0], kept_tokens[2], kept_tokens[0]]
    browser.post(form, {"subject": "V/v", "files-kept": chosen, "files": more})
    document = office.session.scalars(select(Document)).one()
    assert [file.name for file in document.files] == ["0.txt", "2.txt", "3.txt"]


def test_a_double_click_makes_one_document(sign_in: Callable[[str], Browser], office: Office, form: str) -> None:
    browser = sign_in("vanthu")
    browser.get(form)
    key, token = browser.field("form_key"), browser.field("csrf_token")
    places = []
    for _ in range(3):
        data = {"subject": "V/v", "files": [(io.BytesIO(b"chu"), "a.txt")], "form_key": key, "csrf_token": token}
        places.append(browser.post(form, data, follow=False).location)
    assert len(set(places)) == 1
    assert len(office.session.scalars(select(Document)).all()) == 1


def test_a_token_is_its_persons_alone_and_cannot_be_forged_or_kept_for_ever(
    office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, other, file = world.actor("vanthu"), world.actor("vanthu.stc"), kept(office)
    token = token_of(clerk, file)
    assert read_token(clerk, token) == file
    for actor, wrong in ((other, token), (clerk, token[:-2] + "xx"), (clerk, ""), (clerk, "W10.a.b"), (clerk, "đ")):
        with pytest.raises(Refused):
            read_token(actor, wrong)
    monkeypatch.setattr("e_office.documents.uploads.TOKEN_SECONDS", -1)
    with pytest.raises(Refused):
        read_token(clerk, token)


def send(browser: Browser, *files: tuple[Any, str]) -> TestResponse:
    """Files sent by the page's own script."""
    token = browser.field("csrf_token") or browser._token()
    return browser.post("/uploads", {"csrf_token": token, "files": list(files)}, follow=False)


def test_files_sent_one_by_one_come_back_as_tokens(
    sign_in: Callable[[str], Browser], world: World, office: Office
) -> None:
    answer = send(sign_in("vanthu"), (io.BytesIO(pdf_bytes()), "giả.docx"), (io.BytesIO(b""), "rỗng.txt"))
    assert answer.status_code == 201
    (file,) = answer.json["files"]
    assert (file["name"], file["kind"], file["size"]) == ("giả.docx", "PDF", len(pdf_bytes()))
    assert file["field"] == "files-kept"
    assert read_token(world.actor("vanthu"), file["token"]).type_code == "pdf"
    assert "rỗng.txt trống" in answer.json["problems"][0]
    assert send(sign_in("vanthu"), (io.BytesIO(b""), "rỗng.txt")).status_code == 422


@pytest.mark.parametrize("login", ["quantri", "kiemtoan"])
def test_who_works_with_no_content_uploads_none(sign_in: Callable[[str], Browser], office: Office, login: str) -> None:
    assert send(sign_in(login), (io.BytesIO(b"x"), "a.txt")).status_code == 403
    assert stored_hashes(office) == set()


def test_an_upload_needs_a_token_of_the_form_and_a_person(
    sign_in: Callable[[str], Browser], anonymous: Browser, office: Office
) -> None:
    browser = sign_in("vanthu")
    assert browser.post("/uploads", {"csrf_token": "wrong", "files": [(io.BytesIO(b"x"), "a")]}).status_code == 400
    anonymous.get("/login")
    answer = anonymous.post("/uploads", {"files": [(io.BytesIO(b"x"), "a")]}, follow=False)
    assert answer.status_code in {302, 303, 401}
    assert stored_hashes(office) == set()


class TestLarge:
    """Files that do not fit into memory, on the real store."""

    @pytest.fixture
    def store_url(self, real_store_url: str) -> str:
        """The real one."""
        return real_store_url

    def test_a_hundred_megabytes_pass_through_without_being_held(
        self, sign_in: Callable[[str], Browser], world: World, office: Office, tmp_path: Path
    ) -> None:
        browser, path = sign_in("vanthu"), tmp_path / "lớn.bin"
        with path.open("wb") as large:
            for number in range(100):
                large.write(bytes([number]) * 1_000_000)
        with path.open("rb") as large, growth() as grown:
            answer = send(browser, (large, "lớn.bin"))
        assert answer.status_code == 201
        assert grown() < 60_000_000, f"memory grew by {grown() / 1e6:.0f} MB"


@contextmanager
def growth() -> Iterator[Callable[[], int]]:
    """How much the resident memory of this process rises at most, in bytes."""
    process = psutil.Process()
    start = most = process.memory_info().rss
    stop = threading.Event()

    def watch() -> None:
        nonlocal most
        while not stop.wait(0.005):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield lambda: most - start
    finally:
        stop.set()
        watcher.join()
