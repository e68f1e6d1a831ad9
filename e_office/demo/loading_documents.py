"""Loading planned documents: registered and sent, and what their recipients did with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO

from sqlalchemy import select

from e_office.core.clock import day_of
from e_office.core.paper import Urgency as Stamp
from e_office.demo.acts import Act, Made, Run
from e_office.demo.facts import ELECTRONIC, PAPER, PlannedDocument, PlannedRecipient
from e_office.demo.files import document_file, recipient_lines
from e_office.demo.handling import Handling, handling
from e_office.demo.loading_conclusions import issue_conclusion
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY, PROVINCE, SECTIONS
from e_office.documents.models import Document
from e_office.documents.service import DocumentFacts, KeptFile
from e_office.documents.words import EXTRACTOR
from e_office.exchange import service as exchange
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.registry import rules, service, waiting
from e_office.registry.models import IncomingEntry
from e_office.registry.numbers import take_over
from e_office.registry.types import Urgency, find_by_abbreviation

URGENCIES = {
    Stamp.NONE: Urgency.NORMAL,
    Stamp.URGENT: Urgency.URGENT,
    Stamp.VERY_URGENT: Urgency.VERY_URGENT,
    Stamp.EXPRESS: Urgency.FLASH,
}
WHY_LATE = (
    "Chờ số liệu của các đơn vị phối hợp, đơn vị cuối gửi sau hạn",
    "Nội dung phức tạp, phải lấy thêm ý kiến chuyên ngành",
    "Cán bộ thụ lý đi công tác cơ sở, đã báo cáo lãnh đạo",
)
"""Why some was finished after its day (D2)."""
DROPPED_AFTER = timedelta(minutes=7)
"""How long after it came the clerk drops a file into the queue of the register."""


def document_acts(cast: Cast, item: PlannedDocument) -> Iterator[Act]:
    """Everything that was done with a document, its issue or arrival first."""
    if item.direction == "incoming":
        yield from _from_outside(cast, item)
    elif item.conclusion:
        yield Act(item.issued_at, item.key, lambda _files: cast.known(item.key, document_id=_concluded(cast, item)))
    else:
        yield Act(item.issued_at, item.key, lambda files: _issue(cast, item, files), lambda: files_of(item))
    if item.direction == "outgoing":
        for recipient in item.recipients:
            yield from _recipient_acts(cast, item, recipient)


def files_of(item: PlannedDocument) -> Made:
    """The files of a document, made now."""
    return [(file.name, document_file(item, file)) for file in item.files]


def _from_outside(cast: Cast, item: PlannedDocument) -> Iterator[Act]:
    """A document from outside is registered by the province's clerk, waits in the queue, or has not come yet."""
    recipient = item.recipients[0]
    when = recipient.registered_at
    if when:
        done = _handling(cast, item, recipient, when)
        yield Act(when, item.key, lambda files: _register(cast, item, recipient, done, files), lambda: files_of(item))
        if done.finished_at:
            yield Act(done.finished_at, item.key, lambda _files: finish(cast, cast.documents[item.key], PROVINCE, done))
    elif recipient.channel == PAPER:
        yield Act(item.issued_at, item.key, lambda _files: cast.known(item.key))
    else:
        dropped_at = (recipient.opened_at or item.issued_at) + DROPPED_AFTER
        yield Act(dropped_at, item.key, lambda files: _drop(cast, item, dropped_at, files), lambda: files_of(item))


def _recipient_acts(cast: Cast, item: PlannedDocument, recipient: PlannedRecipient) -> Iterator[Act]:
    def opened(_files: Sequence[KeptFile]) -> None:
        document = cast.office.session.get_one(Document, cast.documents[item.key])
        exchange.acknowledge(cast.at(recipient.opened_at), cast.clerk(recipient.unit), document.id)

    paper_at = recipient.paper_received_at
    if item.conclusion and recipient.channel != ELECTRONIC:  # the product sends it electronically; paper came too
        paper_at = paper_at or recipient.registered_at

    def noted(_files: Sequence[KeptFile]) -> None:
        dispatch_id = _dispatch_id(cast, cast.documents[item.key], recipient.unit)
        clerk = cast.clerk(recipient.unit)
        exchange.mark_paper_received(cast.at(paper_at), clerk, dispatch_id, True)

    if recipient.opened_at:
        yield Act(recipient.opened_at, item.key, opened)
    if when := recipient.registered_at:
        done = _handling(cast, item, recipient, when)
        yield Act(when, item.key, _registering(cast, item, recipient.unit, when, done))
        if done.finished_at:
            yield Act(done.finished_at, item.key, _finishing(cast, item, recipient.unit, done))
    if paper_at:
        yield Act(paper_at, item.key, noted)


def _registering(cast: Cast, item: PlannedDocument, unit: str, when: datetime, done: Handling) -> Run:
    return lambda _files: register_arrival(cast, cast.documents[item.key], unit, when, item.due, done)


def _finishing(cast: Cast, item: PlannedDocument, unit: str, done: Handling) -> Run:
    return lambda _files: finish(cast, cast.documents[item.key], unit, done)


def _handling(cast: Cast, item: PlannedDocument, recipient: PlannedRecipient, when: datetime) -> Handling:
    return handling(item.key, recipient.unit, recipient.handler, when, item.due, cast.today)


def _issue(cast: Cast, item: PlannedDocument, files: Sequence[KeptFile]) -> None:
    """Issue an outgoing document; the product gives it the planned number."""
    if item.key == "decision":
        _place_counter(cast, item)
    unit_id = cast.units[item.issuer]
    facts = service.OutgoingFacts(
        unit_id=unit_id,
        document=facts_of(item, unit_id),
        drafting_unit_id=cast.units[item.drafter] if item.drafter in SECTIONS else None,
        drafting_section=_section(item),
    )
    recipients = [
        Recipient(cast.units[one.unit], BY_KEY[one.unit].name, one.channel, paper_reason=one.paper_reason)
        for one in item.recipients
    ]
    entry = exchange.issue(cast.at(item.issued_at), cast.clerk(item.issuer), facts, files, recipients)
    check_number(item.code, entry.document)
    cast.known(item.key, document_id=entry.document_id)


def _concluded(cast: Cast, item: PlannedDocument) -> int | None:
    document_id = issue_conclusion(cast, item)
    check_number(item.code, cast.office.session.get_one(Document, document_id))
    return document_id


def _place_counter(cast: Cast, item: PlannedDocument) -> None:
    """The Decision is number 3713 of its year: the book stood at 3712 before it."""
    book = rules.outgoing_book(type_code(item), one_sequence=False)
    take_over(cast.office, cast.units[item.issuer], book, item.issued_at.year, item.number - 1)


def check_number(planned: str, document: Document) -> None:
    """The texts cite planned numbers, so the services must give the same.

    :raises RuntimeError: where they do not.
    """
    if document.code != planned:
        raise RuntimeError(f"planned {planned}, numbered {document.code}")


def type_code(item: PlannedDocument) -> str:
    """The product's code of a planned type."""
    found = find_by_abbreviation(item.type_code)
    return found.code if found else item.type_code


def facts_of(item: PlannedDocument, owner_unit_id: int) -> DocumentFacts:
    """A planned document as the clerk would type it."""
    outside = item.direction == "incoming"
    return DocumentFacts(
        owner_unit_id=owner_unit_id,
        type_code=type_code(item),
        subject=item.subject,
        code=item.code if outside else "",
        issued_on=day_of(item.issued_at),
        issuer_name=item.issuer_name,
        issuer_unit_id=None if outside else owner_unit_id,
        signer=item.signature.name,
        signer_title=item.signature.post,
        recipients="" if outside else "\n".join(recipient_lines(item)),
        urgency=URGENCIES[item.urgency],
    )


def _register(
    cast: Cast, item: PlannedDocument, recipient: PlannedRecipient, done: Handling, files: Sequence[KeptFile]
) -> None:
    assert recipient.registered_at is not None  # the caller has looked
    unit_id = cast.units[recipient.unit]
    facts = _incoming(
        cast, unit_id, facts_of(item, unit_id), recipient.registered_at, item.due, done, recipient.channel
    )
    entry = service.register_incoming(cast.at(recipient.registered_at), cast.clerk(recipient.unit), facts, files)
    cast.known(item.key, document_id=entry.document_id)


def register_arrival(
    cast: Cast, document_id: int | None, unit: str, when: datetime, due: date | None, done: Handling
) -> None:
    """A recipient's clerk registers what another agency sent, and passes it on."""
    document = cast.office.session.get_one(Document, document_id)
    facts = _incoming(cast, cast.units[unit], exchange.facts_of(document), when, due, done)
    exchange.register_arrival(cast.at(when), cast.clerk(unit), _dispatch_id(cast, document_id, unit), facts)


def _incoming(
    cast: Cast, unit_id: int, document: DocumentFacts, when: datetime, due: date | None, done: Handling,
    channel: str = "electronic",
) -> service.IncomingFacts:  # fmt: skip
    return service.IncomingFacts(
        unit_id=unit_id,
        document=document,
        channel=channel,
        due_on=due,
        handler_unit_id=cast.units[done.section] if done.section else None,
        handler_id=cast.persons[done.person] if done.person else None,
        arrived_at=when,
    )


def finish(cast: Cast, document_id: int | None, unit: str, done: Handling) -> None:
    """Whoever has it says that it is done with."""
    assert done.finished_at is not None  # the caller has looked
    query = select(IncomingEntry).filter_by(document_id=document_id, unit_id=cast.units[unit])
    entry = cast.office.session.scalars(query).one()
    late = entry.due_on is not None and day_of(done.finished_at) > entry.due_on
    why = cast.dice("late", str(document_id), unit).choice(WHY_LATE) if late else ""
    service.finish(cast.at(done.finished_at), cast.actor(done.finisher), entry, why)


def _dispatch_id(cast: Cast, document_id: int | None, unit: str) -> int:
    query = select(Dispatch.id).filter_by(document_id=document_id, unit_id=cast.units[unit])
    return cast.office.session.scalars(query).one()


def _drop(cast: Cast, item: PlannedDocument, when: datetime, files: Sequence[KeptFile]) -> None:
    """A file the clerk dropped and has not registered yet."""
    dropped = []
    for file in files:
        with cast.office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as stream:
            dropped.append((file, EXTRACTOR.extract(BytesIO(stream.read()), file.type_code)))
    waiting.drop(cast.at(when), cast.clerk(PROVINCE), cast.units[PROVINCE], "in", dropped)
    cast.known(item.key)


def _section(item: PlannedDocument) -> str:
    """The drafting section in the notation of a letter, where it is no unit of the tree."""
    if item.type_code != "CV" or item.drafter in SECTIONS:
        return ""
    return item.notation.partition("-")[2]
