"""The invitation and the conclusion notice as `.docx`, filled from the rows (NĐ 30/2020 sample 1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.paper import Paper as Sheet
from e_office.core.paper import Signature, Urgency, write
from e_office.core.permission import Role
from e_office.meetings import papers_out
from e_office.meetings.agenda.queries import items_of, program_of
from e_office.meetings.conclusion_recipients import recipients_of
from e_office.meetings.facts import is_ordered, papers_in_force
from e_office.meetings.models import Conclusion, Meeting
from e_office.meetings.papers_out import (
    ConclusionItem,
    ConclusionText,
    InvitationText,
    InviteeLine,
    Letterhead,
    ProgramLine,
    Proposal,
)
from e_office.meetings.rules_conclusion import proposals_in
from e_office.people.models import Person, Unit
from e_office.people.queries import agency_of

CAPACITY: dict[Role, tuple[tuple[str, ...], str]] = {
    Role.CHAIRMAN: ((), "Chủ tịch"),
    Role.VICE_CHAIRMAN: (("KT. Chủ tịch",), "Phó Chủ tịch"),
    Role.CHIEF_OF_OFFICE: (("TL. Chủ tịch",), "Chánh Văn phòng"),
}
"""In what capacity a signer of a committee signs (NĐ 30/2020 Art. 13); a head of a department signs as such."""


COMMITTEE = "Ủy ban nhân dân"
"""People's Committees of every level write no parent agency (NĐ 30/2020 Annex I)."""


UNANSWERED = "……"
"""What a draft shows where an answer to a proposal is still to be written; such a notice is not issued."""


MANY = 12
"""More recipients than this are no list any more that a sheet has room for beside its signature."""


def invitation_docx(office: Office, meeting: Meeting, *, number: int | None, day: date | None) -> bytes:
    """The invitation; without a number it is a draft with blanks."""
    return _bytes(papers_out.invitation_paper(invitation_text(office, meeting, number=number, day=day)))


def invitation_text(office: Office, meeting: Meeting, *, number: int | None, day: date | None) -> InvitationText:
    """The facts of the invitation as its paper shows them; it needs a start and a nature."""
    if meeting.starts_at is None:
        raise ValueError("an invitation without a start cannot be laid out")
    return InvitationText(
        letterhead=letterhead(meeting.unit, "GM", number, day),
        purpose=meeting.purpose[:1].lower() + meeting.purpose[1:],
        convener=meeting.unit.name,
        invitees=tuple(
            InviteeLine(
                unit=invitee.unit.name, capacity=invitee.capacity, person=invitee.person.name if invitee.person else ""
            )
            for invitee in meeting.invitees
        ),
        chair=named(meeting.chair, meeting.chair_title),
        starts_at=meeting.starts_at,
        ends_at=said_end(meeting),
        form=str(meeting.form),
        place=meeting.place,
        bridge=meeting.bridge,
        important=meeting.nature == "important",
        preparing_unit=meeting.preparing_unit.name if meeting.preparing_unit else "",
        papers=tuple(paper.title for paper in papers_in_force(meeting)),
        program=tuple(
            ProgramLine(
                title=turn.item.title,
                at=turn.at,
                unit=turn.item.unit.name if turn.item.unit else "",
                rapporteur=turn.item.rapporteur,
            )
            for turn in program_of(office, meeting, ())
        ),
        requirement=meeting.requirements,
        answer_by=meeting.starts_at,
        contact=meeting.contact,
        extraordinary=meeting.order_reason if is_ordered(meeting) else "",
        urgency=Urgency.URGENT if is_ordered(meeting) else Urgency.NONE,
        signature=signature(meeting.signer, meeting.signer_title),
        recipients=_recipients(["Như trên"], drafting_unit(office, meeting)),
    )


def said_end(meeting: Meeting) -> datetime | None:
    """The expected end, where it is said and on the day of the start: "từ 08 giờ 00 đến 11 giờ 30"."""
    start, end = meeting.starts_at, meeting.ends_at
    return end if start and end and day_of(start) == day_of(end) else None


def conclusion_docx(office: Office, conclusion: Conclusion, *, number: int | None, day: date | None) -> bytes:
    """The conclusion notice; without a number it is a draft with blanks."""
    return _bytes(papers_out.conclusion_paper(conclusion_text(office, conclusion, number=number, day=day)))


def conclusion_text(office: Office, conclusion: Conclusion, *, number: int | None, day: date | None) -> ConclusionText:
    """The facts of a conclusion notice as its paper shows them (`domain.md` 6.4)."""
    meeting = conclusion.meeting
    if meeting.starts_at is None:
        raise ValueError("a conclusion of a meeting without a start cannot be laid out")
    several = len(items_of(office, meeting)) > 1  # a single item is the meeting's own matter
    return ConclusionText(
        letterhead=letterhead(meeting.unit, "TB", number, day),
        chair=f"{meeting.chair_title} {meeting.chair.name if meeting.chair else ''}".strip(),
        meeting=meeting_name(meeting),
        held_on=day_of(meeting.starts_at),
        place=meeting.place or meeting.bridge,
        attended=conclusion.present,
        reporter=conclusion.reported_by,
        assessment=tuple(line for line in conclusion.assessment.splitlines() if line.strip()),
        items=tuple(
            ConclusionItem(
                task=item.text,
                lead=item.lead_unit.name if item.lead_unit else "",
                coordinators=tuple(part.strip() for part in item.with_units.split(";") if part.strip()),
                due=item.due_on,
                matter=item.agenda_item.title if several and item.agenda_item else "",
            )
            for item in conclusion.items
        ),
        proposals=tuple(
            Proposal(proposal=asked, decision=decided or UNANSWERED)
            for asked, decided in proposals_in(conclusion.proposals)
        ),
        announcer=_announcer(meeting),
        signature=signature(conclusion.signer, conclusion.signer_title),
        recipients=_recipients(named_units(recipients_of(office, conclusion)), drafting_unit(office, meeting)),
    )


def meeting_name(meeting: Meeting) -> str:
    """The meeting as a conclusion names it: "cuộc họp nghe báo cáo …"."""
    text = meeting.purpose[:1].lower() + meeting.purpose[1:]
    return f"cuộc {text}" if text.startswith("họp") else text


def letterhead(unit: Unit, abbreviation: str, number: int | None, day: date | None) -> Letterhead:
    """Agency, parent agency, place, number, notation and day."""
    is_committee = unit.name.startswith(COMMITTEE)
    parent = agency_of(unit.parent).name if unit.parent and not is_committee else ""
    return Letterhead(
        agency=unit.name,
        parent=parent,
        place=unit.place,
        number=number,
        notation=f"{abbreviation}-{unit.notation}",
        day=day,
    )


def signature(person: Person | None, title: str) -> Signature | None:
    """Who signs, in what capacity."""
    if person is None:
        return None
    role = next((post.role for post in person.posts if post.title == title), None)
    capacity, post = CAPACITY.get(role, ((), title)) if role else ((), title)
    return Signature(post=post, name=person.name, capacity=capacity)


def named(person: Person | None, title: str) -> str:
    """Name, then post."""
    return ", ".join(filter(None, (person.name if person else "", title)))


def named_units(units: Sequence[Unit]) -> list[str]:
    """Each recipient of a notice by name: it is addressed to nobody over its text, so "Như trên" would name no one.

    Many stand in one line for each level, by their short names.
    """
    if len(units) <= MANY:
        return [unit.name for unit in units]
    levels: dict[str, list[str]] = {}
    for unit in units:
        levels.setdefault(unit.level.name, []).append(unit.short_name or unit.name)
    return [f"{level}: {', '.join(names)}" for level, names in levels.items()]


def _recipients(names: Sequence[str], drafting: Unit | None) -> tuple[str, ...]:
    """Who gets it (nơi nhận), with the copy that is kept (NĐ 30/2020 Art. 8, Annex I)."""
    keeper = f"Lưu: VT, {drafting.notation}" if drafting and not drafting.is_agency else "Lưu: VT"
    return (*names, "Gửi: VB điện tử", keeper)


def _announcer(meeting: Meeting) -> str:
    """Who announces: the signer's office for a committee, else the agency itself."""
    signer = meeting.signer
    post = next((post for post in signer.posts if post.title == meeting.signer_title), None) if signer else None
    return post.unit.name if post else meeting.unit.name


def _bytes(sheet: Sheet) -> bytes:
    stream = BytesIO()
    write(sheet, stream)
    return stream.getvalue()


def drafting_unit(office: Office, meeting: Meeting) -> Unit | None:
    """The section of the inviting agency that wrote it: that of whoever began it."""
    person = office.session.get(Person, meeting.created_by_id) if meeting.created_by_id else None
    units = [post.unit for post in person.posts] if person else []
    return next((unit for unit in units if agency_of(unit).id == meeting.unit_id), None)
