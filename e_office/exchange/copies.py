"""The copy a recipient has of a document: it is no file of its own but the right to the original, and ends with it."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.documents.models import Document, Reader
from e_office.documents.service import shut
from e_office.exchange.models import Dispatch
from e_office.notices.service import withdraw
from e_office.people.models import Post
from e_office.people.queries import units_of_agency
from e_office.registry.models import IncomingEntry


def close_copy(office: Office, dispatch: Dispatch) -> None:
    """Take the right to a document from everybody who has it through the agency of a dispatch.

    Page, files, search, lists and counts ask the readers, so all of it is gone with the commit; so are the notices
    that name it. The sender's own people keep theirs, and so do the recipients of other agencies.
    """
    assert dispatch.unit_id is not None
    units, persons = _of_agency(office, dispatch.unit_id, dispatch.document)
    shut(office, dispatch.document, units=units, persons=persons)
    withdraw(office, dispatch.document_id, units=units, persons=persons)


def readers_through(office: Office, agency_id: int, document: Document) -> tuple[set[int], set[int]]:
    """The units and the persons to whom a document is open through an agency."""
    units, persons = _of_agency(office, agency_id, document)
    readers = office.session.scalars(select(Reader).filter_by(document_id=document.id)).all()
    return (
        {row.unit_id for row in readers if row.unit_id is not None and row.unit_id in units},
        {row.person_id for row in readers if row.person_id is not None and row.person_id in persons},
    )


def strike_line(office: Office, entry: IncomingEntry, sender: str, reason: str) -> None:
    """Of a recalled document only the metadata of the recall stay in the register (NĐ 30 Art. 18.4b, Annex VI)."""
    now = office.clock.now()
    entry.recalled_at = now
    entry.closed_at = entry.closed_at or now
    why = f": {reason}" if reason else ""
    entry.recall_note = f"Đã thu hồi ngày {local(now):%d/%m/%Y} theo đề nghị của {sender}{why}"


def _of_agency(office: Office, agency_id: int, document: Document) -> tuple[frozenset[int], frozenset[int]]:
    """An agency's units and everybody with a post in them, but for the issuer's own."""
    units = units_of_agency(office, agency_id)
    issuing = units_of_agency(office, document.issuer_unit_id) if document.issuer_unit_id else frozenset()
    return units - issuing, _holders(office, units) - _holders(office, issuing)


def _holders(office: Office, units: frozenset[int]) -> frozenset[int]:
    return frozenset(office.session.scalars(select(Post.person_id).where(Post.unit_id.in_(units))))
