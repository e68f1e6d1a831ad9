"""Use cases of review and approval: sending a draft on its route, taking it back, passing or returning it."""

from __future__ import annotations

from collections.abc import Sequence

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.drafting import policy, rules, rules_review
from e_office.drafting.models import Draft, DraftStep
from e_office.drafting.queries import get_draft, hold_of
from e_office.drafting.routes import proposals
from e_office.drafting.rules import State
from e_office.drafting.rules_review import Chosen, StepState
from e_office.drafting.telling import tell, tell_clerks
from e_office.drafting.versions import end_round
from e_office.signatures.queries import has_key

NOT_SENT = msg("Chưa trình duyệt được")
NOT_DECIDED = msg("Chưa ghi được ý kiến")


def send_for_review(office: Office, actor: Actor, draft_id: int, chosen: Sequence[Chosen]) -> Draft:
    """Send a draft on its route (trình duyệt): `chosen` names who shall take each step.

    Steps that nobody of the agency can take are left out; who stands at several takes the last one alone.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    require(policy.may_send_for_review(actor, draft), "send for review", draft)
    asked = {one.step: one.person_id for one in chosen}
    able = {one.step: [person.id for person in one.able] for one in proposals(office, draft)}
    route = [Chosen(step=step, person_id=asked.get(step)) for step, persons in able.items() if persons]
    problems = list(rules.step_problems(State(draft.state), State.IN_REVIEW))
    problems += rules_review.route_problems(route, drafter_id=draft.drafter_id, able=able)
    now = office.clock.now()
    problems += rules.hold_problems(hold_of(draft), person_id=actor.person_id, now=now)
    if not draft.version:
        problems.append(Problem("text_missing", msg("Chưa có tệp nội dung. Nộp lần dự thảo đầu tiên trước."), "files"))
    if not draft.recipients and not draft.internal:
        problems.append(Problem("recipients_missing", msg("Chưa có nơi nhận."), "recipients"))
    refuse_if(problems, NOT_SENT)
    draft.round += 1
    draft.state, draft.state_at, draft.returned_why = State.IN_REVIEW, now, ""
    draft.held_by_id = draft.held_until = None
    for position, one in enumerate(rules_review.without_twice(route)):
        assert one.person_id is not None
        row = DraftStep(round=draft.round, position=position, step=one.step, person_id=one.person_id)
        row.state = StepState.AHEAD
        draft.steps.append(row)
    office.session.flush()  # notices name the round, and the steps are read again by it
    _open_next(office, draft)
    audit.record(office, actor, "sent_for_review", "draft", draft.id, msg("trình duyệt lần %(n)s", n=draft.version))
    return draft


def withdraw(office: Office, actor: Actor, draft_id: int) -> Draft:
    """Take a draft back from review (rút về); what was said of it stays, and it takes its route anew."""
    draft = get_draft(office, actor, draft_id, lock=True)
    require(policy.may_withdraw(actor, draft), "withdraw", draft)
    end_round(draft, void=False)
    draft.state, draft.state_at = State.DRAFTING, office.clock.now()
    audit.record(office, actor, "withdrew", "draft", draft.id, msg("rút dự thảo về"))
    return draft


def decide(office: Office, actor: Actor, draft_id: int, *, passed: bool, opinion: str, seen: str) -> Draft:
    """Pass a draft on or return it, on the bytes whose SHA-256 `seen` the page showed.

    The last step's word approves it: its clock of issuing runs from then. A return goes to the drafter, with why.

    :raises NotAllowed: :raises Refused: where a newer version came, or a return says nothing.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    step = draft.open_step
    gone = draft.state != State.IN_REVIEW or step is None
    if gone and any(one.person_id in actor.acts_for() for one in draft.present_steps):
        refuse_if(rules.step_problems(State(draft.state), State.APPROVED), NOT_DECIDED)
    require(step is not None and policy.may_decide(actor, step), "decide", draft)
    assert step is not None
    refuse_if(
        rules_review.decision_problems(passed=passed, opinion=opinion, seen=seen, current=draft.sha256), NOT_DECIDED
    )
    _write_decision(office, actor, draft, step, passed=passed, opinion=opinion)
    if passed:
        _pass(office, actor, draft, step)
    else:
        _return(office, actor, draft, step)
    return draft


def return_to_drafter(office: Office, actor: Actor, draft: Draft, reason: str) -> None:
    """Let it lie with its drafter again, who is told why; the caller has asked its own policy and rules."""
    end_round(draft, void=False)
    draft.state, draft.state_at, draft.returned_why = State.RETURNED, office.clock.now(), reason.strip()
    draft.approved_at = draft.signature = None
    values = {"name": actor.name, "text": draft.subject[:120], "reason": reason.strip()}
    text = msg("%(name)s trả lại dự thảo “%(text)s”: %(reason)s", **values)
    tell(office, draft, draft.drafter_id, f"returned:{draft.round}:{draft.state_at.timestamp()}", text)


def _write_decision(office: Office, actor: Actor, draft: Draft, step: DraftStep, *, passed: bool, opinion: str) -> None:
    post = policy.deciding_post(actor, step)
    step.state = StepState.PASSED if passed else StepState.RETURNED
    step.decided_at, step.decided_by_id = office.clock.now(), actor.person_id
    step.decided_title = post.title if post else actor.post_title
    step.in_place_of_id = None if step.person_id == actor.person_id else step.person_id
    step.opinion, step.version, step.sha256 = opinion.strip(), draft.version, draft.sha256


def _pass(office: Office, actor: Actor, draft: Draft, step: DraftStep) -> None:
    if not _open_next(office, draft):
        now = office.clock.now()
        draft.state, draft.state_at, draft.approved_at = State.APPROVED, now, now
        draft.signer = actor.name
        draft.signer_title = actor.post_title if step.in_place_of_id else step.decided_title
        if not has_key(office, actor.person_id):  # else the clerks are told once it is signed
            text = msg("Chờ phát hành: %(text)s", text=draft.subject[:160])
            tell_clerks(office, draft, f"approved:{draft.round}", text)
        approved = msg("Dự thảo “%(text)s” đã được duyệt, chờ ký và phát hành", text=draft.subject[:120])
        tell(office, draft, draft.drafter_id, f"approved:{draft.round}", approved)
    text = msg("duyệt lần %(n)s", n=draft.version)
    audit.record(office, actor, "passed", "draft", draft.id, text)


def _return(office: Office, actor: Actor, draft: Draft, step: DraftStep) -> None:
    return_to_drafter(office, actor, draft, step.opinion)
    text = msg("trả lại lần %(n)s: %(why)s", n=draft.version, why=step.opinion)
    audit.record(office, actor, "returned", "draft", draft.id, text)


def _open_next(office: Office, draft: Draft) -> bool:
    """Open the next step and tell whose turn it is; False where there is none any more."""
    step = next((one for one in draft.present_steps if one.state == StepState.AHEAD), None)
    if step is None:
        return False
    step.state, step.since = StepState.OPEN, office.clock.now()
    text = msg("Chờ bạn duyệt: %(text)s", text=draft.subject[:160])
    tell(office, draft, step.person_id, f"step:{draft.round}:{step.position}", text)
    return True
