"""A request becomes a meeting as its invitation goes out: what was said and published of the one is so of the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.leadership.models import WeekMark, WeekRevision
from e_office.meetings.leadership.rules_week import Line, under_keys
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.requests.models import MeetingRequest


def hand_on_marks(office: Office, before: str, after: str) -> None:
    """What an Office said of a line, restricted above all, it said of what that becomes; its later word stays."""
    said = set(office.session.scalars(select(WeekMark.unit_id).filter_by(key=after)))
    for mark in office.session.scalars(select(WeekMark).filter_by(key=before)):
        if mark.unit_id not in said:
            same = {name: getattr(mark, name) for name in ("restricted", "left_out", "officer_id", "at", "by_id")}
            office.session.add(WeekMark(unit_id=mark.unit_id, key=after, **same))


def published_lines(
    office: Office, revisions: Sequence[WeekRevision], now: Sequence[Line]
) -> Mapping[int, tuple[Line, ...]]:
    """Number of a revision -> what stood in it: a request that was issued since under the key of its meeting.

    Compared with the week as it is `now` the meeting has then not been added, nor the request fallen away. A request
    that stands there still, as where no leader is invited by name, stays itself.
    """
    told = {one.number: one.lines for one in revisions}
    here = {line.key for line in now}
    keys = {line.key for lines in told.values() for line in lines} - here
    asked = [int(number) for source, _, number in (key.partition(":") for key in keys) if source == "request"]
    query = select(MeetingRequest.id, MeetingRequest.meeting_id).join(MeetingRequest.meeting)
    query = query.where(MeetingRequest.id.in_(asked), Meeting.state != MeetingState.DRAFT)
    rows = office.session.execute(query).tuples() if asked else ()
    became = {f"request:{request_id}": f"meeting:{meeting_id}" for request_id, meeting_id in rows}
    return {number: under_keys(lines, became) for number, lines in told.items()}
