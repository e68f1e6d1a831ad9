"""Registering: incoming and outgoing documents get their number and their line, gaplessly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.service import DocumentFacts, KeptFile, add_document, admit, touch
from e_office.people.models import Person, Unit
from e_office.people.queries import units_of_agency
from e_office.registry import policy, rules
from e_office.registry.closing.guard import refuse_closed
from e_office.registry.issuers import is_state_agency, unit_id_of, units_by_name
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.notation import compose, normal_form
from e_office.registry.numbers import take_number
from e_office.registry.types import TYPES, type_of

NOT_REGISTERED = msg("Chưa đăng ký được")


@dataclass(frozen=True, kw_only=True)
class IncomingFacts:
    """What the clerk confirmed about an incoming document. `due_on` is the last day to answer.

    `from_state_agency` None: nobody was asked, so it is as the issuing unit is, see `registry.issuers`.
    """

    unit_id: int
    document: DocumentFacts
    channel: str = "electronic"
    due_on: date | None = None
    handler_unit_id: int | None = None
    handler_id: int | None = None
    note: str = ""
    arrived_at: datetime | None = None
    from_state_agency: bool | None = None


@dataclass(frozen=True, kw_only=True)
class OutgoingFacts:
    """What the clerk confirmed about an outgoing document."""

    unit_id: int
    document: DocumentFacts
    drafting_unit_id: int | None = None
    drafting_section: str = ""
    """The sign of the drafting section in a letter's notation, where it is no unit of the tree."""
    copies: int = 0
    note: str = ""


def register_incoming(
    office: Office,
    actor: Actor,
    facts: IncomingFacts,
    files: Sequence[KeptFile],
    *,
    document: Document | None = None,
    dispatch_id: int | None = None,
) -> IncomingEntry:
    """Register an incoming document (đăng ký văn bản đến) and give it the next arrival number.

    `document` is an original that lies in the house already, put before us by another agency.

    :raises NotAllowed: for anybody but the agency's clerk; :raises Refused: naming every problem.
    """
    require(policy.may_register(actor, facts.unit_id), "register incoming")
    if document is None:
        document = _taken_in(office, actor, facts, files)
    else:
        admit(office, document, **_handlers(facts), why="registered")
    now = office.clock.now()
    entry = IncomingEntry(
        unit_id=facts.unit_id,
        document=document,
        arrived_at=facts.arrived_at or now,
        channel=facts.channel,
        from_state_agency=_from_state_agency(office, document, facts),
        handler_unit_id=facts.handler_unit_id,
        handler_id=facts.handler_id,
        due_on=facts.due_on,
        forwarded_at=now if facts.handler_unit_id or facts.handler_id else None,
        note=facts.note,
        dispatch_id=dispatch_id,
        registered_by_id=actor.person_id,
        book=rules.INCOMING,
        year=day_of(facts.arrived_at or now).year,
    )
    touch(office, document)
    office.session.flush()  # everything else is written before the counter row is locked
    entry.number = take_number(office, entry.unit_id, entry.book, entry.year)
    refuse_closed(office, entry.unit_id, "incoming", entry.year)
    office.session.add(entry)
    office.session.flush()
    message = msg("đăng ký văn bản đến, số đến %(number)s", number=entry.number)
    audit.record(office, actor, "registered", "document", document.id, message)
    return entry


def forward(
    office: Office,
    actor: Actor,
    entry: IncomingEntry,
    *,
    unit_id: int | None,
    person_id: int | None,
    due_on: date | None,
) -> None:
    """Pass an incoming document on (chuyển) to a unit or a person, with the day by which to answer."""
    require(policy.may_register(actor, entry.unit_id), "forward")
    struck = entry.recalled_at is not None
    refuse_if(rules.forward_problems(unit_id, person_id, struck=struck), msg("Chưa chuyển được"))
    entry.handler_unit_id, entry.handler_id, entry.due_on = unit_id, person_id, due_on
    entry.forwarded_at = office.clock.now()
    admit(office, entry.document, units=_some(unit_id), persons=_some(person_id), why="forwarded")
    unit = office.session.get(Unit, unit_id) if unit_id else None
    place = ", ".join(filter(None, (unit.name if unit else "", _person_name(office, person_id))))
    audit.record(office, actor, "forwarded", "document", entry.document_id, msg("chuyển tới %(place)s", place=place))


def finish(office: Office, actor: Actor, entry: IncomingEntry, late_reason: str = "") -> None:
    """Say that an incoming document is done with (đã giải quyết xong): it leaves the desks and is late no more.

    The first to say so is kept. :raises NotAllowed: for anybody but its handlers and the agency's clerk;
    :raises Refused: where it is late and nobody says why (D2).
    """
    require(policy.may_finish(actor, entry), "finish")
    if entry.closed_at is not None:
        return
    problems = rules.finish_problems(due_on=entry.due_on, today=office.today(), late_reason=late_reason)
    refuse_if(problems, msg("Chưa ghi đã xong được"))
    entry.closed_at, entry.late_reason = office.clock.now(), late_reason.strip()
    message = msg("ghi đã giải quyết xong, số đến %(number)s", number=entry.number)
    audit.record(office, actor, "finished", "document", entry.document_id, message)


def enter_outgoing(
    office: Office,
    actor: Actor,
    document: Document,
    *,
    unit: Unit,
    drafting_unit: Unit | None = None,
    drafting_section: str = "",
    copies: int = 0,
    note: str = "",
    issued_at: datetime | None = None,
) -> OutgoingEntry:
    """Give an outgoing document its number and notation and its line (đăng ký văn bản đi).

    The caller has asked its own policy. Call it late: the counter row stays locked until the commit.
    """
    now = issued_at or office.clock.now()
    kind = type_of(document.type_code)
    book = rules.outgoing_book(
        document.type_code,
        one_sequence=unit.one_sequence,
        legal_normative=kind.is_legal_normative,
    )
    document.issued_on = document.issued_on or day_of(now)
    year = document.issued_on.year
    office.session.flush()  # the document's own rows first, the counter last
    number = take_number(office, unit.id, book, year)
    refuse_closed(office, unit.id, "outgoing", year)
    section = drafting_unit.notation if drafting_unit else drafting_section or None
    _write_number(document, number, year if kind.is_legal_normative else None, unit.notation, section)
    entry = OutgoingEntry(
        unit_id=unit.id,
        book=book,
        year=year,
        number=number,
        document=document,
        issued_at=now,
        drafting_unit_id=drafting_unit.id if drafting_unit else None,
        copies=copies,
        note=note,
        registered_by_id=actor.person_id,
    )
    office.session.add(entry)
    office.session.flush()
    touch(office, document)
    message = msg("đăng ký văn bản đi, số %(code)s", code=document.code)
    audit.record(office, actor, "numbered", "document", document.id, message)
    return entry


def _write_number(document: Document, number: int, year: int | None, issuer: str, section: str | None) -> None:
    """Number and notation as the document carries them; `year` in legal-normative ones only."""
    document.number = number
    document.code = compose(number, year, type_of(document.type_code), issuer, section)
    document.code_key = normal_form(document.code)


def register_outgoing(office: Office, actor: Actor, facts: OutgoingFacts, files: Sequence[KeptFile]) -> OutgoingEntry:
    """Register a signed outgoing document with its original; dispatching it is the exchange's.

    :raises NotAllowed: for anybody but the agency's clerk; :raises Refused: naming every problem.
    """
    require(policy.may_enter_outgoing(actor, facts.unit_id), "register outgoing")
    refuse_if(registering_problems(office, facts, len(files)), NOT_REGISTERED)
    document = add_document(office, actor, facts.document, files)
    unit = office.session.get_one(Unit, facts.unit_id)
    drafting = office.session.get(Unit, facts.drafting_unit_id) if facts.drafting_unit_id else None
    return enter_outgoing(
        office,
        actor,
        document,
        unit=unit,
        drafting_unit=drafting,
        drafting_section=facts.drafting_section,
        copies=facts.copies,
        note=facts.note,
    )


def registering_problems(office: Office, facts: OutgoingFacts, files: int) -> list[Problem]:
    """Everything the register has against an outgoing document; the exchange says it with its own, all at once."""
    given = _registration(facts.document, files)
    return list(rules.outgoing_problems(given, today=office.today(), known_types=frozenset(TYPES)))


def _taken_in(office: Office, actor: Actor, facts: IncomingFacts, files: Sequence[KeptFile]) -> Document:
    """The document that came, with its files. :raises Refused: naming everything that keeps it out."""
    wanted = _from_elsewhere(office, facts)
    given = _registration(facts.document, len(files))
    issued_here = wanted.issuer_unit_id is not None
    problems = [
        *rules.incoming_problems(given, today=office.today(), known_types=frozenset(TYPES)),
        *rules.paper_problems(wanted.type_code, facts.channel, issued_here=issued_here),
    ]
    refuse_if(problems, NOT_REGISTERED)
    return add_document(office, actor, wanted, files, **_handlers(facts))


def _from_elsewhere(office: Office, facts: IncomingFacts) -> DocumentFacts:
    """The facts with the key of the number, and the issuer where its name is that of another agency's unit here."""
    document = facts.document
    issuer = document.issuer_unit_id or unit_id_of(document.issuer_name, units_by_name(office))
    if issuer and issuer in units_of_agency(office, facts.unit_id):
        issuer = None
    return replace(document, code_key=normal_form(document.code)[:200], issuer_unit_id=issuer)


def _registration(facts: DocumentFacts, files: int) -> rules.Registration:
    return rules.Registration(
        type_code=facts.type_code,
        subject=facts.subject,
        issued_on=facts.issued_on,
        issuer_name=facts.issuer_name,
        code=facts.code,
        files=files,
    )


def _from_state_agency(office: Office, document: Document, facts: IncomingFacts) -> bool:
    if facts.from_state_agency is not None:
        return facts.from_state_agency
    issuer = office.session.get(Unit, document.issuer_unit_id) if document.issuer_unit_id else None
    return issuer.is_state_agency if issuer else is_state_agency(office, document.issuer_name, facts.unit_id)


def _handlers(facts: IncomingFacts) -> dict[str, tuple[int, ...]]:
    """Whom the agency's clerk lets read it: the agency, and whoever it is passed on to."""
    return {"units": (facts.unit_id, *_some(facts.handler_unit_id)), "persons": _some(facts.handler_id)}


def _some(value: int | None) -> tuple[int, ...]:
    return () if value is None else (value,)


def _person_name(office: Office, person_id: int | None) -> str:
    person = office.session.get(Person, person_id) if person_id else None
    return person.name if person else ""
