"""A document of the house as a message for other systems, and a state of one: the facts, then signed bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document, DocumentFile
from e_office.exchange import edxml
from e_office.exchange.answered import answered_by
from e_office.exchange.edxml import facts
from e_office.exchange.edxml.certificates import load_signer
from e_office.exchange.edxml.signatures import signing_with
from e_office.exchange.messages import mapping
from e_office.exchange.messages.models import Direction, ExchangeMessage, MessageKind
from e_office.exchange.messages.queries import top_agency
from e_office.exchange.rules_status import State
from e_office.people.models import Unit
from e_office.people.queries import agency_of
from e_office.registry.types import TYPES, Urgency

CHUNK = 1 << 20
SOAP_NEXT = "http://schemas.xmlsoap.org/soap/actor/next"
REASONS = {
    facts.Business.NEW: "Văn bản điện tử mới",
    facts.Business.RECALL: "Thu hồi văn bản điện tử",
    facts.Business.UPDATE: "Cập nhật văn bản điện tử",
    facts.Business.REPLACE: "Thay thế văn bản điện tử",
}
"""BussinessDocReason in the words systems in use write; it is data of the message, not a text of a screen."""
PRIORITY = {level.value: number for number, level in enumerate(Urgency)}


def organ_of(unit: Unit) -> facts.Organ:
    """One of our agencies as a message names it."""
    above = agency_of(unit.parent) if unit.parent else None
    return facts.Organ(
        organ_id=unit.code,
        in_charge=above.name if above else unit.name,
        name=unit.name,
        address=unit.place,
        email=unit.mailbox or "",
    )


def identity(document: Document) -> str:
    """The DocumentId of a document issued here."""
    assert document.issuer_unit is not None
    assert document.issued_on is not None
    return mapping.document_id(document.issuer_unit.code, document.issued_on, document.code)


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What a message is for: `business` of QCVN 102:2016 with its reason; `replaces` the DocumentId that goes."""

    business: int = 0
    reason: str = ""
    replaces: str = ""
    paper: bool = False
    staff: str = ""


def message_of(
    office: Office, document: Document, recipients: Sequence[facts.Organ], errand: Errand, *, folder: Path
) -> edxml.Message:
    """A dispatched document with its files, which are copied from the store into `folder`; a recall has none.

    :raises StorageError: where a file cannot be had.
    """
    issuer = document.issuer_unit
    assert issuer is not None
    files = [] if errand.business == facts.Business.RECALL else document.files
    attachments = tuple(_attachment(office, file, number, folder) for number, file in enumerate(files, 1))
    kind = TYPES.get(document.type_code)
    header = facts.Header(
        sender=organ_of(issuer),
        recipients=tuple(recipients),
        code=mapping.parted_code(document.code),
        promulgation=facts.Promulgation(place=issuer.place, day=document.issued_on),
        type=facts.DocumentType(name=kind.name_vi if kind else ""),
        subject=_line(document.subject),
        content=_line(document.subject),
        signer=mapping.signer(document.signer, document.signer_title),
        places=tuple(line.strip(" -;.") for line in document.recipients.splitlines() if line.strip(" -;.")),
        other=facts.Other(
            priority=PRIORITY.get(document.urgency, 0), pages=sum(one.pages or 0 for one in document.files)
        ),
        document_id=identity(document),
        responses=tuple(_response(office, answered) for answered in answered_by(office, document.id)),
    )
    business = _business(document, recipients, errand)
    hop = facts.Hop(organ_id=issuer.code, at=office.clock.now().replace(microsecond=0))
    return edxml.Message(
        header=header,
        trace=facts.Trace(version="1.0", must_understand="1", actor=SOAP_NEXT, hops=(hop,), business=business),
        manifest=facts.Manifest(version="1.0", references=tuple(_reference(one) for one in attachments)),
        attachments=attachments,
    )


def _response(office: Office, answered: Document) -> facts.ResponseFor:
    """A document that is answered, by the name under which its sender knows it."""
    query = select(ExchangeMessage).filter_by(
        document_id=answered.id, direction=Direction.IN, kind=MessageKind.DOCUMENT
    )
    came = office.session.scalars(query.limit(1)).first()
    organ_id, document_id = (came.organ_id, came.edxml_id) if came else ("", "")
    if came is None and answered.issuer_unit is not None and answered.issued_on is not None:
        organ_id, document_id = answered.issuer_unit.code, identity(answered)
    return facts.ResponseFor(organ_id=organ_id, code=answered.code, day=answered.issued_on, document_id=document_id)


def _business(document: Document, recipients: Sequence[facts.Organ], errand: Errand) -> facts.BusinessInfo:
    assert document.issuer_unit is not None
    organs = tuple(one.organ_id for one in recipients)
    return facts.BusinessInfo(
        type=errand.business,
        reason=_line(errand.reason) or REASONS[facts.Business(errand.business)],
        staff=facts.Staff(department="Văn thư", name=errand.staff, email=document.issuer_unit.mailbox or ""),
        paper=int(errand.paper),
        replaced=(facts.Replaced(document_id=errand.replaces, organ_ids=organs),) if errand.replaces else (),
    )


def status_of(office: Office, row: ExchangeMessage) -> edxml.Status:
    """A state to tell, as its row has it."""
    answered = row.answers
    unit = row.unit or top_agency(office)
    assert answered is not None
    assert unit is not None
    day = answered.head.get("issued_on")
    response = facts.ResponseFor(
        organ_id=answered.organ_id,
        code=answered.code,
        day=date.fromisoformat(day) if day else None,
        document_id=answered.edxml_id,
    )
    header = facts.StatusHeader(
        sender=organ_of(unit),
        response=response,
        staff=facts.Staff(department="Văn thư", name=row.head.get("staff", ""), email=unit.mailbox or ""),
        code=row.status_code,
        description=_line(row.head.get("description", "") or str(State(row.status_code).label)),
        at=row.at.replace(microsecond=0),
    )
    return edxml.Status(header=header)


def writer(office: Office) -> Callable[[edxml.Message | edxml.Status, BinaryIO], None]:
    """What writes messages: signed where the office has a certificate.

    :raises CertificateError: where it has one that cannot be used; nothing goes unsigned then.
    """
    path, password = office.settings.exchange_certificate, office.settings.exchange_certificate_password
    sign = signing_with(load_signer(Path(path), password)) if path else None
    return lambda message, out: edxml.write(message, out, sign)


def _attachment(office: Office, file: DocumentFile, number: int, folder: Path) -> facts.Attachment:
    path = folder / f"file-{number}"
    with office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as source, path.open("wb") as to:
        shutil.copyfileobj(source, to, CHUNK)
    return facts.Attachment(
        content_id=f"{number}.{file.sha256[:16]}",
        name=file.name,
        description=file.name,
        content_type=file.media_type.split(";")[0],
        size=file.size,
        sha256=file.sha256,
        path=path,
    )


def _reference(attachment: facts.Attachment) -> facts.Reference:
    return facts.Reference(
        href=f"cid:{attachment.content_id}",
        size=str(attachment.size),
        sha256=attachment.sha256,
        description=attachment.description,
        name=attachment.name,
        content_type=attachment.content_type,
        content_id=f"cid:{attachment.content_id}",
    )


def _line(text: str) -> str:
    """A text without control characters, which XML cannot carry."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
