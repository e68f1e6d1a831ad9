"""Putting in and taking out, in any order and as often as one likes, never changes or copies an original."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from e_office.casefiles import filing
from e_office.casefiles.filing import Arranged
from e_office.casefiles.models import CaseFile, Item
from e_office.core.office import Office
from e_office.documents.models import Document, DocumentFile, Reader
from tests.factories.casefiles import make_casefile
from tests.factories.documents import docx_bytes, make_document, pdf_bytes
from tests.factories.world import World

FILES, DOCUMENTS = 2, 3
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("put", "take", "arrange")), st.integers(0, FILES - 1), st.integers(0, DOCUMENTS - 1),
        st.integers(0, 9),
    ),
    max_size=12,
)  # fmt: skip


@pytest.fixture
def documents(office: Office, world: World) -> list[int]:
    """Documents with originals of several kinds."""
    given = (
        [("a.docx", docx_bytes("một"))],
        [("b.pdf", pdf_bytes())],
        [("c.docx", docx_bytes("hai")), ("c.pdf", pdf_bytes("x"))],
    )
    ids = [make_document(office, world.actor("vanthu"), world.units["ubnd"], list(files)).id for files in given]
    office.session.rollback()
    return ids


def originals(office: Office) -> tuple[Any, ...]:
    """Every document, file and reader as rows, and every object of the store by its bytes."""
    office.session.rollback()
    rows = [
        sorted(map(repr, office.session.execute(select(model.__table__)).all()))
        for model in (Document, DocumentFile, Reader)
    ]
    stored = []
    for file in office.session.scalars(select(DocumentFile).order_by(DocumentFile.id)):
        with office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as reader:
            stored.append(reader.read())
    office.session.rollback()
    return rows, stored, sorted(office.store.keys())


def lies_in(office: Office, casefile_id: int) -> list[Item]:
    query = select(Item).where(Item.casefile_id == casefile_id).order_by(Item.position)
    return list(office.session.scalars(query))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_file_only_points_at_its_documents(
    office: Office, world: World, documents: list[int], steps: list[tuple[str, int, int, int]]
) -> None:
    before, worker = originals(office), world.actor("chuyenvien")
    begun = len(list(office.session.scalars(select(CaseFile.id))))
    office.session.rollback()
    files = [make_casefile(office, world, notation=f"{begun + place}.TH") for place in range(FILES)]
    expected: list[list[int]] = [[] for _ in files]
    for verb, place, which, number in steps:
        file_id, document_id, wanted = files[place], documents[which], expected[place]
        with office.transaction():
            inside = {item.document_id: item for item in lies_in(office, file_id)}
            if verb == "put":
                filing.put_document(office, worker, file_id, document_id)
                wanted += [document_id] if document_id not in wanted else []
            elif document_id in inside and verb == "take":
                filing.take_out(office, worker, file_id, inside[document_id].id)
                wanted.remove(document_id)
            elif document_id in inside:
                filing.arrange(office, worker, file_id, {inside[document_id].id: Arranged(number, None, "")})
                wanted[:] = [item.document_id for item in lies_in(office, file_id)]
        there = lies_in(office, file_id)
        assert [item.document_id for item in there] == wanted
        assert [item.position for item in there] == list(range(1, len(there) + 1)), "ordinals without a gap"
        office.session.rollback()
    assert originals(office) == before
