"""A duplicate is seen whether its issuer is written in full or as offices abbreviate it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from e_office.core.office import Office
from e_office.documents.service import DocumentFacts, add_document
from e_office.registry.duplicate_queries import find_duplicates
from e_office.registry.notation import normal_form
from e_office.registry.service import IncomingFacts, register_incoming
from tests.factories.documents import kept
from tests.factories.world import World


@pytest.mark.parametrize(
    ("issuer", "found"),
    [
        ("Ủy ban nhân dân huyện Kỳ Anh", 1),
        ("UBND huyện Kỳ Anh", 1),
        ("ỦY BAN NHÂN DÂN HUYỆN KỲ ANH", 1),
        ("UBND huyện Hương Khê", 0),
    ],
)
def test_the_same_number_of_the_same_agency_is_found_by_any_name_of_it(
    office: Office, world: World, issuer: str, found: int
) -> None:
    clerk, unit = world.actor("vanthu"), world.units["ubnd"]
    facts = DocumentFacts(
        owner_unit_id=unit, type_code="CV", code="1352/UBND-TNMT", issued_on=date(2026, 11, 20),
        subject="V/v xin ý kiến về đơn giá bồi thường", issuer_name="UBND huyện Kỳ Anh",
    )  # fmt: skip
    file = kept(office)
    with office.transaction():
        register_incoming(office, clerk, IncomingFacts(unit_id=unit, document=facts), [file])
    rows = find_duplicates(office, clerk, issuer=issuer, code="1352/UBND-TNMT", year=2026, hashes=frozenset())
    assert len(rows) == found


@pytest.mark.usefixtures("both_databases")
def test_the_right_one_is_found_among_many_with_the_same_number(office: Office, world: World) -> None:
    """Every agency gives its first decision of a year the number 01."""
    clerk, unit = world.actor("vanthu"), world.units["ubnd"]
    facts = DocumentFacts(
        owner_unit_id=unit, type_code="QD", code="01/QĐ-UBND", code_key=normal_form("01/QĐ-UBND"),
        issued_on=date(2026, 1, 5), subject="Quyết định", issuer_name="UBND huyện Kỳ Anh",
    )  # fmt: skip
    with office.transaction():
        true = add_document(office, clerk, facts, ())
        for number in range(25):
            add_document(office, clerk, replace(facts, issuer_name=f"UBND xã số {number}"), ())
        for year in range(2000, 2026):
            add_document(office, clerk, replace(facts, issued_on=date(year, 1, 5)), ())
    issuer = "Ủy ban nhân dân huyện Kỳ Anh"
    rows = find_duplicates(office, clerk, issuer=issuer, code="01/QĐ-UBND", year=2026, hashes=frozenset())
    assert [document.id for _duplicate, document in rows] == [true.id]


def test_no_more_are_shown_than_can_be_compared(office: Office, world: World) -> None:
    clerk, unit = world.actor("vanthu"), world.units["ubnd"]
    file = kept(office)
    facts = DocumentFacts(owner_unit_id=unit, type_code="CV", subject="trang trắng")
    with office.transaction():
        ids = [add_document(office, clerk, facts, [file]).id for _ in range(9)]
    rows = find_duplicates(office, clerk, issuer="", code="", year=None, hashes=frozenset({file.sha256}))
    assert [document.id for _duplicate, document in rows] == ids[:-6:-1]
    assert find_duplicates(office, clerk, issuer="", code="", year=None, hashes=frozenset()) == []
