"""Sending issued documents to recipients, receiving them, and the receipts between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.service import DocumentFacts, KeptFile, admit
from e_office.exchange import policy
from e_office.exchange.channels.queries import usual_of
from e_office.exchange.gates import gate_problems
from e_office.exchange.messages.progress import report
from e_office.exchange.messages.sending import queue_dispatches
from e_office.exchange.models import Channel, Dispatch
from e_office.exchange.rules import Recipient, dispatch_problems, issue_problems, sending_problems
from e_office.exchange.rules_channel import departure_problems
from e_office.exchange.rules_refusal import registering_arrival_problems
from e_office.exchange.rules_status import State
from e_office.exchange.states import note_state
from e_office.notices.service import tell_unit
from e_office.people.models import Unit
from e_office.people.queries import agency_of
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.service import (
    NOT_REGISTERED,
    IncomingFacts,
    OutgoingFacts,
    register_incoming,
    register_outgoing,
    registering_problems,
)
from search import fold

NOT_ISSUED = msg("Chưa phát hành được")


def issue(
    office: Office, actor: Actor, facts: OutgoingFacts, files: Sequence[KeptFile], recipients: Sequence[Recipient]
) -> OutgoingEntry:
    """Number a signed document, put it into the register and send it, as one act (phát hành).

    :raises NotAllowed: for anybody but the agency's clerk; :raises Refused: naming every problem,
        with nothing numbered and nothing sent.
    """
    require(policy.may_issue(actor, facts.unit_id), "issue")
    wanted = facts.document
    problems = list(issue_problems(wanted.type_code))
    if recipients or not wanted.internal:
        problems += dispatch_problems(
            recipients,
            type_code=wanted.type_code,
            kind=wanted.kind,
            issuer_unit_id=facts.unit_id,
        )
    units = [unit for one in recipients if (unit := office.session.get(Unit, one.unit_id or 0))]
    problems += departure_problems(recipients, usual_of(office, wanted.type_code, units))
    problems += _outside_problems(office, recipients)
    problems += registering_problems(office, facts, len(files))
    refuse_if(problems, NOT_ISSUED)
    copies = facts.copies or sum(recipient.channel != "electronic" for recipient in recipients)
    entry = register_outgoing(office, actor, replace(facts, copies=copies), files)
    deliver(office, actor, entry.document, recipients)
    return entry


def to_agencies(units: Iterable[Unit], issuer_unit_id: int) -> list[Recipient]:
    """The agencies of these units as electronic recipients, each once.

    A document reaches a section through its agency, whose clerk registers it (NĐ 30/2020 Art. 21, 22); an
    agency sends nothing to its own parts, and a unit under no agency has no register to send to.
    """
    agencies = {agency.id: agency for agency in map(agency_of, units)}
    return [
        Recipient(agency.id, agency.name, Channel.ELECTRONIC.value)
        for agency in agencies.values()
        if agency.is_agency and agency.id != issuer_unit_id
    ]


def deliver(
    office: Office,
    actor: Actor | None,
    document: Document,
    recipients: Sequence[Recipient],
    *,
    at: datetime | None = None,
    replaces: Document | None = None,
    business: int = 0,
) -> list[Dispatch]:
    """Put an issued document before its recipients; who has it already is left alone.

    All agencies work in one installation (T4): they get the same original, no copy. Rows, readers and desk notices
    are written in the caller's transaction, so either all recipients have it or none. Gives the rows made now.
    `sent_at` is the server's instant (NĐ 64/2007 Art. 36): `at`, where the caller has judged and recorded its act
    by one already. `replaces`: the document in whose place it comes, and with which business type recipients
    outside are told (2 or 3).

    :raises Refused: naming every problem; :raises ValueError: for a part of an agency, see `to_agencies`.
    """
    problems = dispatch_problems(
        recipients,
        type_code=document.type_code,
        kind=document.kind,
        issuer_unit_id=document.owner_unit_id,
    )
    refuse_if((problem for problem in problems if problem.code != "recipients_missing"), NOT_ISSUED)
    refuse_if(sending_problems(recalled=document.recalled_at is not None), NOT_ISSUED)
    query = select(Dispatch.recipient_key).filter_by(document_id=document.id)
    present = set(office.session.scalars(query))
    now = at or office.clock.now()
    made = [_dispatch(office, document, recipient, now) for recipient in recipients if _key(recipient) not in present]
    office.session.add_all(made)
    office.session.flush()  # the unique constraint speaks before anybody is told
    _put_before(office, document, [row for row in made if row.unit_id and row.channel != Channel.PAPER], now)
    queue_dispatches(office, document, made, business=business, replaces=replaces)
    if made:
        audit.record(office, actor, "sent", "document", document.id, msg("gửi tới %(n)s nơi", n=len(made)))
    return made


def _put_before(office: Office, document: Document, arrived: Sequence[Dispatch], now: datetime) -> None:
    """The electronic copy is there with the commit: that it arrived (01) is told by itself (NĐ 30 Art. 21.2c)."""
    for row in arrived:
        note_state(office, row, State.ARRIVED, at=now, by=row.name)
    units = [row.unit_id for row in arrived if row.unit_id is not None]
    admit(office, document, units=units, why="sent")
    for unit_id in units:
        tell_unit(
            office,
            unit_id,
            key=f"dispatch:{document.id}:{unit_id}",
            kind="dispatch",
            document_id=document.id,
            message=msg("%(code)s %(subject)s", code=document.code, subject=document.subject),
        )


_ACKNOWLEDGED = (
    update(Dispatch)
    .where(Dispatch.document_id == bindparam("document"), Dispatch.opened_at.is_(None))
    .where(Dispatch.unit_id.in_(bindparam("agencies", expanding=True)))
    .values(opened_at=bindparam("now"), opened_by_id=bindparam("opener"))
)


def acknowledge(office: Office, actor: Actor, document_id: int) -> None:
    """Note the first opening by each agency of the actor; the first opening wins and stands."""
    sent = {"document": document_id, "agencies": actor.agency_ids()}
    opened = {"now": office.clock.now(), "opener": actor.person_id}
    office.session.execute(_ACKNOWLEDGED, sent | opened)


def register_arrival(office: Office, actor: Actor, dispatch_id: int, facts: IncomingFacts) -> IncomingEntry:
    """Put an electronic arrival (chờ vào sổ) into the register: the same original, no copy.

    :raises NotFound: where the dispatch is not this clerk's; a second call gives the first one's entry.
    :raises Refused: where a later room holds something against it, see `exchange.gates`.
    """
    dispatch = office.session.get(Dispatch, dispatch_id, with_for_update=True)
    if dispatch is None or not policy.may_receive(actor, dispatch):
        raise NotFound
    query = select(IncomingEntry).filter_by(unit_id=dispatch.unit_id, document_id=dispatch.document_id)
    if entry := office.session.scalars(query).one_or_none():
        return entry
    problems = [*registering_arrival_problems(State(dispatch.state)), *gate_problems(office, dispatch)]
    refuse_if(problems, NOT_REGISTERED)
    now = office.clock.now()
    dispatch.registered_at = now
    dispatch.opened_at = dispatch.opened_at or now
    dispatch.opened_by_id = dispatch.opened_by_id or actor.person_id
    channel = "both" if dispatch.channel == Channel.BOTH or dispatch.paper_received_at else "electronic"
    facts = replace(facts, unit_id=dispatch.unit_id, channel=channel, arrived_at=now)
    entry = register_incoming(office, actor, facts, (), document=dispatch.document, dispatch_id=dispatch.id)
    report(office, dispatch, actor)
    return entry


def facts_of(document: Document) -> DocumentFacts:
    """The facts of a document that is there already, for the line of the register."""
    return DocumentFacts(
        owner_unit_id=document.owner_unit_id,
        type_code=document.type_code,
        subject=document.subject,
        code=document.code,
        issued_on=document.issued_on,
        issuer_name=document.issuer_name,
    )


def mark_paper_received(office: Office, actor: Actor, dispatch_id: int, received: bool) -> Dispatch:
    """The recipient's clerk says whether paper came as well; it demotes the document (`domain.md` 3)."""
    dispatch = office.session.get(Dispatch, dispatch_id, with_for_update=True)
    if dispatch is None or not policy.may_receive(actor, dispatch):
        raise NotFound
    dispatch.paper_received_at = office.clock.now() if received else None
    dispatch.paper_received_by_id = actor.person_id if received else None
    query = select(IncomingEntry).filter_by(unit_id=dispatch.unit_id, document_id=dispatch.document_id)
    if entry := office.session.scalars(query).one_or_none():
        entry.channel = "both" if received or dispatch.channel == Channel.BOTH else "electronic"
    name = dispatch.name
    message = (
        msg("%(name)s ghi nhận có bản giấy kèm theo", name=name)
        if received
        else msg("%(name)s bỏ ghi nhận bản giấy", name=name)
    )
    audit.record(office, actor, "paper", "document", dispatch.document_id, message)
    return dispatch


def _dispatch(office: Office, document: Document, recipient: Recipient, now: datetime) -> Dispatch:
    unit = office.session.get_one(Unit, recipient.unit_id) if recipient.unit_id else None
    if unit is not None and not unit.is_agency:
        raise ValueError(f"unit {unit.id} is a part of an agency: no clerk registers what is sent to it")
    return Dispatch(
        document_id=document.id,
        recipient_key=_key(recipient),
        unit_id=recipient.unit_id,
        name=unit.name if unit else recipient.name.strip(),
        channel=Channel(recipient.channel),
        state_agency=unit.is_state_agency if unit else recipient.state_agency,
        paper_reason=recipient.paper_reason.strip(),
        sent_at=now,
        organ_id=recipient.organ_id.strip().upper(),
    )


def _key(recipient: Recipient) -> str:
    if recipient.unit_id:
        return f"u{recipient.unit_id}"
    code = recipient.organ_id.strip().upper()
    return f"o{code}" if code else fold(recipient.name.strip())[:200]


def _outside_problems(office: Office, recipients: Sequence[Recipient]) -> list[Problem]:
    """Who has a desk in this installation is not sent to over the axis: it would get the document twice."""
    codes = {recipient.organ_id.strip().upper() for recipient in recipients} - {""}
    units = office.session.scalars(select(Unit).where(func.upper(Unit.code).in_(codes))) if codes else ()
    return [
        Problem(
            "recipient_here",
            msg(
                "%(name)s có trong hệ thống này. Chọn ở danh sách nơi nhận, đừng ghi ở ô ngoài hệ thống.",
                name=unit.name,
            ),
            "recipients",
        )
        for unit in units
    ]
