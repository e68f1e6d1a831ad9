"""Issuers as registers name them: which unit of this installation is meant, and whether it is a state agency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry
from search import fold


def names_of_units(office: Office) -> dict[str, str]:
    """Short and full names of the units, folded, to the full one: "Sở TN&MT" and its long name are one issuer."""
    names = office.session.execute(select(Unit.name, Unit.short_name)).all()
    return {fold(said): fold(name) for name, short in names for said in (name, short) if said}


def issuer_key(issuer: str, names: Mapping[str, str]) -> str:
    """The one form in which issuers are compared, however the name is written."""
    said = fold(issuer)
    spelt_out = _spelt_out(said)
    return names.get(said) or names.get(spelt_out) or spelt_out


def units_by_name(office: Office) -> dict[str, int]:
    """The ids of the units by their short and full names; a name that several bear means none of them."""
    found: dict[str, int | None] = {}
    for unit_id, *names in office.session.execute(select(Unit.id, Unit.name, Unit.short_name)).tuples():
        for key in {_key(name) for name in names if name}:
            found[key] = None if key in found else unit_id
    return {key: unit_id for key, unit_id in found.items() if unit_id is not None}


def unit_id_of(issuer: str, units: Mapping[str, int]) -> int | None:
    """The unit of this installation that an issuer's name means, among `units_by_name`."""
    return units.get(_spelt_out(fold(issuer).strip()))


def unit_named(office: Office, issuer: str) -> Unit | None:
    """The same as its row."""
    unit_id = unit_id_of(issuer, units_by_name(office))
    return office.session.get(Unit, unit_id) if unit_id is not None else None


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """The names of all units are looked through with each registration, and are the same each time."""
    return _spelt_out(fold(name))


def _spelt_out(folded: str) -> str:
    return re.sub(r"\bubnd\b", "uy ban nhan dan", folded)


def is_state_agency(office: Office, issuer: str, agency_id: int) -> bool:
    """Whether a letter of this issuer counts as one of a state agency until the clerk says otherwise.

    As its unit is; of an issuer from outside, as the agency's clerk said the last time; of one never seen, yes.
    """
    if unit := unit_named(office, issuer):
        return unit.is_state_agency
    said = (
        select(IncomingEntry.from_state_agency)
        .join(Document, Document.id == IncomingEntry.document_id)
        .where(IncomingEntry.unit_id == agency_id, Document.issuer_name == issuer)
        .order_by(IncomingEntry.id.desc())
        .limit(1)
    )
    answer = office.session.scalar(said)
    return True if answer is None else answer
