"""Who may know of a document: the one predicate against an oracle written independently of it."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.problems import NotFound
from e_office.documents.models import Document, Reader
from e_office.documents.queries import find_visible, get_visible, visible_to
from e_office.documents.service import admit
from e_office.people.models import Person, Unit
from tests.factories.documents import make_document
from tests.factories.world import World

NO_CONTENT = {"administrator", "auditor"}


def may_read(world: World, login: str, document: Document) -> bool:
    """The oracle: climbs the tree of units by hand, from each post up to the first agency."""
    session = world.office.session
    person = session.get_one(Person, world.persons[login])
    rows = session.scalars(select(Reader).filter_by(document_id=document.id)).all()
    if any(row.person_id == person.id for row in rows):
        return True
    open_to = {row.unit_id for row in rows}
    for post in person.posts:
        if post.role.value in NO_CONTENT:
            continue
        unit: Unit | None = post.unit
        while unit is not None:
            if unit.id in open_to:
                return True
            unit = None if unit.is_agency else unit.parent
    return False


@pytest.fixture
def documents(office: Office, world: World) -> list[Document]:
    """One document for every way of being open: to an agency, an office, a section, a person, several."""
    clerk, units, persons = world.actor("vanthu"), world.units, world.persons
    made = [
        make_document(office, clerk, units["ubnd"]),
        make_document(office, clerk, units["ubnd"], units=(units["stnmt"], units["kyanh"])),
        make_document(office, clerk, units["stc"], units=(units["th1"],)),
        make_document(office, clerk, units["stc"], persons=(persons["phochutich"],)),
        make_document(office, world.actor("vanthu.stnmt"), units["stnmt"], persons=(persons["chutich"],)),
        make_document(office, world.actor("vanthu.kyanh"), units["kyanh"]),
    ]
    return made


@pytest.mark.usefixtures("both_databases")
def test_the_predicate_agrees_with_the_oracle_for_everybody(
    office: Office, world: World, documents: list[Document]
) -> None:
    seen = 0
    for login, document in itertools.product(world.persons, documents):
        actor, expected = world.actor(login), may_read(world, login, document)
        seen += expected
        assert bool(find_visible(office, actor, document.id)) is expected, (login, document.id)
        assert (
            office.session.scalar(select(Document.id).where(visible_to(actor), Document.id == document.id)) is not None
        ) is expected
    assert 15 < seen < len(world.persons) * len(documents) - 15, "the table must hold both answers"


def test_administrator_and_auditor_read_nothing(office: Office, world: World, documents: list[Document]) -> None:
    for login in ("quantri", "kiemtoan"):
        query = select(Document.id).where(visible_to(world.actor(login)))
        assert list(office.session.scalars(query)) == []


@pytest.mark.parametrize("number", [0, -1, 10**6, 2**63, 10**30])
@pytest.mark.usefixtures("both_databases")
def test_no_number_but_a_row_is_found(office: Office, world: World, number: int) -> None:
    with pytest.raises(NotFound):
        get_visible(office, world.actor("vanthu"), number)


def test_a_person_who_leaves_the_unit_stops_reading_at_once(
    office: Office, world: World, documents: list[Document]
) -> None:
    document = documents[1]
    assert find_visible(office, world.actor("chuyenvien.stnmt"), document.id)
    with office.transaction():
        world.person("chuyenvien.stnmt").posts[0].unit_id = world.units["sct"]
    assert find_visible(office, world.actor("chuyenvien.stnmt"), document.id) is None


@pytest.mark.usefixtures("both_databases")
def test_admitting_twice_is_one_row_and_nobody_is_taken_out(
    office: Office, world: World, documents: list[Document]
) -> None:
    document, units = documents[0], (world.units["stc"], world.units["sct"])
    for _ in range(2):
        with office.transaction():
            admit(office, document, units=units, persons=(world.persons["chutich"],), why="sent")
    rows = office.session.scalars(select(Reader).filter_by(document_id=document.id)).all()
    assert sorted((row.unit_id or 0, row.person_id or 0) for row in rows) == sorted(
        [(world.units["ubnd"], 0), (units[0], 0), (units[1], 0), (0, world.persons["chutich"])]
    )
