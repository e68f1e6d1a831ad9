"""Reads for the figures on papers: what was sent or handed out, how late its log says it was, and whose it is."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.handed.queries import units_of_handed
from e_office.meetings.late_queries import issued_meetings
from e_office.meetings.log import told_of
from e_office.meetings.models import Meeting, Paper
from e_office.meetings.preparing.models import WantedPaper
from e_office.meetings.rules_late import Thing, Told
from e_office.people.queries import holidays
from e_office.reports.meetings.measures import PaperFact
from e_office.reports.meetings.queries import READ_AT_ONCE, Row, Scope, day_in, in_days
from e_office.reports.meetings.rules import is_own

IN_TIME = PaperFact()


def paper_rows(office: Office, scope: Scope) -> list[Row]:
    """Every paper that was sent, those of meetings called off too, with the worst its log says of it (M2, M16 a).

    Whose it is: the unit that was asked for it, else the one that prepares the meeting, else the one that invites.
    """
    asked, table, found = _asked_units(office, scope), holidays(office), []
    meetings = [one for one in issued_meetings(office, scope.first, scope.last) if _may_count(one, asked, scope)]
    for start in range(0, len(meetings), READ_AT_ONCE):
        some = meetings[start : start + READ_AT_ONCE]
        told = told_of(office, some, table, one_of_each=True)
        for meeting in some:
            usual = meeting.preparing_unit_id or meeting.unit_id
            for paper_id, fact in _papers(told[meeting.id]).items():
                unit_id = asked.get(meeting.id, {}).get(paper_id, usual)
                if scope.takes(unit_id):
                    found.append(Row(meeting.id, paper_id, unit_id, day_in(meeting.starts_at), fact))
    return found


def _may_count(meeting: Meeting, asked: dict[int, dict[Thing, int]], scope: Scope) -> bool:
    units = {meeting.preparing_unit_id or meeting.unit_id, *asked.get(meeting.id, {}).values()}
    return any(scope.takes(unit) for unit in units)


def _papers(told: Told) -> dict[Thing, PaperFact]:
    """Paper id -> the worst that is said of it for anybody; what its preparer did before what others did."""
    found = {paper: IN_TIME for _who, paper in told.reached if paper is not None}
    for (who, paper), late in told.late.items():
        if paper is not None:
            own = is_own(cause=late.cause, invitation_late=(who, None) in told.late)
            fact = PaperFact(late.by, late.cause, late.ordered, own)
            found[paper] = max(found[paper], fact, key=lambda one: (one.own, one.by or timedelta()))
    return found


def _asked_units(office: Office, scope: Scope) -> dict[int, dict[Thing, int]]:
    """Meeting id -> paper -> the unit that was asked for it, a later version too, or that handed it out."""
    held = select(Meeting.id).where(in_days(scope.first, scope.last))
    found = _wanted_units(office, scope)
    for meeting, units in units_of_handed(office, held).items():
        found.setdefault(meeting, {}).update(units)
    return found


def _wanted_units(office: Office, scope: Scope) -> dict[int, dict[Thing, int]]:
    """The same of what was asked for alone."""
    wanted = (
        select(WantedPaper.paper_id, WantedPaper.unit_id)
        .join(WantedPaper.meeting)
        .where(in_days(scope.first, scope.last), WantedPaper.paper_id.is_not(None))
    )
    units: dict[int, int] = {paper: unit for paper, unit in office.session.execute(wanted).tuples() if paper}
    found: dict[int, dict[Thing, int]] = {}
    if not units:
        return found
    papers = select(Paper.id, Paper.meeting_id, Paper.replaces_id).join(Paper.meeting)
    for paper, meeting, before in office.session.execute(
        papers.where(in_days(scope.first, scope.last)).order_by(Paper.id)
    ).tuples():
        if before in units:
            units.setdefault(paper, units[before])
        if paper in units:
            found.setdefault(meeting, {})[paper] = units[paper]
    return found
