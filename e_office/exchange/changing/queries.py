"""Reads of recalls, updates and replacements: of one document, and those that wait for an answer here."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, Role
from e_office.documents.models import Document
from e_office.exchange.changing.models import DocumentChange
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_status import State
from e_office.people.models import Person
from e_office.people.queries import persons_holding


def changes_of(office: Office, document_id: int) -> list[DocumentChange]:
    """Every change of a document, and the one by which it came itself, in the order they were asked."""
    query = select(DocumentChange).where(
        or_(DocumentChange.document_id == document_id, DocumentChange.successor_id == document_id)
    )
    parts = (joinedload(DocumentChange.document), joinedload(DocumentChange.successor))
    return list(office.session.scalars(query.options(*parts).order_by(DocumentChange.id)))


def _asked_of(actor: Actor) -> Select[tuple[Dispatch, DocumentChange]]:
    return _asked(actor.agency_ids(Role.CLERK))


@shows(_asked_of, only={Role.CLERK})
def asked_of(office: Office, actor: Actor, *, limit: int = 100) -> list[tuple[Dispatch, DocumentChange]]:
    """What senders ask of the agencies whose clerk the actor is and nobody has answered yet, the oldest first."""
    query = _asked_of(actor).options(joinedload(Dispatch.document)).order_by(Dispatch.state_at, Dispatch.id)
    return list(office.session.execute(query.limit(limit)).tuples())


def count_asked(office: Office, unit_ids: Collection[int]) -> int:
    """How many recalls, updates and replacements wait for an answer of these agencies."""
    return office.session.scalar(_asked(unit_ids).with_only_columns(func.count(Dispatch.id))) or 0


def open_request(office: Office, document_id: int, unit_ids: Collection[int]) -> tuple[Dispatch, DocumentChange] | None:
    """What the sender of a document asks of one of these agencies."""
    row = office.session.execute(_asked(unit_ids).where(Dispatch.document_id == document_id).limit(1)).first()
    return (row[0], row[1]) if row else None


def leaders_of(office: Office, agency_id: int) -> list[Person]:
    """Who may consent to a recall, update or replacement of the agency's documents."""
    return persons_holding(office, LEADING_ROLES, agency_id)


def _asked(unit_ids: Collection[int]) -> Select[tuple[Dispatch, DocumentChange]]:
    return (
        select(Dispatch, DocumentChange)
        .join(DocumentChange, Dispatch.change_id == DocumentChange.id)
        .join(Document, Dispatch.document_id == Document.id)
        .where(Dispatch.unit_id.in_(unit_ids), Dispatch.state == State.RECALLED)
    )
