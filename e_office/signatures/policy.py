"""Who signs which document, and who keeps certificates."""

from __future__ import annotations

from e_office.core.permission import LEADING_ROLES, Actor, PostHeld, Role
from e_office.documents.models import Document
from e_office.documents.models import Kind as DocumentKind
from e_office.people.models import Unit
from e_office.people.policy import may_administer
from e_office.signatures.models import SigningKey
from e_office.signatures.rules import Kind

SIGNERS = LEADING_ROLES | {Role.SECTION_HEAD}


def is_own(document: Document) -> bool:
    """Whether it is kept by the agency that issues it, or by a part of it, as drafts are; and it still stands."""
    unit: Unit = document.owner_unit
    while not unit.is_agency and unit.parent is not None:
        unit = unit.parent
    return document.issuer_unit_id == unit.id and document.recalled_at is None


def signing_posts(actor: Actor, document: Document) -> list[PostHeld]:
    """The posts by which the actor may sign it, own ones first, then those somebody delegated (D5)."""
    posts = [post for post in actor.posts if post.role in SIGNERS and post.agency_id == document.issuer_unit_id]
    return sorted(posts, key=lambda post: post.in_place_of is not None)


def may_sign(actor: Actor, document: Document, kind: Kind) -> bool:
    """A leader or head of a section signs in person; the clerk keeps the agency's seal (NĐ 30 Art. 32)."""
    if not is_own(document) or document.issuer_unit_id is None:
        return False
    if kind == Kind.PERSON:
        return bool(signing_posts(actor, document))
    return actor.holds(Role.CLERK, agency_id=document.issuer_unit_id)


def may_sign_here(actor: Actor, document: Document, kind: Kind) -> bool:
    """The same on a document's own page: a draft is signed where it was approved, and nowhere else."""
    return document.kind != DocumentKind.DRAFT and may_sign(actor, document, kind)


def may_use(actor: Actor, key: SigningKey, document: Document, kind: Kind) -> bool:
    """One's own key in person, even in another's place; the agency's own for its seal."""
    if key.ended_at is not None:
        return False
    return key.person_id == actor.person_id if kind == Kind.PERSON else key.unit_id == document.issuer_unit_id


def may_keep_certificates(actor: Actor) -> bool:
    """Register and withdraw certificates."""
    return may_administer(actor)
