"""Notes for oneself on a paper: kept and read by their writer, whose id is never taken from a request."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, delete, select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import msg, refuse_if
from e_office.meetings.models import Paper
from e_office.meetings.remarks.models import PrivateNote
from e_office.meetings.remarks.rules import note_problems


def note_on(actor: Actor, paper_id: ColumnElement[int]) -> ScalarSelect[str]:
    """Within a statement what the actor has noted on a paper, and nobody else's; nothing where nothing is."""
    own = PrivateNote.person_id == actor.person_id, PrivateNote.paper_id == paper_id
    return select(PrivateNote.text).where(*own).scalar_subquery()


def keep_note(office: Office, actor: Actor, paper: Paper, text: str) -> None:
    """Keep the actor's note on a paper the caller let it read; an empty one is gone. The journal is not told.

    :raises Refused: where it is too long.
    """
    refuse_if(note_problems(text), msg("Chưa lưu ghi chú"))
    own = {"person_id": actor.person_id, "paper_id": paper.id}
    office.session.execute(delete(PrivateNote).filter_by(**own))
    if text.strip():
        office.session.add(PrivateNote(**own, text=text.strip(), at=office.clock.now()))
