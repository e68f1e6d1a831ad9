"""What was decided, as a list: the tasks of conclusions, and notices that give none as objects of their own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, exists, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.models import Conclusion, Meeting
from e_office.meetings.tasks import queries
from e_office.meetings.tasks.models import ConclusionTask
from e_office.meetings.tasks.queries import PAGE, Sought
from search import fold


@dataclass(frozen=True)
class Decided:
    """One thing that was decided: a task, or a notice that has an assessment or answers to proposals alone."""

    task: ConclusionTask | None = None
    notice: Conclusion | None = None


def words_of(office: Office, conclusion: Conclusion) -> str:
    """What `Conclusion.words` says: the assessment, the proposals, the meeting; without tasks its agenda too.

    Items of the agenda that have tasks are among the words of those; who gets a notice without any was invited.
    """
    meeting = conclusion.meeting
    titles = [] if conclusion.items else [item.title for item in items_of(office, meeting)]
    return fold(" ".join([conclusion.assessment, conclusion.proposals, *titles, meeting.purpose]))


def count_decided(office: Office, actor: Actor, sought: Sought) -> dict[str, int]:
    """How many there are in each view; notices without tasks are in "all" alone, for nothing of them is followed up."""
    counts = queries.count_tasks(office, actor, sought)
    if (query := _bare(actor, sought)) is not None:
        counts["all"] += office.session.scalar(query.with_only_columns(func.count())) or 0
    return counts


def decided(office: Office, actor: Actor, sought: Sought, view: str, *, offset: int = 0) -> list[Decided]:
    """The rows of a page of the list: those of `queries.tasks`; in "all" notices without tasks between, by day."""
    bare = _bare(actor, sought) if view == "all" else None
    if bare is None:
        return [Decided(task=one) for one in queries.tasks(office, actor, sought, view, offset=offset)]
    given = queries.narrowed(actor, sought, view, office.today(), select(ConclusionTask))
    both = union_all(
        given.with_only_columns(ConclusionTask.given_at.label("at"), literal(1).label("is_task"), ConclusionTask.id),
        bare.with_only_columns(Conclusion.issued_at.label("at"), literal(0).label("is_task"), Conclusion.id),
    ).subquery()
    order = (both.c.at.desc(), both.c.is_task, both.c.id.desc())
    rows = office.session.execute(select(both.c.is_task, both.c.id).order_by(*order).offset(offset).limit(PAGE)).all()
    tasks = queries.tasks_by_id(office, [row.id for row in rows if row.is_task])
    notices = _notices(office, [row.id for row in rows if not row.is_task])
    return [Decided(task=tasks[row.id]) if row.is_task else Decided(notice=notices[row.id]) for row in rows]


def _bare(actor: Actor, sought: Sought) -> Select[tuple[Conclusion]] | None:
    """Notices without tasks that the actor may read; None where the list is of tasks alone."""
    if sought.whose != "read" or sought.unit_id or sought.portfolio_id:
        return None
    given = exists().where(ConclusionTask.meeting_id == Conclusion.meeting_id)
    query = select(Conclusion).join(Document, Document.id == Conclusion.document_id)
    query = query.where(visible_to(actor), Conclusion.issued_at.is_not(None), ~given)
    if sought.meeting_id:
        query = query.where(Conclusion.meeting_id == sought.meeting_id)
    for word in queries.words_in(sought):
        query = query.where(Conclusion.words.contains(word, autoescape=True))
    return query


def _notices(office: Office, ids: list[int]) -> dict[int, Conclusion]:
    query = select(Conclusion).where(Conclusion.id.in_(ids))
    shown = (joinedload(Conclusion.document), joinedload(Conclusion.meeting).joinedload(Meeting.chair))
    return {one.id: one for one in office.session.scalars(query.options(*shown))} if ids else {}
