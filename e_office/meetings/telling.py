"""Telling invitees: one mail to each unit mailbox with the calendar entry, one notice on each desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from e_office.core.office import Office
from e_office.core.problems import Message, msg
from e_office.meetings import jobs
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.wording import spoken_moment
from e_office.notices.service import mail_unit, message_id_for, tell_person, tell_unit
from e_office.people.models import Unit
from e_office.people.queries import path_to_agency


def mailbox_unit(unit: Unit) -> Unit:
    """The unit whose mailbox serves this one: itself or the nearest above it, up to its agency (M1)."""
    path = path_to_agency(unit)
    return next((one for one in path if one.mailbox), path[-1])


def units_of(invitees: Iterable[Invitee]) -> list[Unit]:
    """The units invited, each once, in the order of the list."""
    return list({invitee.unit_id: invitee.unit for invitee in invitees}.values())


def mailboxes_of(units: Iterable[Unit]) -> list[Unit]:
    """The units whose mailbox serves these, each once; one without a mailbox is told on the desk only."""
    found = {unit.id: unit for unit in map(mailbox_unit, units)}
    return [unit for unit in found.values() if unit.mailbox]


def mail_invitees(
    office: Office, meeting: Meeting, invitees: Sequence[Invitee], template: str, mark: str, **facts: Any
) -> int:
    """Queue one mail for each mailbox of the invitees; see `mail_units`."""
    return mail_units(office, meeting, units_of(invitees), template, mark, **facts)


def mail_units(office: Office, meeting: Meeting, units: Iterable[Unit], template: str, mark: str, **facts: Any) -> int:
    """Queue one mail for each mailbox; `mark` makes the Message-ID stable. Gives how many."""
    mails = [
        mail_unit(
            office,
            unit.id,
            job=jobs.send_mail,
            template=template,
            meeting_id=meeting.id,
            message_id=message_id_for(office, "meeting", meeting.id, mark, f"u{unit.id}"),
            **facts,
        )
        for unit in mailboxes_of(units)
    ]
    return sum(mail is not None for mail in mails)


def reminder_said(meeting: Meeting, opened: bool) -> Message:
    """What a reminder on the desk says: to open, or, where that was done, to answer."""
    values = {"subject": meeting.purpose, "moment": spoken_moment(meeting.starts_at) if meeting.starts_at else ""}
    if opened:
        return msg("Nhắc trả lời dự họp: %(subject)s, %(moment)s", **values)
    return msg("Nhắc mở giấy mời: %(subject)s, %(moment)s", **values)


def tell_invitees(
    office: Office, meeting: Meeting, invitees: Sequence[Invitee], mark: str, kind: str, message: Message
) -> None:
    """Put a notice on the desk of each unit and person invited."""
    about: dict[str, Any] = {"kind": kind, "message": message, "meeting_id": meeting.id}
    about["document_id"] = meeting.document_id
    for unit in units_of(invitee for invitee in invitees if invitee.person_id is None):
        tell_unit(office, unit.id, key=f"meeting:{meeting.id}:{mark}:u{unit.id}", **about)
    for invitee in invitees:
        if invitee.person_id is not None:
            key = f"meeting:{meeting.id}:{mark}:p{invitee.person_id}"
            tell_person(office, invitee.person_id, key=key, **about)
