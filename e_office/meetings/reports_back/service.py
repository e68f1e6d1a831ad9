"""Use cases of reporting back: report what was concluded and hand on what is to be done, give more of it later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.meetings.answers.queries import people_in
from e_office.meetings.facts import lock_meeting
from e_office.meetings.reports_back import policy, queries
from e_office.meetings.reports_back.models import ReportBack, ReportBackGiven
from e_office.meetings.reports_back.rules import handing_problems, report_problems
from e_office.notices.service import tell_person
from e_office.people.queries import persons_holding

NOT_REPORTED = msg("Chưa báo cáo được")


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Something given to a person: a task of the conclusion, or `words` alone."""

    person_id: int
    words: str = ""
    task_id: int | None = None


def report(
    office: Office, actor: Actor, report_id: int, *, concluded: str, hands: Sequence[Hand] = (), nothing: bool = False
) -> ReportBack:
    """Report to the head what was concluded and whom each thing was given to; leaders and those persons are told.

    :raises NotFound: :raises NotAllowed: :raises Refused: naming every problem.
    """
    row = _locked(office, actor, report_id)
    tasks = {task.id: task for task in queries.tasks_for(office, row)}
    given = {one.task_id for one in hands}
    leads = [one.item.text for one in tasks.values() if one.lead_unit_id == row.unit_id and one.id not in given]
    problems = list(
        report_problems(
            reported=row.reported_at is not None, concluded=concluded, leads=leads, handed=len(hands), nothing=nothing
        )
    )
    refuse_if([*problems, *_hand_problems(office, row, hands)], NOT_REPORTED)
    row.reported_at, row.reported_by_id = office.clock.now(), actor.person_id
    row.concluded, row.nothing_to_do = concluded.strip(), nothing
    _give(office, actor, row, hands)
    audit.record(office, actor, "report_back", "meeting", row.meeting_id, msg("báo cáo lại sau họp cho đơn vị"))
    said = msg("%(name)s báo cáo lại sau họp: %(purpose)s", name=actor.name, purpose=row.meeting.purpose)
    for person in persons_holding(office, LEADING_ROLES, row.unit_id):
        if person.id != actor.person_id:
            key = f"report_back:{row.id}:p{person.id}"
            tell_person(office, person.id, key=key, kind="report_back", message=said, meeting_id=row.meeting_id)
    return row


def give_more(office: Office, actor: Actor, report_id: int, hand: Hand) -> ReportBack:
    """Give something to one more person after the report. :raises NotFound: :raises NotAllowed: :raises Refused:"""
    row = _locked(office, actor, report_id)
    problems = [] if row.reported_at else [Problem("not_reported", msg("Đơn vị chưa báo cáo lại về cuộc họp này."))]
    refuse_if([*problems, *_hand_problems(office, row, [hand])], NOT_REPORTED)
    row.nothing_to_do = False
    _give(office, actor, row, [hand])
    return row


def _locked(office: Office, actor: Actor, report_id: int) -> ReportBack:
    """The duty as it is now; its meeting's row is the lock in which two who report at once stand."""
    row = queries.get_report(office, actor, report_id)
    require(policy.may_report(actor, row), "report back", row)
    lock_meeting(office, row.meeting_id)
    office.session.refresh(row)
    return row


def _hand_problems(office: Office, row: ReportBack, hands: Sequence[Hand]) -> list[Problem]:
    people = {one.id for one in people_in(office, row.unit_id)}
    tasks = {task.id for task in queries.tasks_for(office, row)}
    return [
        problem
        for one in hands
        for problem in handing_problems(
            in_unit=one.person_id in people, words="-" if one.task_id in tasks else one.words
        )
    ]


def _give(office: Office, actor: Actor, row: ReportBack, hands: Sequence[Hand]) -> None:
    tasks = {task.id: task.item.text for task in queries.tasks_for(office, row)}
    for one in hands:
        words = one.words.strip() or tasks.get(one.task_id or 0, "")
        made = ReportBackGiven(
            person_id=one.person_id, words=words, task_id=one.task_id if one.task_id in tasks else None,
            at=office.clock.now(), by_id=actor.person_id,
        )  # fmt: skip
        row.given.append(made)
        office.session.flush()  # the notice names the row
        said = msg("%(name)s giao bạn việc sau họp: %(what)s", name=actor.name, what=words[:160])
        key = f"report_back:{row.id}:given:{made.id}"
        tell_person(office, one.person_id, key=key, kind="report_back", message=said, meeting_id=row.meeting_id)
