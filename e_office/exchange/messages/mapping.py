"""Between what a message says and what the house keeps: types, urgency, number, signer; pure."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any

from e_office.core.problems import Problem
from e_office.documents.models import Kind
from e_office.documents.service import DocumentFacts
from e_office.exchange.edxml import facts
from e_office.exchange.edxml.elements import Element, Record
from e_office.registry.notation import normal_form
from e_office.registry.rules import kind_of
from e_office.registry.types import LETTER, Urgency, find_by_abbreviation, find_by_name

URGENCIES = (Urgency.NORMAL, Urgency.URGENT, Urgency.VERY_URGENT, Urgency.FLASH, Urgency.FLASH)
"""By Priority 0 to 4; 4 is "hỏa tốc hẹn giờ", which the decree does not know."""
COMPETENCE = re.compile(r"^(TM|KT|TL|TUQ|Q)\b\.?\s*", re.IGNORECASE)


def document_id(organ_id: str, issued: date, code: str) -> str:
    """`{OrganId},{yyyy/MM/dd},{number}/{notation}`: the natural key of a document (`domain.md` 2.11)."""
    return f"{organ_id},{issued:%Y/%m/%d},{code}"


def written_code(message: facts.Message) -> str:
    """Number and notation as the document carries them; out of its DocumentId where the head has none."""
    code = message.header.code
    if code.number or code.notation:
        return "/".join(part for part in (code.number, code.notation) if part)[:200]
    return message.document_id.split(",", 2)[-1][:200]


def type_code(message: facts.Message) -> str:
    """The house's type: by name, else by the notation; a letter (công văn) where neither says."""
    by_name = find_by_name(message.header.type.name)
    first = re.split(r"[-/]", message.header.code.notation, maxsplit=1)[0]
    found = by_name or (find_by_abbreviation(first) if first else None)
    return found.code if found else LETTER


def as_document(message: facts.Message, owner_unit_id: int) -> DocumentFacts:
    """The facts of an incoming document; the agency that receives it keeps it."""
    header = message.header
    code, kind = written_code(message), type_code(message)
    title = " ".join(part for part in (header.signer.competence, header.signer.position) if part)
    return DocumentFacts(
        owner_unit_id=owner_unit_id,
        type_code=kind,
        kind=Kind(kind_of(kind, header.subject)),
        subject=header.subject,
        code=code,
        code_key=normal_form(code)[:200],
        issued_on=header.promulgation.day,
        issuer_name=organ_name(header.sender)[:200],
        signer=header.signer.name[:200],
        signer_title=title[:200],
        recipients="\n".join(header.places),
        urgency=URGENCIES[header.other.priority or 0],
    )


def organ_name(organ: facts.Organ) -> str:
    """What people call an agency; its code where the message has no name."""
    return organ.name or organ.in_charge or organ.organ_id


def parted_code(code: str) -> facts.Code:
    """Number and notation of a code as two fields."""
    number, _, notation = code.partition("/")
    return facts.Code(number=number, notation=notation)


def signer(name: str, title: str) -> facts.Signer:
    """Who signed; the capacity ("KT. CHỦ TỊCH") is parted from the post where it stands before it."""
    found = COMPETENCE.match(title)
    if found is None:
        return facts.Signer(position=title, name=name)
    return facts.Signer(competence=f"{found.group(1).upper()}.", position=title[found.end() :], name=name)


def head_facts(message: facts.Message) -> dict[str, Any]:
    """What else a document's message says, for people to read, as plain JSON."""
    header, business = message.header, message.trace.business
    return {
        "type": header.type.name,
        "issued_on": _iso(header.promulgation.day),
        "place": header.promulgation.place,
        "signer": " ".join(part for part in (header.signer.competence, header.signer.position) if part),
        "signer_name": header.signer.name,
        "due": _iso(header.due),
        "content": header.content if header.content != header.subject else "",
        "urgency": URGENCIES[header.other.priority or 0].value,
        "pages": header.other.pages,
        "copies": header.other.copies,
        "sphere": header.other.sphere,
        "appendixes": list(header.other.appendixes),
        "places": list(header.places),
        "recipients": [f"{organ_name(one)} ({one.organ_id})" for one in header.recipients],
        "responses": [one.code or one.document_id for one in header.responses],
        "contact": _joined(header.sender.address, header.sender.telephone, header.sender.email),
        "paper": business.paper,
        "reason": business.reason,
        "staff": _joined(business.staff.name, business.staff.department, business.staff.mobile, business.staff.email),
        "replaced": [one.document_id for one in business.replaced],
        "hops": [_joined(one.organ_id, one.at.isoformat(" ") if one.at else "") for one in message.trace.hops],
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in message.attachments],
        "more": more_of(message),
    }


def status_facts(status: facts.Status) -> dict[str, Any]:
    """What a state says, for people to read, as plain JSON."""
    header, staff = status.header, status.header.staff
    return {
        "description": header.description,
        "staff": _joined(staff.name, staff.department, staff.mobile, staff.email),
        "at": header.at.isoformat() if header.at else "",
        "more": more_of(status),
    }


def more_of(record: Record) -> list[list[str]]:
    """Name and text of everything no field is made for, wherever in the message it stands."""
    found = [[_local(name), value] for name, value in record.rest.attributes]
    for element in record.rest.elements:
        found += _texts(element)
    for value in vars(record).values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Record):
                found += more_of(one)
    return found


def same_content(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two messages bring the same document: to whom, with paper or not, and by whom is each one's own."""
    leave = {"hops", "more", "recipients", "paper", "staff", "contact"}
    return {key: value for key, value in one.items() if key not in leave} == {
        key: value for key, value in other.items() if key not in leave
    }


def same_organ(one: str, other: str) -> bool:
    """Whether two codes are the same agency's."""
    return one.strip().upper() == other.strip().upper()


def names_its_own(message: facts.Message) -> bool:
    """Whether the DocumentId is one of the sender's; systems in use send on what others issued as well."""
    return same_organ(message.document_id.split(",", 1)[0], message.header.sender.organ_id)


def key_of(message: facts.Message) -> str:
    """What a document is known by: its DocumentId, and who sent it where the id is another's."""
    if names_its_own(message):
        return message.document_id
    sender = message.header.sender.organ_id.strip().upper()
    return f"{hashlib.sha256(sender.encode()).hexdigest()[:16]}:{message.document_id}"


def plain(problem: Problem) -> dict[str, Any]:
    """A problem as JSON, to be told later in the reader's language."""
    values = {name: str(value) for name, value in problem.message.values.items()}
    return {"code": problem.code, "text": problem.message.text, "values": values}


def _texts(element: Element) -> list[list[str]]:
    own = [[_local(element.name), element.text]] if element.text else []
    return own + [pair for child in element.children for pair in _texts(child)]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
