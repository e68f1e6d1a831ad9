"""Written proof beside an answer or a report: an outgoing document by its number, or a file taken in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, Kind
from e_office.documents.queries import visible_to
from e_office.documents.service import DocumentFacts, KeptFile, add_document
from e_office.meetings.papers import PAPER_TYPE
from e_office.people.models import Unit
from e_office.registry.models import OutgoingEntry
from e_office.registry.notation import normal_form


def outgoing_of(office: Office, actor: Actor, code: str) -> Document | None:
    """The newest outgoing document of that number and notation of the actor's agencies that the actor may read."""
    if not code.strip():
        return None
    query = (
        select(Document)
        .join(OutgoingEntry, OutgoingEntry.document_id == Document.id)
        .where(OutgoingEntry.unit_id.in_(actor.agency_ids()), visible_to(actor))
        .where(Document.code_key == normal_form(code.strip()))
        .order_by(OutgoingEntry.issued_at.desc())
    )
    return office.session.scalars(query.limit(1)).first()


def keep_evidence(
    office: Office, actor: Actor, agency: Unit, subject: str, files: Sequence[KeptFile], units: Collection[int]
) -> Document | None:
    """Make kept files one document of `agency` that `units` may read too; None where there are no files.

    It bears no number and stands in no register: what was numbered is named by its number instead.
    """
    if not files:
        return None
    facts = DocumentFacts(
        kind=Kind.PAPER, type_code=PAPER_TYPE, subject=subject[:500], owner_unit_id=agency.id, issuer_unit_id=agency.id,
        issuer_name=agency.name,
    )  # fmt: skip
    return add_document(office, actor, facts, files, units=units, why="evidence")
