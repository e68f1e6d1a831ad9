"""Reads of handling: the parts of one document, what lies on a desk, what is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor
from e_office.core.problems import NotFound
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.handling import policy
from e_office.handling.models import Assignment, Remark, Reply, TimeRequest
from e_office.handling.rules import OPEN, State
from e_office.registry.models import IncomingEntry

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Branch:
    """A part in the order of the tree, with how deep it hangs below the direction."""

    row: Assignment
    depth: int


def get_entry(office: Office, actor: Actor, entry_id: int) -> IncomingEntry:
    """The register's line of a document whose handling the actor may follow. :raises NotFound:"""
    query = (
        select(IncomingEntry)
        .join(Document, Document.id == IncomingEntry.document_id)
        .where(IncomingEntry.id == min(entry_id, LARGEST_ID), visible_to(actor))
    )
    entry = office.session.scalar(query)
    if entry is None or not policy.may_follow(actor, entry):
        raise NotFound("entry")
    return entry


def get_assignment(office: Office, actor: Actor, assignment_id: int, *, lock: bool = False) -> Assignment:
    """One part of a document the actor may follow; `lock` holds the row until the commit. :raises NotFound:"""
    row = office.session.get(Assignment, min(assignment_id, LARGEST_ID), with_for_update=lock or None)
    if row is None:
        raise NotFound("assignment")
    get_entry(office, actor, row.entry_id)
    return row


def get_request(office: Office, actor: Actor, request_id: int) -> TimeRequest:
    """A request for more time that waits for the actor's word. :raises NotFound:"""
    row = office.session.get(TimeRequest, min(request_id, LARGEST_ID))
    if row is None or row.agreed is not None:
        raise NotFound("time request")
    if not policy.may_decide_time(actor, get_assignment(office, actor, row.assignment_id)):
        raise NotFound("time request")
    return row


def tree_of(office: Office, entry_id: int) -> list[Branch]:
    """Every part of a document, each before what was passed on of it."""
    query = (
        select(Assignment).where(Assignment.entry_id == entry_id).options(*_shown(), selectinload(Assignment.requests))
    )
    rows = list(office.session.scalars(query.order_by(Assignment.id)))
    return list(_walk(rows, None, 0))


def _walk(rows: Sequence[Assignment], parent: int | None, depth: int) -> Iterable[Branch]:
    for row in rows:
        if row.parent_id == parent:
            yield Branch(row, depth)
            yield from _walk(rows, row.id, depth + 1)


def open_below(office: Office, row: Assignment) -> int:
    """How many parts passed on of this one are not over."""
    query = select(Assignment.id).where(Assignment.parent_id == row.id, Assignment.state.in_(OPEN))
    return len(list(office.session.scalars(query)))


def remarks_of(office: Office, entry_id: int) -> list[Remark]:
    """The opinions on a document, oldest first."""
    query = (
        select(Remark)
        .where(Remark.entry_id == entry_id)
        .options(joinedload(Remark.person), joinedload(Remark.document))
    )
    return list(office.session.scalars(query.order_by(Remark.id)))


def _parts_given(actor: Actor) -> Select[tuple[Assignment]]:
    return _open_parts(actor).where(_given_to(actor))


@shows(_parts_given)
def given_to(office: Office, actor: Actor, *, limit: int = 50) -> list[tuple[Assignment, bool]]:
    """Open parts on the actor's desk, late and nearest first, each with whether it is for the actor by name."""
    query = _parts_given(actor).options(*_shown())
    order = (Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
    rows = office.session.scalars(query.order_by(*order).limit(limit))
    return [(row, row.person_id is not None) for row in rows]


def _undirected(actor: Actor) -> Select[tuple[IncomingEntry]]:
    directed = exists().where(Assignment.entry_id == IncomingEntry.id, Assignment.state != State.TAKEN_BACK)
    return (
        select(IncomingEntry)
        .join(Document, Document.id == IncomingEntry.document_id)
        .where(visible_to(actor), IncomingEntry.closed_at.is_(None), ~directed)
        .where(IncomingEntry.handler_id.in_(actor.acts_for()))
        .where(IncomingEntry.unit_id.in_(actor.agency_ids(*LEADING_ROLES)))
    )


@shows(_undirected, only=LEADING_ROLES)
def awaiting_direction(office: Office, actor: Actor, *, limit: int = 50) -> list[IncomingEntry]:
    """Documents put before the actor, or somebody who delegated to the actor, that nobody has directed yet."""
    query = _undirected(actor).options(joinedload(IncomingEntry.document))
    order = (IncomingEntry.due_on.is_(None), IncomingEntry.due_on, IncomingEntry.arrived_at)
    return list(office.session.scalars(query.order_by(*order).limit(limit)))


def _unconfirmed(actor: Actor) -> Select[tuple[Assignment]]:
    return _open_parts(actor).where(
        Assignment.given_by_id.in_(actor.acts_for()),
        Assignment.entered_by_id.is_not(None),
        Assignment.confirmed_at.is_(None),
    )


@shows(_unconfirmed)
def awaiting_confirmation(office: Office, actor: Actor) -> list[Assignment]:
    """What the clerk wrote down in the actor's name and the actor has not confirmed."""
    return list(office.session.scalars(_unconfirmed(actor).options(*_shown()).order_by(Assignment.id)))


def _undecided(actor: Actor) -> Select[tuple[TimeRequest]]:
    return (
        select(TimeRequest)
        .join(TimeRequest.assignment)
        .join(IncomingEntry, IncomingEntry.id == Assignment.entry_id)
        .where(TimeRequest.agreed.is_(None), Assignment.state.in_(OPEN))
        .where(Assignment.given_by_id.in_(actor.acts_for()))
    )


@shows(_undecided)
def requests_to_decide(office: Office, actor: Actor) -> list[TimeRequest]:
    """Requests for more time that wait for the actor's word."""
    shown = (joinedload(TimeRequest.assignment).joinedload(Assignment.entry), joinedload(TimeRequest.asked_by))
    return list(office.session.scalars(_undecided(actor).options(*shown).order_by(TimeRequest.id)))


def parts_of(office: Office, entry_ids: Sequence[int]) -> dict[int, list[Assignment]]:
    """The parts of several documents, for the follow-up register."""
    found: dict[int, list[Assignment]] = {}
    if not entry_ids:
        return found
    query = select(Assignment).where(Assignment.entry_id.in_(entry_ids)).options(*_shown()).order_by(Assignment.id)
    for row in office.session.scalars(query):
        found.setdefault(row.entry_id, []).append(row)
    return found


def replies_of(office: Office, entry_ids: Sequence[int]) -> dict[int, list[Document]]:
    """What was issued in answer to several documents, oldest first; what was recalled answers nothing."""
    found: dict[int, list[Document]] = {}
    query = select(Reply.entry_id, Document).join(Document, Document.id == Reply.document_id).order_by(Reply.id)
    for entry_id, document in office.session.execute(
        query.where(Reply.entry_id.in_(entry_ids), Document.recalled_at.is_(None))
    ):
        found.setdefault(entry_id, []).append(document)
    return found


def get_reply(office: Office, actor: Actor, reply_id: int) -> tuple[Reply, Assignment]:
    """An answer that asks whether it is all, with the part it asks of, whose row stays locked. :raises NotFound:"""
    reply = office.session.get(Reply, min(reply_id, LARGEST_ID))
    if reply is None or reply.assignment_id is None:
        raise NotFound("reply")
    row = get_assignment(office, actor, reply.assignment_id, lock=True)
    if not policy.holds(actor, row):
        raise NotFound("reply")
    return reply, row


def _given_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of `policy.holds`."""
    units = and_(Assignment.person_id.is_(None), Assignment.unit_id.in_(actor.unit_ids()))
    return or_(units, Assignment.person_id.in_(actor.acts_for()))


def _open_parts(actor: Actor) -> Select[tuple[Assignment]]:
    return (
        select(Assignment)
        .join(IncomingEntry, IncomingEntry.id == Assignment.entry_id)
        .join(Document, Document.id == IncomingEntry.document_id)
        .where(visible_to(actor), Assignment.state.in_(OPEN), IncomingEntry.closed_at.is_(None))
    )


def _shown() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Assignment.unit),
        joinedload(Assignment.person),
        joinedload(Assignment.given_by),
        joinedload(Assignment.in_place_of),
        joinedload(Assignment.entry).joinedload(IncomingEntry.document),
        joinedload(Assignment.answer),
        selectinload(Assignment.replies).joinedload(Reply.document),
    )
