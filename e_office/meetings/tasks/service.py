"""Use cases of conclusions' tasks: made with the notice, reported done by the lead unit, confirmed or sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.service import KeptFile, admit
from e_office.meetings.conclusion_recipients import Known, helpers_in, known_names
from e_office.meetings.evidence import keep_evidence, outgoing_of
from e_office.meetings.facts import lock_meeting
from e_office.meetings.models import Conclusion, ConclusionItem
from e_office.meetings.tasks import policy
from e_office.meetings.tasks.decided import words_of
from e_office.meetings.tasks.models import ConclusionTask, ConclusionTaskStep, ConclusionTaskUnit
from e_office.meetings.tasks.rules import (
    StepKind,
    TaskState,
    own_report_problems,
    standing_of,
    step_problems,
    words_problems,
)
from e_office.notices.service import tell_person, tell_unit
from e_office.people.queries import agency_of
from search import fold

NOT_DONE = msg("Chưa ghi được")


def make_tasks(office: Office, conclusion: Conclusion, now: datetime) -> list[ConclusionTask]:
    """Make a notice's tasks and what it is found by, in the transaction that issues it; once, an item has one task."""
    conclusion.words = words_of(office, conclusion)
    known = known_names(office)
    made = [_task(conclusion, item, known, now) for item in conclusion.items if item.lead_unit_id]
    office.session.add_all(made)
    office.session.flush()
    return made


def report(
    office: Office, actor: Actor, task_id: int, *, words: str, code: str = "", files: Sequence[KeptFile] = ()
) -> ConclusionTask:
    """Report a task done, with the number of a document or kept files that prove it; the giver is told.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    task = _locked(office, task_id)
    require(policy.may_report(actor, task), "report task", task.meeting)
    problems = [*step_problems(task.state, StepKind.REPORTED), *words_problems(StepKind.REPORTED, words)]
    document = outgoing_of(office, actor, code)
    if code.strip() and document is None:
        text = msg("Không có văn bản đi số %(code)s trong sổ của cơ quan bạn.", code=code.strip())
        problems.append(Problem("evidence_unknown", text, "code"))
    refuse_if(problems, NOT_DONE)
    subject = f"Văn bản chứng minh: {task.item.text}"
    kept = keep_evidence(office, actor, agency_of(task.lead_unit), subject, files, [task.meeting.unit_id])
    step = _step(office, actor, task, StepKind.REPORTED, words, document, kept)
    if document is not None:
        admit(office, document, units=[task.meeting.unit_id], why="evidence")
    _tell_giver(office, task, step)
    return task


def decide(office: Office, actor: Actor, task_id: int, *, done: bool, words: str = "") -> ConclusionTask:
    """Confirm what was reported, or send it back with the reason; the lead unit is told.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    task, kind = _locked(office, task_id), StepKind.CONFIRMED if done else StepKind.RETURNED
    require(policy.may_decide(actor, task), "confirm task", task.meeting)
    reporter = next((one.person_id for one in reversed(task.steps) if one.kind == StepKind.REPORTED), None)
    refuse_if(
        [
            *step_problems(task.state, kind),
            *words_problems(kind, words),
            *(own_report_problems(reporter, actor.person_id) if done else ()),
        ],
        NOT_DONE,
    )
    step = _step(office, actor, task, kind, words)
    said = msg("Nơi giao đã xác nhận hoàn thành: %(task)s", task=task.item.text[:160])
    back = msg("Nơi giao trả lại báo cáo: %(task)s", task=task.item.text[:160])
    tell_unit(
        office, task.lead_unit_id, key=f"task:{step.id}", kind="conclusion", message=said if done else back,
        document_id=_notice_id(task),
    )  # fmt: skip
    return task


def _task(conclusion: Conclusion, item: ConclusionItem, known: Known, now: datetime) -> ConclusionTask:
    helpers = [one for one in helpers_in(known, item.with_units) if one != item.lead_unit_id]
    said = (item.text, item.agenda_item.title if item.agenda_item else "", conclusion.meeting.purpose)
    return ConclusionTask(
        item=item, meeting=conclusion.meeting, lead_unit_id=item.lead_unit_id, due_on=item.due_on, given_at=now,
        state=TaskState.OPEN, words=fold(" ".join(said)), steps=[],
        helpers=[ConclusionTaskUnit(unit_id=unit_id) for unit_id in helpers],
    )  # fmt: skip


def _locked(office: Office, task_id: int) -> ConclusionTask:
    """The task as it is now; its meeting's row is the lock in which two who decide at once stand."""
    meeting_id = office.session.scalar(select(ConclusionTask.meeting_id).filter_by(id=task_id))
    if meeting_id is None:
        raise NotFound
    lock_meeting(office, meeting_id)
    task = office.session.get_one(ConclusionTask, task_id)
    office.session.refresh(task)
    return task


def _step(
    office: Office, actor: Actor, task: ConclusionTask, kind: StepKind, words: str, document: Document | None = None,
    files: Document | None = None,
) -> ConclusionTaskStep:  # fmt: skip
    step = ConclusionTaskStep(
        task_id=task.id, kind=kind, at=office.clock.now(), person_id=actor.person_id, words=words.strip(),
        document=document, files=files,
    )  # fmt: skip
    task.steps.append(step)
    office.session.flush()
    standing = standing_of((StepKind(one.kind), one.at) for one in task.steps)
    task.state, task.reported_at = standing.state, standing.reported_at
    said: dict[StepKind, Message] = {
        StepKind.REPORTED: msg("báo cáo hoàn thành việc theo kết luận"),
        StepKind.CONFIRMED: msg("xác nhận hoàn thành việc theo kết luận"),
        StepKind.RETURNED: msg("trả lại báo cáo việc theo kết luận"),
    }
    audit.record(office, actor, f"task {kind.value}", "meeting", task.meeting_id, said[kind])
    return step


def _tell_giver(office: Office, task: ConclusionTask, step: ConclusionTaskStep) -> None:
    meeting = task.meeting
    message = msg("%(unit)s báo cáo hoàn thành: %(task)s", unit=task.lead_unit.name, task=task.item.text[:160])
    about = {"document_id": _notice_id(task), "meeting_id": meeting.id}
    if meeting.created_by_id is not None:
        tell_person(office, meeting.created_by_id, key=f"task:{step.id}", kind="conclusion", message=message, **about)


def _notice_id(task: ConclusionTask) -> int | None:
    return task.meeting.conclusion.document_id if task.meeting.conclusion else None
