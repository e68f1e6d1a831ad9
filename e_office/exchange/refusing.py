"""What goes back and is sent again: an arrival refused with its reason, a reminder to those who have not taken it."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.models import Kind
from e_office.documents.service import admit
from e_office.exchange import policy
from e_office.exchange.copies import close_copy
from e_office.exchange.messages.answering import tell_sender
from e_office.exchange.models import Channel, Dispatch
from e_office.exchange.rules_refusal import Ground, again_problems, may_be_reminded, refusal_problems
from e_office.exchange.rules_status import State
from e_office.exchange.states import note_sent_again, note_state
from e_office.notices.service import tell_unit

NOT_REFUSED = msg("Chưa trả lại được")
NOT_SENT_AGAIN = msg("Chưa gửi lại được")
INVITATIONS = frozenset({Kind.INVITATION, Kind.PAPER})


def refuse_arrival(office: Office, actor: Actor, dispatch_id: int, *, ground: str, reason: str) -> Dispatch:
    """Send an arrival back with its reason (từ chối tiếp nhận, 02): it leaves the desk, its sender knows at once.

    :raises NotFound: where it is not this clerk's; :raises Refused: naming every problem, with nothing changed.
    """
    dispatch = _locked(office, dispatch_id)
    if not policy.may_receive(actor, dispatch):
        raise NotFound
    document, reason = dispatch.document, reason.strip()
    problems = refusal_problems(
        State(dispatch.state),
        ground,
        reason,
        electronic=dispatch.channel != Channel.PAPER,
        invitation=document.kind in INVITATIONS,
    )
    refuse_if(problems, NOT_REFUSED)
    now = office.clock.now()
    note_state(
        office, dispatch, State.REFUSED, at=now, by=actor.name, note=reason, ground=ground, person_id=actor.person_id
    )
    label = Ground(ground).label
    told = msg("%(name)s từ chối tiếp nhận: %(ground)s. %(reason)s", name=dispatch.name, ground=label, reason=reason)
    audit.record(office, actor, "refused", "document", document.id, told)
    if dispatch.message is not None:
        tell_sender(office, dispatch.message, State.REFUSED, note=f"{label}. {reason}", actor=actor)
        return dispatch
    close_copy(office, dispatch)
    tell_unit(
        office,
        document.owner_unit_id,
        key=f"refused:{dispatch.id}:{now.timestamp():.6f}",
        kind="dispatch",
        document_id=document.id,
        message=msg(
            "%(name)s từ chối tiếp nhận %(code)s: %(reason)s", name=dispatch.name, code=document.code, reason=reason
        ),
    )
    return dispatch


def send_again(office: Office, actor: Actor, dispatch_id: int) -> Dispatch:
    """Put a refused document before the same recipient once more; what was said stays in its history.

    :raises NotFound: where it is not this clerk's document; :raises Refused: where it did not come back.
    """
    dispatch = _locked(office, dispatch_id)
    document = dispatch.document
    if not policy.may_issue(actor, document.owner_unit_id) or dispatch.unit_id is None:
        raise NotFound
    refuse_if(again_problems(State(dispatch.state), recalled=document.recalled_at is not None), NOT_SENT_AGAIN)
    now = office.clock.now()
    note_sent_again(office, actor, dispatch)
    note_state(office, dispatch, State.ARRIVED, at=now, by=dispatch.name)
    admit(office, document, units=[dispatch.unit_id], why="sent")
    tell_unit(
        office,
        dispatch.unit_id,
        key=f"dispatch:{document.id}:{dispatch.unit_id}:{now.timestamp():.6f}",
        kind="dispatch",
        document_id=document.id,
        message=msg("%(code)s %(subject)s", code=document.code, subject=document.subject),
    )
    audit.record(office, actor, "sent", "document", document.id, msg("gửi lại %(name)s", name=dispatch.name))
    return dispatch


def remind(office: Office, actor: Actor, document_id: int, agency_id: int) -> int:
    """Remind every recipient here that has not taken the document (đôn đốc, D4), once a day; gives how many.

    `agency_id`: the agency that sent it. Who has registered it, sent it back, or gets paper is left alone.

    :raises Refused: where everybody has it, or was reminded today.
    """
    require(policy.may_issue(actor, agency_id), "remind")
    query = select(Dispatch).filter_by(document_id=document_id).order_by(Dispatch.id).with_for_update()
    today = office.today()
    rows = [
        row
        for row in office.session.scalars(query)
        if may_be_reminded(State(row.state), row.channel, here=row.unit_id is not None)
    ]
    refuse_if(() if rows else [_nobody()], msg("Không có ai để nhắc"))
    for row in rows:
        assert row.unit_id is not None
        row.reminded_at = office.clock.now()
        message = msg("Nhắc vào sổ: %(code)s %(subject)s", code=row.document.code, subject=row.document.subject)
        key = f"reminded:{row.id}:{today.isoformat()}"
        tell_unit(office, row.unit_id, key=key, kind="dispatch", document_id=document_id, message=message)
    audit.record(office, actor, "reminded", "document", document_id, msg("nhắc %(n)s nơi chưa vào sổ", n=len(rows)))
    return len(rows)


def _nobody() -> Problem:
    return Problem("all_taken", msg("Mọi nơi nhận bản điện tử trong hệ thống đã vào sổ hoặc đã trả lại."))


def _locked(office: Office, dispatch_id: int) -> Dispatch:
    dispatch = office.session.get(Dispatch, dispatch_id, with_for_update=True)
    if dispatch is None:
        raise NotFound
    return dispatch
