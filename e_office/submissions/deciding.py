"""Use cases of the leader: the decision on a dossier, the Chairman's consent to answering a body outside."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.registry.models import OutgoingEntry
from e_office.registry.notation import normal_form
from e_office.submissions import policy, rules
from e_office.submissions.examining import end_round, tell
from e_office.submissions.models import Dossier
from e_office.submissions.queries import get_dossier
from e_office.submissions.rules import State
from e_office.submissions.rules_opinions import Decision, decision_problems

NOT_DECIDED = msg("Chưa ghi được ý kiến")
LEADS_TO = {
    Decision.AGREE: State.AGREED,
    Decision.CHANGED: State.AGREED_CHANGED,
    Decision.REFUSE: State.NOT_AGREED,
    Decision.MORE: State.SUPPLEMENT,
}


def decide(
    office: Office, actor: Actor, dossier_id: int, *, decision: Decision | None, words: str, seen: str
) -> Dossier:
    """The leader decides on the very draft the page showed (`seen`, its SHA-256): yes, yes with changes, no, or more.

    The Chairman's own yes is the consent that an answer to a body outside needs (H9); a Vice-Chairman's is not.

    :raises NotAllowed: for anybody but the leader it is before, or the deputy (D5); :raises Refused:
    """
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    if dossier.state in rules.DECIDED:
        refuse_if(rules.step_problems(State(dossier.state), State.AGREED), NOT_DECIDED)
    require(policy.may_decide(actor, dossier), "decide", dossier)
    sent, post = dossier.last, policy.deciding_post(actor, dossier)
    assert sent is not None
    assert post is not None
    current = sent.draft_part.file.sha256 if sent.draft_part else ""
    chairman = policy.is_chairman(actor, dossier)
    consented = dossier.consent_at is not None or chairman
    problems = decision_problems(
        decision, words=words, seen=seen, current=current, outside_body=dossier.outside_body, consented=consented
    )
    refuse_if(problems, NOT_DECIDED)
    assert decision is not None
    now, state = office.clock.now(), LEADS_TO[decision]
    end_round(office, actor, dossier, state, (), words)
    dossier.decision, dossier.words = decision.value, words.strip()
    dossier.decided_at, dossier.decided_by_id, dossier.decided_title = now, actor.person_id, post.title
    dossier.decided_for_id, dossier.decided_sha256 = post.in_place_of, current
    if chairman and dossier.outside_body and decision in {Decision.AGREE, Decision.CHANGED}:
        dossier.consent_at = dossier.consent_at or now
        dossier.consent_by_id = dossier.consent_by_id or actor.person_id
    said = msg("%(decision)s: %(text)s", decision=decision.label, text=dossier.matter[:160])
    tell(office, dossier, dossier.officer_id, f"decided:{decision.value}", said)
    audit.record(office, actor, "decided", "dossier", dossier.id, _told(decision, words, current))
    return dossier


def consent(office: Office, actor: Actor, dossier_id: int) -> Dossier:
    """The Chairman agrees that a body outside is answered, before anything goes to it (H9)."""
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    require(policy.may_consent(actor, dossier), "consent", dossier)
    dossier.consent_at, dossier.consent_by_id = office.clock.now(), actor.person_id
    text = msg("Chủ tịch đồng ý trả lời %(body)s: %(text)s", body=dossier.outside_body, text=dossier.matter[:120])
    for person_id in {dossier.officer_id, dossier.leader_id} - {None, actor.person_id}:
        tell(office, dossier, person_id, "consented", text)
    audit.record(
        office, actor, "consented", "dossier", dossier.id, msg("đồng ý trả lời %(body)s", body=dossier.outside_body)
    )
    return dossier


def link_answer(office: Office, actor: Actor, dossier_id: int, code: str) -> Dossier:
    """Say by which outgoing document of the agency a decided dossier was answered in writing (H8).

    :raises NotAllowed: :raises Refused: where the register has no such number.
    """
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    require(policy.may_link_answer(actor, dossier), "link an answer", dossier)
    query = (
        select(Document)
        .join(OutgoingEntry, OutgoingEntry.document_id == Document.id)
        .where(OutgoingEntry.unit_id == dossier.to_unit_id, visible_to(actor))
        .where(Document.code_key == normal_form(code.strip()))
        .order_by(OutgoingEntry.issued_at.desc())
    )
    document = office.session.scalars(query).first() if code.strip() else None
    if document is None:
        text = msg("Không có văn bản đi số %(code)s trong sổ của cơ quan.", code=code.strip())
        refuse_if([Problem("answer_unknown", text, "answer_code")], msg("Chưa ghi được văn bản trả lời"))
    assert document is not None
    dossier.answer = document
    text = msg("trả lời bằng %(code)s", code=document.code)
    audit.record(office, actor, "answered", "dossier", dossier.id, text)
    return dossier


def _told(decision: Decision, words: str, sha256: str) -> Message:
    if decision == Decision.AGREE:
        return msg("%(decision)s, mã băm %(hash)s", decision=decision.label, hash=sha256[:8])
    return msg("%(decision)s: %(words)s", decision=decision.label, words=words.strip())
