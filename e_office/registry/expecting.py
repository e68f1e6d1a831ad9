"""The number and notation a document would get now, for what has to carry them before it is registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from e_office.core.office import Office
from e_office.people.models import Unit
from e_office.registry.notation import compose
from e_office.registry.numbers import last_number
from e_office.registry.rules import outgoing_book
from e_office.registry.types import type_of


@dataclass(frozen=True)
class Expected:
    """What comes next in a book; another may take it first, so whoever uses it looks again once it is taken."""

    number: int
    code: str

    @property
    def notation(self) -> str:
        """What stands behind the number's stroke."""
        return self.code.partition("/")[2]


def expected(office: Office, unit: Unit, type_code: str, day: date, drafting_unit: Unit | None = None) -> Expected:
    """The next number of the book of a type, written as `registry.service.enter_outgoing` would write it."""
    kind = type_of(type_code)
    book = outgoing_book(type_code, one_sequence=unit.one_sequence, legal_normative=kind.is_legal_normative)
    number = last_number(office, unit.id, book, day.year) + 1
    section = drafting_unit.notation if drafting_unit else None
    year = day.year if kind.is_legal_normative else None
    return Expected(number, compose(number, year, kind, unit.notation, section))
