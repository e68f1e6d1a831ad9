"""Writing minutes: several people at once, every text kept, nobody's words lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.meetings.facts import lock_meeting
from e_office.meetings.live.noting import note_when_begun, touch
from e_office.meetings.minutes import policy
from e_office.meetings.minutes.models import (
    Attendance,
    Attended,
    Minutes,
    MinutesPart,
    MinutesRevision,
    MinutesState,
    PartKey,
)
from e_office.meetings.minutes.queries import attended, minutes_of, revision
from e_office.meetings.minutes.rules import part_problems, time_problems
from e_office.meetings.minutes.rules_merge import Drawn, merge
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState
from e_office.people.queries import get_person

NOT_SAVED = msg("Chưa lưu được")
PARTS: dict[str, Message] = {
    PartKey.COURSE: msg("Diễn biến cuộc họp"),
    PartKey.OPINIONS: msg("Ý kiến"),
    PartKey.VOTES: msg("Biểu quyết"),
    PartKey.CONCLUSION: msg("Kết luận"),
}


@dataclass(frozen=True)
class Saved:
    """What became of a text that was sent, and whether others' words are in it as well.

    `base` and `drawn` say what the page shows from now on: the next text that is sent grew out of that.
    """

    part: MinutesPart
    base: int
    drawn: Drawn
    merged: bool = False
    touching: bool = False


@dataclass(frozen=True, kw_only=True)
class Came:
    """How an invitee was there, as the form says it."""

    state: Attended
    name: str = ""
    post: str = ""
    reason: str = ""


def begin(office: Office, actor: Actor, meeting_id: int) -> Minutes:
    """Begin the minutes of a meeting, with the actor as its secretary; a second call gives the first one's.

    :raises NotAllowed: :raises Refused: before the invitation is issued, and for a meeting that was called off.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_write(actor, meeting), "write minutes", meeting)
    if found := minutes_of(office, meeting_id):
        return found
    if meeting.state != MeetingState.ISSUED:
        text = msg("Chỉ cuộc họp đã phát hành giấy mời và không bị hủy mới có biên bản.")
        refuse_if([Problem("not_issued", text)], NOT_SAVED)
    person = get_person(office, actor.person_id)
    minutes = Minutes(
        meeting=meeting,
        secretary=person,
        secretary_title=person.posts[0].title if person.posts else "",
        started_at=meeting.starts_at,
        created_at=office.clock.now(),
        created_by_id=actor.person_id,
        parts=[MinutesPart(key=key) for key in PartKey],
    )
    office.session.add(minutes)
    office.session.flush()
    audit.record(office, actor, "minutes_begun", "meeting", meeting.id, msg("bắt đầu ghi biên bản"))
    note_when_begun(office, meeting.id)
    return minutes


def save_part(
    office: Office, actor: Actor, meeting_id: int, key: str, text: str, base: int, drawn: Drawn = Drawn.TYPED
) -> Saved:
    """Keep what somebody typed into a part; `base` is the revision their page showed, 0 for the empty part.

    Where others saved meanwhile both are brought together (`rules_merge`); what was typed is kept as it came, too.
    A page that was drawn anew shows the common text of its revision, one that is typed on what was typed: `drawn`.
    Only so is a line that is missing one that was deleted. Sent again a text changes nothing.

    :raises NotAllowed: :raises Refused: where somebody has signed already, or the part is too long.
    """
    _meeting, minutes = _writable(office, actor, meeting_id)
    text = "\n".join(line.rstrip() for line in text.splitlines()).rstrip()
    refuse_if(part_problems(text, PARTS[key]), NOT_SAVED)
    part, before = minutes.part(key), ""
    if base and (shown := revision(office, part, base)):
        before = shown.text if drawn == Drawn.TEXT else shown.typed
    if text == before:
        return Saved(part, base, drawn, merged=part.revision != base)
    merged = merge(before, text, part.text)
    part.text, part.revision = merged.text, part.revision + 1
    office.session.add(
        MinutesRevision(
            part_id=part.id,
            number=part.revision,
            text=merged.text,
            typed=text,
            at=office.clock.now(),
            author_id=actor.person_id,
        )
    )
    office.session.flush()
    return Saved(part, part.revision, Drawn.TYPED, merged=merged.text != text, touching=merged.touching)


def save_head(
    office: Office,
    actor: Actor,
    meeting_id: int,
    *,
    secretary_id: int | None,
    started_at: datetime | None,
    ended_at: datetime | None,
) -> Minutes:
    """Keep who writes the minutes, and when the meeting began and ended (aware instants); both may be missing yet.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    meeting, minutes = _writable(office, actor, meeting_id)
    found = time_problems(started_at, ended_at, office.clock.now())
    problems = [problem for problem in found if problem.code not in {"no_start", "no_end"}]
    person = get_person(office, secretary_id) if secretary_id else minutes.secretary
    if person.id == meeting.chair_id:
        problems.append(Problem("one_person", msg("Chủ trì không làm thư ký cho cuộc họp của mình."), "secretary"))
    refuse_if(problems, NOT_SAVED)
    if person.id != minutes.secretary_id:
        said = msg("giao %(name)s làm thư ký", name=person.name)
        audit.record(office, actor, "minutes_secretary", "meeting", meeting.id, said)
    minutes.secretary, minutes.secretary_title = person, person.posts[0].title if person.posts else ""
    minutes.started_at, minutes.ended_at = started_at, ended_at
    office.session.flush()
    return minutes


def note_attendance(office: Office, actor: Actor, meeting_id: int, rows: Mapping[int, Came]) -> None:
    """Note who was there, by invitee id; a substitute and an absence say more (M4, M5).

    :raises NotAllowed: :raises Refused: where a substitute has no name; an unknown invitee is left out.
    """
    meeting, _minutes = _writable(office, actor, meeting_id)
    problems = []
    for invitee in meeting.invitees:
        came = rows.get(invitee.id)
        if came and came.state == Attended.SUBSTITUTE and not came.name.strip():
            text = msg("Chưa ghi tên người dự thay của %(unit)s.", unit=invitee.unit.name)
            problems.append(Problem("no_name", text, f"name-{invitee.id}"))
    refuse_if(problems, NOT_SAVED)
    kept = attended(office, meeting.id)
    for invitee in meeting.invitees:
        if came := rows.get(invitee.id):
            put_down(office, actor, invitee, came, kept.get(invitee.id))
    touch(office, meeting.id)


def put_down(office: Office, actor: Actor, invitee: Invitee, came: Came, row: Attendance | None) -> Attendance:
    """Keep how an invitee was there: in the row it has, or in its first; the caller has locked the meeting."""
    row = row or Attendance(meeting_id=invitee.meeting_id, invitee_id=invitee.id)
    row.state, row.name, row.post = came.state, came.name.strip(), came.post.strip()
    row.reason = " ".join(came.reason.split())
    row.noted_at, row.noted_by_id = office.clock.now(), actor.person_id
    office.session.add(row)
    office.session.flush()
    return row


def expected(meeting: Meeting) -> dict[int, Came]:
    """What the answers let expect, by invitee id: for a form nobody has filled in yet."""
    found = {}
    for invitee in meeting.invitees:
        if invitee.answer == Answer.ATTEND:
            found[invitee.id] = Came(state=Attended.PRESENT)
        elif invitee.answer == Answer.ABSENT:
            found[invitee.id] = Came(state=Attended.ABSENT, reason=invitee.answer_reason)
    return found


def _writable(office: Office, actor: Actor, meeting_id: int) -> tuple[Meeting, Minutes]:
    """The meeting, locked, and its minutes; a change of circulated ones is seen by everybody, unsigned as they are."""
    meeting = lock_meeting(office, meeting_id)
    minutes = minutes_of(office, meeting_id) or begin(office, actor, meeting_id)
    require(policy.may_write(actor, meeting, minutes), "write minutes", meeting)
    if minutes.state == MinutesState.SIGNED:
        cure = msg("Lập phụ lục sửa biên bản.")
        refuse_if([Problem("signed", msg("Biên bản đã có đủ hai chữ ký, không sửa được nữa."), cure=cure)], NOT_SAVED)
    if any(one.annex == 0 for one in minutes.signatures):
        name = minutes.signatures[0].person.name
        cure = msg("Người đã ký rút chữ ký thì sửa được.")
        refuse_if([Problem("half_signed", msg("%(name)s đã ký biên bản này.", name=name), cure=cure)], NOT_SAVED)
    return meeting, minutes
