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
from e_office.meetings.minutes.coming import Came, Shown, outcome, put_down, row_problems
from e_office.meetings.minutes.heading import Head, head_changes, head_of, head_settled, marks_of
from e_office.meetings.minutes.models import (
    Minutes,
    MinutesPart,
    MinutesRevision,
    MinutesState,
    PartKey,
)
from e_office.meetings.minutes.queries import attended, minutes_of, presided_by, revision
from e_office.meetings.minutes.rules import part_problems, time_problems
from e_office.meetings.minutes.rules_merge import Drawn, merge
from e_office.meetings.minutes.rules_shown import Outcome
from e_office.meetings.models import Meeting, MeetingState
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
    shown: Mapping[str, str] | None = None,
) -> Minutes:
    """Keep who writes the minutes, and when the meeting began and ended (aware instants); both may be missing yet.

    With what the form had `shown` (`heading.marks_of`) only what its sender changed is written; the journal keeps the
    old beside the new.

    :raises NotAllowed: :raises Refused: naming every problem, what somebody else changed meanwhile among them.
    """
    meeting, minutes = _writable(office, actor, meeting_id)
    now = head_of(minutes)
    sent = Head(secretary_id or minutes.secretary_id, started_at, ended_at)
    new, problems = head_settled(office, sent, shown or marks_of(now), now)
    found = time_problems(new.started_at, new.ended_at, office.clock.now())
    problems += [problem for problem in found if problem.code not in {"no_start", "no_end"}]
    presides = presided_by(office, meeting)
    if new.secretary_id in {meeting.chair_id, presides.id if presides else None}:
        problems.append(Problem("one_person", msg("Chủ trì không làm thư ký cho cuộc họp của mình."), "secretary"))
    refuse_if(problems, NOT_SAVED)
    for verb, text in head_changes(office, now, new):
        audit.record(office, actor, verb, "meeting", meeting.id, text)
    person = get_person(office, new.secretary_id)
    minutes.secretary, minutes.secretary_title = person, person.posts[0].title if person.posts else ""
    minutes.started_at, minutes.ended_at = new.started_at, new.ended_at
    office.session.flush()
    return minutes


def note_attendance(
    office: Office,
    actor: Actor,
    meeting_id: int,
    rows: Mapping[int, Came],
    shown: Mapping[int, Shown] | None = None,
) -> None:
    """Note who was there, by invitee id; a substitute and an absence say more (M4, M5).

    With what the form had `shown` a row that its sender did not change is left as others have noted it meanwhile. The
    journal keeps every change.

    :raises NotAllowed: :raises Refused: where a substitute has no name, and naming rows that somebody else changed
        meanwhile as well; an unknown invitee is left out.
    """
    meeting, _minutes = _writable(office, actor, meeting_id)
    kept, seats = attended(office, meeting.id), [one for one in meeting.invitees if one.id in rows]
    found = {
        one.id: outcome(rows[one.id], None if shown is None else shown.get(one.id, Shown()), kept.get(one.id))
        for one in seats
    }
    refuse_if(
        (
            problem
            for one in seats
            for problem in row_problems(office, one, rows[one.id], found[one.id], kept.get(one.id))
        ),
        NOT_SAVED,
    )
    written = [one for one in seats if found[one.id] == Outcome.WRITE]
    for invitee in written:
        put_down(office, actor, invitee, rows[invitee.id], kept.get(invitee.id))
    if first := sum(one.id not in kept for one in written):
        text = msg("ghi thành phần dự họp: %(n)s nơi", n=first)
        audit.record(office, actor, "minutes_came", "meeting", meeting.id, text)
    if written:
        touch(office, meeting.id)


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
