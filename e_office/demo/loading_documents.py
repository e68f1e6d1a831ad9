"""Loading planned documents: their bytes, their registering and sending, what their recipients did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO

from sqlalchemy import select

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.paper import Urgency as Stamp
from e_office.demo.facts import PlannedDocument, PlannedMeeting, PlannedRecipient
from e_office.demo.files import document_file, meeting_paper_file, recipient_lines
from e_office.demo.loading_conclusions import load_conclusion
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY, PROVINCE, SECTIONS
from e_office.documents.models import Document
from e_office.documents.service import DocumentFacts, KeptFile, keep
from e_office.documents.words import EXTRACTOR
from e_office.exchange import service as exchange
from e_office.exchange.models import Channel, Dispatch
from e_office.exchange.rules import Recipient
from e_office.registry import rules, service, waiting
from e_office.registry.types import Urgency, find_by_abbreviation

Loaded = Sequence[KeptFile]

URGENCIES = {
    Stamp.NONE: Urgency.NORMAL,
    Stamp.URGENT: Urgency.URGENT,
    Stamp.VERY_URGENT: Urgency.VERY_URGENT,
    Stamp.EXPRESS: Urgency.FLASH,
}


def bytes_of(office: Office, item: PlannedDocument | PlannedMeeting) -> list[KeptFile]:
    """Make the files of an item and put them into the store; a conclusion's is made by the service."""
    if isinstance(item, PlannedMeeting):
        made = [(paper.file.name, meeting_paper_file(item, paper)) for paper in item.papers]
    elif item.conclusion:
        made = []
    else:
        made = [(file.name, document_file(item, file)) for file in item.files]
    return [keep(office, BytesIO(content), name) for name, content in made]


def load_document(
    cast: Cast, item: PlannedDocument, files: Loaded, place: Callable[[Cast, PlannedDocument, str], None]
) -> int | None:
    """Issue an outgoing document with the planned number; an incoming one waits for its arrival."""
    if item.direction == "incoming":
        return None
    if item.conclusion:
        return load_conclusion(cast, item)
    place(cast, item, rules.outgoing_book(type_code(item), "none", one_sequence=False))
    unit_id = cast.units[item.issuer]
    facts = service.OutgoingFacts(
        unit_id=unit_id,
        document=facts_of(cast, item, unit_id),
        drafting_unit_id=cast.units[item.drafter] if item.drafter in SECTIONS else None,
        drafting_section=_section(item),
    )
    recipients = [
        Recipient(cast.units[one.unit], BY_KEY[one.unit].name, one.channel, paper_reason=one.paper_reason)
        for one in item.recipients
    ]
    entry = exchange.issue(cast.at(item.issued_at), cast.clerk(item.issuer), facts, files, recipients)
    check_number(item.code, entry.document)
    return entry.document_id


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


def facts_of(cast: Cast, item: PlannedDocument, owner_unit_id: int) -> DocumentFacts:
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


def load_arrival(
    cast: Cast, item: PlannedDocument, recipient: PlannedRecipient, when: datetime, document_id: int | None
) -> None:
    """What a recipient's clerk did: registered it, passed it on, noted that paper came too."""
    clerk, handler = cast.clerk(recipient.unit), recipient.handler
    facts = service.IncomingFacts(
        unit_id=cast.units[recipient.unit],
        document=facts_of(cast, item, cast.units[recipient.unit]),
        channel=recipient.channel,
        due_on=item.due,
        handler_unit_id=cast.units[handler] if handler else None,
        arrived_at=when,
    )
    if item.direction == "incoming":
        service.register_incoming(cast.at(when), clerk, facts, bytes_of(cast.office, item))
        return
    query = select(Dispatch).filter_by(document_id=document_id, unit_id=cast.units[recipient.unit])
    dispatch = cast.office.session.scalars(query).one()
    if recipient.opened_at:
        exchange.acknowledge(cast.at(recipient.opened_at), clerk, dispatch.document)
    exchange.register_arrival(cast.at(when), clerk, dispatch.id, facts)
    # A conclusion is sent by the meetings' room, electronically: where the plan sends paper too, it came as well.
    paper_too = recipient.channel != dispatch.channel and recipient.channel == Channel.BOTH
    if received_at := recipient.paper_received_at or (when if paper_too else None):
        exchange.mark_paper_received(cast.at(received_at), clerk, dispatch.id, True)


def load_waiting(cast: Cast, item: PlannedDocument, files: Loaded) -> None:
    """A file the clerk dropped and has not registered yet."""
    dropped = []
    for file in files:
        with cast.office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as stream:
            dropped.append((file, EXTRACTOR.extract(BytesIO(stream.read()), file.type_code)))
    waiting.drop(cast.at(item.issued_at), cast.clerk(PROVINCE), cast.units[PROVINCE], "in", dropped)


def _section(item: PlannedDocument) -> str:
    """The drafting section in the notation of a letter, where it is no unit of the tree."""
    if item.type_code != "CV" or item.drafter in SECTIONS:
        return ""
    return item.notation.partition("-")[2]
