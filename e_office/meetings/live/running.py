"""Use cases of running a meeting: open it, lead through its items, change their order, close it."""

from __future__ import annotations

import secrets
from typing import Any

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.meetings.facts import lock_meeting
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.models import LiveEvent, LiveItem, LiveMeeting, Speech
from e_office.meetings.live.noting import note_in_minutes
from e_office.meetings.live.queries import live_of, lock_live, runs
from e_office.meetings.live.rules import (
    AFTER,
    SPEECH,
    ItemAct,
    ItemState,
    SpeechAct,
    SpeechState,
    item_problems,
    moved_among,
    opening_problems,
    running_problems,
)
from e_office.meetings.live.rules_present import CODE_DIGITS
from e_office.meetings.live.rules_spoken import minutes_spoken
from e_office.meetings.live.rules_vote import open_vote_problems
from e_office.meetings.live.turns import agenda_rows
from e_office.meetings.models import Meeting, MeetingState

NOT_DONE = msg("Chưa thực hiện được")
KINDS = {
    ItemAct.START: Kind.STARTED,
    ItemAct.FINISH: Kind.FINISHED,
    ItemAct.SKIP: Kind.SKIPPED,
    ItemAct.TAKE_BACK: Kind.TAKEN_BACK,
    ItemAct.UP: Kind.MOVED,
    ItemAct.DOWN: Kind.MOVED,
}


def open_meeting(office: Office, actor: Actor, meeting_id: int) -> LiveMeeting:
    """Open a meeting for checking in; a second call gives the first one's.

    :raises NotAllowed: :raises Refused: before or after its time (`opening_problems`), or where it was called off.
    """
    meeting = lock_meeting(office, meeting_id)
    require(runs(office, actor, meeting), "run meeting", meeting)
    if found := live_of(office, meeting_id):
        refuse_if(running_problems(ended=False, cancelled=is_cancelled(meeting)), NOT_DONE)
        return found
    now = office.clock.now()
    issued = meeting.state == MeetingState.ISSUED
    refuse_if(opening_problems(issued=issued, start=meeting.starts_at, now=now), NOT_DONE)
    live = LiveMeeting(
        meeting=meeting, version=1, code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}", opened_at=now,
        opened_by_id=actor.person_id,
        running_order=[
            LiveItem(item_id=item_id, position=place, title=title)
            for place, (item_id, title) in enumerate(agenda_rows(office, meeting), start=1)
        ],
    )  # fmt: skip
    office.session.add(live)
    office.session.flush()
    happened(office, actor, live, Kind.OPENED)
    audit.record(office, actor, "live_opened", "meeting", meeting_id, msg("mở phiên họp"))
    return live


def change_item(office: Office, actor: Actor, meeting_id: int, item_id: int, act: ItemAct) -> LiveItem:
    """Start, finish, skip or take back an item, or move one that waits; starting one finishes the one before.

    :raises NotAllowed: :raises Refused: where the item has moved on meanwhile.
    """
    live = running(office, actor, meeting_id)
    item = next((one for one in live.running_order if one.id == item_id), None)
    if item is None:
        raise NotFound
    refuse_if(item_problems(act, item.state), NOT_DONE)
    if act in {ItemAct.UP, ItemAct.DOWN}:
        _move(live, item, -1 if act == ItemAct.UP else 1)
    else:
        if act == ItemAct.START:
            for one in live.running_order:
                if one.state == ItemState.CURRENT:
                    _set(office, one, ItemAct.FINISH)
                    happened(office, actor, live, Kind.FINISHED, title=one.title)
        _set(office, item, act)
    happened(office, actor, live, KINDS[act], title=item.title)
    return item


def end_meeting(office: Office, actor: Actor, meeting_id: int) -> None:
    """Close the meeting: its current item is done, so is who has the word; who waits for it waits no more.

    :raises NotAllowed: :raises Refused: where it is closed already, or a vote is still open.
    """
    live = running(office, actor, meeting_id)
    stands = any(one.closed_at is None and not one.withdrawn for one in live.votes)
    refuse_if(open_vote_problems(stands=stands), NOT_DONE)
    now = office.clock.now()
    for one in live.running_order:
        if one.state == ItemState.CURRENT:
            _set(office, one, ItemAct.FINISH)
    for speech in live.speeches:
        if speech.state == SpeechState.SPEAKING:
            end_speech(office, actor, live, speech)
    withdraw_speeches(office, live)
    live.ended_at = now
    happened(office, actor, live, Kind.ENDED)
    audit.record(office, actor, "live_ended", "meeting", meeting_id, msg("kết thúc phiên họp"))


def end_speech(office: Office, actor: Actor, live: LiveMeeting, speech: Speech) -> None:
    """Who has the word is done: the course has it, with the minutes."""
    now = office.clock.now()
    assert speech.began_at is not None  # who speaks has begun
    speech.state, speech.open_for, speech.ended_at = SPEECH[SpeechAct.END][1], None, now
    happened(office, actor, live, Kind.SPOKE, name=speech.name, minutes=minutes_spoken(speech.began_at, now))


def withdraw_speeches(office: Office, live: LiveMeeting, invitee_id: int | None = None) -> None:
    """Take back the requests to speak that wait: those of an invitee who is not there any more, None for all."""
    waits, after = SPEECH[SpeechAct.WITHDRAW]
    for one in live.speeches:
        if invitee_id in {None, one.invitee_id} and one.state in waits:
            one.state, one.open_for, one.ended_at = after, None, office.clock.now()


def resume_meeting(office: Office, actor: Actor, meeting_id: int) -> None:
    """Go on with a meeting that was closed too early."""
    meeting, live = _locked(office, actor, meeting_id)
    refuse_if(running_problems(ended=False, cancelled=is_cancelled(meeting)), NOT_DONE)
    if live.ended_at is not None:
        live.ended_at = None
        happened(office, actor, live, Kind.RESUMED)


def running(office: Office, actor: Actor, meeting_id: int) -> LiveMeeting:
    """The held meeting, locked after its meeting, where the actor runs it and it is neither called off nor closed."""
    meeting, live = _locked(office, actor, meeting_id)
    refuse_if(running_problems(ended=live.ended_at is not None, cancelled=is_cancelled(meeting)), NOT_DONE)
    return live


def is_cancelled(meeting: Meeting) -> bool:
    """Whether the meeting was called off."""
    return meeting.state == MeetingState.CANCELLED


def happened(office: Office, actor: Actor, live: LiveMeeting, kind: Kind, **facts: Any) -> None:
    """Add a line to the course, let every page know, and write it into the minutes where they are open."""
    live.version += 1
    office.session.add(
        LiveEvent(live_id=live.id, at=office.clock.now(), kind=kind, actor_id=actor.person_id, facts=facts)
    )
    office.session.flush()
    note_in_minutes(office, live)


def _locked(office: Office, actor: Actor, meeting_id: int) -> tuple[Meeting, LiveMeeting]:
    meeting = lock_meeting(office, meeting_id)
    require(runs(office, actor, meeting), "run meeting", meeting)
    return meeting, lock_live(office, meeting_id)


def _set(office: Office, item: LiveItem, act: ItemAct) -> None:
    now, item.state = office.clock.now(), AFTER[act]
    if act == ItemAct.START:
        item.began_at, item.ended_at = item.began_at or now, None
    elif act == ItemAct.TAKE_BACK:
        item.ended_at = None
    else:
        item.ended_at = now


def _move(live: LiveMeeting, item: LiveItem, step: int) -> None:
    rows = {one.id: one for one in live.running_order}
    order = moved_among([(one.id, one.state) for one in live.running_order], item.id, step)
    for place, one in enumerate(order, start=1):
        rows[one].position = place
