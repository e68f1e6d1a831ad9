"""What a package says of a file and its documents, under the English field names of NĐ 30/2020 Annex VI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.casefiles.contents import Contents, Line
from e_office.casefiles.models import CaseFile
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange.models import Dispatch
from e_office.handling.models import Assignment
from e_office.handling.queries import parts_of
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.notation import NotationError, parse
from e_office.registry.types import Urgency

PRIORITY = {level.value: number for number, level in enumerate(Urgency)}
"""One field for urgency and secrecy in the decree; nothing secret is here, so the urgency is all of it."""


@dataclass(frozen=True)
class Entries:
    """What the agency's registers know of the documents of a file, by the document's id."""

    incoming: Mapping[int, IncomingEntry]
    outgoing: Mapping[int, OutgoingEntry]
    parts: Mapping[int, Sequence[Assignment]]
    sent_to: Mapping[int, Sequence[tuple[str, str]]]


def entries_of(office: Office, file: CaseFile, documents: Sequence[Document]) -> Entries:
    """The lines of the agency's registers, the directions, and the recipients of these documents."""
    ids, session = [one.id for one in documents], office.session
    came = session.scalars(
        select(IncomingEntry).where(IncomingEntry.unit_id == file.unit_id, IncomingEntry.document_id.in_(ids))
    ).all()
    went = session.scalars(
        select(OutgoingEntry)
        .where(OutgoingEntry.unit_id == file.unit_id, OutgoingEntry.document_id.in_(ids))
        .options(joinedload(OutgoingEntry.unit))
    ).all()
    own = [entry.document_id for entry in went]
    rows = session.execute(
        select(Dispatch.document_id, Unit.code, Dispatch.name)
        .outerjoin(Unit, Unit.id == Dispatch.unit_id)
        .where(Dispatch.document_id.in_(own))
        .order_by(Dispatch.id)
    ).tuples()
    sent: dict[int, list[tuple[str, str]]] = {}
    for document_id, code, name in rows:
        sent.setdefault(document_id, []).append((code or "", name))
    return Entries(
        {entry.document_id: entry for entry in came},
        {entry.document_id: entry for entry in went},
        parts_of(office, [entry.id for entry in came]),
        sent,
    )


def file_code(file: CaseFile) -> dict[str, Any]:
    """FileCode: the agency, the year of the list, the file's own code."""
    return {"OrganId": file.unit.code, "FileCatalog": file.year, "FileNotation": file.notation}


def file_facts(file: CaseFile, *, documents: int, pages: int) -> dict[str, Any]:
    """The eleven fields of a file, and its state."""
    return {
        "FileCode": file_code(file),
        "Title": file.title,
        "Maintenance": str(file.maintenance),
        "Rights": "; ".join(right.holder for right in file.rights),
        "Creator": file.keeper.name,
        "Language": file.language,
        "StartDate": f"{file.started_on:%d/%m/%Y}",
        "EndDate": f"{file.ended_on:%d/%m/%Y}" if file.ended_on else "",
        "DocTotal": documents,
        "PageTotal": pages,
        "Description": file.description,
    }


def document_facts(file: CaseFile, line: Line, entries: Entries) -> dict[str, Any]:
    """The fields of one document: those of an incoming one where the agency registered it, else of an outgoing."""
    document = line.document
    if document is None:
        return {"DocOrdinal": line.ordinal, "TypeName": str(line.kind), "Subject": line.title, "Address": line.url}
    number, notation = _code(document.code)
    facts = {
        "FileCode": file_code(file),
        "DocOrdinal": line.ordinal,
        "TypeName": str(line.kind),
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        "OrganName": document.issuer_name,
        "Subject": document.subject,
        "Language": file.language,
        "PageAmount": line.pages,
        "Description": line.item.note,
        "SignerInfo": {"Position": document.signer_title, "FullName": document.signer},
        "Priority": PRIORITY.get(document.urgency, 0),
    }
    return facts | _of_registers(document, entries)


def _of_registers(document: Document, entries: Entries) -> dict[str, Any]:
    came, went = entries.incoming.get(document.id), entries.outgoing.get(document.id)
    if came is not None:
        return {
            "ArrivalDate": f"{day_of(came.arrived_at):%d/%m/%Y}",
            "ArrivalNumber": came.number,
            "ToPlaces": document.recipients,
            "TraceHeaderList": [_trace(row) for row in entries.parts.get(came.id, ())],
            "DueDate": f"{came.due_on:%d/%m/%Y}" if came.due_on else "",
        }
    if went is not None:
        to = [{"OrganId": code, "OrganName": name} for code, name in entries.sent_to.get(document.id, ())]
        return {"To": to, "IssuedAmount": went.copies, "DueDate": ""}
    return {}


def _trace(row: Assignment) -> str:
    due = f", hạn {row.due_on:%d/%m/%Y}" if row.due_on else ""
    said = f": {row.words}" if row.words else ""
    giver = f"{row.given_title} {row.given_by.name}".strip()
    return f"{day_of(row.given_at):%d/%m/%Y} {giver} giao {row.holder} {row.part_label}{due}{said} ({row.state_label})"


def _code(code: str) -> tuple[str, str]:
    """CodeNumber and CodeNotation; what cannot be parted is all notation."""
    try:
        parts = parse(code)
    except NotationError:
        return "", code
    return f"{parts.number:02d}{parts.suffix}", parts.notation


def left_out(contents: Contents) -> dict[str, Any]:
    """What the package says of what the exporter may not read: how many, and nothing else."""
    return {"Items": contents.hidden, "Reason": "Người xuất không được xem" if contents.hidden else ""}
