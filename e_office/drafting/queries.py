"""Reads of drafts: one draft, the lists of a desk, those who can take a step, the routes of a unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, Role
from e_office.core.problems import NotFound
from e_office.documents.models import DocumentFile
from e_office.drafting import policy
from e_office.drafting.models import Draft, DraftFile, DraftStep, DraftVersion
from e_office.drafting.rules import OPEN, Hold, State
from e_office.drafting.rules_review import Step, StepState
from e_office.signatures.models import SigningKey

LARGEST_ID = 2**63 - 1
SHOWN = 50


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The clause on `Draft` for those the actor may know of: the twin of `policy.may_see`."""
    turn = select(DraftStep.draft_id).where(DraftStep.person_id.in_(actor.acts_for()))
    clerk = and_(Draft.agency_id.in_(actor.agency_ids(Role.CLERK)), Draft.state.in_(policy.FOR_CLERKS))
    return or_(
        Draft.unit_id.in_(actor.reading_units()),
        Draft.drafter_id == actor.person_id,
        Draft.agency_id.in_(actor.agency_ids(*LEADING_ROLES)),
        clerk,
        Draft.id.in_(turn),
    )


def get_draft(office: Office, actor: Actor, draft_id: int, *, lock: bool = False) -> Draft:
    """One draft the actor may see; `lock` holds its row until the commit, so that acts on it come one by one.

    :raises NotFound: where there is none, or none for this person; nobody can tell which.
    """
    draft = office.session.get(Draft, min(draft_id, LARGEST_ID), with_for_update=lock or None)
    if draft is None or not policy.may_see(actor, draft):
        raise NotFound("draft")
    return draft


def hold_of(draft: Draft) -> Hold | None:
    """Who has checked it out, as the rules see it; whether that is still in force they say themselves."""
    if draft.held_by_id is None or draft.held_until is None or draft.held_by is None:
        return None
    return Hold(person_id=draft.held_by_id, name=draft.held_by.name, until=draft.held_until)


def get_version(draft: Draft, number: int) -> DraftVersion:
    """A version by its number. :raises NotFound:"""
    found = next((version for version in draft.versions if version.number == number), None)
    if found is None:
        raise NotFound("version")
    return found


def get_file(office: Office, draft: Draft, file_id: int) -> DocumentFile:
    """A file of any of its versions. :raises NotFound:"""
    query = (
        select(DocumentFile)
        .join(DraftFile, DraftFile.file_id == DocumentFile.id)
        .join(DraftVersion, DraftVersion.id == DraftFile.version_id)
        .where(DraftVersion.draft_id == draft.id, DocumentFile.id == min(file_id, LARGEST_ID))
    )
    file = office.session.scalars(query).first()
    if file is None:
        raise NotFound("file")
    return file


def draft_of_document(office: Office, document_id: int) -> Draft | None:
    """The draft whose versions an internal document holds, or None."""
    return office.session.scalars(select(Draft).filter_by(document_id=document_id)).first()


def draft_of_issued(office: Office, document_id: int) -> Draft | None:
    """The draft a document was issued from, or None."""
    return office.session.scalars(select(Draft).filter_by(issued_id=document_id)).first()


def amended_by(office: Office, document_id: int) -> Sequence[Draft]:
    """The issued drafts that correct or replace a document, in the order of issue."""
    query = select(Draft).where(Draft.amends_id == document_id, Draft.state == State.ISSUED)
    return list(office.session.scalars(query.options(joinedload(Draft.issued)).order_by(Draft.state_at, Draft.id)))


def answers_to(office: Office, actor: Actor, entry_id: int) -> Sequence[Draft]:
    """The drafts that answer an incoming document, as far as the actor may see them."""
    query = select(Draft).where(Draft.answers_id == entry_id, Draft.state != State.DROPPED, seen_by(actor))
    return list(office.session.scalars(query.options(*_shown()).order_by(Draft.id)))


def _undecided(actor: Actor) -> Select[tuple[Draft]]:
    return (
        select(Draft)
        .join(DraftStep, DraftStep.draft_id == Draft.id)
        .where(Draft.state == State.IN_REVIEW, DraftStep.round == Draft.round, DraftStep.state == StepState.OPEN)
        .where(DraftStep.person_id.in_(actor.acts_for()))
        .where(or_(DraftStep.person_id == actor.person_id, Draft.drafter_id != actor.person_id))
    )


@shows(_undecided)
def awaiting_decision(office: Office, actor: Actor) -> Sequence[Draft]:
    """Drafts whose open step is the actor's or a delegator's, urgent and longest waiting first."""
    order = (Draft.urgency == "normal", DraftStep.since, Draft.id)
    return list(office.session.scalars(_undecided(actor).options(*_shown()).order_by(*order).limit(SHOWN)))


def _unsigned(actor: Actor) -> Select[tuple[Draft]]:
    return select(Draft).where(_to_sign(actor))


@shows(_unsigned)
def awaiting_signature(office: Office, actor: Actor) -> Sequence[Draft]:
    """Approved drafts the actor is to sign digitally, urgent and longest waiting first; none without a key."""
    order = (Draft.urgency == "normal", Draft.approved_at, Draft.id)
    return list(office.session.scalars(_unsigned(actor).options(*_shown()).order_by(*order).limit(SHOWN)))


def _unissued(actor: Actor) -> Select[tuple[Draft]]:
    query = select(Draft).where(Draft.state == State.APPROVED, Draft.agency_id.in_(actor.agency_ids(Role.CLERK)))
    with_key = select(SigningKey.person_id).where(SigningKey.person_id.is_not(None), SigningKey.ended_at.is_(None))
    return query.where(or_(Draft.signature_id.is_not(None), ~_last_word(DraftStep.decided_by_id.in_(with_key))))


@shows(_unissued, only={Role.CLERK})
def awaiting_issue(office: Office, actor: Actor) -> Sequence[Draft]:
    """Approved drafts that wait for the actor as clerk (chờ phát hành), urgent and longest waiting first.

    What its signer will sign digitally waits for that first.
    """
    order = (Draft.urgency == "normal", Draft.approved_at, Draft.id)
    return list(office.session.scalars(_unissued(actor).options(*_shown()).order_by(*order).limit(SHOWN)))


def _returned(actor: Actor) -> Select[tuple[Draft]]:
    return select(Draft).where(Draft.state == State.RETURNED, Draft.drafter_id == actor.person_id)


@shows(_returned)
def returned_to(office: Office, actor: Actor) -> Sequence[Draft]:
    """The actor's own drafts that came back and wait for a new version."""
    query = _returned(actor).options(*_shown()).order_by(Draft.state_at, Draft.id)
    return list(office.session.scalars(query.limit(SHOWN)))


VIEWS = ("mine", "unit", "decide", "sign", "issue", "done")
"""What the list of drafts can be narrowed to."""


def _last_word(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    """Drafts whose last word of the present round, the competent person's, is of this kind."""
    word = select(DraftStep.id).where(
        DraftStep.draft_id == Draft.id, DraftStep.round == Draft.round, DraftStep.step == Step.LEADER,
        DraftStep.state == StepState.PASSED, clause,
    )  # fmt: skip
    return word.exists()


def _to_sign(actor: Actor) -> ColumnElement[bool]:
    """The twin of `policy.may_sign`, for who can sign at all: one's own certificate is in use."""
    key = select(SigningKey.id).where(SigningKey.person_id == actor.person_id, SigningKey.ended_at.is_(None))
    asked = or_(DraftStep.decided_by_id == actor.person_id, DraftStep.person_id.in_(actor.acts_for()))
    return and_(Draft.state == State.APPROVED, Draft.signature_id.is_(None), _last_word(asked), key.exists())


def _view(actor: Actor, view: str) -> ColumnElement[bool]:
    if view == "mine":
        return and_(Draft.drafter_id == actor.person_id, Draft.state.in_(OPEN))
    if view == "decide":
        step = select(DraftStep.draft_id).where(
            DraftStep.state == StepState.OPEN, DraftStep.person_id.in_(actor.acts_for())
        )
        return and_(Draft.state == State.IN_REVIEW, Draft.id.in_(step))
    if view == "sign":
        return _to_sign(actor)
    if view == "issue":
        return and_(Draft.state == State.APPROVED, Draft.agency_id.in_(actor.agency_ids(Role.CLERK)))
    if view == "done":
        return Draft.state.not_in(OPEN)
    return Draft.state.in_(OPEN)


@dataclass(frozen=True)
class Page:
    """One page of the list, with how many drafts there are in all."""

    rows: Sequence[Draft]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // SHOWN))


def page_of(office: Office, actor: Actor, view: str, page: int) -> Page:
    """A page of the drafts of a view, the last changed first."""
    query = _visible(actor).where(_view(actor, view))
    total = office.session.scalar(query.with_only_columns(func.count(Draft.id))) or 0
    page = max(1, min(page, -(-total // SHOWN)))
    query = query.options(*_shown()).order_by(Draft.state_at.desc(), Draft.id.desc())
    return Page(list(office.session.scalars(query.limit(SHOWN).offset(SHOWN * (page - 1)))), total, page)


def counts(office: Office, actor: Actor) -> dict[str, int]:
    """How many drafts each view would show."""
    counted = [func.count(Draft.id).filter(_view(actor, view)).label(view) for view in VIEWS]
    return dict(office.session.execute(_visible(actor).with_only_columns(*counted)).one()._mapping)


def held_draft(office: Office, actor: Actor, draft_id: int) -> Draft:
    """A draft whose hold the actor may break, readable or not. :raises NotFound:"""
    draft = office.session.get(Draft, min(draft_id, LARGEST_ID))
    if draft is None or not policy.may_break_hold(actor, draft):
        raise NotFound("hold")
    return draft


def held_drafts(office: Office, agency_ids: Collection[int]) -> Sequence[Draft]:
    """Drafts of these agencies that somebody holds now, the longest first."""
    query = select(Draft).where(Draft.agency_id.in_(agency_ids), Draft.held_until > office.clock.now())
    return list(office.session.scalars(query.options(joinedload(Draft.held_by)).order_by(Draft.held_until)))


def _visible(actor: Actor) -> Select[Draft]:
    return select(Draft).where(seen_by(actor))


def _shown() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Draft.drafter),
        joinedload(Draft.unit),
        joinedload(Draft.held_by),
        joinedload(Draft.issued),
        selectinload(Draft.steps).joinedload(DraftStep.person),
    )
