"""Reads of reporting back: what an agency owes, what it reported, what was given to a person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings.models import Meeting
from e_office.meetings.queries import LARGEST_ID
from e_office.meetings.reports_back import policy
from e_office.meetings.reports_back.models import ReportBack, ReportBackGiven
from e_office.meetings.tasks.models import ConclusionTask
from e_office.meetings.tasks.queries import tasks_of

PAGE = 50
VIEWS = ("open", "done", "mine")


def get_report(office: Office, actor: Actor, report_id: int) -> ReportBack:
    """The duty or report for whoever reads for its agency. :raises NotFound: for everybody else."""
    report = office.session.get(ReportBack, report_id) if 0 < report_id <= LARGEST_ID else None
    if report is None or not policy.may_read(actor, report):
        raise NotFound
    return report


@shows(lambda anybody: _narrowed(anybody, "open"))
def owed(office: Office, actor: Actor) -> list[ReportBack]:
    """What agencies of the actor still owe, the next due first."""
    return list(office.session.scalars(_view(actor, "open").order_by(ReportBack.due_on, ReportBack.id)))


def count_reports(office: Office, actor: Actor) -> dict[str, int]:
    """How many there are in each view."""
    return {
        view: office.session.scalar(select(func.count()).select_from(_view(actor, view).subquery())) or 0
        for view in VIEWS
    }


def reports(office: Office, actor: Actor, view: str, *, offset: int = 0) -> list[ReportBack]:
    """A view's page: what is owed by its day, what was reported the newest first."""
    order = ReportBack.due_on if view == "open" else ReportBack.reported_at.desc()
    query = _view(actor, view).order_by(order, ReportBack.id).offset(offset).limit(PAGE)
    return list(office.session.scalars(query))


def open_everywhere(office: Office) -> Sequence[ReportBack]:
    """Every duty nobody has met yet."""
    query = select(ReportBack).where(ReportBack.reported_at.is_(None))
    shown = (joinedload(ReportBack.meeting), joinedload(ReportBack.unit))
    return office.session.scalars(query.options(*shown).order_by(ReportBack.due_on, ReportBack.id)).all()


def tasks_for(office: Office, report: ReportBack) -> list[ConclusionTask]:
    """The tasks of the meeting's conclusion that the agency leads or helps with."""
    tasks = tasks_of(office, [report.meeting_id]).get(report.meeting_id, [])
    return [task for task in tasks if has_part(task, report.unit_id)]


def has_part(task: ConclusionTask, unit_id: int) -> bool:
    """Whether an agency leads a task or helps with it."""
    return task.lead_unit_id == unit_id or any(one.unit_id == unit_id for one in task.helpers)


def given_of(office: Office, actor: Actor, task_id: int) -> list[ReportBackGiven]:
    """To whom the actor's agencies gave a task of a conclusion."""
    query = (
        select(ReportBackGiven)
        .join(ReportBackGiven.report)
        .where(ReportBackGiven.task_id == task_id, ReportBack.unit_id.in_(actor.reading_units()))
        .options(joinedload(ReportBackGiven.person), contains_eager(ReportBackGiven.report))
    )
    return list(office.session.scalars(query.order_by(ReportBackGiven.id)))


def _narrowed(actor: Actor, view: str) -> Select[tuple[ReportBack]]:
    query = select(ReportBack).where(ReportBack.unit_id.in_(actor.reading_units()))
    if view == "mine":
        return query.where(ReportBack.given.any(ReportBackGiven.person_id == actor.person_id))
    return query.where(ReportBack.reported_at.is_(None) if view == "open" else ReportBack.reported_at.is_not(None))


def _view(actor: Actor, view: str) -> Select[tuple[ReportBack]]:
    shown = selectinload(ReportBack.given).joinedload(ReportBackGiven.person)
    return _narrowed(actor, view).options(
        joinedload(ReportBack.meeting).joinedload(Meeting.document), joinedload(ReportBack.unit), shown
    )
