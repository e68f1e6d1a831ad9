"""Use cases of checking in: by the code on the wall, or by the clerk; both fill the attendance of the minutes."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, select

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, PostHeld, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.queries import attender_in_force, substitute_in_force
from e_office.meetings.answers.rules import Word
from e_office.meetings.facts import lock_meeting
from e_office.meetings.groups.queries import asks_leader
from e_office.meetings.live import policy
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.models import CodeTry, LiveMeeting
from e_office.meetings.live.points import codes_at, place_expected, place_of_code, points_at
from e_office.meetings.live.queries import Seat as TakenSeat
from e_office.meetings.live.queries import lock_live, seats_of
from e_office.meetings.live.rules import running_problems
from e_office.meetings.live.rules_present import (
    Seat,
    SeatFacts,
    code_problems,
    seat_of,
    taken_problems,
    tries_problems,
)
from e_office.meetings.live.running import NOT_DONE, happened, is_cancelled, running, withdraw_speeches
from e_office.meetings.minutes.appending import signed_problems
from e_office.meetings.minutes.coming import Came, put_down, take_out
from e_office.meetings.minutes.models import Attendance, Attended
from e_office.meetings.minutes.queries import attended, minutes_of
from e_office.meetings.models import Answer, Invitee, Meeting


def check_in(office: Office, actor: Actor, meeting_id: int, invitee_id: int, code: str) -> list[Problem]:
    """Take a seat by the code on the wall, at the place whose wall it is; gives what stands in the way, else nothing.

    A wrong code is counted, hence the problems are given back instead of raised: the count must stay.

    :raises NotAllowed: for somebody else's seat. :raises Refused: after the end, or once the minutes are signed.
    """
    meeting, live, invitee = _seat(office, actor, meeting_id, invitee_id)
    if problems := try_code(office, actor, live, code):
        return problems
    _sit(office, actor, meeting, live, invitee, code)
    return []


def try_code(office: Office, actor: Actor, live: LiveMeeting, code: str) -> list[Problem]:
    """What is wrong with a code; a wrong one is counted, one that was changed meanwhile is not. `live` is locked."""
    now = office.clock.now()
    tried = select(CodeTry.at).where(CodeTry.live_id == live.id, CodeTry.person_id == actor.person_id)
    if problems := tries_problems(list(office.session.scalars(tried)), now):
        return problems
    if problems := code_problems(code, *_codes(office, live), former=live.former_codes):
        if problems[0].code == "wrong_code":
            office.session.add(CodeTry(live_id=live.id, person_id=actor.person_id, at=now))
        return problems
    office.session.execute(delete(CodeTry).where(CodeTry.live_id == live.id, CodeTry.person_id == actor.person_id))
    return []


def _codes(office: Office, live: LiveMeeting) -> list[str]:
    return list(codes_at(live, points_at(office, live.meeting)).values())


def _seat(office: Office, actor: Actor, meeting_id: int, invitee_id: int) -> tuple[Meeting, LiveMeeting, Invitee]:
    meeting = lock_meeting(office, meeting_id)
    invitee = next((one for one in meeting.invitees if one.id == invitee_id), None)
    require(invitee is not None and invitee in policy.seats_of(actor, meeting), "check in", meeting)
    assert invitee is not None  # said by the line before
    live = lock_live(office, meeting_id)
    refuse_if(running_problems(ended=live.ended_at is not None, cancelled=is_cancelled(meeting)), NOT_DONE)
    refuse_signed(office, meeting_id)
    return meeting, live, invitee


def refuse_signed(office: Office, meeting_id: int) -> None:
    """Who was there does not change once somebody has signed the minutes. :raises Refused:"""
    refuse_if(signed_problems(minutes_of(office, meeting_id)), NOT_DONE)


def _sit(office: Office, actor: Actor, meeting: Meeting, live: LiveMeeting, invitee: Invitee, code: str) -> None:
    """Note the person in the capacity that the answers and the posts give (M4, M5); who had left is back."""
    stands, posts, seat = _stands(office, invitee), _posts(actor, invitee), capacity_of(office, actor, invitee)
    sits = next(one for one in seats_of(office, meeting) if one.invitee.id == invitee.id)
    refuse_if(taken_problems(_sitter(sits), actor.name, seat), NOT_DONE)
    points = points_at(office, meeting)
    came = Came(
        state=Attended.PRESENT if seat == Seat.OWN else Attended.SUBSTITUTE,
        name=actor.name,
        post=posts[0].title if posts else actor.post_title,
        reason=stands.reason if stands and stands.person_id == actor.person_id else "",
        place=place_of_code(live, points, code) or place_expected(points, invitee),
    )
    is_back(office, actor, live, put_down(office, actor, invitee, came, sits.row))
    live.version += 1


def is_back(office: Office, actor: Actor, live: LiveMeeting, row: Attendance) -> None:
    """Who had left and is noted as there is back, and the course says so."""
    if row.left_at is not None:
        row.left_at = None
        happened(office, actor, live, Kind.CAME_BACK, name=told_as(row.invitee, row))


def capacity_of(office: Office, actor: Actor, invitee: Invitee) -> Seat:
    """In which capacity the actor would sit in an invitee's place (M4, M5)."""
    sent, stands = attender_in_force(office, invitee.id), _stands(office, invitee)
    return seat_of(
        SeatFacts(
            person_id=actor.person_id,
            invited_id=invitee.person_id,
            sent_id=sent.person_id if sent else None,
            substitute_id=stands.person_id if stands else None,
            substitute_agreed=stands is not None and stands.state == Word.APPROVED,
            leader_asked=asks_leader(office, invitee.person, invitee.capacity, invitee.leader),
            leads=any(post.role in LEADING_ROLES for post in _posts(actor, invitee)),
        )
    )


def _stands(office: Office, invitee: Invitee) -> Substitute | None:
    return substitute_in_force(office, invitee.id) if invitee.answer == Answer.SUBSTITUTE else None


def _posts(actor: Actor, invitee: Invitee) -> list[PostHeld]:
    return [post for post in actor.posts if invitee.unit_id in post.path]


def _sitter(sits: TakenSeat) -> str | None:
    """Who sits there rightly, by name, or has left and may come back; None where nobody does."""
    there = sits.row is not None and sits.row.state != Attended.ABSENT and not sits.wrong
    return sits.row.name if sits.row is not None and there else None


def told_as(invitee: Invitee, row: Attendance) -> str:
    """Who sits there, by name and unit, for the course."""
    unit = invitee.unit.short_name or invitee.unit.name
    return ", ".join(filter(None, (row.name or (invitee.person.name if invitee.person else ""), unit)))


def note_seat(office: Office, actor: Actor, meeting_id: int, invitee_id: int, state: str) -> None:
    """The clerk notes that somebody is there, came instead as answered, or is absent; "" takes the note back.

    A request to speak that waits is taken back with it, and where they are absent.
    :raises NotAllowed: :raises Refused: a substitute nobody has named.
    """
    live = running(office, actor, meeting_id)
    invitee, row = find_seat(office, meeting_id, invitee_id)
    live.version += 1
    if state in {"", Attended.ABSENT}:
        withdraw_speeches(office, live, invitee_id)
    if not state:
        if row is not None:
            take_out(office, actor, invitee, row)
        return
    known = row is not None and row.place
    place = None if known else place_expected(points_at(office, live.meeting), invitee)
    came = replace(came_as(office, invitee, Attended(state), row), place=place)
    is_back(office, actor, live, put_down(office, actor, invitee, came, row))


def find_seat(office: Office, meeting_id: int, invitee_id: int) -> tuple[Invitee, Attendance | None]:
    """An invitee and what is noted of them; the meeting is locked. :raises NotFound: :raises Refused: once signed."""
    refuse_signed(office, meeting_id)
    invitee = office.session.get(Invitee, invitee_id)
    if invitee is None or invitee.meeting_id != meeting_id:
        raise NotFound
    return invitee, attended(office, meeting_id).get(invitee_id)


def came_as(office: Office, invitee: Invitee, state: Attended, row: Attendance | None) -> Came:
    """How an invitee is there who is noted in a state, as the answers say it. :raises Refused: no substitute named."""
    if state == Attended.ABSENT:
        return Came(state=state, reason=invitee.answer_reason if invitee.answer == Answer.ABSENT else "")
    if state == Attended.PRESENT:
        sent = attender_in_force(office, invitee.id)
        person = sent.person if sent else invitee.person
        return Came(state=state, name=person.name if person else row.name if row else "")
    one = substitute_in_force(office, invitee.id)
    if one is None:
        cure = msg("Ghi người dự thay ở biên bản, mục thành phần.")
        text = msg("%(unit)s chưa báo ai dự thay.", unit=invitee.unit.name)
        refuse_if([Problem("no_substitute", text, cure=cure)], NOT_DONE)
        raise NotFound  # never reached: the line before has refused
    return Came(state=state, name=one.name, post=one.post, reason=one.reason)
