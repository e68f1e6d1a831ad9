"""Loading planned conclusions through the meetings' own service."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import exists, select

from e_office.core.clock import at, day_of
from e_office.core.permission import CONTENT_ROLES
from e_office.demo.facts import PlannedDocument
from e_office.demo.loading_portfolios import portfolio_of
from e_office.demo.people import by_login
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY
from e_office.meetings import conclusions
from e_office.meetings.closing.models import ConclusionWaived
from e_office.meetings.models import Conclusion, Meeting, MeetingState
from e_office.meetings.tasks.models import ConclusionTask, ConclusionTaskStep
from e_office.meetings.tasks.rules import StepKind, TaskState, standing_of
from e_office.people.models import Post

RECENT = timedelta(days=15)
"""What was given or held later is still under way on the desks of the demonstration."""
NO_NOTICE = "Cuộc họp trao đổi thông tin, chủ trì không yêu cầu ra thông báo kết luận."


def issue_conclusion(cast: Cast, item: PlannedDocument) -> int | None:
    """Write and issue a conclusion notice; gives its document."""
    planned = item.conclusion
    assert planned is not None  # the caller has looked
    meeting_id = cast.meetings[planned.meeting]
    meeting = cast.office.session.get_one(Meeting, meeting_id)
    office, actor = cast.at(item.issued_at), cast.actor(cast.login_of(meeting.created_by_id))
    field = portfolio_of(cast, meeting)
    facts = conclusions.ConclusionFacts(
        assessment="\n".join(planned.assessment),
        proposals="\n".join(f"{asked}: {answer}" for asked, answer in planned.proposals),
        present=planned.present,
        reported_by=BY_KEY[planned.reporter].name,
        signer_id=cast.persons[item.signer] if item.signer in by_login() else None,
        items=[
            conclusions.ItemFacts(
                text=task.text,
                lead_unit_id=cast.units[task.lead],
                with_units="; ".join(BY_KEY[key].name for key in task.coordinators),
                due_on=task.due,
                portfolio_id=field,
            )
            for task in planned.items
        ],
    )
    conclusions.save_conclusion(office, actor, meeting_id, facts)
    return conclusions.issue_conclusion(office, actor, meeting_id).document_id


def close_the_past(cast: Cast) -> None:
    """Let what is long over be over: tasks reported and confirmed, meetings without a notice recorded as needing none.

    The rows alone, with the instants at which it happened: nobody is told of it years later. May run again.
    """
    session, last = cast.office.session, at(cast.today - RECENT, time())
    posts = select(Post.unit_id, Post.person_id).where(Post.role.in_(CONTENT_ROLES))
    workers = dict(session.execute(posts).tuples().all())
    for task in session.scalars(select(ConclusionTask).filter_by(state=TaskState.OPEN)):
        done = _done_at(cast, task)
        if done < last and task.lead_unit_id in workers:
            _confirm(task, workers[task.lead_unit_id], done)
    concluded = exists().where(Conclusion.meeting_id == Meeting.id)
    waived = exists().where(ConclusionWaived.meeting_id == Meeting.id)
    over = select(Meeting).where(Meeting.state == MeetingState.ISSUED, Meeting.starts_at < last, ~concluded, ~waived)
    for meeting in session.scalars(over):
        if meeting.created_by_id and meeting.starts_at:
            day_after, reason = meeting.starts_at + timedelta(days=1), NO_NOTICE
            session.add(ConclusionWaived(meeting=meeting, at=day_after, person_id=meeting.created_by_id, reason=reason))


def _confirm(task: ConclusionTask, worker: int, done: datetime) -> None:
    """The lead unit reports, the next day the organiser confirms."""
    steps = [(StepKind.REPORTED, done), (StepKind.CONFIRMED, done + timedelta(days=1))]
    for kind, when in steps:
        reports = kind is StepKind.REPORTED
        who, words = (worker, "Đã hoàn thành.") if reports else (task.meeting.created_by_id or worker, "")
        task.steps.append(ConclusionTaskStep(kind=kind, at=when, person_id=who, words=words))
    standing = standing_of(steps)
    task.state, task.reported_at = standing.state, standing.reported_at


def _done_at(cast: Cast, task: ConclusionTask) -> datetime:
    """Mostly two days before its day, now and then a few days after it."""
    dice = cast.dice("task", str(task.item.text), str(day_of(task.given_at)))
    day = (task.due_on or day_of(task.given_at) + timedelta(days=12)) + timedelta(days=dice.choice((-4, -2, -2, -1, 3)))
    return max(at(day, time(15, dice.randrange(60))), task.given_at + timedelta(hours=4))
