"""Use cases of who is there beside the invitees: the chair or who presides instead, and who turned up uninvited."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, Problem, msg, refuse_if
from e_office.meetings.facts import lock_meeting
from e_office.meetings.live import policy
from e_office.meetings.live.checking_in import refuse_signed, try_code
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.live.points import hall_of, place_of_code, points_at
from e_office.meetings.live.queries import lock_live, presiders
from e_office.meetings.live.rules import running_problems
from e_office.meetings.live.rules_present import Uninvited, presides_problems, uninvited_problems
from e_office.meetings.live.running import NOT_DONE, happened, is_cancelled, running
from e_office.meetings.live.seating import find_other
from e_office.meetings.minutes.models import Attended, OtherAttendance
from e_office.meetings.minutes.others import named_in, presided_before
from e_office.meetings.minutes.queries import minutes_of, others_at
from e_office.meetings.minutes.signing import ask_signers
from e_office.people.models import Person

STATES: dict[str, Message] = {
    Attended.PRESENT: msg("ghi chủ trì %(name)s có mặt"),
    Attended.SUBSTITUTE: msg("ghi %(name)s chủ trì thay"),
    Attended.ABSENT: msg("ghi chủ trì vắng"),
}
SAID: dict[str, Message] = {
    Attended.PRESENT: msg("Có mặt"),
    Attended.SUBSTITUTE: msg("Chủ trì thay"),
    Attended.ABSENT: msg("Vắng"),
}


def check_in_chair(office: Office, actor: Actor, meeting_id: int, code: str) -> list[Problem]:
    """The chair is there, by the code on the wall; gives what stands in the way, see `checking_in.check_in`.

    :raises NotAllowed: for anybody else. :raises Refused: after the end, or once the minutes are signed.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.chairs(actor, meeting), "check in", meeting)
    live = lock_live(office, meeting_id)
    refuse_if(running_problems(ended=live.ended_at is not None, cancelled=is_cancelled(meeting)), NOT_DONE)
    refuse_signed(office, meeting_id)
    if problems := try_code(office, actor, live, code):
        return problems
    row = _chair_row(office, live)
    returns = row.left_at is not None and row.state == Attended.PRESENT
    points = points_at(office, meeting)
    place = place_of_code(live, points, code) or hall_of(points)
    _put_down(office, actor, live, row, state=Attended.PRESENT, name=actor.name, place=place)
    if returns:
        happened(office, actor, live, Kind.CAME_BACK, name=row.name)
    return []


def note_chair(
    office: Office, actor: Actor, meeting_id: int, state: str, *, name: str = "", post: str = "", reason: str = "",
    person_id: int | None = None,
) -> None:  # fmt: skip
    """Note that the chair is there or absent, or who presides instead and why; "" takes the note back.

    One of those who may chair is named by `person_id`, and signs the minutes then (O4); anybody else by name and post.
    Who presided instead until the chair came is not lost: the course, the journal and the minutes tell of them.

    :raises NotAllowed: :raises NotFound: where the meeting names no chair, or the person may not chair it.
    :raises Refused: where nobody is named, or two are.
    """
    live = running(office, actor, meeting_id)
    refuse_signed(office, meeting_id)
    chair = live.meeting.chair
    if chair is None:
        raise NotFound
    if not state:
        _take_out(office, actor, live, others_at(office, meeting_id).chair)
        return
    presider = _presider(office, live, person_id) if state == Attended.SUBSTITUTE and person_id else None
    refuse_if(presides_problems(state, name, chosen=presider is not None), NOT_DONE)
    if presider is not None:
        name, post = presider.name, presider.posts[0].title if presider.posts else ""
    who = chair.name if state == Attended.PRESENT else "" if state == Attended.ABSENT else name
    _put_down(
        office, actor, live, _chair_row(office, live), state=Attended(state), name=who, post=post, reason=reason,
        place="" if state == Attended.ABSENT else hall_of(points_at(office, live.meeting)),
        person_id=presider.id if presider else None,
    )  # fmt: skip
    if presider is not None and (minutes := minutes_of(office, meeting_id)):
        ask_signers(office, actor, minutes)


def add_uninvited(office: Office, actor: Actor, meeting_id: int, who: Uninvited, point: str = "") -> OtherAttendance:
    """Note somebody who turned up without being invited: presence only, no invitation, no vote, in no figure (M10).

    :raises NotAllowed: :raises Refused: naming everything that is missing.
    """
    live = running(office, actor, meeting_id)
    refuse_signed(office, meeting_id)
    there = [(one.name, one.unit) for one in others_at(office, meeting_id).uninvited]
    refuse_if(uninvited_problems(who, there), NOT_DONE)
    points = points_at(office, live.meeting)
    place = next((one.name for one in points if one.key == point), hall_of(points))
    row = OtherAttendance(
        meeting_id=meeting_id, state=Attended.PRESENT, name=_line(who.name), unit=_line(who.unit), post=_line(who.post),
        reason=_line(who.reason), place=place, noted_at=office.clock.now(), noted_by_id=actor.person_id,
    )  # fmt: skip
    office.session.add(row)
    live.version += 1
    text = msg("ghi %(name)s (%(unit)s) dự họp, không có trong giấy mời", name=row.name, unit=row.unit)
    audit.record(office, actor, "minutes_came", "meeting", meeting_id, text)
    return row


def remove_uninvited(office: Office, actor: Actor, meeting_id: int, other_id: int) -> None:
    """Take back the note on somebody who came uninvited. :raises NotAllowed: :raises NotFound: for the chair's."""
    live = running(office, actor, meeting_id)
    row = find_other(office, meeting_id, other_id)
    if row.chair_of is not None:
        raise NotFound
    _take_out(office, actor, live, row)


def _chair_row(office: Office, live: LiveMeeting) -> OtherAttendance:
    found = others_at(office, live.meeting_id).chair
    return found or OtherAttendance(meeting_id=live.meeting_id, chair_of=live.meeting_id, state=Attended.ABSENT)


def _presider(office: Office, live: LiveMeeting, person_id: int) -> Person:
    found = next((one for one in presiders(office, live.meeting) if one.id == person_id), None)
    if found is None:
        raise NotFound
    return found


def _put_down(
    office: Office, actor: Actor, live: LiveMeeting, row: OtherAttendance, *, state: Attended, name: str,
    post: str = "", reason: str = "", place: str = "", person_id: int | None = None,
) -> None:  # fmt: skip
    now, old = office.clock.now(), _said(row) if row.id else None
    instead = row.name if state == Attended.PRESENT and row.state == Attended.SUBSTITUTE else ""
    if state == Attended.PRESENT:
        earlier = row.reason if row.state == Attended.PRESENT else ""
        reason = presided_before(named_in(row), now) if instead else earlier
    row.person_id = person_id
    row.state, row.name, row.post, row.reason, row.place = state, _line(name), _line(post), _line(reason), place
    row.unit, row.left_at, row.noted_at, row.noted_by_id = "", None, now, actor.person_id
    office.session.add(row)
    live.version += 1
    if instead:
        happened(office, actor, live, Kind.PRESIDES, name=row.name, before=instead)
    text = Message(STATES[state].text, {"name": row.name})
    if old is not None and old != _said(row):
        text = msg("sửa phần chủ trì: %(old)s → %(new)s", old=old, new=_said(row))
    audit.record(office, actor, "minutes_came", "meeting", live.meeting_id, text)


def _said(row: OtherAttendance) -> Message:
    """How the chair was there, in words; of one who is, not who presided before, which the note before says."""
    why = "" if row.state == Attended.PRESENT else row.reason
    rest = "".join(f", {part}" for part in (row.name, row.post, why) if part)
    return msg("%(state)s%(rest)s", state=SAID[row.state], rest=rest)


def _take_out(office: Office, actor: Actor, live: LiveMeeting, row: OtherAttendance | None) -> None:
    if row is None:
        return
    live.version += 1
    text = msg("bỏ phần đã ghi về %(name)s", name=row.name or msg("chủ trì"))
    audit.record(office, actor, "minutes_came", "meeting", live.meeting_id, text)
    office.session.delete(row)


def _line(text: str) -> str:
    return " ".join(text.split())
