"""Who drafts, who sees a draft, who holds it, who decides on it, who sends it out."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, Actor, PostHeld, Role
from e_office.drafting.models import Draft, DraftStep
from e_office.drafting.rules import OPEN, SENDABLE, State
from e_office.drafting.rules_review import ROLES, Step
from e_office.exchange.policy import may_issue as may_send_out
from e_office.signatures.policy import may_sign as may_sign_document
from e_office.signatures.rules import Kind

HEADS = LEADING_ROLES | {Role.SECTION_HEAD}
FOR_CLERKS = frozenset({State.APPROVED, State.ISSUED})


def may_draft(actor: Actor) -> bool:
    """Whoever holds a post of their own that works with content."""
    return bool(drafting_posts(actor))


def drafting_posts(actor: Actor) -> list[PostHeld]:
    """The posts for whose units one may draft: delegated powers are to decide, not to write."""
    return [post for post in actor.posts if post.role in CONTENT_ROLES and post.in_place_of is None]


def may_see(actor: Actor, draft: Draft) -> bool:
    """The drafter's unit, the agency's leaders, those whose turn it is or was, and the clerks once it is approved.

    Nobody else reads what is not decided yet. The twin of `queries.seen_by`.
    """
    if draft.unit_id in actor.reading_units() or draft.drafter_id == actor.person_id:
        return True
    if actor.holds(*LEADING_ROLES, agency_id=draft.agency_id):
        return True
    if draft.state in FOR_CLERKS and may_send_out(actor, draft.agency_id):
        return True
    return any(step.person_id in actor.acts_for() for step in draft.steps)


def may_edit(actor: Actor, draft: Draft) -> bool:
    """The drafter and those of the same unit, while it is not issued or dropped."""
    return draft.state in OPEN and (draft.drafter_id == actor.person_id or draft.unit_id in actor.unit_ids())


def may_upload(actor: Actor, draft: Draft) -> bool:
    """Whoever may edit, and whoever reviews it now: a head who corrects a word writes a version like anybody."""
    return may_edit(actor, draft) or (draft.state in OPEN and draft.open_step is not None and _is_turn(actor, draft))


def may_send_for_review(actor: Actor, draft: Draft) -> bool:
    """Whoever may edit it, where it is with its drafter."""
    return may_edit(actor, draft) and draft.state in SENDABLE


def may_decide(actor: Actor, step: DraftStep) -> bool:
    """The person whose turn it is, or the deputy (D5); a deputy does not decide on an own draft."""
    if step.draft.state != State.IN_REVIEW or step.draft.open_step is not step or not _is_turn(actor, step.draft):
        return False
    return step.person_id == actor.person_id or step.draft.drafter_id != actor.person_id


def _is_turn(actor: Actor, draft: Draft) -> bool:
    return draft.open_step is not None and draft.open_step.person_id in actor.acts_for()


def deciding_post(actor: Actor, step: DraftStep) -> PostHeld | None:
    """The post by which the actor decides: an own one where it is the actor's turn, else the delegator's."""
    place = None if step.person_id == actor.person_id else step.person_id
    posts = [post for post in actor.posts if post.in_place_of == place and post.agency_id == step.draft.agency_id]
    able = [post for post in posts if post.role in ROLES[Step(step.step)]]
    return next(iter(able or posts), None)


def may_withdraw(actor: Actor, draft: Draft) -> bool:
    """Whoever may edit it takes it back from review before the last word."""
    return may_edit(actor, draft) and draft.state == State.IN_REVIEW


def may_break_hold(actor: Actor, draft: Draft) -> bool:
    """The head of the unit, the agency's leaders and its administrator; whoever holds it simply gives it back."""
    if draft.held_by_id is None or draft.held_by_id == actor.person_id:
        return False
    head = any(post.role is Role.SECTION_HEAD and post.unit_id == draft.unit_id for post in actor.posts)
    return head or actor.holds(*LEADING_ROLES, Role.ADMINISTRATOR, agency_id=draft.agency_id)


def may_drop(actor: Actor, draft: Draft) -> bool:
    """The drafter, and the head of the unit, where it is not under review."""
    head = any(post.role in HEADS and post.unit_id == draft.unit_id for post in actor.posts)
    return draft.state in SENDABLE and (draft.drafter_id == actor.person_id or head)


def may_sign(actor: Actor, draft: Draft) -> bool:
    """Whoever said the last word signs, or whose word it was (D5), once: the competent person (NĐ 30 Art. 13)."""
    last = draft.last_word
    if draft.state != State.APPROVED or draft.signature_id is not None or last is None:
        return False
    asked = last.decided_by_id == actor.person_id or last.person_id in actor.acts_for()
    return asked and may_sign_document(actor, draft.document, Kind.PERSON)


def may_issue(actor: Actor, draft: Draft) -> bool:
    """The agency's clerk numbers and sends what was approved."""
    return draft.state == State.APPROVED and may_send_out(actor, draft.agency_id)


def may_hand_back(actor: Actor, draft: Draft) -> bool:
    """The clerk before the number is given, and whoever would have to sign it."""
    return may_issue(actor, draft) or may_sign(actor, draft)


def route_units(actor: Actor) -> list[PostHeld]:
    """The posts by whose holder a unit's routes are set: its head, and a leader for the agency itself."""
    return [post for post in actor.posts if post.role in HEADS and post.in_place_of is None]
