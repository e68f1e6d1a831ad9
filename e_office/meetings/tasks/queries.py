"""Reads of conclusions' tasks: the list with its filters and counts, those of a meeting, what waits on a desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.meetings.models import Conclusion, ConclusionItem, Meeting
from e_office.meetings.portfolios.models import Portfolio
from e_office.meetings.queries import LARGEST_ID, organised_by
from e_office.meetings.tasks import policy
from e_office.meetings.tasks.models import ConclusionTask, ConclusionTaskUnit
from e_office.meetings.tasks.rules import TaskState
from e_office.people.models import Unit
from search import fold

PAGE = 50
VIEWS = ("open", "overdue", "reported", "done", "all")


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed to; `whose` is "ours", "given" or "read", see `seen_by`."""

    whose: str
    meeting_id: int | None = None
    unit_id: int | None = None
    words: str = ""
    portfolio_id: int | None = None


def get_task(office: Office, actor: Actor, task_id: int) -> ConclusionTask:
    """The task for those who follow it, and for whoever may read its conclusion notice.

    :raises NotFound: for everybody else.
    """
    task = office.session.get(ConclusionTask, task_id) if 0 < task_id <= LARGEST_ID else None
    if task is None or not (policy.may_follow(actor, task) or _reads_notice(office, actor, task)):
        raise NotFound
    return task


def seen_by(actor: Actor, whose: str) -> ColumnElement[bool]:
    """The clause on `ConclusionTask` for a part of the list: what units of the actor lead or help with ("ours"), what
    meetings they organise gave ("given"), what stands in notices they may read ("read")."""
    if whose == "given":
        return ConclusionTask.meeting_id.in_(select(Meeting.id).where(organised_by(actor)))
    if whose == "read":
        notices = select(Conclusion.meeting_id).join(Document).where(visible_to(actor))
        return or_(ConclusionTask.meeting_id.in_(notices), seen_by(actor, "ours"), seen_by(actor, "given"))
    units = actor.reading_units()
    helped = select(ConclusionTaskUnit.task_id).where(ConclusionTaskUnit.unit_id.in_(units))
    return or_(ConclusionTask.lead_unit_id.in_(units), ConclusionTask.id.in_(helped))


def count_tasks(office: Office, actor: Actor, sought: Sought) -> dict[str, int]:
    """How many there are in each view."""
    return {
        view: office.session.scalar(narrowed(actor, sought, view, office.today(), select(func.count()))) or 0
        for view in VIEWS
    }


def tasks(
    office: Office, actor: Actor, sought: Sought, view: str, *, offset: int = 0, limit: int = PAGE
) -> list[ConclusionTask]:
    """The tasks of a view: the next due first, those without a day after them; done ones the newest first."""
    query = narrowed(actor, sought, view, office.today(), select(ConclusionTask)).options(*_shown())
    if view in {"done", "all"}:
        query = query.order_by(ConclusionTask.id.desc())
    else:
        query = query.order_by(ConclusionTask.due_on.is_(None), ConclusionTask.due_on, ConclusionTask.id)
    return list(office.session.scalars(query.offset(offset).limit(limit)))


def tasks_of(office: Office, meeting_ids: Collection[int]) -> dict[int, list[ConclusionTask]]:
    """Meeting id -> the tasks its conclusion gave, in their order; the caller has asked who may know of them."""
    found: dict[int, list[ConclusionTask]] = {}
    query = select(ConclusionTask).join(ConclusionTask.item).where(ConclusionTask.meeting_id.in_(meeting_ids))
    for task in office.session.scalars(query.order_by(ConclusionItem.position).options(*_shown())):
        found.setdefault(task.meeting_id, []).append(task)
    return found


def tasks_by_id(office: Office, ids: Collection[int]) -> dict[int, ConclusionTask]:
    """These tasks by their ids; the caller has asked who may know of them."""
    query = select(ConclusionTask).where(ConclusionTask.id.in_(ids)).options(*_shown())
    return {task.id: task for task in office.session.scalars(query)} if ids else {}


def tasks_in(office: Office, document_id: int) -> list[ConclusionTask]:
    """The tasks of a conclusion notice."""
    query = select(Conclusion.meeting_id).where(Conclusion.document_id == document_id)
    meeting_id = office.session.scalar(query)
    return tasks_of(office, [meeting_id]).get(meeting_id, []) if meeting_id else []


def _led(actor: Actor) -> Select[tuple[ConclusionTask]]:
    leads = ConclusionTask.lead_unit_id.in_(actor.reading_units())
    return select(ConclusionTask).where(leads, ConclusionTask.state == TaskState.OPEN)


@shows(_led)
def to_do(office: Office, actor: Actor) -> list[ConclusionTask]:
    """What units of the actor lead and have not reported, the next due first."""
    order = (ConclusionTask.due_on.is_(None), ConclusionTask.due_on, ConclusionTask.id)
    return list(office.session.scalars(_led(actor).options(*_shown()).order_by(*order)))


def _reported(actor: Actor) -> Select[tuple[ConclusionTask]]:
    return select(ConclusionTask).where(seen_by(actor, "given"), ConclusionTask.state == TaskState.REPORTED)


@shows(_reported)
def to_confirm(office: Office, actor: Actor) -> list[ConclusionTask]:
    """What was reported and waits for the actor's word, the oldest report first."""
    query = _reported(actor).options(*_shown()).order_by(ConclusionTask.reported_at, ConclusionTask.id)
    return [task for task in office.session.scalars(query) if policy.may_decide(actor, task)]


def in_state(office: Office, state: TaskState) -> Sequence[ConclusionTask]:
    """Every task in a state, the next due first."""
    query = select(ConclusionTask).where(ConclusionTask.state == state).options(*_shown())
    order = (ConclusionTask.due_on.is_(None), ConclusionTask.due_on, ConclusionTask.id)
    return office.session.scalars(query.order_by(*order)).all()


def leads_in(office: Office, actor: Actor, whose: str) -> list[Unit]:
    """The units that lead something in that part of the list, by name."""
    ids = select(ConclusionTask.lead_unit_id).where(seen_by(actor, whose))
    return list(office.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.name)))


def portfolios_in(office: Office, actor: Actor, whose: str) -> list[Portfolio]:
    """The portfolios that tasks in that part of the list are of, in their order."""
    tasks_there = select(ConclusionTask.item_id).where(seen_by(actor, whose))
    ids = select(ConclusionItem.portfolio_id).where(ConclusionItem.id.in_(tasks_there))
    query = select(Portfolio).where(Portfolio.id.in_(ids)).options(joinedload(Portfolio.leader))
    return list(office.session.scalars(query.order_by(Portfolio.unit_id, Portfolio.position, Portfolio.id)))


def narrowed(
    actor: Actor, sought: Sought, view: str, today: date, query: Select[tuple[int]] | Select[tuple[ConclusionTask]]
) -> Select:  # type: ignore[type-arg]
    """A query of tasks narrowed to those of a view."""
    states = {
        "open": ConclusionTask.state == TaskState.OPEN,
        "overdue": and_(ConclusionTask.state == TaskState.OPEN, ConclusionTask.due_on <= today),  # as rules.is_late
        "reported": ConclusionTask.state == TaskState.REPORTED,
        "done": ConclusionTask.state == TaskState.DONE,
    }
    query = query.select_from(ConclusionTask).where(seen_by(actor, sought.whose))
    if view in states:
        query = query.where(states[view])
    if sought.meeting_id:
        query = query.where(ConclusionTask.meeting_id == sought.meeting_id)
    if sought.unit_id:
        query = query.where(ConclusionTask.lead_unit_id == sought.unit_id)
    if sought.portfolio_id:
        items = select(ConclusionItem.id).where(ConclusionItem.portfolio_id == sought.portfolio_id)
        query = query.where(ConclusionTask.item_id.in_(items))
    for word in words_in(sought):
        query = query.where(_speaks_of(actor, word))
    return query


def words_in(sought: Sought) -> list[str]:
    """The words of a search, without accents."""
    return fold(sought.words).split()[:12]


def _speaks_of(actor: Actor, word: str) -> ColumnElement[bool]:
    """The clause for tasks that hold a word themselves, or whose notice says it to the actor (M16)."""
    said = Conclusion.words.contains(word, autoescape=True)
    notices = select(Conclusion.meeting_id).join(Document).where(visible_to(actor), said)
    return or_(ConclusionTask.words.contains(word, autoescape=True), ConclusionTask.meeting_id.in_(notices))


def _reads_notice(office: Office, actor: Actor, task: ConclusionTask) -> bool:
    query = select(Conclusion.id).join(Document).where(visible_to(actor), Conclusion.meeting_id == task.meeting_id)
    return office.session.scalar(query) is not None


def _shown() -> list[ExecutableOption]:
    return [
        joinedload(ConclusionTask.item).joinedload(ConclusionItem.portfolio).joinedload(Portfolio.leader),
        joinedload(ConclusionTask.lead_unit),
        joinedload(ConclusionTask.meeting).joinedload(Meeting.conclusion).joinedload(Conclusion.document),
        selectinload(ConclusionTask.helpers),
    ]
