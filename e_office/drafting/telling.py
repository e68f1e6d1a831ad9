"""Telling people of a draft: a notice on the desk that leads to its page."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.core.problems import Message
from e_office.documents.service import admit
from e_office.drafting.models import Draft
from e_office.notices.service import tell_person, tell_unit
from e_office.people.queries import clerks_of


def tell(office: Office, draft: Draft, person_id: int, what: str, message: Message) -> None:
    """Tell a person something of a draft, once per `what`; the notice leads to its files, which are open to them."""
    admit(office, draft.document, persons=(person_id,), why="drafting")
    tell_person(
        office, person_id, key=f"draft:{draft.id}:{what}:{person_id}", kind="drafting",
        document_id=draft.document_id, message=message,
    )  # fmt: skip


def tell_clerks(office: Office, draft: Draft, what: str, message: Message) -> None:
    """Tell the agency's clerks, by the units they work in: who is clerk tomorrow finds it too."""
    clerks = clerks_of(office, draft.agency_id)
    for unit_id in sorted({post.unit_id for person in clerks for post in person.posts if post.role == "clerk"}):
        admit(office, draft.document, units=(unit_id,), why="drafting")
        tell_unit(
            office, unit_id, key=f"draft:{draft.id}:{what}:u{unit_id}", kind="drafting",
            document_id=draft.document_id, message=message,
        )  # fmt: skip
