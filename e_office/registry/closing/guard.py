"""What keeps a closed register as it is: nobody writes a line into it."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.problems import msg, refuse_if
from e_office.registry.closing.models import ClosedBook
from e_office.registry.closing.rules import is_closed_problems


def is_closed(office: Office, unit_id: int, direction: str, year: int) -> bool:
    """Whether a register is closed; asked anew within every transaction."""
    query = select(ClosedBook.id).filter_by(unit_id=unit_id, direction=direction, year=year)
    return office.session.scalar(query) is not None


def refuse_closed(office: Office, unit_id: int, direction: str, year: int) -> None:
    """Refuse a new line in a closed register; the number that was taken for it goes back with the transaction.

    Called with the counter locked, which the closing locks as well: one of the two waits for the other.

    :raises Refused: where the register is closed.
    """
    refuse_if(is_closed_problems(is_closed(office, unit_id, direction, year), year), msg("Chưa đăng ký được"))
