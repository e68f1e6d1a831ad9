"""What becomes of the live pages of a meeting that was opened and is then moved or called off before its start."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from e_office.core import audit
from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem, msg
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.models import (
    CodeTry,
    LiveBallot,
    LiveEvent,
    LiveItem,
    LiveItemPaper,
    LiveMeeting,
    LiveVote,
    LiveVoter,
    Speech,
)
from e_office.meetings.live.queries import live_of, lock_live
from e_office.meetings.live.rules import Held, held_problems, stays_open
from e_office.meetings.live.running import happened
from e_office.meetings.minutes.appending import append, is_open
from e_office.meetings.minutes.models import Attendance, OtherAttendance, PartKey
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.models import Meeting
from e_office.meetings.wording import spoken_moment


def being_held(office: Office, meeting: Meeting) -> list[Problem]:
    """What keeps a meeting from being moved or called off because it is held already; the caller has locked it."""
    live = live_of(office, meeting.id)
    if live is None:
        return []
    held = Held(
        items=[one.state for one in live.running_order],
        speeches=[one.state for one in live.speeches],
        votes=sum(not one.withdrawn for one in live.votes),
    )
    return list(held_problems(held))


def follow_move(office: Office, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """After a move: pages that could be opened at the new hour too stay open and say so, others are taken back.

    With them goes the attendance noted since they were opened, so that nobody counts as there on a day to come. The
    journal and the minutes keep that; the meeting is opened anew on its new day. The caller has locked it.
    """
    if live_of(office, meeting.id) is None or meeting.starts_at is None:
        return
    live, moment = lock_live(office, meeting.id), str(spoken_moment(meeting.starts_at))
    if stays_open(meeting.starts_at, now):
        happened(office, actor, live, Kind.RESCHEDULED, moment=moment)
        return
    since = Attendance.meeting_id == meeting.id, Attendance.noted_at >= live.opened_at
    seats = len(office.session.scalars(delete(Attendance).where(*since).returning(Attendance.id)).all())
    beside = OtherAttendance.meeting_id == meeting.id, OtherAttendance.noted_at >= live.opened_at
    office.session.execute(delete(OtherAttendance).where(*beside))
    said = msg("đóng phiên họp mở trước khi dời, bỏ điểm danh của %(n)s nơi", n=seats)
    audit.record(office, actor, "live_taken_back", "meeting", meeting.id, said)
    minutes = minutes_of(office, meeting.id)
    if minutes is not None and is_open(minutes):
        minutes.ended_at = None if minutes.ended_at == live.ended_at else minutes.ended_at
        line = f"{local(now):%H:%M} họp dời sang {moment}, mở và điểm danh lại từ đầu."
        append(office, minutes, PartKey.COURSE, line, author_id=actor.person_id, at=now)
    _delete(office, live)


def follow_relocation(office: Office, actor: Actor, meeting: Meeting, place: str) -> None:
    """After another place at the same hour: the pages stay and say so."""
    if live_of(office, meeting.id) is not None:
        happened(office, actor, lock_live(office, meeting.id), Kind.RELOCATED, place=place)


def follow_call_off(office: Office, meeting: Meeting, *, now: datetime) -> None:
    """After a call-off: nothing is done on the pages any more; who checked in stays on record."""
    if live_of(office, meeting.id) is not None:
        live = lock_live(office, meeting.id)
        live.ended_at = live.ended_at or now


def _delete(office: Office, live: LiveMeeting) -> None:
    """The row and all that hangs on it; nothing of it was a result, see `rules.held_problems`."""
    votes = select(LiveVote.id).where(LiveVote.live_id == live.id)
    for row in (LiveBallot, LiveVoter):
        office.session.execute(delete(row).where(row.vote_id.in_(votes)))
    items = select(LiveItem.id).where(LiveItem.live_id == live.id)
    office.session.execute(delete(LiveItemPaper).where(LiveItemPaper.item_id.in_(items)))
    for part in (LiveVote, Speech, LiveEvent, CodeTry, LiveItem):
        office.session.execute(delete(part).where(part.live_id == live.id))
    office.session.execute(delete(LiveMeeting).where(LiveMeeting.id == live.id))
