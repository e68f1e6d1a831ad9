"""Reads of reports back for the figures on meetings (M16 d, O9)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.meetings.models import Meeting
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.reports_back.rules import is_late
from e_office.reports.meetings.measures import ReportFact
from e_office.reports.meetings.queries import Row, Scope, in_days


def report_rows(office: Office, scope: Scope) -> list[Row]:
    """What each agency owes, or has reported, after meetings of these days it attended."""
    query = (
        select(
            *(ReportBack.meeting_id, ReportBack.id, ReportBack.unit_id, Meeting.starts_at),
            *(ReportBack.due_on, ReportBack.reported_at),
        )
        .join(ReportBack.meeting)
        .where(in_days(scope.first, scope.last))
    )
    if scope.units is not None:
        query = query.where(ReportBack.unit_id.in_(scope.units))
    today, found = office.today(), []
    for meeting_id, report_id, unit_id, starts_at, due, reported_at in office.session.execute(query).tuples():
        assert starts_at is not None, "an issued meeting has an hour"
        given_on = day_of(reported_at) if reported_at else None
        fact = ReportFact(due, given_on, is_late(due, given_on, today))
        found.append(Row(meeting_id, report_id, unit_id, day_of(starts_at), fact))
    return found


def reports_by_id(office: Office, ids: Collection[int]) -> dict[int, ReportBack]:
    """Duties to report back by id."""
    query = select(ReportBack).where(ReportBack.id.in_(ids)).options(joinedload(ReportBack.unit))
    return {row.id: row for row in office.session.scalars(query)}
