"""The recipient's side of recall, update and replacement: the answer, and what becomes of the copy and its line."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.service import admit, touch
from e_office.exchange import policy
from e_office.exchange.changing.models import DocumentChange
from e_office.exchange.copies import close_copy, readers_through, strike_line
from e_office.exchange.messages.progress import report
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.exchange.rules_change import answer_problems
from e_office.exchange.rules_status import State
from e_office.exchange.service import deliver
from e_office.exchange.states import note_state
from e_office.notices.service import tell_unit
from e_office.registry.models import IncomingEntry

NOT_ANSWERED = msg("Chưa trả lời được")


def answer(office: Office, actor: Actor, dispatch_id: int, *, agree: bool, reason: str) -> Dispatch:
    """Agree (15) to what the sender of a registered document asks, or refuse (16) with words.

    :raises NotFound: where it is not this clerk's; :raises Refused: where nothing is asked, or words are missing.
    """
    dispatch = office.session.get(Dispatch, dispatch_id, with_for_update=True)
    if dispatch is None or not policy.may_receive(actor, dispatch) or dispatch.message_id is not None:
        raise NotFound
    change = office.session.get(DocumentChange, dispatch.change_id) if dispatch.change_id else None
    refuse_if(answer_problems(State(dispatch.state), agree=agree, reason=reason), NOT_ANSWERED)
    assert change is not None
    if agree:
        give_up(office, actor, dispatch, change, note=reason.strip())
    else:
        _keep(office, actor, dispatch, reason.strip())
    told = msg("%(name)s trả lời: %(state)s", name=dispatch.name, state=State(dispatch.state).label)
    audit.record(office, actor, "answered", "document", dispatch.document_id, told)
    message = msg(
        "%(name)s về %(code)s: %(state)s. %(reason)s",
        name=dispatch.name,
        code=change.document.code,
        state=State(dispatch.state).label,
        reason=reason.strip(),
    )
    tell_unit(
        office,
        change.document.owner_unit_id,
        key=f"answered:{change.id}:{dispatch.id}",
        kind="dispatch",
        document_id=change.document_id,
        message=message,
    )
    return dispatch


def give_up(office: Office, actor: Actor | None, dispatch: Dispatch, change: DocumentChange, *, note: str = "") -> None:
    """The copy of one recipient ends; what comes instead takes its place, in its line of the register too.

    Without an actor it is by itself: nobody there has registered the copy.
    """
    now = office.clock.now()
    name, person_id = (actor.name, actor.person_id) if actor else (dispatch.name, None)
    note_state(office, dispatch, State.RECALL_AGREED, at=now, by=name, note=note, person_id=person_id)
    query = select(IncomingEntry).filter_by(unit_id=dispatch.unit_id, document_id=dispatch.document_id)
    entry = office.session.scalars(query).one_or_none()
    arrived = None
    if change.successor is not None:
        arrived = _deliver_successor(office, actor, dispatch, change.successor)
    if entry is not None and change.successor is not None and not _has_line(office, entry.unit_id, change.successor):
        _take_place(office, actor, entry, arrived, change)
    elif entry is not None:
        strike_line(office, entry, change.document.issuer_name, change.reason)
    close_copy(office, dispatch)


def _deliver_successor(office: Office, actor: Actor | None, dispatch: Dispatch, successor: Document) -> Dispatch:
    assert dispatch.unit_id is not None
    recipient = Recipient(dispatch.unit_id, dispatch.name, dispatch.channel, paper_reason=dispatch.paper_reason)
    deliver(office, actor, successor, [recipient])
    query = select(Dispatch).filter_by(document_id=successor.id, unit_id=dispatch.unit_id)
    return office.session.scalars(query).one()


def _has_line(office: Office, unit_id: int, document: Document) -> bool:
    query = select(IncomingEntry.id).filter_by(unit_id=unit_id, document_id=document.id)
    return office.session.scalar(query) is not None


def _take_place(
    office: Office, actor: Actor | None, entry: IncomingEntry, arrived: Dispatch | None, change: DocumentChange
) -> None:
    """The line keeps its number, its handlers and its work; what it stands for is the new document."""
    new, old = change.successor, change.document
    assert new is not None
    assert arrived is not None
    units, persons = readers_through(office, entry.unit_id, old)
    entry.document = new
    entry.dispatch_id = arrived.id
    entry.note = "; ".join(filter(None, [entry.note, f"Thay cho {old.code}"]))
    arrived.registered_at = arrived.opened_at = office.clock.now()
    arrived.opened_by_id = actor.person_id if actor else None
    office.session.flush()  # the line is the new document's before its state is looked up
    admit(office, new, units=units, persons=persons, why="replaced")
    touch(office, new)
    report(office, arrived, actor)


def _keep(office: Office, actor: Actor, dispatch: Dispatch, reason: str) -> None:
    now = office.clock.now()
    note_state(office, dispatch, State.RECALL_REFUSED, at=now, by=actor.name, note=reason, person_id=actor.person_id)
