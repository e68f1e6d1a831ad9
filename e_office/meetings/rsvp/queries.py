"""Reads of calendars' replies, and of what a reply is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.log import events_of, moves_of
from e_office.meetings.models import Invitee, Meeting
from e_office.meetings.rsvp.models import CalendarReply
from e_office.meetings.rules import EventKind
from e_office.meetings.telling import mailbox_unit


def places_of(meeting: Meeting, address: str) -> list[Invitee]:
    """The invitees for whom an address answers: all whose invitation was mailed to it, people invited by name too.

    A person's own address is mailed nothing (M1): it has no mark of its own.
    """
    return [one for one in meeting.invitees if (mailbox_unit(one.unit).mailbox or "").strip().lower() == address]


@dataclass(frozen=True)
class Answering:
    """For whom an address answers, and the mailbox by which these were mailed: the address itself, or their unit's."""

    places: list[Invitee]
    mailbox: str


def answering(meeting: Meeting, address: str) -> Answering:
    """For whom an address answers: a mailbox as `places_of` says, an own address where the entry named its person.

    The entry names people by their own addresses where a mailbox was mailed for several, see `calendar.attendees_of`:
    their programs then say who of them is meant. An address that two of them share names neither.
    """
    mailed = places_of(meeting, address)
    named = [one for one in meeting.invitees if one.person and (one.person.email or "").strip().lower() == address]
    if not mailed and len(named) == 1 and address:
        mailbox = (mailbox_unit(named[0].unit).mailbox or "").strip().lower()
        if len(places_of(meeting, mailbox)) > 1:
            return Answering(named, mailbox)
    return Answering(mailed, address)


def sequence_since(office: Office, meeting: Meeting) -> int:
    """The SEQUENCE with which hour and place as they are now were first told.

    Moves written before it was kept say none: then only the newest counts.
    """
    moves = [one for one in moves_of(events_of(office, [meeting.id])[meeting.id]) if one.kind != EventKind.LENGTH]
    if not moves:
        return 0
    return int(moves[-1].facts.get("sequence", meeting.sequence))


def refused_replies(office: Office, meeting_id: int) -> Sequence[CalendarReply]:
    """The replies that named a meeting and do not count, the newest first."""
    query = select(CalendarReply).filter_by(meeting_id=meeting_id, counted=False)
    return office.session.scalars(query.order_by(CalendarReply.id.desc()).limit(50)).all()
