"""Use cases of who sits where and stays how long: another place, leaving early and coming back, another code."""

from __future__ import annotations

import secrets

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.meetings.live.checking_in import came_as, find_seat, is_back, refuse_signed, told_as
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.points import codes_at, points_at
from e_office.meetings.live.rules_present import CODE_DIGITS, stay_problems
from e_office.meetings.live.running import NOT_DONE, happened, running, withdraw_speeches
from e_office.meetings.minutes.coming import Came, put_down
from e_office.meetings.minutes.models import Attendance, Attended, OtherAttendance


def seat_at(office: Office, actor: Actor, meeting_id: int, invitee_id: int, point: str) -> None:
    """Note that an invitee sits at a place, named by its key; who was not there yet is present, who left is back.

    :raises NotAllowed: :raises NotFound: for a place the meeting has not.
    """
    live = running(office, actor, meeting_id)
    invitee, row = find_seat(office, meeting_id, invitee_id)
    place = next((one.name for one in points_at(office, live.meeting) if one.key == point), None)
    if place is None:
        raise NotFound
    there = row if row is not None and row.state != Attended.ABSENT else None
    came = there or came_as(office, invitee, Attended.PRESENT, row)
    seated = Came(state=came.state, name=came.name, post=came.post, reason=came.reason, place=place)
    is_back(office, actor, live, put_down(office, actor, invitee, seated, row))
    live.version += 1


def change_stay(
    office: Office, actor: Actor, meeting_id: int, *, invitee_id: int = 0, other_id: int = 0, leaves: bool
) -> None:
    """Note that somebody leaves before the end, or comes back: an invitee, or one who is there beside them.

    Who has left counts as present no more where a vote is counted, unless they voted in it before; a request to speak
    that waits is taken back.

    :raises NotAllowed: :raises Refused: who is not there, or has not left.
    """
    live = running(office, actor, meeting_id)
    row: Attendance | OtherAttendance | None
    if other_id:
        row = find_other(office, meeting_id, other_id)
        name = ", ".join(filter(None, (row.name, row.unit)))
    else:
        invitee, row = find_seat(office, meeting_id, invitee_id)
        name = told_as(invitee, row) if row is not None else ""
    there = row is not None and row.state != Attended.ABSENT
    refuse_if(stay_problems(there=there, left=row is not None and row.left_at is not None, leaves=leaves), NOT_DONE)
    assert row is not None  # said by the line before
    row.left_at = office.clock.now() if leaves else None
    if leaves and not other_id:
        withdraw_speeches(office, live, invitee_id)
    happened(office, actor, live, Kind.LEFT if leaves else Kind.CAME_BACK, name=name)
    text = msg("ghi %(name)s rời họp", name=name) if leaves else msg("ghi %(name)s quay lại họp", name=name)
    audit.record(office, actor, "minutes_came", "meeting", meeting_id, text)


def find_other(office: Office, meeting_id: int, other_id: int) -> OtherAttendance:
    """Somebody who is there beside the invitees; the meeting is locked. :raises NotFound: :raises Refused:"""
    refuse_signed(office, meeting_id)
    row = office.session.get(OtherAttendance, other_id)
    if row is None or row.meeting_id != meeting_id:
        raise NotFound
    return row


def change_code(office: Office, actor: Actor, meeting_id: int) -> None:
    """Change the code of every place (đổi mã): whoever is seated stays, the codes before are refused from now on.

    :raises NotAllowed: :raises Refused: after the end.
    """
    live = running(office, actor, meeting_id)
    former = [*live.former_codes, *codes_at(live, points_at(office, live.meeting)).values()]
    code = live.code
    while code in former:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    live.code, live.code_seed, live.former_codes = code, secrets.token_hex(16), former
    live.version += 1
    audit.record(office, actor, "live_code", "meeting", meeting_id, msg("đổi mã điểm danh"))
