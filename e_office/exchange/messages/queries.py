"""Reading the messages of other systems: lists for the clerk, one in full, what was kept aside, whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.core.problems import NotFound
from e_office.documents.models import Document
from e_office.exchange.edxml.facts import Organ
from e_office.exchange.messages.models import Direction, DispatchEvent, ExchangeMessage, MessageState
from e_office.exchange.models import Dispatch
from e_office.people.models import Unit
from e_office.people.queries import agency_of, is_open

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class MessageFilter:
    """What the list is narrowed to."""

    direction: Direction = Direction.IN
    state: MessageState | None = None
    page: int = 1


def by_key(office: Office, key: str) -> ExchangeMessage | None:
    """The message known by this key already."""
    return office.session.scalar(select(ExchangeMessage).filter_by(key=key))


def same_document(office: Office, edxml_id: str) -> list[ExchangeMessage]:
    """Messages that brought this document before, taken by whichever unit, first the oldest."""
    query = select(ExchangeMessage).filter_by(direction=Direction.IN, edxml_id=edxml_id, kind="document")
    query = query.where(ExchangeMessage.state == MessageState.TAKEN, ExchangeMessage.document_id.is_not(None))
    return list(office.session.scalars(query.order_by(ExchangeMessage.id)))


def agencies_meant(office: Office, organs: Iterable[Organ]) -> list[Unit]:
    """The agencies here that the recipients of a message name by code, each once; a part stands for its agency."""
    codes = {organ.organ_id.strip().upper() for organ in organs} - {""}
    units = office.session.scalars(select(Unit).where(func.upper(Unit.code).in_(codes)).order_by(Unit.position))
    agencies = {agency.id: agency for agency in map(agency_of, units)}
    return [one for one in agencies.values() if one.is_agency and is_open(one, office.today())]


def top_agency(office: Office) -> Unit | None:
    """The highest agency of the installation: it answers for what is meant for nobody here."""
    query = select(Unit).where(Unit.parent_id.is_(None), Unit.is_agency).order_by(Unit.position, Unit.id)
    return office.session.scalars(query).first()


def own_document(office: Office, document_id: str) -> Document | None:
    """The document an agency here issued that a DocumentId names: its code, its day, its number and notation.

    What another agency registered by hand as coming from it is no document of its own.
    """
    organ_id, _, rest = document_id.partition(",")
    day, _, code = rest.partition(",")
    try:
        issued = date.fromisoformat(day.replace("/", "-"))
    except ValueError:
        return None
    query = select(Document).join(Unit, Document.issuer_unit_id == Unit.id)
    query = query.where(Document.owner_unit_id == Document.issuer_unit_id)
    query = query.where(func.upper(Unit.code) == organ_id.strip().upper(), Document.issued_on == issued)
    return office.session.scalars(query.where(Document.code == code.strip()).order_by(Document.id)).first()


def outside_dispatch(office: Office, document_id: int, organ_id: str) -> Dispatch | None:
    """The dispatch of a document to an agency outside, by its code; locked, because a state is to be noted."""
    query = select(Dispatch).where(Dispatch.document_id == document_id, Dispatch.unit_id.is_(None))
    query = query.where(func.upper(Dispatch.organ_id) == organ_id.strip().upper())
    return office.session.scalars(query.order_by(Dispatch.id).with_for_update()).first()


def arrival_of(office: Office, document_id: int, unit_id: int) -> Dispatch | None:
    """The arrival by which a unit here got a document from outside; locked."""
    query = select(Dispatch).filter_by(document_id=document_id, unit_id=unit_id)
    return office.session.scalars(query.where(Dispatch.message_id.is_not(None)).with_for_update()).first()


def set_aside(office: Office, sha256: str) -> list[ExchangeMessage]:
    """What was kept aside with these very bytes."""
    query = select(ExchangeMessage).filter_by(raw_sha256=sha256, state=MessageState.ASIDE)
    return list(office.session.scalars(query))


def messages(office: Office, actor: Actor, wanted: MessageFilter) -> tuple[Sequence[ExchangeMessage], int]:
    """A page of the messages the actor may see, newest first, and how many there are in all."""
    query = select(ExchangeMessage).where(seen_by(office, actor), ExchangeMessage.direction == wanted.direction)
    if wanted.state:
        query = query.where(ExchangeMessage.state == wanted.state)
    total = office.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.options(joinedload(ExchangeMessage.unit)).order_by(
        ExchangeMessage.at.desc(), ExchangeMessage.id.desc()
    )
    return list(office.session.scalars(rows.limit(PAGE).offset(PAGE * (wanted.page - 1)))), total


def count_states(office: Office, actor: Actor, direction: Direction) -> dict[str, int]:
    """How many messages the actor may see, by state."""
    query = select(ExchangeMessage.state, func.count()).where(seen_by(office, actor))
    query = query.filter_by(direction=direction).group_by(ExchangeMessage.state)
    return dict(office.session.execute(query).tuples().all())


def get_message(office: Office, actor: Actor, message_id: int) -> ExchangeMessage:
    """One message.

    :raises NotFound: where it is absent or not the actor's to see.
    """
    query = select(ExchangeMessage).where(ExchangeMessage.id == message_id, seen_by(office, actor))
    message = office.session.scalars(query.options(joinedload(ExchangeMessage.unit))).one_or_none()
    if message is None:
        raise NotFound("message")
    return message


def seen_by(office: Office, actor: Actor) -> ColumnElement[bool]:
    """The clause for the messages of an agency's clerk; those meant for nobody here are the highest agency's."""
    agencies = actor.agency_ids(Role.CLERK)
    if not agencies:
        return false()
    own: ColumnElement[bool] = ExchangeMessage.unit_id.in_(agencies)
    top = top_agency(office)
    if top is not None and top.id in agencies:
        own = or_(own, ExchangeMessage.unit_id.is_(None))
    return own


def answers_to(office: Office, message_id: int) -> list[ExchangeMessage]:
    """The states we told the sender of a message, in order."""
    query = select(ExchangeMessage).filter_by(answers_id=message_id).order_by(ExchangeMessage.id)
    return list(office.session.scalars(query))


def events_of(office: Office, dispatch_ids: Collection[int]) -> dict[int, list[DispatchEvent]]:
    """What was told of each dispatch, oldest first."""
    found: dict[int, list[DispatchEvent]] = {}
    query = select(DispatchEvent).where(DispatchEvent.dispatch_id.in_(dispatch_ids))
    for event in office.session.scalars(query.order_by(DispatchEvent.noted_at, DispatchEvent.id)):
        found.setdefault(event.dispatch_id, []).append(event)
    return found


def sent_with(message_id: int) -> Select[tuple[Dispatch]]:
    """The dispatches one outgoing message carries."""
    return select(Dispatch).filter_by(message_id=message_id).order_by(Dispatch.id)
