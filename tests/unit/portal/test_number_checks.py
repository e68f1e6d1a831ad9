"""What fsck says of the books: whole, with a hole, with a counter that ran ahead, taken over from paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import delete, select, update

from e_office.core.checks import Level
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.documents.models import Document
from e_office.portal.checks import numbers_without_gap
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter
from e_office.registry.numbers import take_over
from tests.factories.world import World
from tests.web.test_flow_exchange import Sender
from tests.web.test_search_filters import take_in

Damage = Callable[[Office], None]


def bad(office: Office) -> list[str]:
    """The texts of what is bad."""
    office.session.rollback()
    return [finding.text for finding in numbers_without_gap(office, False) if finding.level is Level.BAD]


@pytest.fixture
def books(office: Office, world: World) -> None:
    """Three lines that came to one department, and one that went out of the province."""
    for number in (1, 2, 3):
        take_in(office, world, "Bộ Xây dựng", number)
    Sender(office, world)("vanthu", "ubnd", "CV", "2026-11-20", "stc", subject="V/v kiểm kê rừng")


@pytest.mark.usefixtures("both_databases", "books")
def test_books_in_order_have_nothing_bad(office: Office) -> None:
    assert bad(office) == []


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a line gone from the middle": (
        lambda office: office.session.execute(delete(IncomingEntry).where(IncomingEntry.number == 2)),
        "2 lines from 1 to 3, counter 1-3",
    ),
    "the last line gone": (
        lambda office: office.session.execute(delete(IncomingEntry).where(IncomingEntry.number == 3)),
        "2 lines from 1 to 2, counter 1-3",
    ),
    "the first line gone": (
        lambda office: office.session.execute(delete(IncomingEntry).where(IncomingEntry.number == 1)),
        "2 lines from 2 to 3, counter 1-3",
    ),
    "every line gone": (
        lambda office: office.session.execute(delete(IncomingEntry)),
        "0 lines from 0 to 0, counter 1-3",
    ),
    "no counter": (
        lambda office: office.session.execute(delete(RegisterCounter).where(RegisterCounter.book == "in")),
        "3 lines from 1 to 3, counter 1-0",
    ),
    "another number on the document": (
        lambda office: office.session.execute(
            update(Document).where(Document.id.in_(select(OutgoingEntry.document_id))).values(code="07/UBND")
        ),
        "has number 1, its document '07/UBND'",
    ),
}


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_named(office: Office, damage: str) -> None:
    spoil, said = DAMAGES[damage]
    with office.transaction():
        spoil(office)
    found = bad(office)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.usefixtures("both_databases")
def test_a_book_taken_over_from_paper_goes_on_after_its_last_number(app: Flask, office: Office, world: World) -> None:
    code = world.unit("stc").code
    office.session.rollback()
    result = FlaskCliRunner(app).invoke(args=["register", "take-over", code, "in", "2026", "345"])
    assert result.exit_code == 0, result.output
    assert "the next number is 346" in result.output
    assert bad(office) == [], "nothing registered yet"
    take_in(office, world, "Bộ Xây dựng", 1)
    office.session.rollback()
    assert office.session.scalars(select(IncomingEntry.number)).one() == 346
    assert bad(office) == []
    again = FlaskCliRunner(app).invoke(args=["register", "take-over", code, "in", "2026", "400"])
    assert again.exit_code == 1
    assert "Sổ này đã có số" in again.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nobody", "in", "2026", "5"], "no agency has the code nobody"),
        (["000.00.03.H27", "out", "2026", "5"], "it has no book out"),
    ],
)
def test_what_cannot_be_taken_over_is_refused(app: Flask, world: World, args: list[str], said: str) -> None:
    result = FlaskCliRunner(app).invoke(args=["register", "take-over", *args])
    assert result.exit_code == 1
    assert said in result.output


def test_nothing_below_one_is_taken_over(office: Office, world: World) -> None:
    with pytest.raises(Refused), office.transaction():
        take_over(office, world.units["stc"], "in", 2026, 0)
