"""Use cases of absent agencies: send them their part and ask for an answer by a day; answer in writing (O5, O6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.service import KeptFile, admit
from e_office.meetings.absent import jobs, policy, queries
from e_office.meetings.absent.models import AbsentAnswer, AbsentAsk
from e_office.meetings.absent.rules import STANCES, answer_problems, asking_problems, ready_problems
from e_office.meetings.evidence import keep_evidence, outgoing_of
from e_office.meetings.facts import lock_meeting
from e_office.meetings.minutes.models import MinutesState
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.models import Meeting
from e_office.meetings.telling import mailbox_unit
from e_office.notices.service import mail_unit, message_id_for, tell_person, tell_unit
from e_office.people.models import Unit
from e_office.submissions.rules_opinions import Answer

NOT_SENT = msg("Chưa gửi được")
NOT_ANSWERED = msg("Chưa trả lời được")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form says: unit id -> keys of the parts that concern it, and the day, the same for all."""

    parts: Mapping[int, Collection[str]]
    due_on: date | None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerFacts:
    """An answer as it was typed; `code` is the number and notation of the agency's own outgoing document."""

    stance: Answer | None = None
    words: str = ""
    code: str = ""


def ask(office: Office, actor: Actor, meeting_id: int, asked: Asked) -> list[AbsentAsk]:
    """Send absent agencies the part that concerns them, on the desk and to the mailbox, and ask for an answer (O5).

    Whether silence may be consent (O7) says the invitation alone: nobody turns an ordinary meeting into a conference
    that took opinions on a scheme after it was held.

    :raises NotAllowed: :raises Refused: naming every problem of every agency, with nothing sent.
    """
    meeting = lock_meeting(office, meeting_id)
    written = minutes_of(office, meeting_id)
    require(policy.may_ask(actor, meeting, written), "ask absent", meeting)
    concluded = meeting.conclusion is not None and meeting.conclusion.issued_at is not None
    signed = written is not None and written.state == MinutesState.SIGNED
    absent = {unit.id: unit for unit in queries.absent_agencies(office, meeting)}
    before = {row.unit_id for row in queries.asks_of(office, meeting_id)}
    known = {part.key: part for part in queries.parts_of(office, meeting, written)}
    problems = list(ready_problems(signed=signed, concluded=concluded))
    if not asked.parts:
        problems.append(Problem("nobody", msg("Chưa chọn cơ quan nào."), "units"))
    for unit_id, keys in asked.parts.items():
        name = absent[unit_id].name if unit_id in absent else str(unit_id)
        problems += asking_problems(
            unit=name, absent=unit_id in absent, asked=unit_id in before, due_on=asked.due_on, today=office.today(),
            parts=sum(key in known for key in keys),
        )  # fmt: skip
    refuse_if({(one.code, str(one.message)): one for one in problems}.values(), NOT_SENT)
    made = []
    for unit_id, keys in asked.parts.items():
        chosen = [part for part in known.values() if part.key in keys]
        parts = [{"key": one.key, "title": one.title, "text": one.text} for one in chosen]
        row = AbsentAsk(
            meeting=meeting, unit=absent[unit_id], parts=parts, due_on=asked.due_on, consultation=meeting.consults,
            words=asked.words.strip()[:2000], asked_at=office.clock.now(), asked_by_id=actor.person_id, answers=[],
        )  # fmt: skip
        office.session.add(row)
        office.session.flush()
        _send(office, actor, row)
        made.append(row)
    return made


def note_opened(office: Office, actor: Actor, ask_id: int) -> None:
    """Note that the agency has received it: the first deliberate look of somebody who answers for it (O8)."""
    row = queries.get_ask(office, actor, ask_id)
    if row.opened_at is None and policy.may_answer(actor, row):
        row.opened_at, row.opened_by_id = office.clock.now(), actor.person_id


def answer(
    office: Office, actor: Actor, ask_id: int, facts: AnswerFacts, files: Sequence[KeptFile] = ()
) -> AbsentAnswer:
    """Answer in writing for one's agency (O6); after the day too, it then bears that it came late (O7).

    :raises NotFound: :raises NotAllowed: :raises Refused: naming every problem.
    """
    row = queries.get_ask(office, actor, ask_id)
    meeting = lock_meeting(office, row.meeting_id)
    require(policy.may_answer(actor, row), "answer", meeting)
    office.session.refresh(row)
    numbered = outgoing_of(office, actor, facts.code)
    stance = facts.stance if facts.stance in STANCES else None
    problems = answer_problems(
        stance=stance, words=facts.words, has_file=bool(files), code=facts.code, code_known=numbered is not None
    )
    refuse_if(problems, NOT_ANSWERED)
    readers = {meeting.unit_id, meeting.preparing_unit_id or meeting.unit_id}
    subject = f"Văn bản trả lời của {row.unit.name} về kết luận {meeting.purpose}"
    kept = keep_evidence(office, actor, row.unit, subject, files, readers)
    if numbered is not None:
        admit(office, numbered, units=readers, why="evidence")
    made = AbsentAnswer(
        ask=row, stance=stance, words=facts.words.strip(), numbered=numbered, files=kept, at=office.clock.now(),
        person_id=actor.person_id,
    )  # fmt: skip
    office.session.add(made)
    office.session.flush()
    if row.opened_at is None:
        row.opened_at, row.opened_by_id = made.at, actor.person_id
    audit.record(office, actor, "absent_answer", "meeting", meeting.id, msg("trả lời về phần kết luận liên quan"))
    _tell_asker(office, meeting, row, made)
    return made


def _send(office: Office, actor: Actor, row: AbsentAsk) -> None:
    meeting, unit = row.meeting, row.unit
    said = msg(
        "Phần kết luận liên quan, xin trả lời bằng văn bản trước hết ngày %(day)s: %(purpose)s",
        day=f"{row.due_on:%d/%m/%Y}", purpose=meeting.purpose,
    )  # fmt: skip
    tell_unit(office, unit.id, key=f"absent:{row.id}:asked", kind="absent", message=said, meeting_id=meeting.id)
    box: Unit = mailbox_unit(unit)
    mail_unit(
        office, box.id, job=jobs.send_ask, template="absent_part", meeting_id=meeting.id, ask_id=row.id,
        message_id=message_id_for(office, "absent", row.id),
    )  # fmt: skip
    what = msg("gửi %(unit)s phần kết luận liên quan", unit=unit.name)
    audit.record(office, actor, "absent_ask", "meeting", meeting.id, what)


def _tell_asker(office: Office, meeting: Meeting, row: AbsentAsk, made: AbsentAnswer) -> None:
    said = msg("%(unit)s trả lời về kết luận: %(purpose)s", unit=row.unit.name, purpose=meeting.purpose)
    for person_id in {row.asked_by_id, meeting.created_by_id} - {None}:
        key = f"absent:{row.id}:answered:{made.id}:p{person_id}"
        tell_person(office, person_id, key=key, kind="absent", message=said, meeting_id=meeting.id)  # type: ignore[arg-type]
