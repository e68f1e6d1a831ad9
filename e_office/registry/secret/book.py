"""The printed secret book: the ten columns of NĐ 30/2020 Annex IV, and the level after type and subject.

What a stub does not hold stays an empty cell for the pen: signer, copies, signature. There is no spreadsheet of
it on purpose: a file would leave the house.
"""

from __future__ import annotations

from e_office.core.clock import local
from e_office.core.problems import Message, msg
from e_office.core.web import tell
from e_office.registry.books import INCOMING, OUTGOING
from e_office.registry.secret.models import SecretEntry
from e_office.registry.types import TYPES, Secrecy

LEVEL = msg("Mức độ mật")


def columns(incoming: bool) -> tuple[Message, ...]:
    """The heads of the columns."""
    if incoming:
        return (*INCOMING[:6], LEVEL, *INCOMING[6:])
    return (*OUTGOING[:3], LEVEL, *OUTGOING[3:])


def line(entry: SecretEntry) -> tuple[str, ...]:
    """The cells of one line."""
    day = f"{entry.issued_on:%d/%m/%Y}" if entry.issued_on else ""
    entered = f"{local(entry.entered_at):%d/%m/%Y}"
    keeper = entry.custodian.name if entry.custodian else ""
    if entry.incoming:
        head = (entered, str(entry.number), entry.correspondent, entry.code, day, titled(entry))
        return (*head, level_of(entry), keeper, "", "", "")
    return (entry.code, day, titled(entry), level_of(entry), "", entry.correspondent, keeper, "", entered, "", "")


def titled(entry: SecretEntry) -> str:
    """Type and subject as far as they are kept."""
    kind = TYPES.get(entry.type_code)
    return " ".join(filter(None, (tell(kind.name) if kind else "", entry.subject)))


def level_of(entry: SecretEntry) -> str:
    """The level in words."""
    return tell(Secrecy(entry.level).label)
