"""Messages that go out: left as rows within the transaction, built, signed, kept and handed over after it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import select, update

from e_office.core.jobs import NotNow, job
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange import edxml
from e_office.exchange.edxml.certificates import CertificateError
from e_office.exchange.edxml.facts import Organ
from e_office.exchange.messages import outgoing
from e_office.exchange.messages.models import Direction, ExchangeMessage, MessageKind, MessageState
from e_office.exchange.messages.queries import sent_with
from e_office.exchange.models import Channel, Dispatch
from e_office.exchange.transport import NotConfigured, TransportError, TransportRefused, open_transport
from e_office.people.models import Person
from e_office.registry.models import OutgoingEntry

WITHOUT_WAY = timedelta(minutes=10)
"""How long a message waits before it is looked at again where no way to other systems is configured."""
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
PATIENCE = timedelta(days=5)
"""How long a message is tried before it is left to people."""


def queue_dispatches(
    office: Office,
    document: Document,
    made: Sequence[Dispatch],
    *,
    business: int = 0,
    replaces: Document | None = None,
) -> list[ExchangeMessage]:
    """Leave a message for those recipients outside that have a code: one without paper, one with it as well.

    `Paper` stands once in a message, so who gets paper too cannot share one with who does not. `replaces` is the
    document in whose place this one comes, `business` then 2 or 3 (`domain.md` 2.11).
    """
    head = {"replaces": outgoing.identity(replaces)} if replaces is not None else {}
    rows = []
    for paper, meant in _by_paper(made):
        row = _leave(office, document, meant, key="document", business=business, head=head | {"paper": int(paper)})
        for one in meant:
            one.message_id = row.id
        rows.append(row)
    return rows


def queue_change(
    office: Office, document: Document, sent: Sequence[Dispatch], *, business: int, reason: str
) -> list[ExchangeMessage]:
    """Leave a recall for those recipients outside that got a document through the axis; it carries no file."""
    return [
        _leave(
            office,
            document,
            meant,
            key=f"change:{business}",
            business=business,
            head={"paper": int(paper), "reason": reason, "dispatches": [one.id for one in meant]},
        )
        for paper, meant in _by_paper(sent)
    ]


def _by_paper(rows: Sequence[Dispatch]) -> Iterator[tuple[bool, list[Dispatch]]]:
    for channel in (Channel.ELECTRONIC, Channel.BOTH):
        meant = [one for one in rows if one.unit_id is None and one.organ_id and one.channel == channel]
        if meant:
            yield channel == Channel.BOTH, meant


def _leave(
    office: Office, document: Document, meant: Sequence[Dispatch], *, key: str, business: int, head: dict[str, Any]
) -> ExchangeMessage:
    row = ExchangeMessage(
        key=f"out:{key}:{document.id}:{meant[0].id}",
        direction=Direction.OUT,
        kind=MessageKind.DOCUMENT,
        state=MessageState.WAITING,
        unit_id=document.owner_unit_id,
        edxml_id=outgoing.identity(document),
        organ_id=", ".join(one.organ_id for one in meant)[:200],
        organ_name=", ".join(one.name for one in meant),
        business=business,
        code=document.code,
        subject=document.subject,
        head=head,
        document_id=document.id,
        at=office.clock.now(),
    )
    office.session.add(row)
    office.session.flush()  # the job carries its id, and so do dispatches
    leave(office, row)
    return row


def leave(office: Office, row: ExchangeMessage) -> None:
    """Leave a flushed row for the worker."""
    office.later(send_message, dedupe=str(row.id), message_id=row.id)


@job("exchange.send_message")
def send_message(office: Office, message_id: int) -> None:
    """Build a message once, keep it, and hand it over; may run twice: the other side knows it by its hash.

    :raises NotNow: where there is no way to other systems, or nobody answers there.
    """
    row = office.session.get(ExchangeMessage, message_id)
    if row is None or row.state != MessageState.WAITING:
        return
    waiting_since = row.at
    try:
        transport = open_transport(office.settings.exchange_url)
        if not row.raw_key:
            _build(office, row)
        with tempfile.TemporaryFile(prefix="edxml-") as body:
            key = _fetch_raw(office, message_id, cast(BinaryIO, body))
            office.session.rollback()
            transport.send(key, cast(BinaryIO, body))
    except TransportRefused as error:
        _mark(office, message_id, state=MessageState.FAILED, error=str(error)[:2000])
    except NotConfigured as error:
        _mark(office, message_id, error=str(error))
        raise NotNow(str(error), WITHOUT_WAY) from error
    except (TransportError, CertificateError) as error:
        age = office.clock.now() - waiting_since
        given_up = age > PATIENCE
        state = MessageState.FAILED if given_up else MessageState.WAITING
        _mark(office, message_id, state=state, error=str(error)[:2000])
        if not given_up:
            raise NotNow(str(error), min(LONGEST_WAIT, max(SHORTEST_WAIT, age / 4))) from error
    else:
        _mark(office, message_id, state=MessageState.SENT, sent_at=office.clock.now(), error=None)


def _build(office: Office, row: ExchangeMessage) -> None:
    """Write the message and keep it: whatever goes out rests in the store, as it went."""
    message_id = row.id
    write = outgoing.writer(office)
    with tempfile.TemporaryDirectory(prefix="edxml-") as place, tempfile.TemporaryFile(prefix="edxml-") as file:
        write(_content(office, row, Path(place)), cast(BinaryIO, file))
        office.session.rollback()
        file.seek(0)
        stored = office.store.put(cast(BinaryIO, file))
    _mark(
        office,
        message_id,
        raw_key=stored.key,
        raw_version=stored.version,
        raw_size=stored.size,
        raw_sha256=stored.sha256,
        seal="valid" if office.settings.exchange_certificate else "none",
    )


def _content(office: Office, row: ExchangeMessage, folder: Path) -> edxml.Message | edxml.Status:
    if row.kind == MessageKind.STATUS:
        return outgoing.status_of(office, row)
    assert row.document is not None
    named = row.head.get("dispatches")
    meant = sent_with(row.id) if named is None else select(Dispatch).where(Dispatch.id.in_(named)).order_by(Dispatch.id)
    recipients = [Organ(organ_id=one.organ_id, name=one.name) for one in office.session.scalars(meant)]
    errand = outgoing.Errand(
        business=row.business or 0,
        reason=row.head.get("reason", ""),
        replaces=row.head.get("replaces", ""),
        paper=bool(row.head.get("paper")),
        staff=registrar_of(office, row.document.id),
    )
    return outgoing.message_of(office, row.document, recipients, errand, folder=folder)


def registrar_of(office: Office, document_id: int) -> str:
    """Who numbered an outgoing document, for StaffInfo."""
    query = select(Person.name).join(OutgoingEntry, OutgoingEntry.registered_by_id == Person.id)
    return office.session.scalar(query.where(OutgoingEntry.document_id == document_id)) or ""


def _fetch_raw(office: Office, message_id: int, body: BinaryIO) -> str:
    row = office.session.get_one(ExchangeMessage, message_id)
    source = office.store.open(row.raw_key, row.raw_version, sha256=row.raw_sha256, size=row.raw_size or 0)
    with source:
        shutil.copyfileobj(source, body)
    return row.raw_sha256


def _mark(office: Office, message_id: int, **values: Any) -> None:
    with office.transaction() as session:
        session.execute(update(ExchangeMessage).where(ExchangeMessage.id == message_id).values(**values))
