"""Notes for oneself on a paper: kept and read by their writer, whose id is never taken from a request."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import msg, refuse_if
from e_office.meetings.agenda.queries import first_version
from e_office.meetings.models import Paper
from e_office.meetings.remarks.models import PrivateNote
from e_office.meetings.remarks.rules import joined_notes, note_problems


def note_on(actor: Actor, paper_id: InstrumentedAttribute[int]) -> ScalarSelect[str]:
    """Within a statement what the actor has noted on a paper, and nobody else's; nothing where nothing is."""
    own = PrivateNote.person_id == actor.person_id, PrivateNote.paper_id == paper_id
    return select(PrivateNote.text).where(*own).scalar_subquery()


def keep_note(office: Office, actor: Actor, paper: Paper, text: str) -> None:
    """Keep the actor's note on a paper the caller let it read, in whatever version: it is kept by the first one's id.

    It takes the place of all the actor noted on any version; an empty one is gone. The journal is not told.

    :raises Refused: where it is too long.
    """
    refuse_if(note_problems(text), msg("Chưa lưu ghi chú"))
    first, own = first_version(paper), PrivateNote.person_id == actor.person_id
    versions = [one.id for one in paper.meeting.papers if first_version(one) is first]
    office.session.execute(delete(PrivateNote).where(own, PrivateNote.paper_id.in_(versions)))
    if text.strip():
        note = PrivateNote(person_id=actor.person_id, paper_id=first.id, text=text.strip(), at=office.clock.now())
        office.session.add(note)


def pass_on_notes(office: Office, paper: Paper, to: Paper | None) -> None:
    """Hand everybody's notes on a version that is taken out to another version; without one they go with the paper."""
    notes = select(PrivateNote)
    there = office.session.scalars(notes.filter_by(paper_id=to.id)) if to is not None else ()
    known = {note.person_id: note for note in there}
    for note in office.session.scalars(notes.filter_by(paper_id=paper.id)).all():
        other = known.get(note.person_id)
        if to is not None and other is None:
            note.paper_id = to.id
            continue
        if other is not None:
            other.text = joined_notes((other.text, note.text))
        office.session.delete(note)
