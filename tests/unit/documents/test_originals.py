"""Keeping, adding, attaching and opening originals."""

from __future__ import annotations

import hashlib
import io
import random
import tempfile
import unicodedata
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from sqlalchemy import select

from config import Settings
from e_office.core import audit
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.core.problems import NotFound, Refused
from e_office.documents.integrity import open_noted
from e_office.documents.models import Document, Opening, Reader, TextState
from e_office.documents.queries import get_visible_file
from e_office.documents.service import DocumentFacts, add_document, attach, keep, note_opening
from storage import ObjectDamaged
from tests.factories.documents import docx_bytes, kept, make_document, pdf_bytes
from tests.factories.world import World


def test_a_kept_file_is_named_as_typed_typed_by_content_and_hashed(office: Office) -> None:
    data = pdf_bytes()
    file = keep(office, io.BytesIO(data), unicodedata.normalize("NFD", "Quyết định số 5.docx"))
    assert file.name == "Quyết định số 5.docx"
    assert (file.type_code, file.media_type, file.size) == ("pdf", "application/pdf", len(data))
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert office.store.open(file.key, file.version, sha256=file.sha256, size=file.size).read() == data


@pytest.mark.parametrize("pages", [0, 600], ids=["small", "large"])
@pytest.mark.parametrize("how", ["file", "form"])
def test_what_is_read_for_a_stamp_is_kept_whole(office: Office, tmp_path: Path, how: str, pages: int) -> None:
    """The child that reads the words shares the file's position; the original must not lose a byte by it."""
    content = docx_bytes("Trang đầu", *(random.Random(page).randbytes(1000).hex() for page in range(pages)))
    (tmp_path / "a.docx").write_bytes(content)
    with (tmp_path / "a.docx").open("rb") as file, tempfile.SpooledTemporaryFile(500_000, mode="rb+") as form:
        form.write(content)
        kept = keep(office, file if how == "file" else cast(BinaryIO, form), "a.docx")
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_same_bytes_are_one_object(office: Office) -> None:
    """NĐ 30/2020 Art. 19.2: the original in the own store, once (`domain.md` 2.5)."""
    one, other = kept(office, "a.pdf", pdf_bytes()), kept(office, "b.pdf", pdf_bytes())
    assert (one.key, one.version) == (other.key, other.version)
    assert (one.name, other.name) == ("a.pdf", "b.pdf")


def test_an_empty_file_is_refused_and_nothing_is_stored(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        kept(office, "rỗng.docx", b"")
    assert [problem.code for problem in refused.value.problems] == ["file_empty"]
    assert list(office.store.keys()) == []


class TestLimit:
    """A limit of one megabyte."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """The same settings, less room."""
        from dataclasses import replace

        return replace(settings, upload_limit_mb=1)

    def test_a_file_above_the_limit_is_refused_with_both_figures(self, office: Office) -> None:
        with pytest.raises(Refused) as refused:
            kept(office, "lớn.bin", b"x" * 1_000_001)
        assert "lớn.bin lớn hơn 1 MB" in str(refused.value.problems[0].message)
        assert list(office.store.keys()) == []
        assert kept(office, "vừa.bin", b"x" * 1_000_000).size == 1_000_000


@pytest.mark.usefixtures("both_databases")
def test_a_document_is_open_to_its_agency_and_left_for_the_worker(office: Office, world: World) -> None:
    files = [("a.docx", docx_bytes()), ("a.docx", docx_bytes("khác"))]
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], files)
    assert [file.name for file in document.files] == ["a.docx", "a (2).docx"]
    assert [file.position for file in document.files] == [0, 1]
    assert {file.text_state for file in document.files} == {TextState.WAITING}
    readers = office.session.scalars(select(Reader)).all()
    assert [(row.unit_id, row.person_id, row.why) for row in readers] == [(world.units["ubnd"], None, "registered")]
    kinds = sorted(office.session.scalars(select(Job.kind)))
    assert kinds == ["documents.draw_text", "documents.draw_text", "documents.index_documents"]


def test_an_attached_file_stands_last_is_told_apart_and_in_the_history(office: Office, world: World) -> None:
    clerk = world.actor("vanthu")
    document = make_document(office, clerk, world.units["ubnd"], [("Phụ lục.pdf", pdf_bytes())])
    with office.transaction():
        added = attach(office, clerk, document, [kept(office, "phụ lục.PDF", pdf_bytes("khac".replace("á", "a")))])
    assert [file.name for file in document.files] == ["Phụ lục.pdf", "phụ lục (2).PDF"]
    assert added[0].position == 1
    last = audit.history(office.session, "document", document.id)[0]
    assert (last.verb, str(last.message)) == ("attached", "thêm tệp phụ lục (2).PDF")


def test_an_original_is_given_to_readers_alone_and_only_under_its_document(office: Office, world: World) -> None:
    clerk, stranger = world.actor("vanthu"), world.actor("vanthu.stc")
    data = docx_bytes("Nội dung")
    document = make_document(office, clerk, world.units["ubnd"], [("a.docx", data)])
    other = make_document(office, clerk, world.units["ubnd"])
    file_id = document.files[0].id
    assert b"".join(open_noted(office, get_visible_file(office, clerk, document.id, file_id))) == data
    for actor, document_id in ((stranger, document.id), (clerk, other.id)):
        with pytest.raises(NotFound):
            get_visible_file(office, actor, document_id, file_id)


def test_changed_bytes_are_never_given_out_as_the_original(office: Office, world: World) -> None:
    clerk, data = world.actor("vanthu"), docx_bytes("Nội dung")
    document = make_document(office, clerk, world.units["ubnd"], [("a.docx", data)])
    tamper(office, document.files[0].key, data[:-1] + b"!")
    with pytest.raises(ObjectDamaged):
        next(open_noted(office, document.files[0]))
    assert document.files[0].damaged_at == office.clock.now()


@pytest.mark.usefixtures("both_databases")
def test_the_first_opening_stands_and_is_told_once(office: Office, world: World, clock: Any) -> None:
    clerk = world.actor("vanthu")
    document = make_document(office, clerk, world.units["ubnd"])
    first = office.clock.now()
    for expected in (True, False, False):
        with office.transaction():
            assert note_opening(office, clerk, document.files[0]) is expected
        clock.move(minutes=5)
    rows = office.session.scalars(select(Opening)).all()
    assert [(row.person_id, row.at) for row in rows] == [(clerk.person_id, first)]
    verbs = [entry.verb for entry in audit.history(office.session, "document", document.id)]
    assert verbs.count("opened") == 1


def test_a_refused_transaction_leaves_the_object_and_no_row(office: Office, world: World) -> None:
    clerk, file = world.actor("vanthu"), kept(office)
    facts = DocumentFacts(owner_unit_id=world.units["ubnd"], type_code="CV", subject="V/v")

    def break_off() -> None:
        with office.transaction():
            add_document(office, clerk, facts, [file])
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        break_off()
    assert office.session.scalars(select(Document)).all() == []
    assert office.store.exists(file.key, file.version), "put before the commit on purpose: F-02"


def tamper(office: Office, key: str, data: bytes) -> None:
    """Change the bytes of an object behind the store's back."""
    versions = office.store._versions[key]  # type: ignore[attr-defined]
    for version in versions:
        versions[version] = data
