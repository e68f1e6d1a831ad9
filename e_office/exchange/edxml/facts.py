"""What a message of QCVN 102:2016 says: a document under way, or the state of one (`domain.md` 2.11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path

from e_office.core.problems import Problem
from e_office.exchange.edxml.elements import (
    OWN,
    XLINK,
    Element,
    Record,
    attribute,
    day,
    many,
    moment,
    one,
    text,
    texts,
    whole,
)

Warnings = tuple[Problem, ...]


class Business(IntEnum):
    """What is done with a document (BussinessDocType, sic)."""

    NEW = 0
    RECALL = 1
    UPDATE = 2
    REPLACE = 3


@dataclass(frozen=True, kw_only=True)
class Organ(Record):
    """An agency, as sender or as one of the recipients (From, To)."""

    organ_id: str = text("OrganId")
    in_charge: str = text("OrganizationInCharge")
    name: str = text("OrganName")
    address: str = text("OrganAdd")
    email: str = text("Email")
    telephone: str = text("Telephone")
    fax: str = text("Fax")
    website: str = text("Website")


@dataclass(frozen=True, kw_only=True)
class Code(Record):
    """Number and notation (số, ký hiệu)."""

    number: str = text("CodeNumber")
    notation: str = text("CodeNotation")


@dataclass(frozen=True, kw_only=True)
class Promulgation(Record):
    """Where and when it was issued (PromulgationInfo)."""

    place: str = text("Place")
    day: date | None = day("PromulgationDate")


@dataclass(frozen=True, kw_only=True)
class DocumentType(Record):
    """Its type: a number whose table the regulation leaves to systems, and the name, which people read."""

    type: int | None = whole("Type")
    name: str = text("TypeName")
    detail: int | None = whole("TypeDetail")


@dataclass(frozen=True, kw_only=True)
class Signer(Record):
    """Who signed it, in what capacity (TM., KT., …) and post (SignerInfo)."""

    competence: str = text("Competence")
    position: str = text("Position")
    name: str = text("FullName")


@dataclass(frozen=True, kw_only=True)
class Other(Record):
    """How urgent it is, how far it may go, how much of it there is (OtherInfo)."""

    priority: int | None = whole("Priority", high=4)
    """0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ."""
    sphere: str = text("SphereOfPromulgation")
    typer: str = text("TyperNotation")
    copies: int | None = whole("PromulgationAmount")
    pages: int | None = whole("PageAmount")
    appendixes: tuple[str, ...] = texts("Appendix", "Appendixes")


@dataclass(frozen=True, kw_only=True)
class ResponseFor(Record):
    """The document this one answers, or whose state it tells."""

    organ_id: str = text("OrganId")
    code: str = text("Code")
    day: date | None = day("PromulgationDate")
    document_id: str = text("DocumentId")


@dataclass(frozen=True, kw_only=True)
class Staff(Record):
    """Who did it (StaffInfo)."""

    department: str = text("Department")
    name: str = text("Staff")
    mobile: str = text("Mobile")
    email: str = text("Email")


@dataclass(frozen=True, kw_only=True)
class Header(Record):
    """The head of a document's message (MessageHeader)."""

    sender: Organ = one("From", Organ)
    recipients: tuple[Organ, ...] = many("To", Organ)
    code: Code = one("Code", Code)
    promulgation: Promulgation = one("PromulgationInfo", Promulgation)
    type: DocumentType = one("DocumentType", DocumentType)
    subject: str = text("Subject")
    content: str = text("Content")
    signer: Signer = one("SignerInfo", Signer)
    due: date | None = day("DueDate")
    places: tuple[str, ...] = texts("Place", "ToPlaces")
    other: Other = one("OtherInfo", Other)
    responses: tuple[ResponseFor, ...] = many("ResponseFor", ResponseFor)
    steering: int | None = whole("SteeringType")
    document_id: str = text("DocumentId")


@dataclass(frozen=True, kw_only=True)
class Hop(Record):
    """A system it went through, and when (TraceHeader)."""

    organ_id: str = text("OrganId")
    at: datetime | None = moment("Timestamp")


@dataclass(frozen=True, kw_only=True)
class Receiver(Record):
    """A recipient an update adds or takes out."""

    organ_id: str = text("OrganId")
    type: int | None = whole("ReceiverType")


@dataclass(frozen=True, kw_only=True)
class Changed(Record):
    """What an update changes: the document's facts, its recipients (BussinessDocumentInfo)."""

    document: int | None = whole("DocumentInfo", high=1)
    receivers: int | None = whole("DocumentReceiver", high=1)
    receiver_list: tuple[Receiver, ...] = many("Receiver", Receiver, "ReceiverList")


@dataclass(frozen=True, kw_only=True)
class Replaced(Record):
    """A document that is replaced, and for whom."""

    document_id: str = text("DocumentId")
    organ_ids: tuple[str, ...] = texts("OrganId", "OrganIdList")


@dataclass(frozen=True, kw_only=True)
class BusinessInfo(Record):
    """What is done with the document and why; `paper` is 1 where a paper copy is sent as well."""

    type: int | None = whole("BussinessDocType", high=3)
    reason: str = text("BussinessDocReason")
    changed: Changed = one("BussinessDocumentInfo", Changed)
    document_id: str = text("DocumentId")
    staff: Staff = one("StaffInfo", Staff)
    paper: int | None = whole("Paper", high=1)
    replaced: tuple[Replaced, ...] = many("ReplacementInfo", Replaced, "ReplacementInfoList")


@dataclass(frozen=True, kw_only=True)
class Trace(Record):
    """The way it came and what is done with it (TraceHeaderList)."""

    id: str = attribute("id")
    version: str = attribute("version")
    must_understand: str = attribute("mustUnderstand")
    actor: str = attribute("actor")
    hops: tuple[Hop, ...] = many("TraceHeader", Hop)
    business: BusinessInfo = one("Bussiness", BusinessInfo)


@dataclass(frozen=True, kw_only=True)
class Reference(Record):
    """A line of the manifest. Size (bytes) and hash are ours; a message of another system has neither."""

    href: str = attribute(f"{{{XLINK}}}href")
    size: str = attribute(f"{{{OWN}}}size")
    sha256: str = attribute(f"{{{OWN}}}sha256")
    description: str = text("Description")
    name: str = text("AttachmentName")
    content_type: str = text("ContentType")
    content_id: str = text("ContentId")


@dataclass(frozen=True, kw_only=True)
class Manifest(Record):
    """What is attached (edXMLManifest)."""

    version: str = attribute("version")
    references: tuple[Reference, ...] = many("Reference", Reference)


@dataclass(frozen=True, kw_only=True)
class Attachment(Record):
    """An attached file: its bytes lie decoded at `path`, which is no fact of the message."""

    content_id: str = text("ContentId")
    name: str = text("AttachmentName")
    description: str = text("Description")
    content_type: str = text("ContentType")
    size: int = 0
    sha256: str = ""
    path: Path = field(default=Path(), compare=False)


@dataclass(frozen=True, kw_only=True)
class Message(Record):
    """A document on its way, with its attachments."""

    header: Header = Header()
    trace: Trace = Trace()
    signatures: tuple[Element, ...] = ()
    """Signatures as they came; whether one is good is said by `signatures.verify` over the original bytes."""
    manifest: Manifest = Manifest()
    attachments: tuple[Attachment, ...] = ()
    warnings: Warnings = field(default=(), compare=False)

    @property
    def document_id(self) -> str:
        """The key that makes a second import harmless: given, else `OrganId,yyyy/MM/dd,number/notation`."""
        if self.header.document_id:
            return self.header.document_id
        issued, code = self.header.promulgation.day, self.header.code
        written = issued.strftime("%Y/%m/%d") if issued else ""
        return f"{self.header.sender.organ_id},{written},{code.number}/{code.notation}"

    @property
    def business(self) -> Business:
        """What is done with the document; a message that says nothing brings a new one."""
        return Business(self.trace.business.type or 0)


@dataclass(frozen=True, kw_only=True)
class StatusHeader(Record):
    """The head of a status message."""

    sender: Organ = one("From", Organ)
    recipients: tuple[Organ, ...] = many("To", Organ)
    response: ResponseFor = one("ResponseFor", ResponseFor)
    staff: Staff = one("StaffInfo", Staff)
    code: str = text("StatusCode")
    description: str = text("Description")
    at: datetime | None = moment("Timestamp")


@dataclass(frozen=True, kw_only=True)
class Status(Record):
    """The state of a document at one recipient, told to its sender."""

    header: StatusHeader = StatusHeader()
    signatures: tuple[Element, ...] = ()
    warnings: Warnings = field(default=(), compare=False)
