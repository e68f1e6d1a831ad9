"""Use cases of the clerk: numbering, registering and sending an approved draft as one act, or handing it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, msg, refuse_if
from e_office.documents.models import Document, Kind
from e_office.documents.service import DocumentFacts, KeptFile
from e_office.drafting import policy, rules
from e_office.drafting.approved import approval_problems
from e_office.drafting.files import files_to_issue
from e_office.drafting.models import Draft
from e_office.drafting.queries import get_draft
from e_office.drafting.reviewing import return_to_drafter
from e_office.drafting.rules import Amends, State
from e_office.drafting.sealing import Sealed, record_seals, still_holds
from e_office.drafting.telling import tell
from e_office.exchange import service as exchange
from e_office.exchange.answered import answer_source
from e_office.exchange.changing.asking import Wanted, issue_successor
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.exchange.rules_change import Change
from e_office.exchange.rules_status import State as DispatchState
from e_office.handling import answering
from e_office.registry.models import OutgoingEntry
from e_office.registry.rules import kind_of
from e_office.registry.service import OutgoingFacts

NOT_HANDED_BACK = msg("Chưa trả lại được")


@dataclass(frozen=True, kw_only=True)
class IssueFacts:
    """What the clerk confirms: the document's date, who signed it, how many paper copies are made."""

    issued_on: date | None
    signer: str
    signer_title: str
    note: str = ""
    copies: int = 0


def issue(
    office: Office,
    actor: Actor,
    draft_id: int,
    facts: IssueFacts,
    signed: Sequence[KeptFile] = (),
    sealed: Sealed | None = None,
    *,
    seen: Sequence[Message] = (),
) -> OutgoingEntry:
    """Number, register and send an approved draft as one act (phát hành); `signed` take the place of its text.

    `sealed`: what was signed here and sealed with the number that comes next, see `sealing`. What goes out is what
    was approved: every step passed on this version and its bytes. Where anything stands in the way nothing is
    numbered and nothing sent, because all of it is one transaction. What it answers (ResponseFor) is ended with it,
    or its handlers are asked whether that is all. `seen` is what the clerk confirmed to have seen.

    :raises NotAllowed: for anybody but the agency's clerk; :raises Refused: naming every problem;
        :raises NumberTaken: where another was quicker with the number that was sealed.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    if draft.state == State.ISSUED:
        refuse_if(rules.step_problems(State.ISSUED, State.ISSUED), exchange.NOT_ISSUED)
    require(policy.may_issue(actor, draft), "issue", draft)
    refuse_if([*approval_problems(draft), *(still_holds(draft, sealed) if sealed else ())], exchange.NOT_ISSUED)
    recipients = recipients_of(draft)
    document = _document_facts(draft, facts, recipients)
    section = draft.unit_id if draft.unit_id != draft.agency_id else None
    outgoing = OutgoingFacts(
        unit_id=draft.agency_id, document=document, drafting_unit_id=section, copies=facts.copies, note=facts.note
    )
    files = list(sealed.files) if sealed else files_to_issue(draft, signed)
    if draft.amends == Amends.REPLACEMENT and draft.amends_id is not None:
        entry = _issue_in_place(office, actor, draft, outgoing, files, recipients)
    else:
        entry = exchange.issue(office, actor, outgoing, files, recipients)
    draft.state, draft.state_at, draft.issued = State.ISSUED, office.clock.now(), entry.document
    draft.held_by_id = draft.held_until = None
    if sealed is not None:
        record_seals(office, actor, entry.document, sealed)
    _note(office, actor, draft, entry.document)
    for text in seen:
        audit.record(office, actor, "confirmed", "draft", draft.id, msg("đã xác nhận: %(what)s", what=text))
    return entry


def _issue_in_place(
    office: Office,
    actor: Actor,
    draft: Draft,
    facts: OutgoingFacts,
    files: Sequence[KeptFile],
    recipients: Sequence[Recipient],
) -> OutgoingEntry:
    """Issue a replacement: who has the replaced document is asked to take this one instead, the others simply get it.

    The consent of the competent person (A-110) is the last approval.
    """
    assert draft.amends_id is not None
    last = draft.present_steps[-1]
    wanted = Wanted(
        change=Change.REPLACE, consented_by_id=last.in_place_of_id or last.decided_by_id, reason=draft.amends_reason
    )
    copies = facts.copies or sum(one.channel != "electronic" for one in recipients)
    entry = issue_successor(office, actor, replace(facts, copies=copies), files, draft.amends_id, wanted)
    query = select(Dispatch.unit_id).filter_by(document_id=draft.amends_id, state=DispatchState.RECALLED)
    asked = set(office.session.scalars(query))
    exchange.deliver(
        office, actor, entry.document, [one for one in recipients if not one.unit_id or one.unit_id not in asked]
    )
    return entry


@answer_source
def _answered(office: Office, document_id: int) -> list[Document]:
    """What a document that was a draft answers."""
    draft = office.session.scalars(select(Draft).filter_by(issued_id=document_id)).first()
    return [draft.answers.document] if draft is not None and draft.answers is not None else []


def hand_back(office: Office, actor: Actor, draft_id: int, reason: str) -> Draft:
    """Give an approved draft back to its drafter before it is numbered, with the reason (trả lại).

    :raises NotAllowed: :raises Refused: without a reason.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    require(policy.may_hand_back(actor, draft), "hand back", draft)
    refuse_if(rules.reason_problems(reason), NOT_HANDED_BACK)
    return_to_drafter(office, actor, draft, reason)
    text = msg("trả lại trước khi phát hành: %(why)s", why=reason.strip())
    audit.record(office, actor, "returned", "draft", draft.id, text)
    return draft


def recipients_of(draft: Draft) -> list[Recipient]:
    """Its recipients as the exchange takes them."""
    return [
        Recipient(row.unit_id, row.name, row.channel, row.state_agency, row.paper_reason, row.organ_id)
        for row in draft.recipients
    ]


def _document_facts(draft: Draft, facts: IssueFacts, recipients: Sequence[Recipient]) -> DocumentFacts:
    return DocumentFacts(
        owner_unit_id=draft.agency_id, type_code=draft.type_code, subject=draft.subject,
        kind=Kind(kind_of(draft.type_code, draft.subject)), issued_on=facts.issued_on,
        issuer_name=draft.agency.name, issuer_unit_id=draft.agency_id, signer=facts.signer.strip(),
        signer_title=facts.signer_title.strip(), urgency=draft.urgency, internal=draft.internal,
        recipients="\n".join([*(one.name for one in recipients), "Lưu: VT"]),
    )  # fmt: skip


def _note(office: Office, actor: Actor, draft: Draft, document: Document) -> None:
    """Tell the drafter, and write into the history of what it answers, corrects or replaces."""
    text = msg("Đã phát hành %(code)s: %(text)s", code=document.code, text=draft.subject[:120])
    tell(office, draft, draft.drafter_id, "issued", text)
    audit.record(office, actor, "issued", "draft", draft.id, msg("phát hành, số %(code)s", code=document.code))
    if draft.answers is not None:
        answered = msg("trả lời bằng %(code)s", code=document.code)
        audit.record(office, actor, "answered", "document", draft.answers.document_id, answered)
        answering.answer(office, actor, draft.answers, document, unit=draft.unit, person_id=draft.drafter_id)
    if draft.amends == Amends.CORRECTION:  # a replacement is written into both histories by the exchange
        corrected = msg("đính chính bằng %(code)s", code=document.code)
        audit.record(office, actor, "corrected", "document", draft.amends_id, corrected)
