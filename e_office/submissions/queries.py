"""Reads of dossiers: what somebody may see, by state with counts, what is late, how often what was sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.core.problems import NotFound
from e_office.drafting.models import Draft
from e_office.people.models import Person, Post, Unit
from e_office.people.queries import agency_of, held_on
from e_office.submissions import policy
from e_office.submissions.models import Appraisal, Consulted, Dossier, DossierPart, Round, RoundPart
from e_office.submissions.policy import DECIDERS
from e_office.submissions.rules import DECIDED, LOCAL_LEVELS, WITH_OFFICE, WITH_SENDER, ReturnKind, State

LARGEST_ID = 2**63 - 1


def get_dossier(office: Office, actor: Actor, dossier_id: int, *, lock: bool = False) -> Dossier:
    """A dossier the actor may see; `lock` holds the row until the commit. :raises NotFound:"""
    row = office.session.get(Dossier, min(dossier_id, LARGEST_ID), with_for_update=lock or None)
    if row is None or not policy.may_see(actor, row):
        raise NotFound("dossier")
    return row


def get_part(office: Office, actor: Actor, part_id: int) -> DossierPart:
    """A component of a dossier the actor may see. :raises NotFound:"""
    row = office.session.get(DossierPart, min(part_id, LARGEST_ID))
    if row is None:
        raise NotFound("dossier part")
    dossier = get_dossier(office, actor, row.dossier_id)
    if dossier.agency_id not in actor.agency_ids():  # what was not sent is nobody else's
        raise NotFound("dossier part")
    return row


def get_sent_part(office: Office, actor: Actor, part_id: int) -> RoundPart:
    """A component as it was sent. :raises NotFound:"""
    row = office.session.get(RoundPart, min(part_id, LARGEST_ID))
    if row is None:
        raise NotFound("dossier part")
    get_dossier(office, actor, row.round.dossier_id)
    return row


def get_consulted(office: Office, actor: Actor, consulted_id: int) -> Consulted:
    """A consulted agency of a dossier the actor may see. :raises NotFound:"""
    row = office.session.get(Consulted, min(consulted_id, LARGEST_ID))
    if row is None:
        raise NotFound("consulted agency")
    get_dossier(office, actor, row.dossier_id)
    return row


def get_appraisal(office: Office, actor: Actor, appraisal_id: int, *, lock: bool = False) -> Appraisal:
    """A task of appraisal of a dossier the actor may see. :raises NotFound:"""
    row = office.session.get(Appraisal, min(appraisal_id, LARGEST_ID), with_for_update=lock or None)
    if row is None:
        raise NotFound("appraisal")
    get_dossier(office, actor, row.dossier_id)
    return row


def dossier_of_document(office: Office, document_id: int) -> Dossier | None:
    """The dossier a document carried to the leadership, or one that it answers."""
    query = (
        select(Dossier)
        .outerjoin(Round, Round.dossier_id == Dossier.id)
        .outerjoin(Draft, Draft.id == Dossier.draft_id)
        .where(or_(Round.document_id == document_id, Dossier.answer_id == document_id, Draft.issued_id == document_id))
    )
    return office.session.scalars(query.order_by(Dossier.id)).first()


def round_of_document(office: Office, document_id: int) -> Round | None:
    """The sending a document carried."""
    return office.session.scalars(select(Round).filter_by(document_id=document_id)).first()


def leaders(office: Office) -> list[tuple[Person, Post]]:
    """Those to whom dossiers go, the Chairman first, each with the post (A2)."""
    query = (
        select(Person, Post)
        .join(Post, Post.person_id == Person.id)
        .where(Person.active, Post.role.in_(DECIDERS), held_on(office.today()))
    )
    pairs = [(person, post) for person, post in office.session.execute(query).tuples()]
    return sorted(pairs, key=lambda pair: (pair[1].role != Role.CHAIRMAN, pair[0].name, pair[0].id))


def agency_of_leader(office: Office, person_id: int | None) -> Unit | None:
    """The agency in which somebody decides on dossiers."""
    return next((agency_of(post.unit) for person, post in leaders(office) if person.id == person_id), None)


def receiving_agencies(office: Office) -> frozenset[int]:
    """The agencies dossiers go to."""
    return frozenset(agency_of(post.unit).id for _person, post in leaders(office))


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The twin of `policy.may_see`."""
    own = list(actor.agency_ids())
    asked = select(Appraisal.dossier_id).where(Appraisal.unit_id.in_(own))
    came = and_(Dossier.round > 0, or_(Dossier.to_unit_id.in_(own), Dossier.id.in_(asked)))
    return or_(Dossier.agency_id.in_(own), came)


def ours(office: Office, actor: Actor, states: Collection[State] = ()) -> list[Dossier]:
    """The dossiers of the actor's agencies, what lies with them first, then the newest."""
    query = select(Dossier).where(Dossier.agency_id.in_(list(actor.agency_ids()))).options(*_shown())
    if states:
        query = query.where(Dossier.state.in_(states))
    rows = office.session.scalars(query.order_by(Dossier.state_at.desc(), Dossier.id.desc()).limit(200))
    return sorted(rows, key=lambda row: row.state not in WITH_SENDER)


def count_ours(office: Office, actor: Actor) -> Counter[State]:
    """The same by state."""
    query = select(Dossier.state, func.count()).where(Dossier.agency_id.in_(list(actor.agency_ids())))
    return Counter({State(state): n for state, n in office.session.execute(query.group_by(Dossier.state)).tuples()})


def in_tray(office: Office, actor: Actor, states: Collection[State]) -> list[Dossier]:
    """The dossiers that came to the actor's agencies, those to be answered first."""
    query = select(Dossier).where(_came(actor), Dossier.state.in_(states)).options(*_shown())
    order = (Dossier.answer_due_on.is_(None), Dossier.answer_due_on, Dossier.state_at, Dossier.id)
    return list(office.session.scalars(query.order_by(*order).limit(200)))


def count_tray(office: Office, actor: Actor) -> Counter[State]:
    """The same by state."""
    query = select(Dossier.state, func.count()).where(_came(actor)).group_by(Dossier.state)
    return Counter({State(state): n for state, n in office.session.execute(query).tuples()})


def overdue_answers(office: Office, actor: Actor, *, local_only: bool = False) -> list[Dossier]:
    """Dossiers without a written answer past their day, the oldest first (H8); `local_only`: of districts."""
    query = (
        select(Dossier)
        .outerjoin(Draft, Draft.id == Dossier.draft_id)
        .where(_came(actor), Dossier.answer_due_on < office.today(), Dossier.answer_id.is_(None))
        .where(Draft.issued_id.is_(None), Dossier.state.in_([*WITH_OFFICE, State.BEFORE_LEADER, *DECIDED]))
        .options(*_shown())
    )
    if local_only:
        query = query.join(Unit, Unit.id == Dossier.agency_id).where(Unit.level_code.in_(LOCAL_LEVELS))
    return list(office.session.scalars(query.order_by(Dossier.answer_due_on, Dossier.id)))


def _undecided(actor: Actor) -> Select[tuple[Dossier]]:
    return select(Dossier).where(Dossier.state == State.BEFORE_LEADER, _leads(actor))


@shows(_undecided, only=DECIDERS)
def before_leader(office: Office, actor: Actor) -> list[Dossier]:
    """What waits for the actor's decision, or for that of somebody who delegated it to the actor (D5)."""
    query = _undecided(actor).options(*_shown())
    return list(office.session.scalars(query.order_by(Dossier.wanted_on.is_(None), Dossier.wanted_on, Dossier.id)))


def _without_consent(actor: Actor) -> Select[tuple[Dossier]]:
    return (
        select(Dossier)
        .where(Dossier.outside_body != "", Dossier.consent_at.is_(None))
        .where(Dossier.state.in_([State.EXAMINING, State.BEFORE_LEADER]))
        .where(Dossier.to_unit_id.in_(actor.agency_ids(Role.CHAIRMAN)))
    )


@shows(_without_consent, only={Role.CHAIRMAN})
def awaiting_consent(office: Office, actor: Actor) -> list[Dossier]:
    """What the Chairman has to agree to before a body outside is answered (H9)."""
    return list(office.session.scalars(_without_consent(actor).options(*_shown()).order_by(Dossier.id)))


def decided_by(office: Office, actor: Actor, *, limit: int = 30) -> list[Dossier]:
    """What the actor, or the deputy of the actor, decided lately."""
    mine = or_(Dossier.decided_by_id == actor.person_id, Dossier.decided_for_id == actor.person_id)
    query = select(Dossier).where(mine).options(*_shown())
    return list(office.session.scalars(query.order_by(Dossier.decided_at.desc(), Dossier.id.desc()).limit(limit)))


def _examined_by(actor: Actor) -> Select[tuple[Dossier]]:
    return select(Dossier).where(Dossier.state == State.EXAMINING, Dossier.officer_id.in_(actor.acts_for()))


@shows(_examined_by)
def to_examine(office: Office, actor: Actor) -> list[Dossier]:
    """What lies with the actor as the officer in charge."""
    order = (Dossier.answer_due_on.is_(None), Dossier.answer_due_on, Dossier.id)
    return list(office.session.scalars(_examined_by(actor).options(*_shown()).order_by(*order)))


def _unregistered(actor: Actor) -> Select[tuple[Dossier]]:
    return select(Dossier).where(Dossier.state == State.SENT, Dossier.to_unit_id.in_(actor.agency_ids(Role.CLERK)))


@shows(_unregistered, only={Role.CLERK})
def to_register(office: Office, actor: Actor) -> list[Dossier]:
    """What waits for the clerk of the agency it came to."""
    query = _unregistered(actor).options(*_shown())
    return list(office.session.scalars(query.order_by(Dossier.state_at, Dossier.id)))


def _sent_back(actor: Actor) -> Select[tuple[Dossier]]:
    return select(Dossier).where(
        Dossier.state.in_([State.RETURNED, State.SUPPLEMENT]), Dossier.agency_id.in_(actor.agency_ids())
    )


@shows(_sent_back)
def back_with_us(office: Office, actor: Actor) -> list[tuple[Dossier, bool]]:
    """What was sent back to the actor's agency, with whether the actor put it together."""
    rows = office.session.scalars(_sent_back(actor).options(*_shown()).order_by(Dossier.state_at, Dossier.id))
    return [(row, row.author_id == actor.person_id) for row in rows]


def _unappraised(actor: Actor) -> Select[tuple[Appraisal]]:
    return select(Appraisal).where(Appraisal.done_at.is_(None), Appraisal.unit_id.in_(actor.agency_ids()))


@shows(_unappraised)
def to_appraise(office: Office, actor: Actor) -> list[Appraisal]:
    """The tasks of appraisal of the actor's agencies that have no result, the nearest day first (H6)."""
    query = _unappraised(actor).options(joinedload(Appraisal.dossier), joinedload(Appraisal.unit))
    return list(office.session.scalars(query.order_by(Appraisal.due_on, Appraisal.id)))


def return_counts(office: Office, actor: Actor) -> list[tuple[Unit, Counter[ReturnKind]]]:
    """How often dossiers of each agency were sent back, by kind of reason; own tasks pushed upward among them (H7)."""
    query = select(Round.kinds, Dossier.agency_id).join(Dossier).where(_came(actor), Round.outcome != "")
    found: dict[int, Counter[ReturnKind]] = {}
    for kinds, agency_id in office.session.execute(query).tuples():
        found.setdefault(agency_id, Counter()).update(ReturnKind(kind) for kind in kinds)
    rows = [(office.session.get_one(Unit, unit_id), counts) for unit_id, counts in found.items() if counts]
    return sorted(rows, key=lambda row: (-row[1][ReturnKind.OWN_TASK], -row[1].total(), row[0].position))


def rounds_among(office: Office, entry_ids: Sequence[int]) -> set[int]:
    """Which lines of the incoming register are dossiers: the desk tells them once, in their own section."""
    if not entry_ids:
        return set()
    return set(office.session.scalars(select(Round.entry_id).where(Round.entry_id.in_(entry_ids)))) - {None}


def _came(actor: Actor) -> ColumnElement[bool]:
    return and_(Dossier.to_unit_id.in_(list(actor.agency_ids())), Dossier.round > 0)


def _shown() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Dossier.agency),
        joinedload(Dossier.leader),
        joinedload(Dossier.officer),
        joinedload(Dossier.draft).joinedload(Draft.issued),
        joinedload(Dossier.answer),
        selectinload(Dossier.rounds).joinedload(Round.entry),
    )


def count_waiting(actor: Actor) -> Select[tuple[int]]:
    """How many dossiers wait for the actor or the actor's agency, for the entry of the bar."""
    waits = select(func.count()).select_from(Dossier).where(or_(*_waits(actor)))
    return select(waits.scalar_subquery() + _unappraised(actor).with_only_columns(func.count()).scalar_subquery())


def _waits(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What waits for a decision, an examination, a number, or a new sending."""
    back = and_(Dossier.state.in_([State.RETURNED, State.SUPPLEMENT]), Dossier.agency_id.in_(actor.agency_ids()))
    return (
        and_(Dossier.state == State.BEFORE_LEADER, _leads(actor)),
        and_(Dossier.state == State.EXAMINING, Dossier.officer_id.in_(actor.acts_for())),
        and_(Dossier.state == State.SENT, Dossier.to_unit_id.in_(actor.agency_ids(Role.CLERK))),
        back,
    )


def _leads(actor: Actor) -> ColumnElement[bool]:
    """What is before the actor, or before somebody who delegated it to the actor (D5)."""
    own = Dossier.to_unit_id.in_(actor.agency_ids(*DECIDERS))
    return and_(own, Dossier.leader_id.in_(actor.acts_for()))
