"""Use cases of requests that were sent: give an absent agency another day, do without its answer, ask once more."""

from __future__ import annotations

from datetime import date

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.meetings.absent import policy, queries
from e_office.meetings.absent.models import AbsentAsk, AbsentChange
from e_office.meetings.absent.rules import change_problems, extending_problems
from e_office.meetings.facts import lock_meeting
from e_office.meetings.minutes.queries import minutes_of
from e_office.notices.service import tell_unit

NOT_CHANGED = msg("Chưa đổi được đề nghị trả lời")


def extend(office: Office, actor: Actor, ask_id: int, *, due_on: date | None, reason: str) -> AbsentAsk:
    """Give the agency another day; it is told, and reminded of that day as of the first one (O5).

    What was withdrawn is so asked once more.

    :raises NotFound: :raises NotAllowed: :raises Refused: naming every problem.
    """
    row = _locked(office, actor, ask_id)
    again = row.withdrawn_at is not None
    problems = extending_problems(due_on, before=None if again else row.due_on, today=office.today())
    refuse_if([*_problems(office, row, reason, anew=True), *problems], NOT_CHANGED)
    assert due_on is not None, "refused above"
    before, row.due_on, row.withdrawn_at = row.due_on, due_on, None
    day = f"{due_on:%d/%m/%Y}"
    if again:
        said = msg("Xin trả lời, hỏi lại, trước hết ngày %(day)s: %(purpose)s", day=day, purpose=row.meeting.purpose)
    else:
        said = msg("Lùi hạn trả lời sang hết ngày %(day)s: %(purpose)s", day=day, purpose=row.meeting.purpose)
    _note(office, actor, row, before, due_on, reason, said)
    told = {"unit": row.unit.name, "day": day, "reason": " ".join(reason.split())}
    if again:
        text = msg("hỏi lại %(unit)s, hạn trả lời ngày %(day)s: %(reason)s", **told)
    else:
        text = msg("lùi hạn trả lời của %(unit)s sang ngày %(day)s: %(reason)s", **told)
    audit.record(office, actor, "absent_extended", "meeting", row.meeting_id, text)
    return row


def withdraw(office: Office, actor: Actor, ask_id: int, *, reason: str) -> AbsentAsk:
    """Do without an answer; the agency is told, keeps the part it was sent, and is reminded no more.

    :raises NotFound: :raises NotAllowed: :raises Refused: naming every problem.
    """
    row = _locked(office, actor, ask_id)
    refuse_if(_problems(office, row, reason), NOT_CHANGED)
    row.withdrawn_at = office.clock.now()
    said = msg("Không cần trả lời về phần kết luận nữa: %(purpose)s", purpose=row.meeting.purpose)
    _note(office, actor, row, row.due_on, None, reason, said)
    text = msg("rút đề nghị %(unit)s trả lời: %(reason)s", unit=row.unit.name, reason=" ".join(reason.split()))
    audit.record(office, actor, "absent_withdrawn", "meeting", row.meeting_id, text)
    return row


def _locked(office: Office, actor: Actor, ask_id: int) -> AbsentAsk:
    row = queries.get_ask(office, actor, ask_id)
    meeting = lock_meeting(office, row.meeting_id)
    require(policy.may_change(actor, row, minutes_of(office, meeting.id)), "change what was asked", meeting)
    office.session.refresh(row)
    return row


def _problems(office: Office, row: AbsentAsk, reason: str, *, anew: bool = False) -> list[Problem]:
    return list(change_problems(standing=row.standing(office.today()), reason=reason, anew=anew))


def _note(
    office: Office, actor: Actor, row: AbsentAsk, before: date, due_on: date | None, reason: str, said: Message
) -> None:
    change = AbsentChange(
        ask=row, due_before=before, due_on=due_on, reason=" ".join(reason.split()), at=office.clock.now(),
        person_id=actor.person_id,
    )  # fmt: skip
    office.session.add(change)
    office.session.flush()  # its id is in the notice's key
    key = f"absent:{row.id}:change:{change.id}"
    tell_unit(office, row.unit_id, key=key, kind="absent", message=said, meeting_id=row.meeting_id)
