"""Who names whom a unit sends, and who has the chair's word."""

from __future__ import annotations

from e_office.core.permission import LEADING_ROLES, Actor, Role
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.policy import acts_for, may_agree

HEADS = LEADING_ROLES | {Role.SECTION_HEAD}


def may_name(actor: Actor, invitee: Invitee) -> bool:
    """Pass a unit's invitation to one of its people: a head of that unit or of its agency, delegated or not (D5)."""
    if invitee.person_id is not None or not acts_for(actor, invitee):
        return False
    return any(post.role in HEADS and invitee.unit_id in post.path for post in actor.posts)


def may_give_word(actor: Actor, meeting: Meeting) -> bool:
    """Agree to a substitute or an early leaving: the person in the chair, nobody in their stead (M5, QĐ 45/2018)."""
    return may_agree(actor, meeting)
