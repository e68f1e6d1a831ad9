"""What an issued answer does to the handling of what it answers: ends it, asks whether it is all, opens it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, msg, refuse_if
from e_office.documents.models import Document
from e_office.exchange.changed import follows_change
from e_office.exchange.rules_status import State as Told
from e_office.handling import policy, reporting, rules, rules_reply
from e_office.handling.models import Assignment, Reply
from e_office.handling.queries import get_reply, open_below
from e_office.handling.reminding import remind_later
from e_office.handling.rules import OPEN, Part, State
from e_office.handling.rules_reply import Open
from e_office.handling.working import end
from e_office.notices.service import tell_person, tell_unit
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry

NOT_ENDED = msg("Chưa kết thúc được")


def answer(
    office: Office, actor: Actor, entry: IncomingEntry, document: Document, *, unit: Unit, person_id: int
) -> Reply:
    """Note that `document`, drafted by a person of `unit`, was issued in answer to an incoming one (ResponseFor).

    The part of whoever answered ends by itself, and the unit's above it; where others still work on the document,
    or it is late, its holder is asked "đã trả lời đủ?". The caller has issued the document and asked its own policy.
    """
    office.session.refresh(entry, with_for_update=True)
    there = office.session.scalars(select(Reply).filter_by(entry_id=entry.id, document_id=document.id)).first()
    if there is not None:  # it came in the place of an answer, and took over what that one had ended
        return there
    reply = Reply(entry_id=entry.id, document_id=document.id, noted_at=office.clock.now())
    office.session.add(reply)
    if entry.closed_at is None and entry.recalled_at is None:
        _end_or_ask(office, actor, entry, reply, document, _upwards(unit), person_id)
    office.session.flush()  # the slip and the register name it from now on
    return reply


def enough(office: Office, actor: Actor, reply_id: int) -> Assignment:
    """The holder says that the answer was all (đã trả lời đủ): the part ends with it.

    :raises NotFound: for anybody else; :raises Refused: where it is late and nobody said why, or work below is open.
    """
    reply, row = get_reply(office, actor, reply_id)
    require(policy.may_work(actor, row), "close", row)
    problems = rules.closing_problems(
        part=Part(row.part), due_on=row.due_on, today=office.today(), result="", answered=True,
        late_reason="", open_below=open_below(office, row),
    )  # fmt: skip
    refuse_if(problems, NOT_ENDED)
    reply.enough = True
    end(office, actor, row, reply.document, by_id=actor.person_id)
    return row


def not_enough(office: Office, actor: Actor, reply_id: int) -> Assignment:
    """The holder says that more is to come: the part stays open, the answer stays named. :raises NotFound:"""
    reply, row = get_reply(office, actor, reply_id)
    require(policy.may_work(actor, row), "keep open", row)
    reply.enough = False
    text = msg("%(code)s chưa trả lời đủ, còn xử lý tiếp", code=reply.document.code)
    audit.record(office, actor, "answered", "document", row.entry.document_id, text)
    return row


@follows_change
def follow(office: Office, actor: Actor, document: Document, successor: Document | None) -> None:
    """An answer that is recalled opens again what it had ended; what takes its place answers in its stead.

    The sender of what was answered heard that all was done (06) and hears nothing back: no state goes backwards.
    """
    replies = office.session.scalars(select(Reply).filter_by(document_id=document.id).with_for_update()).all()
    query = select(Assignment).filter_by(answer_id=document.id, state=State.DONE).order_by(Assignment.id)
    rows = office.session.scalars(query.with_for_update()).all()
    if successor is not None:
        for one in (*replies, *rows):
            _take_over(one, successor)
        return
    ended = {row.entry_id: row.entry for row in rows}
    whole = {row.entry_id for row in rows if row.parent_id is None and row.part == Part.LEAD}
    alone = {one.entry_id: one.entry for one in replies if one.enough and one.assignment_id is None}
    for entry in (ended | alone).values():
        if entry.recalled_at is None and (entry.closed_at is None or entry.id in whole | set(alone)):
            _open_again(office, actor, entry, document)


def _take_over(one: Reply | Assignment, successor: Document) -> None:
    if isinstance(one, Reply):
        one.document_id = successor.id
    else:
        one.answer_id = successor.id


def _upwards(unit: Unit | None) -> list[int]:
    """The unit and those above it within its agency, nearest first."""
    found: list[int] = []
    while unit is not None and unit.id not in found:
        found.append(unit.id)
        unit = None if unit.is_agency else unit.parent
    return found


def _end_or_ask(
    office: Office, actor: Actor, entry: IncomingEntry, reply: Reply, answer: Document, units: Sequence[int], who: int
) -> None:
    rows = {row.id: row for row in _parts(office, entry) if row.state in OPEN and row.part != Part.KNOW}
    if not rows:
        return _end_undirected(office, actor, entry, reply, answer, units, who)
    own = rules_reply.own_part(_facts(rows.values()), units=units, person_id=who)
    if own is None:
        lead = next((row for row in rows.values() if row.part == Part.LEAD and row.parent_id is None), None)
        return _ask(office, reply, lead or next(iter(rows.values())), answer)
    while own is not None:
        row, facts = rows[own], _facts(rows.values())
        reply.assignment_id = row.id
        if not rules_reply.ends_by_itself(facts, row.id, due_on=row.due_on, today=office.today()):
            return _ask(office, reply, row, answer)
        end(office, actor, row, answer, by_id=who)
        del rows[own]
        own = row.parent_id if row.parent_id in rows else None
    reply.enough = True
    return None


def _end_undirected(
    office: Office, actor: Actor, entry: IncomingEntry, reply: Reply, answer: Document, units: Sequence[int], who: int
) -> None:
    """Nobody has directed: the document is done with where its handler in the register answered, in time."""
    handler = (entry.handler_unit_id, entry.handler_id)
    if rules_reply.ends_undirected([handler], units=units, person_id=who, due_on=entry.due_on, today=office.today()):
        entry.closed_at, reply.enough = office.clock.now(), True
        reporting.tell(office, actor, entry, Told.DONE)
        return
    text = msg("Đã trả lời số đến %(number)s bằng %(code)s. Đã trả lời đủ?", number=entry.number, code=answer.code)
    _tell(office, entry, f"reply:{entry.id}:{answer.id}", entry.handler_id or who, None, text)


def _ask(office: Office, reply: Reply, row: Assignment, answer: Document) -> None:
    reply.assignment_id = row.id
    number = row.entry.number
    text = msg("Đã trả lời số đến %(number)s bằng %(code)s. Đã trả lời đủ?", number=number, code=answer.code)
    _tell(office, row.entry, f"reply:{row.entry_id}:{answer.id}", row.person_id, row.unit_id, text)


def _open_again(office: Office, actor: Actor, entry: IncomingEntry, answer: Document) -> None:
    """Put back everything that ended with the answer, and what was over with the document at that moment."""
    text = msg(
        "Văn bản trả lời %(code)s đã thu hồi: số đến %(number)s xử lý lại", code=answer.code, number=entry.number
    )
    going = {None}
    for row in _parts(office, entry):  # what was passed on comes after what it was passed on of
        ended = row.answer_id == answer.id or row.state != State.DONE
        state = rules_reply.reopened(
            State(row.state), taken=row.taken_at is not None, closed_at=row.closed_at, over_at=entry.closed_at
        )
        if state is not None and ended and row.parent_id in going:
            row.state, row.closed_at, row.closed_by_id = state, None, None
            row.answer_id, row.late_reason = None, ""
            remind_later(office, row)
            _tell(office, entry, f"reopened:{answer.id}:{row.id}", row.person_id, row.unit_id, text)
        if row.state in OPEN:
            going.add(row.id)
    entry.closed_at, entry.late_reason = None, ""
    audit.record(office, actor, "reopened", "document", entry.document_id, text)


def _parts(office: Office, entry: IncomingEntry) -> Sequence[Assignment]:
    query = select(Assignment).filter_by(entry_id=entry.id).order_by(Assignment.id)
    return office.session.scalars(query.with_for_update()).all()


def _facts(rows: Iterable[Assignment]) -> list[Open]:
    return [
        Open(
            id=row.id, parent_id=row.parent_id, part=Part(row.part), unit_id=row.unit_id, person_id=row.person_id
        )
        for row in rows
    ]  # fmt: skip


def _tell(
    office: Office, entry: IncomingEntry, key: str, person_id: int | None, unit_id: int | None, text: Message
) -> None:
    document_id = entry.document_id
    if person_id is not None:
        tell_person(office, person_id, key=key, kind="handling", document_id=document_id, message=text)
    elif unit_id is not None:
        tell_unit(office, unit_id, key=key, kind="handling", document_id=document_id, message=text)
