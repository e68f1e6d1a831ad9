"""Reading the secret registers: every line for who was given the right, one's own lines for who is named."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.registry.queries import PAGE, Page
from e_office.registry.secret.models import SecretEntry, SecretReader
from e_office.registry.secret.policy import may_see_book

LARGEST_ID = 2**63 - 1


def visible_to(actor: Actor, unit_id: int) -> ColumnElement[bool]:
    """The clause on `SecretEntry` for the lines of an agency that `actor` may know of.

    Who is named sees the line only while holding a post in the agency: the right stays with the work.
    """
    of_agency = SecretEntry.unit_id == unit_id
    if may_see_book(actor, unit_id):
        return of_agency
    if unit_id not in actor.agency_ids():
        return and_(of_agency, SecretEntry.id.is_(None))
    named = SecretEntry.id.in_(select(SecretReader.entry_id).where(SecretReader.person_id == actor.person_id))
    return and_(of_agency, or_(SecretEntry.custodian_id == actor.person_id, named))


def may_look(office: Office, actor: Actor, unit_id: int) -> bool:
    """Whether there is anything secret for the actor to see in the agency; for everybody else there is no such page."""
    if may_see_book(actor, unit_id):
        return True
    return office.session.scalar(select(SecretEntry.id).where(visible_to(actor, unit_id)).limit(1)) is not None


def page_of(office: Office, actor: Actor, unit_id: int, book: str, year: int, page: int) -> Page:
    """A page of a book, newest number first."""
    query = _lines(actor, unit_id, book, year)
    total = office.session.scalar(query.with_only_columns(func.count()).order_by(None)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE)))
    rows = query.order_by(SecretEntry.number.desc()).limit(PAGE).offset(PAGE * (page - 1))
    return Page(list(office.session.scalars(rows.options(*_PARTS))), total, page)


def book_of(office: Office, actor: Actor, unit_id: int, book: str, year: int) -> list[SecretEntry]:
    """Every line of a book in the order of numbers, for print."""
    query = _lines(actor, unit_id, book, year).order_by(SecretEntry.number)
    return list(office.session.scalars(query.options(*_PARTS)))


def years_of(office: Office, actor: Actor, unit_id: int, book: str) -> list[int]:
    """The years that have lines the actor may see, newest first, this year always among them."""
    clause = and_(visible_to(actor, unit_id), SecretEntry.book == book)
    years = office.session.scalars(select(SecretEntry.year).where(clause).distinct())
    return sorted({office.today().year, *years}, reverse=True)


def get_visible(office: Office, actor: Actor, entry_id: int) -> SecretEntry:
    """One line.

    :raises NotFound: where it is absent or not for the actor; nobody can tell which.
    """
    entry = office.session.get(SecretEntry, entry_id) if 0 < entry_id <= LARGEST_ID else None
    if entry is not None:
        clause = and_(visible_to(actor, entry.unit_id), SecretEntry.id == entry_id)
        if office.session.scalar(select(SecretEntry.id).where(clause)) is not None:
            return entry
    raise NotFound


_PARTS = (joinedload(SecretEntry.custodian), selectinload(SecretEntry.readers).joinedload(SecretReader.person))


def _lines(actor: Actor, unit_id: int, book: str, year: int) -> Select[Any]:
    return select(SecretEntry).where(visible_to(actor, unit_id), SecretEntry.book == book, SecretEntry.year == year)
