"""What follows after the commit, with the real jail and the real engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.entries import all_entries
from e_office.documents.jobs import draw_text, index_documents, make_rendition
from e_office.documents.models import DocumentFile, FileText, Kind, Rendition, TextState
from e_office.documents.service import admit, attach
from e_office.documents.soffice import find_soffice
from search import Entry, Query
from storage import StoreUnavailable
from tests.bombs import gibibyte
from tests.factories.documents import docx_bytes, kept, make_document, pdf_bytes
from tests.factories.world import World
from tests.unit.documents.test_originals import tamper

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccf"
    "c050070004850180a9b8c5150000000049454e44ae426082"
)


def found(office: Office, actor: Actor, words: str) -> list[int]:
    """The ids of what `actor` finds."""
    return [hit.id for hit in office.engine.find(Query(words=words, readers=actor.readers())).hits]


@pytest.mark.usefixtures("both_databases", "without_renditions")
def test_words_are_drawn_kept_indexed_and_found_without_accents_by_readers_alone(
    office: Office, world: World, work_off: Callable[[], int]
) -> None:
    clerk = world.actor("vanthu")
    document = make_document(office, clerk, world.units["ubnd"], [("a.docx", docx_bytes("Khai thác mỏ sắt Thạch Khê"))])
    work_off()
    file = document.files[0]
    assert (file.text_state, office.session.get_one(FileText, file.id).text) == (
        TextState.DRAWN,
        "Khai thác mỏ sắt Thạch Khê",
    )
    assert found(office, clerk, "mo sat thach khe") == [document.id]
    assert found(office, world.actor("vanthu.stc"), "mo sat thach khe") == []
    assert found(office, clerk, "1352/UBND-TNMT") == [document.id]
    assert jobs.waiting(office) == 0


@pytest.mark.usefixtures("without_renditions")
def test_admitting_a_reader_makes_it_found_by_that_reader(
    office: Office, world: World, work_off: Callable[[], int]
) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"])
    work_off()
    other = world.actor("chuyenvien.stnmt")
    assert found(office, other, "giai phong mat bang") == []
    with office.transaction():
        admit(office, document, units=(world.units["stnmt"],), why="sent")
    work_off()
    assert found(office, other, "giai phong mat bang") == [document.id]


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        pytest.param("ảnh.png", PNG, TextState.NONE, id="a picture has no words"),
        pytest.param("lạ.bin", bytes(range(256)) * 4, TextState.NONE, id="an unknown kind has no words"),
        pytest.param("trắng.txt", b" \n ", TextState.NONE, id="a blank text has no words"),
    ],
)
def test_a_file_without_words_is_marked_and_found_by_its_subject(
    office: Office, world: World, work_off: Callable[[], int], name: str, data: bytes, state: TextState
) -> None:
    clerk = world.actor("vanthu")
    document = make_document(office, clerk, world.units["ubnd"], [(name, data)])
    work_off()
    assert document.files[0].text_state == state
    assert office.session.get(FileText, document.files[0].id) is None
    assert found(office, clerk, "tien do giai phong") == [document.id]


def test_a_bomb_is_kept_and_marked_and_holds_nobody_up(
    office: Office, world: World, work_off: Callable[[], int], tmp_path: Any
) -> None:
    clerk = world.actor("vanthu")
    bomb = gibibyte(tmp_path / "bom.docx").read_bytes()
    bad = make_document(office, clerk, world.units["ubnd"], [("bom.docx", bomb)], code="1/A")
    good = make_document(office, clerk, world.units["ubnd"], [("tốt.docx", docx_bytes("Đường ven biển"))], code="2/A")
    work_off()
    assert bad.files[0].text_state in {TextState.FAILED, TextState.NONE}
    assert good.files[0].text_state == TextState.DRAWN
    assert found(office, clerk, "duong ven bien") == [good.id]
    assert not office.session.scalars(select(Job).where(Job.error.is_not(None))).all()
    assert (
        office.store.open(
            bad.files[0].key, bad.files[0].version, sha256=bad.files[0].sha256, size=bad.files[0].size
        ).read()
        == bomb
    )


@pytest.mark.usefixtures("without_renditions")
def test_a_damaged_original_is_marked_and_not_tried_for_ever(
    office: Office, world: World, work_off: Callable[[], int]
) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"])
    tamper(office, document.files[0].key, b"something else")
    work_off()
    file = document.files[0]
    assert (file.text_state, file.damaged_at) == (TextState.FAILED, office.clock.now())
    assert jobs.waiting(office) == 0


@pytest.mark.usefixtures("without_renditions")
def test_a_store_that_is_away_is_tried_again(
    office: Office, world: World, app: Flask, clock: Any, work_off: Callable[[], int]
) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"])
    away = replace(office, store=Away())
    jobs.drain(away)
    assert document.files[0].text_state == TextState.WAITING
    assert document.files[0].damaged_at is None
    assert jobs.waiting(office) == 1
    clock.move(hours=1)
    work_off()
    assert document.files[0].text_state == TextState.DRAWN


class Away:
    """A store nobody can reach."""

    def open(self, *_args: Any, **_more: Any) -> Any:
        """Refuse."""
        raise StoreUnavailable("no route")


@pytest.mark.usefixtures("both_databases")
def test_every_job_may_run_twice(office: Office, world: World, work_off: Callable[[], int]) -> None:
    clerk = world.actor("vanthu")
    document = make_document(office, clerk, world.units["ubnd"], [("a.docx", docx_bytes("Cảng Vũng Áng"))])
    work_off()
    before = snapshot(office)
    for _ in range(2):
        draw_text(office, [{"file_id": document.files[0].id}])
        make_rendition(office, document.files[0].id)
        index_documents(office, [{"document_id": document.id}, {"document_id": document.id}])
        work_off()
    assert snapshot(office) == before
    assert found(office, clerk, "cang vung ang") == [document.id]


def snapshot(office: Office) -> list[Any]:
    """Everything the jobs write."""
    office.session.expire_all()
    return [
        [(row.file_id, row.text) for row in office.session.scalars(select(FileText))],
        [(row.file_id, row.sha256) for row in office.session.scalars(select(Rendition))],
        [(row.id, row.text_state, row.pages) for row in office.session.scalars(select(DocumentFile))],
        office.engine.ids(),
    ]


def test_jobs_of_what_is_gone_do_nothing(office: Office, world: World) -> None:
    draw_text(office, [{"file_id": 999}])
    make_rendition(office, 999)
    index_documents(office, [{"document_id": 999}])
    assert office.engine.count() == 0


@pytest.mark.usefixtures("without_renditions")
def test_a_second_file_is_added_to_what_is_found(office: Office, world: World, work_off: Callable[[], int]) -> None:
    clerk = world.actor("vanthu")
    document = make_document(office, clerk, world.units["ubnd"], [("a.docx", docx_bytes("Khu kinh tế"))])
    work_off()
    with office.transaction():
        attach(office, clerk, document, [kept(office, "b.txt", "Phụ lục đơn giá bồi thường".encode())])
    work_off()
    assert found(office, clerk, "don gia boi thuong") == found(office, clerk, "khu kinh te") == [document.id]


@pytest.mark.usefixtures("without_renditions")
def test_all_entries_can_go_on_where_they_stopped(
    office: Office, world: World, work_off: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("e_office.documents.entries.BATCH", 2)
    clerk, ubnd = world.actor("vanthu"), world.units["ubnd"]
    ids = [make_document(office, clerk, ubnd, [], code=f"{n}/A", kind=Kind.CONCLUSION).id for n in range(5)]
    entries = list(all_entries(office))
    assert [entry.id for entry in entries] == ids
    assert [entry.id for entry in all_entries(office, after_id=ids[2])] == ids[3:]
    first = entries[0]
    assert first.readers == {f"u{ubnd}"}
    assert first.tags == {"conclusion"}
    assert (first.kind, first.year, first.number) == ("conclusion", 2026, "0/A")


class Stubborn:
    """An engine that refuses whatever holds one id, as a broken entry would."""

    def __init__(self, inner: Any, poison: int) -> None:
        self.inner, self.poison = inner, poison

    def index(self, entries: Any) -> int:
        """Refuse a batch with the poison in it."""
        entries = list(entries)
        if any(entry.id == self.poison for entry in entries):
            raise ValueError("cannot be indexed")
        return int(self.inner.index(entries))

    def remove(self, ids: Any) -> int:
        """As the real one."""
        return int(self.inner.remove(ids))


def test_one_entry_that_cannot_be_indexed_holds_up_no_other(office: Office, world: World) -> None:
    clerk = world.actor("vanthu")
    documents = [make_document(office, clerk, world.units["ubnd"], [], code=f"{n}/A").id for n in range(3)]
    stubborn = replace(office, engine=Stubborn(office.engine, documents[1]))
    index_documents(stubborn, [{"document_id": number} for number in documents])
    assert office.engine.ids() == {documents[0], documents[2]}


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed here")
def test_a_word_file_gets_a_pdf_for_the_screen(office: Office, world: World, work_off: Callable[[], int]) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"])
    work_off()
    made = office.session.get_one(Rendition, document.files[0].id)
    data = office.store.open(made.key, made.version, sha256=made.sha256, size=made.size).read()
    assert data.startswith(b"%PDF-")
    assert document.files[0].pages == 1


def test_pages_of_a_pdf_are_counted(office: Office, world: World, work_off: Callable[[], int]) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("a.pdf", pdf_bytes())])
    work_off()
    assert (document.files[0].pages, document.files[0].text_state) == (1, TextState.DRAWN)
    assert isinstance(next(all_entries(office)), Entry)
