"""A request becomes a meeting as its invitation goes out: what was said and published of the one is so of the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.meetings.leadership.models import WeekMark, WeekRevision
from e_office.meetings.leadership.rules_week import Line, under_keys
from e_office.meetings.models import Answer, Meeting, MeetingState
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules_consent import RequestKind, RequestState
from e_office.people.queries import agency_of

NOT_THERE = frozenset({Answer.ABSENT, Answer.SUBSTITUTE})


def hand_on_marks(office: Office, before: str, after: str) -> None:
    """What an Office said of a line, restricted above all, it said of what that becomes; its later word stays.

    What was restricted before, as the next meeting of a series is, stays so.
    """
    said = {mark.unit_id: mark for mark in office.session.scalars(select(WeekMark).filter_by(key=after))}
    for mark in office.session.scalars(select(WeekMark).filter_by(key=before)):
        there = said.get(mark.unit_id)
        if there is None:
            _say_the_same(office, mark, WeekMark(unit_id=mark.unit_id, key=after))
        elif there.at < mark.at:
            restricted = there.restricted or mark.restricted
            _say_the_same(office, mark, there)
            there.restricted = restricted


def mark_its_meeting(office: Office, mark: WeekMark) -> None:
    """What is said of a request that stands in the week although its meeting was issued is said of the meeting too.

    The calendars and feeds of who was agreed on have that meeting.
    """
    source, _, number = mark.key.partition(":")
    request = office.session.get(MeetingRequest, int(number)) if source == "request" else None
    if request is None or request.meeting is None or request.meeting.issued_at is None:
        return
    key = f"meeting:{request.meeting_id}"
    there = office.session.scalar(select(WeekMark).filter_by(unit_id=mark.unit_id, key=key))
    _say_the_same(office, mark, there or WeekMark(unit_id=mark.unit_id, key=key))


def _say_the_same(office: Office, mark: WeekMark, there: WeekMark) -> None:
    for name in ("restricted", "left_out", "officer_id", "at", "by_id"):
        setattr(there, name, getattr(mark, name))
    office.session.add(there)


def keep_restricted(office: Office, before: Meeting, after: Meeting) -> None:
    """The next meeting of a series is restricted as the last is (M18), before anybody reads its title anywhere.

    Whether it is left out of a week, and who goes along, is said of each meeting by itself.
    """
    marks = office.session.scalars(select(WeekMark).filter_by(key=f"meeting:{before.id}", restricted=True))
    said = {mark.unit_id: mark.by_id for mark in marks}
    asked = select(MeetingRequest.author_id).filter_by(meeting_id=before.id, restricted=True)
    for author_id in office.session.scalars(asked.order_by(MeetingRequest.id)):
        said.setdefault(agency_of(before.unit).id, author_id)
    for unit_id, by_id in said.items():
        key, at = f"meeting:{after.id}", office.clock.now()
        office.session.add(WeekMark(unit_id=unit_id, key=key, restricted=True, at=at, by_id=by_id))


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


def agreed_with(office: Office, persons: Collection[int]) -> dict[int, list[MeetingRequest]]:
    """Meeting id -> the requests it was issued by that concern one of these: leader, officer (M8), author (M17).

    A consent that was taken back, or given for another hour than the meeting's, holds nobody there.
    """
    concerned = or_(
        MeetingRequest.leader_id.in_(persons), MeetingRequest.officer_id.in_(persons),
        MeetingRequest.author_id.in_(persons) & (MeetingRequest.kind == RequestKind.SESSION),
    )  # fmt: skip
    holds = or_(MeetingRequest.kind != RequestKind.REGISTER, MeetingRequest.starts_at == Meeting.starts_at)
    query = (
        select(MeetingRequest)
        .join(MeetingRequest.meeting)
        .where(Meeting.state != MeetingState.DRAFT, MeetingRequest.state == RequestState.CONSENTED, concerned, holds)
        .options(joinedload(MeetingRequest.leader), joinedload(MeetingRequest.officer))
    )
    found: dict[int, list[MeetingRequest]] = {}
    for row in office.session.scalars(query.order_by(MeetingRequest.id)):
        if row.meeting_id is not None:
            found.setdefault(row.meeting_id, []).append(row)
    return found


def comes_by_consent(meeting: Meeting, request: MeetingRequest) -> bool:
    """Whether the word given to the request is what says that its leader is there (M8).

    A leader who chairs or is invited by name is there as the meeting has it. Where the leadership was invited as a
    unit the word stands, unless every such invitation was declined or somebody else is sent. For leaders of districts
    (M6) the Chairman agrees that others come.
    """
    if request.kind == RequestKind.INVITE or meeting.chair_id == request.leader_id:
        return False
    if any(row.person_id == request.leader_id for row in meeting.invitees):
        return False
    answers = [row.answer for row in meeting.invitees if row.unit_id == request.to_unit_id and row.person_id is None]
    return not answers or any(one not in NOT_THERE for one in answers)
