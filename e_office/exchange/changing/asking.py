"""The sender's side of recall, update and replacement: recorded with consent and reason, put to every recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.service import KeptFile, touch
from e_office.exchange import policy
from e_office.exchange.changed import follow_change
from e_office.exchange.changing.models import DocumentChange
from e_office.exchange.changing.queries import changes_of, leaders_of
from e_office.exchange.changing.yielding import give_up
from e_office.exchange.messages.sending import queue_change
from e_office.exchange.models import Channel, Dispatch
from e_office.exchange.rules import Recipient, issue_problems
from e_office.exchange.rules_change import Change, Turn, asking_problems, turn_of
from e_office.exchange.rules_status import State
from e_office.exchange.service import NOT_ISSUED, deliver
from e_office.exchange.states import note_state
from e_office.notices.service import tell_unit
from e_office.registry.models import OutgoingEntry
from e_office.registry.service import OutgoingFacts, register_outgoing, registering_problems

NOT_ASKED = msg("Chưa làm được")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the clerk wants done with a document sent before, and who agreed to it."""

    change: Change
    consented_by_id: int | None
    reason: str


def recall(office: Office, actor: Actor, document_id: int, wanted: Wanted) -> DocumentChange:
    """Recall a document (thu hồi, NĐ 30/2020 Art. 18.4): frozen here at once, asked back from every recipient.

    :raises NotFound: where it is not this clerk's; :raises Refused: naming every problem, with nothing changed.
    """
    document = _own(office, actor, document_id)
    refuse_if(_problems(office, document, wanted), NOT_ASKED)
    return _ask(office, actor, document, wanted, None)


def issue_successor(
    office: Office, actor: Actor, facts: OutgoingFacts, files: Sequence[KeptFile], old_id: int, wanted: Wanted
) -> OutgoingEntry:
    """Issue a document in the place of one sent before (cập nhật, thay thế): who had that one is asked to take this.

    :raises NotFound: where the old one is not this clerk's; :raises Refused: naming every problem, nothing numbered.
    """
    require(policy.may_issue(actor, facts.unit_id), "issue")
    document = _own(office, actor, old_id)
    problems = list(issue_problems(facts.document.type_code))
    problems += _problems(office, document, wanted)
    problems += registering_problems(office, facts, len(files))
    refuse_if(problems, NOT_ISSUED)
    entry = register_outgoing(office, actor, facts, files)
    _ask(office, actor, document, wanted, entry.document)
    return entry


def _own(office: Office, actor: Actor, document_id: int) -> Document:
    document = office.session.get(Document, document_id, with_for_update=True)
    if document is None or not policy.may_issue(actor, document.owner_unit_id):
        raise NotFound
    return document


def _problems(office: Office, document: Document, wanted: Wanted) -> list[Problem]:
    entry = office.session.scalar(select(OutgoingEntry.id).filter_by(document_id=document.id))
    before = [one.change for one in changes_of(office, document.id) if one.document_id == document.id]
    leaders = {person.id for person in leaders_of(office, document.owner_unit_id)}
    return list(
        asking_problems(
            wanted.change,
            before=before,
            recalled=document.recalled_at is not None,
            issued=entry is not None,
            leads=wanted.consented_by_id in leaders,
            reason=wanted.reason,
        )
    )


def _ask(
    office: Office, actor: Actor, document: Document, wanted: Wanted, successor: Document | None
) -> DocumentChange:
    assert wanted.consented_by_id is not None
    change = DocumentChange(
        document=document,
        successor=successor,
        business=int(wanted.change),
        reason=wanted.reason.strip(),
        consented_by_id=wanted.consented_by_id,
        asked_by_id=actor.person_id,
        asked_at=office.clock.now(),
    )
    office.session.add(change)
    if successor is None:
        document.recalled_at = change.asked_at
        touch(office, document)
    office.session.flush()  # dispatches carry its id
    query = select(Dispatch).filter_by(document_id=document.id).order_by(Dispatch.id).with_for_update()
    outside = [row for row in office.session.scalars(query).all() if not _ask_here(office, actor, change, row)]
    _ask_outside(office, actor, change, outside)
    follow_change(office, actor, document, successor)
    _journal(office, actor, change)
    return change


def _ask_here(office: Office, actor: Actor, change: DocumentChange, dispatch: Dispatch) -> bool:
    """Ask a recipient of this installation; False for one outside, or on paper, where nothing is here to ask for."""
    if dispatch.unit_id is None or dispatch.channel == Channel.PAPER:
        return False
    turn = turn_of(State(dispatch.state), electronic=True)
    if turn is Turn.NOTHING:
        return True
    dispatch.change_id = change.id
    note_state(
        office,
        dispatch,
        State.RECALLED,
        at=change.asked_at,
        by=actor.name,
        note=change.reason,
        person_id=actor.person_id,
    )
    if turn is Turn.BY_ITSELF:
        give_up(office, None, dispatch, change)
        return True
    tell_unit(
        office,
        dispatch.unit_id,
        key=f"change:{change.id}:{dispatch.id}",
        kind="dispatch",
        document_id=dispatch.document_id,
        message=msg(
            "%(name)s yêu cầu %(change)s %(code)s, đợi trả lời: %(reason)s",
            name=change.document.issuer_name,
            change=change.change.label,
            code=change.document.code,
            reason=change.reason,
        ),
    )
    return True


def _ask_outside(office: Office, actor: Actor, change: DocumentChange, rows: Sequence[Dispatch]) -> None:
    """Over the axis a recall is a message of its own; on paper, what comes instead goes as the old one did."""
    connected = [row for row in rows if row.organ_id and row.channel != Channel.PAPER and row.state != State.REFUSED]
    for row in connected:
        row.change_id = change.id
        note_state(office, row, State.RECALLED, at=change.asked_at, by=actor.name, note=change.reason)
    if change.successor is None:
        queue_change(office, change.document, connected, business=change.business, reason=change.reason)
        return
    again = [
        Recipient(row.unit_id, row.name, row.channel, row.state_agency, row.paper_reason, row.organ_id)
        for row in rows
        if row.state != State.REFUSED
    ]
    if again:
        deliver(office, actor, change.successor, again, replaces=change.document, business=change.business)


def _journal(office: Office, actor: Actor, change: DocumentChange) -> None:
    facts = {"name": change.consented_by.name, "reason": change.reason}
    if change.successor is None:
        told = msg("thu hồi, %(name)s đồng ý: %(reason)s", **facts)
        audit.record(office, actor, "recalled", "document", change.document_id, told)
        return
    old, new = change.document, change.successor
    told = msg("được thay bằng %(code)s, %(name)s đồng ý: %(reason)s", code=new.code, **facts)
    audit.record(office, actor, "changed", "document", old.id, told)
    told = msg("thay cho %(code)s, %(name)s đồng ý: %(reason)s", code=old.code, **facts)
    audit.record(office, actor, "changed", "document", new.id, told)
