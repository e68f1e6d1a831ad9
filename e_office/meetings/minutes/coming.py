"""Who came to a meeting: noted in the minutes, at the live page and by code, every change of it in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, Problem, msg
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.queries import Answers
from e_office.meetings.answers.rules import Word
from e_office.meetings.minutes.models import Attendance, Attended
from e_office.meetings.minutes.rules_shown import Outcome, mark_of, settled
from e_office.meetings.models import Answer, Invitee, Meeting
from e_office.people.models import Person
from e_office.people.queries import get_person

STATES: dict[str, Message] = {
    Attended.PRESENT: msg("Có mặt"),
    Attended.SUBSTITUTE: msg("Dự thay"),
    Attended.ABSENT: msg("Vắng"),
}


@dataclass(frozen=True, kw_only=True)
class Came:
    """How an invitee was there, as the form says it."""

    state: Attended
    name: str = ""
    post: str = ""
    reason: str = ""
    place: str | None = None
    """Where they sat; None for where they are noted already."""


@dataclass(frozen=True)
class Shown:
    """What a form showed of an invitee, as marks: how it was filled in, and what was kept then; "" for nothing."""

    filled: str = ""
    kept: str = ""


def mark(came: Came | Attendance | None) -> str:
    """The mark of how an invitee was there; "" where nothing is noted."""
    if came is None:
        return ""
    return mark_of(came.state, came.name.strip(), came.post.strip(), " ".join(came.reason.split()))


def outcome(came: Came, shown: Shown | None, row: Attendance | None) -> Outcome:
    """What becomes of a row that was sent; without what was shown it is written as it is."""
    now = mark(row)
    shown = shown or Shown(kept=now)
    return settled(mark(came), filled=shown.filled, kept=shown.kept, now=now)


def row_problems(office: Office, invitee: Invitee, came: Came, found: Outcome, row: Attendance | None) -> list[Problem]:
    """What keeps a row from being written: a substitute without a name (M5), or somebody else's word on it."""
    problems, field = [], f"name-{invitee.id}"
    if found != Outcome.LEAVE and came.state == Attended.SUBSTITUTE and not came.name.strip():
        text = msg("Chưa ghi tên người dự thay của %(unit)s.", unit=invitee.unit.name)
        problems.append(Problem("no_name", text, field))
    if found == Outcome.BOTH:
        cure = msg("Dòng bạn ghi vẫn ở trên trang: xem lại rồi lưu lần nữa để thay.")
        text = msg("%(unit)s: người khác vừa bỏ phần đã ghi.", unit=invitee.unit.name)
        if row is not None:
            name = get_person(office, row.noted_by_id).name
            text = msg("%(unit)s: %(name)s vừa ghi “%(now)s”.", unit=invitee.unit.name, name=name, now=said(row))
        problems.append(Problem("meanwhile", text, field, cure))
    return problems


def said(came: Came | Attendance) -> Message:
    """How somebody was there, in words."""
    return msg("%(state)s%(rest)s", state=STATES[came.state], rest="".join(f", {part}" for part in _rest(came)))


def put_down(office: Office, actor: Actor, invitee: Invitee, came: Came, row: Attendance | None) -> Attendance:
    """Keep how an invitee was there: in the row it has, or in its first; the caller has locked the meeting."""
    moved = row is not None and came.place is not None and row.place not in {"", came.place}
    if row is not None and (moved or mark(row) != mark(came)):
        _record(office, actor, invitee, row, said(came))
    row = row or Attendance(meeting_id=invitee.meeting_id, invitee_id=invitee.id, place="")
    row.state, row.name, row.post = came.state, came.name.strip(), came.post.strip()
    row.reason = " ".join(came.reason.split())
    row.place = row.place if came.place is None else came.place
    if came.state == Attended.ABSENT:
        row.place, row.left_at = "", None
    row.noted_at, row.noted_by_id = office.clock.now(), actor.person_id
    office.session.add(row)
    office.session.flush()
    return row


def take_out(office: Office, actor: Actor, invitee: Invitee, row: Attendance) -> None:
    """Take the note on an invitee back; the caller has locked the meeting."""
    _record(office, actor, invitee, row, msg("chưa ghi"))
    office.session.delete(row)


def expected(meeting: Meeting, answers: Answers) -> Mapping[int, Came]:
    """What the answers let expect, by invitee id: for a form nobody has filled in yet.

    A substitute is filled in whether the chair agreed or not (M5): `word_on` says which.
    """
    found = {}
    for invitee in meeting.invitees:
        if invitee.answer == Answer.ATTEND:
            named = answers.attenders.get(invitee.id)
            post = _post_in(named.person, invitee) if named else ""
            found[invitee.id] = Came(state=Attended.PRESENT, name=named.person.name if named else "", post=post)
        elif invitee.answer == Answer.ABSENT:
            found[invitee.id] = Came(state=Attended.ABSENT, reason=invitee.answer_reason)
        elif invitee.answer == Answer.SUBSTITUTE and (one := answers.substitutes.get(invitee.id)):
            found[invitee.id] = Came(state=Attended.SUBSTITUTE, name=one.name, post=one.post, reason=one.reason)
    return found


def word_on(came: Came | Attendance | None, named: Substitute | None) -> Message | None:
    """The chair's word on the substitute who came (M5); None for who is no substitute.

    It is a word on one person: whoever else comes in the same seat has none.
    """
    if came is None or came.state != Attended.SUBSTITUTE:
        return None
    same = named is not None and _folded(named.name) == _folded(came.name)
    if named is not None and same and named.state == Word.APPROVED:
        return msg("chủ trì đồng ý")
    return msg("chủ trì chưa đồng ý")


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _post_in(person: Person, invitee: Invitee) -> str:
    """The title of a person in the unit invited, else that of the first post."""
    titles = [post.title for post in sorted(person.posts, key=lambda post: post.unit_id != invitee.unit_id)]
    return titles[0] if titles else ""


def _record(office: Office, actor: Actor, invitee: Invitee, row: Attendance, new: Message) -> None:
    name = invitee.person.name if invitee.person else invitee.unit.name
    text = msg("sửa thành phần, %(unit)s: %(old)s → %(new)s", unit=name, old=said(row), new=new)
    audit.record(office, actor, "minutes_came", "meeting", invitee.meeting_id, text)


def _rest(came: Came | Attendance) -> list[str]:
    return [part for part in (came.name.strip(), came.post.strip(), " ".join(came.reason.split()), came.place) if part]
