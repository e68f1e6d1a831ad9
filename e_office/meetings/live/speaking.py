"""Use cases of requests to speak: ask, take back, be called, speak, be done."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, refuse_if
from e_office.meetings.facts import lock_meeting
from e_office.meetings.live.models import LiveMeeting, Speech
from e_office.meetings.live.policy import seats_of as own_seats
from e_office.meetings.live.queries import lock_live, runs, seats_of
from e_office.meetings.live.rules import (
    OPEN_SPEECH,
    SPEECH,
    ItemState,
    SpeechAct,
    SpeechState,
    asking_problems,
    running_problems,
    speech_problems,
)
from e_office.meetings.live.running import NOT_DONE, end_speech, is_cancelled, running
from e_office.meetings.models import Meeting
from e_office.people.models import Person


def ask_to_speak(office: Office, actor: Actor, meeting_id: int, invitee_id: int) -> Speech:
    """Ask for the word on the current item: for one's own seat, or by whoever runs the meeting for a raised hand.

    :raises NotAllowed: :raises Refused: who is not there, or has asked already.
    """
    meeting, live = _seat(office, actor, meeting_id, invitee_id)
    seat = next(one for one in seats_of(office, meeting) if one.invitee.id == invitee_id)
    asked = any(one.open_for == invitee_id for one in live.speeches)
    refuse_if(asking_problems(present=seat.present, open_already=asked), NOT_DONE)
    unit = seat.invitee.unit.short_name or seat.invitee.unit.name
    name = seat.row.name if seat.row and seat.row.name else _person(seat.invitee.person)
    speech = Speech(
        invitee_id=invitee_id, open_for=invitee_id, name=", ".join(filter(None, (name, unit))),
        asked_at=office.clock.now(),
        item_id=next((one.id for one in live.running_order if one.state == ItemState.CURRENT), None),
    )  # fmt: skip
    live.speeches.append(speech)
    live.version += 1
    office.session.flush()
    return speech


def withdraw_speech(office: Office, actor: Actor, meeting_id: int, speech_id: int) -> None:
    """Take one's own request back while one does not speak yet. :raises NotAllowed: :raises Refused:"""
    meeting = lock_meeting(office, meeting_id)
    live = lock_live(office, meeting_id)
    speech = _speech(live, speech_id)
    mine = speech.invitee_id in {one.id for one in own_seats(actor, meeting)}
    require(mine or runs(office, actor, meeting), "withdraw speech", meeting)
    _do(office, speech, SpeechAct.WITHDRAW)
    live.version += 1


def lead_speech(office: Office, actor: Actor, meeting_id: int, speech_id: int, act: SpeechAct) -> None:
    """Call a delegate, let them begin, note that they are done; who begins ends who spoke before.

    :raises NotAllowed: :raises Refused: where somebody else was faster.
    """
    live = running(office, actor, meeting_id)
    speech = _speech(live, speech_id)
    if act == SpeechAct.BEGIN:
        for other in live.speeches:
            if other.state == SpeechState.SPEAKING and other is not speech:
                _end(office, actor, live, other)
    if act == SpeechAct.END:
        _end(office, actor, live, speech)
    else:
        _do(office, speech, act)
        live.version += 1


def _end(office: Office, actor: Actor, live: LiveMeeting, speech: Speech) -> None:
    refuse_if(speech_problems(SpeechAct.END, speech.state), NOT_DONE)
    end_speech(office, actor, live, speech)


def _do(office: Office, speech: Speech, act: SpeechAct) -> None:
    refuse_if(speech_problems(act, speech.state), NOT_DONE)
    now, speech.state = office.clock.now(), SPEECH[act][1]
    if speech.state == SpeechState.SPEAKING:
        speech.began_at = now
    elif speech.state not in OPEN_SPEECH:
        speech.ended_at, speech.open_for = now, None


def _speech(live: LiveMeeting, speech_id: int) -> Speech:
    found = next((one for one in live.speeches if one.id == speech_id), None)
    if found is None:
        raise NotFound
    return found


def _person(person: Person | None) -> str:
    return person.name if person else ""


def _seat(office: Office, actor: Actor, meeting_id: int, invitee_id: int) -> tuple[Meeting, LiveMeeting]:
    meeting = lock_meeting(office, meeting_id)
    if invitee_id not in {one.id for one in meeting.invitees}:
        raise NotFound
    mine = invitee_id in {one.id for one in own_seats(actor, meeting)}
    require(mine or runs(office, actor, meeting), "ask to speak", meeting)
    live = lock_live(office, meeting_id)
    refuse_if(running_problems(ended=live.ended_at is not None, cancelled=is_cancelled(meeting)), NOT_DONE)
    return meeting, live
