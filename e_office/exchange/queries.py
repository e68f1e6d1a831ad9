"""Reading the exchange: what waits to be registered, and who got a document. The counts: `ratio_queries`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.documents.models import Document
from e_office.documents.queries import LARGEST_ID
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_refusal import WAITING
from e_office.exchange.rules_status import State
from e_office.registry.models import IncomingEntry


def arrivals(office: Office, unit_ids: Collection[int], *, limit: int = 100) -> list[Dispatch]:
    """Electronic arrivals that wait for the clerk (chờ vào sổ), urgent and oldest first."""
    query = _arrivals(unit_ids).options(joinedload(Dispatch.document).joinedload(Document.issuer_unit))
    urgent = case((Document.urgency == "normal", 1), else_=0)
    return list(office.session.scalars(query.order_by(urgent, Dispatch.sent_at, Dispatch.id).limit(limit)))


def counted_arrivals(unit_ids: Collection[int]) -> Select[tuple[int]]:
    """How many electronic arrivals wait for the clerks of these agencies: the statement."""
    return _arrivals(unit_ids).with_only_columns(func.count())


def find_dispatch(office: Office, dispatch_id: int) -> Dispatch | None:
    """One dispatch with its document, or None."""
    query = select(Dispatch).where(Dispatch.id == min(dispatch_id, LARGEST_ID))
    return office.session.scalars(query.options(joinedload(Dispatch.document))).one_or_none()


def sent_back(office: Office, unit_ids: Iterable[int], *, limit: int = 100) -> list[Dispatch]:
    """What these agencies refused and sent back (đã từ chối), the latest first."""
    query = select(Dispatch).where(Dispatch.unit_id.in_(list(unit_ids)), Dispatch.state == State.REFUSED)
    order = (Dispatch.state_at.desc(), Dispatch.id.desc())
    return list(office.session.scalars(query.options(joinedload(Dispatch.document)).order_by(*order).limit(limit)))


def count_sent_back(office: Office, unit_ids: Iterable[int]) -> int:
    """How many arrivals these agencies sent back."""
    query = select(func.count(Dispatch.id)).where(Dispatch.unit_id.in_(list(unit_ids)))
    return office.session.scalar(query.where(Dispatch.state == State.REFUSED)) or 0


def _came_back(actor: Actor) -> Select[tuple[Dispatch]]:
    return (
        select(Dispatch)
        .join(Document, Dispatch.document_id == Document.id)
        .where(Document.owner_unit_id.in_(actor.agency_ids(Role.CLERK)), Dispatch.state == State.REFUSED)
        .where(Document.recalled_at.is_(None))
        .where(or_(Dispatch.unit_id.is_(None), Dispatch.unit_id != Document.owner_unit_id))
    )


@shows(_came_back, only={Role.CLERK})
def came_back(office: Office, actor: Actor, *, limit: int = 20) -> list[Dispatch]:
    """Documents of the agencies whose clerk the actor is that a recipient refused, the latest first."""
    query = _came_back(actor).options(joinedload(Dispatch.document))
    return list(office.session.scalars(query.order_by(Dispatch.state_at.desc(), Dispatch.id.desc()).limit(limit)))


def dispatches_of(office: Office, document_id: int) -> list[Dispatch]:
    """Every recipient of a document with its receipt, in the order of sending."""
    query = (
        select(Dispatch)
        .filter_by(document_id=document_id)
        .options(joinedload(Dispatch.opened_by), joinedload(Dispatch.message))
    )
    return list(office.session.scalars(query.order_by(Dispatch.id)))


def _arrivals(unit_ids: Collection[int]) -> Select[tuple[Dispatch]]:
    registered = select(IncomingEntry.id).where(
        IncomingEntry.unit_id == Dispatch.unit_id, IncomingEntry.document_id == Dispatch.document_id
    )
    return (
        select(Dispatch)
        .join(Document, Dispatch.document_id == Document.id)
        .where(Dispatch.unit_id.in_(unit_ids), Dispatch.channel != "paper", Document.recalled_at.is_(None))
        .where(Dispatch.registered_at.is_(None), ~registered.exists(), Dispatch.state.in_(WAITING))
    )
