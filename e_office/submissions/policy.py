"""Who puts a dossier together, who sends and registers it, who examines, appraises and decides."""

from __future__ import annotations

from e_office.core.permission import CONTENT_ROLES, Actor, PostHeld, Role
from e_office.exchange.policy import may_issue as may_send_out
from e_office.registry.policy import may_register as may_keep_register
from e_office.submissions.models import Appraisal, Consulted, Dossier
from e_office.submissions.rules import DECIDED, WITH_SENDER, State

DECIDERS = frozenset({Role.CHAIRMAN, Role.VICE_CHAIRMAN})
"""The leadership of the province, to whom dossiers go (A2)."""
HEADS_OF_OFFICE = (Role.CHIEF_OF_OFFICE, Role.SECTION_HEAD)


def composing_posts(actor: Actor) -> list[PostHeld]:
    """The posts for whose agency one puts dossiers together; the leadership does not propose to itself."""
    return [post for post in actor.posts if post.role in CONTENT_ROLES - DECIDERS and post.in_place_of is None]


def may_compose(actor: Actor) -> bool:
    """Whoever holds a content post of their own."""
    return bool(composing_posts(actor))


def may_use(actor: Actor) -> bool:
    """Whether dossiers are anything to this person at all."""
    return actor.holds(*CONTENT_ROLES)


def may_see(actor: Actor, dossier: Dossier) -> bool:
    """The agency that puts it together; once it was sent, the agency it went to and those asked to appraise it.

    The twin of `queries.seen_by`.
    """
    own = actor.agency_ids()
    if dossier.agency_id in own:
        return True
    if dossier.round == 0:
        return False
    return dossier.to_unit_id in own or any(row.unit_id in own for row in dossier.appraisals)


def may_edit(actor: Actor, dossier: Dossier) -> bool:
    """The people of the agency, while it lies with them."""
    return dossier.state in WITH_SENDER and dossier.agency_id in {post.agency_id for post in composing_posts(actor)}


def may_send(actor: Actor, dossier: Dossier) -> bool:
    """The agency's clerk numbers and sends it, as everything that leaves the agency (A11, A-15)."""
    return dossier.state in WITH_SENDER and may_send_out(actor, dossier.agency_id)


def may_register(actor: Actor, dossier: Dossier) -> bool:
    """The clerk of the agency it was sent to."""
    return (
        dossier.state == State.SENT and dossier.to_unit_id is not None and may_keep_register(actor, dossier.to_unit_id)
    )


def may_tick_paper(actor: Actor, dossier: Dossier) -> bool:
    """The same clerk, as long as the paper may come."""
    to = dossier.to_unit_id
    return dossier.round > 0 and to is not None and may_keep_register(actor, to)


def may_assign(actor: Actor, dossier: Dossier) -> bool:
    """The clerk who registered it, the chief of office and the heads of sections."""
    to = dossier.to_unit_id
    open_ = dossier.state in {State.EXAMINING, State.BEFORE_LEADER}
    return open_ and to is not None and actor.holds(Role.CLERK, *HEADS_OF_OFFICE, agency_id=to)


def may_examine(actor: Actor, dossier: Dossier) -> bool:
    """The officer in charge, the chief of office and the heads of its sections."""
    if dossier.state != State.EXAMINING or dossier.to_unit_id is None:
        return False
    named = dossier.officer_id is not None and dossier.officer_id in actor.acts_for()
    return named or actor.holds(*HEADS_OF_OFFICE, agency_id=dossier.to_unit_id)


def may_return_at_the_door(actor: Actor, dossier: Dossier) -> bool:
    """The clerk gives it back before it has a number."""
    return may_register(actor, dossier)


def may_report(actor: Actor, appraisal: Appraisal) -> bool:
    """The people of the agency that was asked to appraise."""
    return appraisal.done_at is None and appraisal.unit_id in actor.agency_ids()


def may_enter_opinion(actor: Actor, row: Consulted) -> bool:
    """Whoever puts the dossier together; the Office's officer where an opinion comes while it is examined."""
    return may_edit(actor, row.dossier) or may_examine(actor, row.dossier)


def deciding_post(actor: Actor, dossier: Dossier) -> PostHeld | None:
    """The post by which the actor decides: the own one, else that of the leader who delegated it (D5)."""
    place = None if dossier.leader_id == actor.person_id else dossier.leader_id
    posts = [post for post in actor.posts if post.role in DECIDERS and post.agency_id == dossier.to_unit_id]
    return next((post for post in posts if post.in_place_of == place), None)


def may_decide(actor: Actor, dossier: Dossier) -> bool:
    """The leader it was put before, or the deputy."""
    return dossier.state == State.BEFORE_LEADER and deciding_post(actor, dossier) is not None


def may_consent(actor: Actor, dossier: Dossier) -> bool:
    """The Chairman, for what a body outside is to be answered (H9)."""
    asked = bool(dossier.outside_body) and dossier.consent_at is None
    open_ = dossier.state in {State.EXAMINING, State.BEFORE_LEADER}
    return asked and open_ and is_chairman(actor, dossier)


def is_chairman(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor is the Chairman of the agency it went to, or acts in the Chairman's place."""
    return dossier.to_unit_id is not None and actor.holds(Role.CHAIRMAN, agency_id=dossier.to_unit_id)


def may_link_answer(actor: Actor, dossier: Dossier) -> bool:
    """The Office says by which document a decided dossier was answered."""
    to = dossier.to_unit_id
    named = dossier.officer_id is not None and dossier.officer_id in actor.acts_for()
    head = to is not None and actor.holds(Role.CLERK, *HEADS_OF_OFFICE, agency_id=to)
    return dossier.state in DECIDED and dossier.written_answer is None and (named or head)


def may_begin_draft(actor: Actor, dossier: Dossier) -> bool:
    """The officer in charge, or a head of the Office, for what the leader agreed to and nobody has begun yet."""
    open_ = dossier.state in {State.AGREED, State.AGREED_CHANGED} and dossier.draft_id is None
    if not open_ or dossier.to_unit_id is None or dossier.written_answer is not None:
        return False
    head = actor.holds(*HEADS_OF_OFFICE, agency_id=dossier.to_unit_id)
    return head or dossier.officer_id == actor.person_id
