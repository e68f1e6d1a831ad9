"""The conclusion notice (thông báo kết luận, M14): written after the meeting, issued as a numbered document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.models import Document, Kind
from e_office.documents.service import DocumentFacts, add_document, admit, attach
from e_office.exchange.service import deliver, to_agencies
from e_office.meetings import letters, policy
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.conclusion_recipients import recipients_of
from e_office.meetings.drafts import version_problems
from e_office.meetings.facts import closed_problems_of, conclusion_problems_of, judge_of, lock_meeting
from e_office.meetings.handover.queries import waits
from e_office.meetings.handover.rules import writing_problems
from e_office.meetings.handover.service import end_waiting
from e_office.meetings.log import log_event
from e_office.meetings.models import Conclusion, ConclusionItem, Meeting
from e_office.meetings.portfolios.queries import portfolios_of
from e_office.meetings.portfolios.rules import naming_problems
from e_office.meetings.rules import EventKind
from e_office.meetings.rules_conclusion import matter_problems
from e_office.meetings.sheets import NOT_ISSUED, NOTICE, LaidOut, file_name, original
from e_office.meetings.tasks.service import make_tasks
from e_office.meetings.telling import mail_units
from e_office.notices.service import tell_person, tell_unit
from e_office.people.queries import get_person, get_unit
from e_office.registry.service import enter_outgoing


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """One task as the form gives it; `due_on` is the day before which it is to be done."""

    text: str
    lead_unit_id: int | None = None
    with_units: str = ""
    due_on: date | None = None
    portfolio_id: int | None = None
    agenda_item_id: int | None = None
    """The item of the agenda it was decided on; None for the whole meeting."""


@dataclass(frozen=True, kw_only=True)
class ConclusionFacts:
    """What the form of a conclusion says; everything may still be missing."""

    assessment: str = ""
    proposals: str = ""
    present: str = ""
    reported_by: str = ""
    signer_id: int | None = None
    items: Sequence[ItemFacts] = ()


def save_conclusion(
    office: Office, actor: Actor, meeting_id: int, facts: ConclusionFacts, *, version: int | None = None
) -> Conclusion:
    """Keep what the form says, complete or not.

    :raises NotAllowed: :raises Refused: where it was issued or waits with the Office, somebody else saved after
        `version`, or a task names a portfolio the agency does not have or an item that is not on the agenda.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_conclude(actor, meeting), "write conclusion", meeting)
    issues = policy.may_issue_conclusion(actor, meeting)
    handed = writing_problems(waiting=waits(office, meeting), issues=issues)
    refuse_if([*closed_problems_of(meeting), *handed], msg("Chưa lưu được"))
    conclusion = meeting.conclusion or _begin(office, actor, meeting)
    refuse_if([*version_problems(conclusion, version), *_gone(office, meeting, facts.items)], msg("Chưa lưu được"))
    _apply(office, conclusion, facts)
    return conclusion


def issue_conclusion(
    office: Office, actor: Actor, meeting_id: int, *, version: int | None = None, ahead: LaidOut | None = None
) -> Conclusion:
    """Number the notice and put it before every invitee and every unit that was given a task.

    Electronically only: it is a document of the meeting. One transaction; a second call gives the first one's.
    `ahead` is its sheet, see `sheets`.

    :raises NotAllowed: :raises Refused: naming every problem, with no number given and nothing sent.
    :raises Overtaken: where the sheet has to be laid out anew.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_issue_conclusion(actor, meeting), "issue conclusion", meeting)
    conclusion = meeting.conclusion
    if conclusion is not None and conclusion.issued_at is not None:
        return conclusion
    refuse_if(closed_problems_of(meeting), NOT_ISSUED)
    if conclusion is None:
        refuse_if([Problem("empty", msg("Chưa có nội dung kết luận."), "assessment")], NOT_ISSUED)
        raise AssertionError("refused above")
    judge = judge_of(office, meeting)
    refuse_if([*version_problems(conclusion, version), *conclusion_problems_of(conclusion, judge.now)], NOT_ISSUED)
    document = _numbered_original(office, actor, conclusion, judge.now, ahead)
    conclusion.document, conclusion.issued_at = document, judge.now
    _send(office, actor, conclusion, document)
    end_waiting(office, conclusion)
    make_tasks(office, conclusion, judge.now)
    log_event(office, actor, meeting, EventKind.CONCLUDED, judge, code=document.code)
    audit.record(
        office,
        actor,
        "concluded",
        "meeting",
        meeting.id,
        msg("phát hành thông báo kết luận %(code)s", code=document.code),
    )
    return conclusion


def _begin(office: Office, actor: Actor, meeting: Meeting) -> Conclusion:
    conclusion = Conclusion(meeting=meeting, created_at=office.clock.now(), created_by_id=actor.person_id)
    office.session.add(conclusion)
    office.session.flush()
    return conclusion


def _apply(office: Office, conclusion: Conclusion, facts: ConclusionFacts) -> None:
    conclusion.assessment, conclusion.proposals = facts.assessment.strip(), facts.proposals.strip()
    conclusion.present, conclusion.reported_by = facts.present.strip(), facts.reported_by.strip()
    signer = get_person(office, facts.signer_id) if facts.signer_id else None
    conclusion.signer = signer
    conclusion.signer_title = signer.posts[0].title if signer and signer.posts else ""
    conclusion.items = [
        ConclusionItem(
            position=place,
            text=" ".join(item.text.split()),
            with_units=item.with_units.strip(),
            due_on=item.due_on,
            portfolio_id=item.portfolio_id,
            agenda_item_id=item.agenda_item_id,
            lead_unit=get_unit(office, item.lead_unit_id) if item.lead_unit_id else None,
        )
        for place, item in enumerate(facts.items, start=1)
    ]
    office.session.flush()


def _gone(office: Office, meeting: Meeting, items: Sequence[ItemFacts]) -> list[Problem]:
    """Portfolios and items of the agenda that tasks name and that are not there."""
    fields, matters = [item.portfolio_id for item in items], [item.agenda_item_id for item in items]
    known = {one.id for one in portfolios_of(office, meeting.unit_id, ended=True)} if any(fields) else set()
    agenda = {one.id for one in items_of(office, meeting)} if any(matters) else set()
    return [*naming_problems(fields, known), *matter_problems(matters, agenda)]


def _numbered_original(
    office: Office, actor: Actor, conclusion: Conclusion, now: datetime, ahead: LaidOut | None
) -> Document:
    meeting, day = conclusion.meeting, day_of(now)
    text = letters.conclusion_text(office, conclusion, number=None, day=day)
    facts = DocumentFacts(
        kind=Kind.CONCLUSION,
        type_code=NOTICE,
        subject=f"Kết luận của {text.chair} tại {text.meeting}"[:500],
        owner_unit_id=meeting.unit_id,
        issuer_unit_id=meeting.unit_id,
        issuer_name=meeting.unit.name,
        issued_on=day,
        signer=conclusion.signer.name if conclusion.signer else "",
        signer_title=conclusion.signer_title,
        recipients="\n".join(unit.name for unit in recipients_of(office, conclusion)),
    )
    document = add_document(office, actor, facts, [], units=[meeting.unit_id], why="issued")
    drafting = letters.drafting_unit(office, meeting)
    enter_outgoing(office, actor, document, unit=meeting.unit, drafting_unit=drafting, issued_at=now)
    sheet = letters.conclusion_docx(office, conclusion, number=document.number, day=day)
    attach(office, actor, document, [original(office, sheet, file_name(document.code), ahead)])
    return document


def _send(office: Office, actor: Actor, conclusion: Conclusion, document: Document) -> None:
    meeting, units = conclusion.meeting, recipients_of(office, conclusion)
    message = msg("Thông báo kết luận %(code)s: %(subject)s", code=document.code, subject=meeting.purpose)
    for unit in units:
        tell_unit(
            office,
            unit.id,
            key=f"dispatch:{document.id}:{unit.id}",
            kind="conclusion",
            message=message,
            document_id=document.id,
            meeting_id=meeting.id,
        )
    deliver(office, actor, document, to_agencies(units, meeting.unit_id), at=conclusion.issued_at)
    persons = [invitee.person_id for invitee in meeting.invitees if invitee.person_id is not None]
    admit(office, document, units=[unit.id for unit in units], persons=persons, why="meeting")
    for person_id in persons:
        tell_person(
            office,
            person_id,
            key=f"conclusion:{document.id}:p{person_id}",
            kind="conclusion",
            message=message,
            document_id=document.id,
            meeting_id=meeting.id,
        )
    mail_units(office, meeting, units, "conclusion", "conclusion")
