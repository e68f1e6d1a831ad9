"""Use cases of checking out: holding a draft to work on it, renewing, giving back, and breaking somebody's hold."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.drafting import policy, rules
from e_office.drafting.models import Draft
from e_office.drafting.queries import LARGEST_ID, get_draft, hold_of
from e_office.drafting.telling import tell

NOT_HELD = msg("Chưa giữ được dự thảo")
NOT_BROKEN = msg("Chưa gỡ giữ")


def hold(office: Office, actor: Actor, draft_id: int) -> Draft:
    """Check a draft out to work on it (giữ để sửa), or renew the own hold; it runs out by itself.

    :raises Refused: where somebody else holds it.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    require(policy.may_upload(actor, draft), "hold", draft)
    now = office.clock.now()
    refuse_if(rules.hold_problems(hold_of(draft), person_id=actor.person_id, now=now), NOT_HELD)
    draft.held_by_id, draft.held_until = actor.person_id, rules.held_until(now, office.settings.draft_hold_hours)
    audit.record(office, actor, "held", "draft", draft.id, msg("giữ dự thảo để sửa"))
    return draft


def give_back(office: Office, actor: Actor, draft_id: int) -> Draft:
    """Give a draft back without a new version; where the actor holds none, nothing changes."""
    draft = get_draft(office, actor, draft_id, lock=True)
    if draft.held_by_id == actor.person_id:
        draft.held_by_id = draft.held_until = None
        audit.record(office, actor, "gave_back", "draft", draft.id, msg("thôi giữ dự thảo"))
    return draft


def break_hold(office: Office, actor: Actor, draft_id: int, reason: str) -> Draft:
    """Take a hold away from somebody, with the reason: journalled, and told to whoever held it.

    An administrator, who may not read drafts, may do it too.

    :raises NotAllowed: :raises NotFound: :raises Refused: without a reason.
    """
    draft = office.session.get(Draft, min(draft_id, LARGEST_ID), with_for_update=True)
    require(draft is not None and policy.may_break_hold(actor, draft), "break a hold", draft_id)
    assert draft is not None
    refuse_if(rules.reason_problems(reason, "reason"), NOT_BROKEN)
    holder, name = draft.held_by_id, draft.held_by.name if draft.held_by else ""
    draft.held_by_id = draft.held_until = None
    values = {"name": actor.name, "text": draft.subject[:120], "reason": reason.strip()}
    told = msg("%(name)s gỡ giữ dự thảo “%(text)s”: %(reason)s", **values)
    tell(office, draft, holder or draft.drafter_id, f"broken:{office.clock.now().timestamp()}", told)
    message = msg("gỡ giữ của %(name)s: %(reason)s", name=name, reason=reason.strip())
    audit.record(office, actor, "broke_hold", "draft", draft.id, message)
    return draft
