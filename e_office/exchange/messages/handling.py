"""What clerks do with messages of other systems: answer a recall or an update, send again, read again."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.service import touch
from e_office.exchange.copies import close_copy, strike_line
from e_office.exchange.edxml.facts import Business
from e_office.exchange.messages.answering import tell_sender
from e_office.exchange.messages.models import Direction, ExchangeMessage, MessageState
from e_office.exchange.messages.queries import arrival_of, get_message
from e_office.exchange.messages.sending import leave
from e_office.exchange.rules_status import State
from e_office.exchange.states import note_state
from e_office.registry.models import IncomingEntry

NOT_ANSWERED = msg("Chưa trả lời được")
SHORTEST_REASON = 10
"""Characters; what is refused to another agency is refused with words."""


def answer_request(office: Office, actor: Actor, message_id: int, *, agree: bool, reason: str) -> ExchangeMessage:
    """Tell the sender that its recall or update is agreed to (15) or refused (16), with words.

    The copy of an agency that agrees to a recall ends at once; the document leaves search with the last one (L-05).

    :raises NotFound: where it is not this clerk's; :raises Refused: where it was answered, or words are missing.
    """
    message = get_message(office, actor, message_id)
    reason = reason.strip()
    refuse_if(_answer_problems(message, agree, reason), NOT_ANSWERED)
    state = State.RECALL_AGREED if agree else State.RECALL_REFUSED
    message.state = MessageState.SETTLED
    tell_sender(office, message, state, note=reason, actor=actor)
    if message.document_id is not None:
        _note(office, actor, message, state, reason)
    if agree and message.business == Business.RECALL:
        _recall(office, actor, message)
    return message


def send_again(office: Office, actor: Actor, message_id: int) -> ExchangeMessage:
    """Give a message that could not be sent another round.

    :raises NotFound: where it is not this clerk's.
    """
    message = get_message(office, actor, message_id)
    problem = Problem("not_failed", msg("Thông điệp này không ở trạng thái không gửi được."))
    refuse_if([problem] if message.state != MessageState.FAILED else [], msg("Chưa gửi lại"))
    message.state, message.error, message.at = MessageState.WAITING, None, office.clock.now()
    leave(office, message)
    return message


def _answer_problems(message: ExchangeMessage, agree: bool, reason: str) -> list[Problem]:
    if message.state != MessageState.ASKED:
        return [Problem("answered", msg("Yêu cầu này đã được trả lời."))]
    if not agree and len(reason) < SHORTEST_REASON:
        return [Problem("reason_missing", msg("Từ chối thì phải ghi lý do, ít nhất 10 ký tự."), "reason")]
    return []


def _note(office: Office, actor: Actor, message: ExchangeMessage, state: State, reason: str) -> None:
    assert message.document_id is not None
    dispatch = arrival_of(office, message.document_id, message.unit_id or 0)
    if dispatch is not None:
        now = office.clock.now()
        note_state(office, dispatch, State.RECALLED, at=message.at, by=message.organ_name, message_id=message.id)
        note_state(office, dispatch, state, at=now, by=actor.name, note=reason, person_id=actor.person_id)
    told = msg("trả lời %(name)s: %(state)s", name=message.organ_name, state=str(state.label))
    audit.record(office, actor, "answered", "document", message.document_id, told)


def _recall(office: Office, actor: Actor, message: ExchangeMessage) -> None:
    document = office.session.get(Document, message.document_id) if message.document_id else None
    dispatch = arrival_of(office, document.id, message.unit_id or 0) if document else None
    if document is None or dispatch is None:
        return
    query = select(IncomingEntry).filter_by(unit_id=dispatch.unit_id, document_id=document.id)
    if entry := office.session.scalars(query).one_or_none():
        strike_line(office, entry, message.organ_name, str(message.head.get("reason", "")))
    close_copy(office, dispatch)
    told = msg("thu hồi theo yêu cầu của %(name)s", name=message.organ_name)
    audit.record(office, actor, "recalled", "document", document.id, told)
    asked = select(ExchangeMessage.id).filter_by(
        document_id=document.id, direction=Direction.IN, state=MessageState.ASKED, business=int(Business.RECALL)
    )
    office.session.flush()  # this message asks no more
    if office.session.scalar(asked.limit(1)) is None:
        document.recalled_at = office.clock.now()
        touch(office, document)
