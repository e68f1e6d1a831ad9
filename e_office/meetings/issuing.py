"""Issuing an invitation (phát hành giấy mời): one atomic act, and the one exception to its rule of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.models import Document, Kind
from e_office.documents.service import DocumentFacts, add_document, admit, attach
from e_office.exchange.service import deliver, to_agencies
from e_office.meetings import letters, policy
from e_office.meetings.drafts import version_problems
from e_office.meetings.facts import invitation_facts, is_ordered, judge_of, lock_meeting, papers_in_force
from e_office.meetings.groups.charge import charge_problems, charges_of, fill_charges
from e_office.meetings.lineage import note_places_taken
from e_office.meetings.log import log_event
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.papers import distribute
from e_office.meetings.places.service import note_shared, sharing_problems
from e_office.meetings.reading.jobs import make_package
from e_office.meetings.requests.deciding import follow_meeting
from e_office.meetings.rules import EventKind, Judge, invitation_problems
from e_office.meetings.sheets import INVITATION, NOT_ISSUED, LaidOut, file_name, original
from e_office.meetings.telling import mail_invitees, tell_invitees, units_of
from e_office.meetings.wording import spoken_moment
from e_office.notices.service import tell_unit
from e_office.registry.service import enter_outgoing


@dataclass(frozen=True)
class Issued:
    """The issued meeting, and whether this call issued it or another had before."""

    meeting: Meeting
    first: bool


def issue_invitation(
    office: Office,
    actor: Actor,
    meeting_id: int,
    *,
    version: int | None = None,
    ahead: LaidOut | None = None,
    over: str = "",
    charges: str | None = None,
) -> Issued:
    """Number the invitation, put it and its papers before every invitee, and leave mail and index for later.

    One transaction under the meeting's row: number, original, delivery rows, receipts, readers, notices, log
    (M1, M2, M3, M9). Two who issue at once get one number: the second finds it issued. `version` is the draft
    that was confirmed; the server's instant, taken once under the lock, is the one judged by and the one recorded.
    `ahead` is its sheet, laid out and kept before the transaction, see `sheets`. `over`: why it goes out although
    another meeting has its room, kept in the log. `charges`: who was shown as leader in charge, see `groups.charge`.

    :raises NotAllowed: :raises Refused: naming every problem, with no number given and nothing sent.
    :raises Overtaken: where the sheet has to be laid out anew.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_issue(actor, meeting), "issue invitation", meeting)
    if meeting.state == MeetingState.ISSUED:
        return Issued(meeting, first=False)
    if meeting.state != MeetingState.DRAFT:
        refuse_if([Problem("crossed_out", msg("Bản soạn này đã bỏ."))], NOT_ISSUED)
    refuse_if(version_problems(meeting, version), NOT_ISSUED)
    judge = judge_of(office, meeting)
    shared = sharing_problems(office, actor, meeting, over)
    changed = [] if charges is None else charge_problems(charges_of(office, meeting.invitees), charges)
    refuse_if([*invitation_problems(invitation_facts(office, meeting), judge), *shared, *changed], NOT_ISSUED)
    meeting.document = _numbered_original(office, actor, meeting, judge.now, ahead)
    meeting.state, meeting.issued_at = MeetingState.ISSUED, judge.now
    log_event(office, actor, meeting, EventKind.ISSUED, judge, code=meeting.document.code, rules=meeting.rules)
    hand_over(office, actor, meeting, meeting.invitees, judge)
    for paper in papers_in_force(meeting):
        distribute(office, actor, meeting, paper, judge)
    note_places_taken(office, actor, meeting, judge)
    note_shared(office, actor, meeting, judge, over)
    office.later(make_package, dedupe=str(meeting.id), meeting_id=meeting.id)
    mail_invitees(office, meeting, meeting.invitees, "invitation", "invitation.0")
    follow_meeting(office, actor, meeting)
    told = {"code": meeting.document.code, "n": len(meeting.invitees)}
    said = msg("phát hành giấy mời %(code)s tới %(n)s thành phần", **told)
    audit.record(office, actor, "issued", "meeting", meeting.id, said)
    return Issued(meeting, first=True)


def hand_over(office: Office, actor: Actor, meeting: Meeting, invitees: list[Invitee], judge: Judge) -> None:
    """Put the issued invitation before invitees: electronically, since no other channel exists (M1)."""
    document, now = meeting.document, judge.now
    assert document is not None, "only an issued invitation is handed over"
    units = units_of(invitees)
    message = msg(
        "Giấy mời %(code)s: %(subject)s, %(moment)s",
        code=document.code,
        subject=meeting.purpose,
        moment=spoken_moment(meeting.starts_at or now),
    )
    for unit in units:  # before the exchange tells of a mere document, under the same key
        tell_unit(
            office,
            unit.id,
            key=f"dispatch:{document.id}:{unit.id}",
            kind="invitation",
            message=message,
            document_id=document.id,
            meeting_id=meeting.id,
        )
    deliver(office, actor, document, to_agencies(units, document.owner_unit_id), at=now)
    persons = [invitee.person_id for invitee in invitees if invitee.person_id is not None]
    admit(office, document, units=[unit.id for unit in units], persons=persons, why="invited")
    tell_invitees(office, meeting, [one for one in invitees if one.person_id], "invited", "invitation", message)
    charges = fill_charges(office, meeting, invitees, message)
    for invitee in invitees:
        invitee.delivered_at = now
        who = {"in_charge": invitee.in_charge} if invitee.id in charges else {}
        log_event(office, actor, meeting, EventKind.INVITED, judge, invitee_id=invitee.id, **who)


def _numbered_original(
    office: Office, actor: Actor, meeting: Meeting, now: datetime, ahead: LaidOut | None
) -> Document:
    """The invitation as a document of type GM with its number and its `.docx` as original."""
    facts = DocumentFacts(
        kind=Kind.INVITATION,
        type_code=INVITATION,
        subject=meeting.purpose,
        owner_unit_id=meeting.unit_id,
        issuer_unit_id=meeting.unit_id,
        issuer_name=meeting.unit.name,
        issued_on=day_of(now),
        signer=meeting.signer.name if meeting.signer else "",
        signer_title=meeting.signer_title,
        recipients="\n".join(invitee.unit.name for invitee in meeting.invitees),
        urgency="urgent" if is_ordered(meeting) else "normal",
    )
    document = add_document(office, actor, facts, [], units=[meeting.unit_id], why="issued")
    drafting = letters.drafting_unit(office, meeting)
    enter_outgoing(office, actor, document, unit=meeting.unit, drafting_unit=drafting, issued_at=now)
    sheet = letters.invitation_docx(office, meeting, number=document.number, day=document.issued_on)
    attach(office, actor, document, [original(office, sheet, file_name(document.code), ahead)])
    return document
