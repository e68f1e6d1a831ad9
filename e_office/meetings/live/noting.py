"""What a held meeting puts into its minutes: the course with its hours, results of votes, when it began and ended."""

from __future__ import annotations

from sqlalchemy import func, select, update

from e_office.core.office import Office
from e_office.meetings.live.lines import IN_VOTES, Kind, course_line
from e_office.meetings.live.models import LiveEvent, LiveItem, LiveMeeting
from e_office.meetings.minutes.appending import append, is_open
from e_office.meetings.minutes.models import Minutes, PartKey
from e_office.meetings.minutes.queries import minutes_of


def note_in_minutes(office: Office, live: LiveMeeting) -> None:
    """Write into the minutes what happened since the last time; nothing where nobody began them or somebody signed.

    What is not written stays to be written; the caller has locked the meeting.
    """
    minutes = minutes_of(office, live.meeting_id)
    if minutes is None or not is_open(minutes):
        return
    query = select(LiveEvent).where(LiveEvent.live_id == live.id, LiveEvent.noted.is_(False)).order_by(LiveEvent.id)
    for event in office.session.scalars(query).all():
        append(office, minutes, PartKey.COURSE, course_line(event), author_id=event.actor_id, at=event.at)
        if event.kind in IN_VOTES:
            append(office, minutes, PartKey.VOTES, str(event.facts["result"]), author_id=event.actor_id, at=event.at)
        event.noted = True
    _hours(office, live, minutes)


def note_when_begun(office: Office, meeting_id: int) -> None:
    """The same for minutes that were begun after the meeting had been opened."""
    live = office.session.scalar(select(LiveMeeting).where(LiveMeeting.meeting_id == meeting_id))
    if live is not None:
        note_in_minutes(office, live)


def touch(office: Office, meeting_id: int) -> None:
    """Let the pages of a held meeting know that who is there was changed elsewhere."""
    office.session.execute(
        update(LiveMeeting).where(LiveMeeting.meeting_id == meeting_id).values(version=LiveMeeting.version + 1)
    )


def _hours(office: Office, live: LiveMeeting, minutes: Minutes) -> None:
    """The real hours, where the minutes have none of their own: the first item's beginning, the closing."""
    first = office.session.scalar(select(func.min(LiveItem.began_at)).where(LiveItem.live_id == live.id))
    if first is not None and minutes.started_at == live.meeting.starts_at:
        minutes.started_at = first
    ended = select(LiveEvent.at).where(LiveEvent.live_id == live.id, LiveEvent.kind == Kind.ENDED)
    if live.ended_at is None:
        before = set(office.session.scalars(ended))
        minutes.ended_at = None if minutes.ended_at in before else minutes.ended_at
    elif minutes.ended_at is None:
        minutes.ended_at = live.ended_at
