"""What fsck and doctor say of a house in order, and of each kind of damage."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import delete

from e_office.core.checks import Finding, Level
from e_office.core.db import Base
from e_office.core.office import Office
from e_office.documents import checks
from e_office.documents.extraction import Extracted
from e_office.documents.models import Document, DocumentFile, Reader
from e_office.documents.places import keepers
from e_office.registry.waiting import drop, used
from tests.factories.documents import docx_bytes, kept, make_document
from tests.factories.world import World
from tests.unit.documents.test_originals import tamper

pytestmark = pytest.mark.usefixtures("without_renditions")


@pytest.fixture
def document(office: Office, world: World, work_off: Callable[[], int]) -> Document:
    """A document whose words are drawn."""
    made = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("a.docx", docx_bytes("Nội dung"))])
    work_off()
    return made


def bad(findings: Iterable[Finding]) -> list[str]:
    """The texts of what is bad."""
    return [finding.text for finding in findings if finding.level is Level.BAD]


@pytest.mark.usefixtures("both_databases")
def test_a_house_in_order_has_nothing_bad(office: Office, document: Document) -> None:
    for check in (checks.originals, checks.unused_objects, checks.index, checks.readers, checks.words):
        for deep in (False, True):
            findings = list(check(office, deep))
            assert findings, check
            assert bad(findings) == []
    assert bad(checks.store(office, False)) == []


def test_a_missing_object_is_named(office: Office, document: Document) -> None:
    office.store._versions.clear()  # type: ignore[attr-defined]
    assert bad(checks.originals(office, False))[0].startswith(f"file {document.files[0].id}: no object")


def test_another_size_is_seen_at_once_and_another_byte_only_when_looking_deep(
    office: Office, document: Document
) -> None:
    key, data = document.files[0].key, docx_bytes("Nội dung")
    size = document.files[0].size
    tamper(office, key, b"x" * size)
    assert bad(checks.originals(office, False)) == []
    assert "SHA-256" in bad(checks.originals(office, True))[0]
    tamper(office, key, data + b"x" * 10_000)
    assert f"{size} expected" in bad(checks.originals(office, False))[0]


def test_objects_of_forms_given_up_are_counted_and_not_bad(office: Office, document: Document) -> None:
    before = next(iter(checks.unused_objects(office, False))).text
    kept(office, "bỏ.txt", "bỏ dở".encode())
    after = list(checks.unused_objects(office, False))
    assert before.startswith("0 ")
    assert after[0].text.startswith("1 ")
    assert bad(after) == []


def test_files_that_wait_for_the_register_are_originals_too(office: Office, world: World) -> None:
    clerk, unit_id = world.actor("vanthu"), world.units["ubnd"]
    file = kept(office, "chờ.txt", "chờ vào sổ".encode())
    with office.transaction():
        (row,) = drop(office, clerk, unit_id, "in", [(file, Extracted("chờ vào sổ", 1, "drawn"))])
    assert next(iter(checks.unused_objects(office, False))).text.startswith("0 ")
    tamper(office, file.key, b"x" * file.size)
    assert "SHA-256" in bad(checks.originals(office, True))[0]
    office.store._versions.clear()  # type: ignore[attr-defined]
    assert bad(checks.originals(office, False))[0].startswith(f"waiting file {row.id}: no object")
    with office.transaction():
        used(office, [row])
    assert bad(checks.originals(office, False)) == [], "it was put aside: nothing points there any more"


def test_no_table_that_keeps_objects_is_forgotten() -> None:
    """A room that adds one names it to `documents.places`, or nobody would compare its bytes."""
    named = {(keeper.key.class_.__tablename__, keeper.key.key) for keeper in keepers()}
    wanted = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("key") and f"{column.name.removesuffix('key')}sha256" in table.columns
    }
    assert len(wanted) >= 4
    assert named == wanted


def test_what_is_missing_in_the_index_or_too_much_is_named(office: Office, document: Document) -> None:
    office.engine.remove([document.id])
    assert bad(checks.index(office, False)) == [f"1 documents are not in the index: {document.id}"]
    from search import Entry

    office.engine.index([Entry(document.id, "a"), Entry(4711, "b")])
    assert bad(checks.index(office, False)) == ["1 entries belong to no document that may be found: 4711"]


def test_while_work_waits_the_index_may_be_behind(office: Office, world: World, document: Document) -> None:
    make_document(office, world.actor("vanthu"), world.units["ubnd"], [])
    assert [f.level for f in checks.index(office, False)] == [Level.WARNING, Level.OK]


def test_documents_without_readers_are_bad(office: Office, world: World, document: Document) -> None:
    assert bad(checks.readers(office, False)) == []
    with office.transaction() as session:
        session.execute(delete(Reader))
    assert f"1 documents nobody may read: {document.id}" in bad(checks.readers(office, False))


def test_damaged_files_are_named(office: Office, document: Document) -> None:
    with office.transaction() as session:
        session.get_one(DocumentFile, document.files[0].id).damaged_at = office.clock.now()
    assert bad(checks.words(office, False)) == [f"1 files are marked damaged: {document.files[0].id}"]
