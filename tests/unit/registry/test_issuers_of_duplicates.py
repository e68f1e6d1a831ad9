"""A duplicate is seen whether its issuer is written in full or as offices abbreviate it."""

from __future__ import annotations

from datetime import date

import pytest

from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.registry.queries import find_duplicates
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
