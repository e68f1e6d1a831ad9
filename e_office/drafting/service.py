"""Use cases of a draft's drafter: opening it, saying what it is and whom it goes to, giving it up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.models import Document, Kind
from e_office.documents.queries import visible_to
from e_office.documents.service import DocumentFacts, add_document, touch
from e_office.drafting import policy, rules
from e_office.drafting.models import Draft, DraftRecipient
from e_office.drafting.queries import get_draft
from e_office.drafting.rules import Amends, State
from e_office.exchange.changing.queries import changes_of
from e_office.exchange.rules import Recipient, dispatch_problems
from e_office.people.models import Unit
from e_office.people.queries import agency_of
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.notation import normal_form
from e_office.registry.types import TYPES

NOT_OPENED = msg("Chưa lưu được dự thảo")


@dataclass(frozen=True, kw_only=True)
class DraftFacts:
    """What its drafter says of a draft. `amends_code`: number and notation of the document it corrects or replaces."""

    unit_id: int | None
    type_code: str
    subject: str
    urgency: str = "normal"
    internal: bool = False
    note: str = ""
    answers_id: int | None = None
    amends: Amends = Amends.NOTHING
    amends_code: str = ""
    amends_reason: str = ""
    recipients: tuple[Recipient, ...] = ()


def open_draft(office: Office, actor: Actor, facts: DraftFacts) -> Draft:
    """Open a draft for a unit of one of the actor's posts; its versions come after it.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    require(policy.may_draft(actor), "draft")
    units = {post.unit_id for post in policy.drafting_posts(actor)}
    unit = office.session.get(Unit, facts.unit_id) if facts.unit_id in units else None
    agency = agency_of(unit) if unit else None
    original = _original(office, actor, facts, agency.id if agency else None)
    problems = [*_problems(office, facts, agency.id if agency else None, original)]
    if unit is None:
        problems.append(Problem("unit_missing", msg("Chưa chọn đơn vị soạn thảo."), "unit_id"))
    refuse_if(problems, NOT_OPENED)
    assert unit is not None
    assert agency is not None
    now = office.clock.now()
    document = add_document(
        office, actor,
        DocumentFacts(
            owner_unit_id=unit.id, type_code=facts.type_code, subject=facts.subject.strip(), kind=Kind.DRAFT,
            issuer_name=agency.name, issuer_unit_id=agency.id, urgency=facts.urgency, internal=True,
        ), (), persons=(actor.person_id,), why="drafting",
    )  # fmt: skip
    draft = Draft(
        unit_id=unit.id, agency_id=agency.id, drafter_id=actor.person_id, document=document, versions=[], steps=[],
        state=State.DRAFTING, state_at=now, created_at=now, version=0, round=0,
    )  # fmt: skip
    office.session.add(draft)
    _write(office, actor, draft, facts, original)
    audit.record(office, actor, "opened_draft", "draft", draft.id, msg("mở dự thảo: %(text)s", text=draft.subject))
    return draft


def change_facts(office: Office, actor: Actor, draft_id: int, facts: DraftFacts) -> Draft:
    """Say anew what a draft is; the approvals stay with its bytes, but not past another type or another urgency.

    :raises NotAllowed: :raises Refused: naming every problem, or where it is under review already.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    require(policy.may_edit(actor, draft), "edit", draft)
    original = _original(office, actor, facts, draft.agency_id)
    problems = [*_problems(office, facts, draft.agency_id, original)]
    if draft.state not in rules.SENDABLE:
        text = msg("Dự thảo đang ở bước duyệt hoặc phát hành. Rút về rồi hãy sửa thông tin.")
        problems.append(Problem("in_review", text))
    refuse_if(problems, NOT_OPENED)
    _write(office, actor, draft, facts, original)
    audit.record(office, actor, "changed_draft", "draft", draft.id, msg("sửa thông tin dự thảo"))
    return draft


def drop(office: Office, actor: Actor, draft_id: int) -> Draft:
    """Give a draft up (bỏ dự thảo); it stays readable, with its versions and what was said of it."""
    draft = get_draft(office, actor, draft_id, lock=True)
    require(policy.may_drop(actor, draft), "drop", draft)
    refuse_if(rules.step_problems(State(draft.state), State.DROPPED), msg("Chưa bỏ được"))
    draft.state, draft.state_at = State.DROPPED, office.clock.now()
    draft.held_by_id = draft.held_until = None
    audit.record(office, actor, "dropped", "draft", draft.id, msg("bỏ dự thảo"))
    return draft


@dataclass(frozen=True)
class _Original:
    """The document a draft amends, and what the rules ask of it."""

    document: Document
    facts: rules.Original


def _original(office: Office, actor: Actor, facts: DraftFacts, agency_id: int | None) -> _Original | None:
    """The agency's own outgoing document of this number and notation, the newest where several years have it."""
    if facts.amends is Amends.NOTHING or agency_id is None or not facts.amends_code.strip():
        return None
    query = (
        select(Document)
        .join(OutgoingEntry, OutgoingEntry.document_id == Document.id)
        .where(OutgoingEntry.unit_id == agency_id, visible_to(actor))
        .where(Document.code_key == normal_form(facts.amends_code.strip()))
        .order_by(OutgoingEntry.issued_at.desc())
    )
    document = office.session.scalars(query).first()
    if document is None:
        return None
    replaced = any(one.document_id == document.id and one.successor_id for one in changes_of(office, document.id))
    return _Original(
        document,
        rules.Original(
            type_code=document.type_code, own=document.owner_unit_id == agency_id,
            recalled=document.recalled_at is not None, replaced=replaced,
        ),
    )  # fmt: skip


def _problems(office: Office, facts: DraftFacts, agency_id: int | None, original: _Original | None) -> list[Problem]:
    known = frozenset(TYPES)
    problems = list(rules.draft_problems(type_code=facts.type_code, subject=facts.subject, known_types=known))
    problems += rules.amend_problems(
        facts.amends, original=original.facts if original else None, type_code=facts.type_code,
        reason=facts.amends_reason,
    )  # fmt: skip
    sent = dispatch_problems(facts.recipients, type_code=facts.type_code, kind="", issuer_unit_id=agency_id or 0)
    problems += [problem for problem in sent if problem.code != "recipients_missing"]
    entry = office.session.get(IncomingEntry, facts.answers_id) if facts.answers_id else None
    if facts.answers_id is not None and (entry is None or entry.unit_id != agency_id):
        problems.append(Problem("answers_unknown", msg("Không có số đến này trong sổ của cơ quan."), "answers_number"))
    return problems


def _write(office: Office, actor: Actor, draft: Draft, facts: DraftFacts, original: _Original | None) -> None:
    draft.type_code, draft.subject, draft.urgency = facts.type_code, facts.subject.strip(), facts.urgency
    draft.internal, draft.note = facts.internal, facts.note.strip()
    draft.answers_id = facts.answers_id
    draft.amends, draft.amends_reason = facts.amends, facts.amends_reason.strip()
    draft.amends_id = original.document.id if original else None
    document = draft.document
    document.type_code, document.subject, document.urgency = draft.type_code, draft.subject, draft.urgency
    _write_recipients(office, draft, facts.recipients)
    office.session.flush()  # the journal carries the draft's id
    touch(office, document)


def _write_recipients(office: Office, draft: Draft, recipients: tuple[Recipient, ...]) -> None:
    draft.recipients.clear()
    office.session.flush()  # positions are unique: the old rows go before the new ones come
    draft.recipients.extend(
        DraftRecipient(position=position, **asdict(replace(one, name=one.name.strip()[:200])))
        for position, one in enumerate(recipients)
    )
