"""Use cases of whoever works on a part: take it up, hand it back, ask for more time, give an opinion, close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.documents.service import DocumentFacts, KeptFile, add_document, admit
from e_office.exchange.rules_status import State as Told
from e_office.handling import policy, reporting, rules
from e_office.handling.models import Assignment, Remark, TimeRequest
from e_office.handling.queries import get_assignment, get_entry, open_below
from e_office.handling.rules import OPEN, Part, RemarkKind, State
from e_office.notices.service import tell_person
from e_office.registry.models import IncomingEntry, OutgoingEntry
from e_office.registry.notation import normal_form

NOT_DONE = msg("Chưa ghi được")


def take_up(office: Office, actor: Actor, assignment_id: int) -> Assignment:
    """Accept a part (nhận việc); a part to know of is done with by that. A second time changes nothing."""
    row = get_assignment(office, actor, assignment_id, lock=True)
    require(policy.holds(actor, row), "take up", row)
    if row.state == State.IN_WORK and row.part != Part.KNOW:
        return row
    wanted = State.DONE if row.part == Part.KNOW else State.IN_WORK
    refuse_if(rules.step_problems(State(row.state), wanted), NOT_DONE)
    row.taken_at, row.taken_by_id = office.clock.now(), actor.person_id
    if wanted == State.DONE:
        _close(office, actor, row, State.DONE)
    else:
        row.state = wanted
        reporting.tell(office, actor, row.entry, Told.IN_WORK)
    audit.record(
        office, actor, "took_up", "document", row.entry.document_id, msg("nhận việc: %(part)s", part=row.part_label)
    )
    return row


def hand_back(office: Office, actor: Actor, assignment_id: int, reason: str) -> Assignment:
    """Give a part back with the reason; whoever gave it is told, and gives it anew (H7: not one's own task).

    :raises Refused: without a reason, or where somebody was quicker.
    """
    row = get_assignment(office, actor, assignment_id, lock=True)
    require(policy.may_work(actor, row), "hand back", row)
    refuse_if([*rules.step_problems(State(row.state), State.HANDED_BACK), *rules.reason_problems(reason)], NOT_DONE)
    row.result = reason.strip()
    _close(office, actor, row, State.HANDED_BACK)
    text = msg("%(name)s trả lại phần việc: %(reason)s", name=row.holder, reason=row.result)
    _tell_giver(office, row, "back", text)
    audit.record(office, actor, "handed_back", "document", row.entry.document_id, text)
    return row


def ask_time(office: Office, actor: Actor, assignment_id: int, wanted_on: date | None, reason: str) -> TimeRequest:
    """Ask for more time (xin gia hạn, D2); the day stays as it was until somebody agrees.

    :raises Refused: naming every problem, another open request among them.
    """
    row = get_assignment(office, actor, assignment_id, lock=True)
    require(policy.may_work(actor, row), "ask for time", row)
    problems = list(
        rules.more_time_problems(due_on=row.due_on, wanted_on=wanted_on, today=office.today(), reason=reason)
    )
    if any(request.agreed is None for request in row.requests):
        problems.append(Problem("asked_already", msg("Đang có đề nghị gia hạn chờ trả lời."), "wanted_on"))
    refuse_if(problems, msg("Chưa gửi đề nghị được"))
    assert wanted_on is not None
    request = TimeRequest(
        assignment_id=row.id, asked_by_id=actor.person_id, asked_at=office.clock.now(), due_before=row.due_on,
        wanted_on=wanted_on, reason=reason.strip(),
    )  # fmt: skip
    office.session.add(request)
    office.session.flush()  # the notice carries its id
    text = msg("%(name)s xin gia hạn đến %(day)s", name=row.holder, day=f"{wanted_on:%d/%m/%Y}")
    _tell_giver(office, row, f"time:{request.id}", text)
    audit.record(office, actor, "asked_time", "document", row.entry.document_id, text)
    return request


def close(
    office: Office, actor: Actor, assignment_id: int, *, answer_code: str, result: str, late_reason: str
) -> Assignment:
    """Close a part: answered by an outgoing document of the agency (ResponseFor), or with the reason why not.

    Closing the lead's part of the direction closes the document in the register: it leaves every desk.

    :raises Refused: naming every problem.
    """
    row = get_assignment(office, actor, assignment_id, lock=True)
    require(policy.may_work(actor, row), "close", row)
    answer = _answer(office, actor, row.entry, answer_code)
    problems = [
        *rules.step_problems(State(row.state), State.DONE),
        *rules.closing_problems(
            part=row.part, due_on=row.due_on, today=office.today(), result=result, answered=answer is not None,
            late_reason=late_reason, open_below=open_below(office, row),
        ),
    ]  # fmt: skip
    if answer_code.strip() and answer is None:
        text = msg("Không có văn bản đi số %(code)s trong sổ của cơ quan.", code=answer_code.strip())
        problems.append(Problem("answer_unknown", text, "answer_code"))
    refuse_if(problems, msg("Chưa kết thúc được"))
    row.result, row.late_reason = result.strip(), late_reason.strip()
    end(office, actor, row, answer, by_id=actor.person_id)
    return row


def end(office: Office, actor: Actor, row: Assignment, answer: Document | None, *, by_id: int | None) -> None:
    """Write a part down as done, and the document with it where the part was the lead's of the direction.

    The caller holds the row and has asked policy and rules; `by_id` is whose work it was.
    """
    row.answer_id = answer.id if answer else None
    row.state, row.closed_at, row.closed_by_id = State.DONE, office.clock.now(), by_id
    if row.parent_id is None and row.part == Part.LEAD:
        _close_entry(office, row)
        reporting.tell(office, actor, row.entry, Told.DONE)
    text = msg("kết thúc phần %(part)s", part=row.part_label)
    audit.record(office, actor, "closed", "document", row.entry.document_id, text)


def remark(
    office: Office,
    actor: Actor,
    entry_id: int,
    text: str,
    files: Sequence[KeptFile],
    *,
    kind: RemarkKind = RemarkKind.OPINION,
) -> Remark:
    """Give an opinion, with files where there are any; an objection is told at once to whoever gave the order (D3).

    :raises Refused: where there is no text.
    """
    entry = get_entry(office, actor, entry_id)
    require(policy.may_remark(actor, entry), "remark", entry)
    if not text.strip():
        refuse_if([Problem("empty", msg("Chưa ghi ý kiến."), "text")], NOT_DONE)
    row = Remark(
        entry_id=entry.id, person_id=actor.person_id, title=actor.post_title, at=office.clock.now(),
        text=text.strip(), kind=kind,
    )  # fmt: skip
    if files:
        row.document = _attached(office, actor, entry, row, files)
    office.session.add(row)
    if kind == RemarkKind.OBJECTION:
        _object(office, actor, entry, row)
    else:
        audit.record(office, actor, "remarked", "document", entry.document_id, msg("cho ý kiến xử lý"))
    return row


def _object(office: Office, actor: Actor, entry: IncomingEntry, row: Remark) -> None:
    """Report to everybody whose order is still open, and to who answers for it, that it is held to be unlawful."""
    office.session.flush()
    told = msg("%(name)s kiến nghị, chỉ đạo trái quy định: %(text)s", name=actor.name, text=row.text[:160])
    query = select(Assignment).where(Assignment.entry_id == entry.id, Assignment.state.in_(OPEN))
    for order in office.session.scalars(query):
        if order.given_by_id != actor.person_id:
            _tell_giver(office, order, f"objection:{row.id}", told)
    audit.record(office, actor, "objected", "document", entry.document_id, msg("kiến nghị về ý kiến chỉ đạo"))


def _attached(office: Office, actor: Actor, entry: IncomingEntry, row: Remark, files: Sequence[KeptFile]) -> Document:
    """An internal document of the agency that holds the files of an opinion: never sent, outside the ratio."""
    facts = DocumentFacts(
        owner_unit_id=entry.unit_id, type_code=entry.document.type_code, internal=True,
        issuer_unit_id=entry.unit_id, issuer_name=entry.unit.name,
        subject=str(msg("Kèm ý kiến về %(code)s: %(text)s", code=entry.document.code, text=row.text[:200])),
    )  # fmt: skip
    document = add_document(office, actor, facts, files, why="handling")
    given = office.session.scalars(
        select(Assignment).where(Assignment.entry_id == entry.id, Assignment.state.in_(OPEN))
    )
    persons = {one.person_id for one in given if one.person_id}
    admit(office, document, persons=persons, why="handling")
    return document


def _answer(office: Office, actor: Actor, entry: IncomingEntry, code: str) -> Document | None:
    """The agency's own outgoing document of this number and notation, the newest where several years have it."""
    if not code.strip():
        return None
    query = (
        select(Document)
        .join(OutgoingEntry, OutgoingEntry.document_id == Document.id)
        .where(OutgoingEntry.unit_id == entry.unit_id, visible_to(actor))
        .where(Document.code_key == normal_form(code.strip()))
        .order_by(OutgoingEntry.issued_at.desc())
    )
    return office.session.scalars(query).first()


def _close(office: Office, actor: Actor, row: Assignment, state: State) -> None:
    row.state, row.closed_at, row.closed_by_id = state, office.clock.now(), actor.person_id


def _close_entry(office: Office, lead: Assignment) -> None:
    """The document is done with; parts that were not finished by then are over with it."""
    entry, now = lead.entry, office.clock.now()
    entry.closed_at = entry.closed_at or now
    entry.late_reason = entry.late_reason or lead.late_reason
    query = select(Assignment).where(Assignment.entry_id == entry.id, Assignment.state.in_(OPEN))
    for row in office.session.scalars(query):
        row.state, row.closed_at = State.TAKEN_BACK, now


def _tell_giver(office: Office, row: Assignment, what: str, text: object) -> None:
    for person_id in {row.given_by_id, row.in_place_of_id} - {None}:
        tell_person(
            office, person_id or 0, key=f"assignment:{row.id}:{what}:{person_id}", kind="handling",
            document_id=row.entry.document_id, message=text,  # type: ignore[arg-type]
        )  # fmt: skip
