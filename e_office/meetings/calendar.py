"""The meeting as an entry of a calendar (iCalendar, RFC 5545; sent by mail as RFC 5546 METHOD:REQUEST)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress, vText

from e_office.core.office import Office
from e_office.exchange.mailbox.contract import MailboxError, addresses
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.papers_out import ELECTRONIC_ONLY, FORMS
from e_office.meetings.rules_overlap import end_of
from e_office.meetings.wording import spoken_place


def entry(
    office: Office, meeting: Meeting, *, method: str, attendees: Iterable[tuple[str, str]] = (), address: str = ""
) -> bytes:
    """The entry; `attendees` are (address, name). A meeting that was called off gives CANCEL for REQUEST.

    Times are UTC; where nobody has said the end, the usual length is entered, and the words say so. The UID stays
    and SEQUENCE grows with every change, so that a calendar moves the entry it has.

    `address`: whose entry it is, see `uid_for`.
    """
    if meeting.starts_at is None:
        raise ValueError("a meeting without a start is no entry of a calendar")
    off = meeting.state == MeetingState.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", "-//e-office//meetings//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if off and method == "REQUEST" else method)
    event = Event()
    event.add("uid", uid_for(office, meeting, address) if address else uid_of(office, meeting.id))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _whole_second(office.clock.now()))
    event.add("dtstart", _whole_second(meeting.starts_at))
    event.add("dtend", _whole_second(end_of(meeting.starts_at, meeting.ends_at)))
    event.add("summary", meeting.purpose[:1].upper() + meeting.purpose[1:])
    event.add("location", spoken_place(meeting.place, meeting.bridge))
    event.add("description", _description(office, meeting))
    event.add("url", office.link(f"/meetings/{meeting.id}/invitation"))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    _add_people(event, office, meeting, attendees)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def attendees_of(mailbox: str, invitees: Sequence[Invitee]) -> list[tuple[str, str]]:
    """Whom the entry mailed to a mailbox names, as (address, name): the mailbox, and of several people by name each.

    So the program of somebody the entry is passed on to answers for that person, not for the mailbox.
    """
    units = ", ".join(dict.fromkeys(invitee.unit.name for invitee in invitees))
    persons = [one.person for one in invitees if one.person] if len(invitees) > 1 else []
    own = {one.email.strip().lower(): one.name for one in persons if one.email}
    own.pop(mailbox.strip().lower(), None)
    return [(mailbox, units or mailbox), *own.items()]


def uid_of(office: Office, meeting_id: int) -> str:
    """The UID of a meeting's entry where nobody's answer is bound to it; it never changes."""
    return f"meeting-{meeting_id}@{_host(office)}"


def uid_for(office: Office, meeting: Meeting, address: str) -> str:
    """The UID of the entry that is mailed to an address; it never changes for that address.

    It carries a mark only this recipient is sent. Of what an entry says the UID alone comes back in every reply
    (RFC 5546 3.2.3; Outlook, Exchange and Google keep it as it is, while X- properties and the local part of
    ORGANIZER are dropped or rewritten), so it is what a reply is known by. A From line anybody can write.
    """
    mark = _mark(meeting, address)
    return f"meeting-{meeting.id}.{mark}@{_host(office)}" if mark else uid_of(office, meeting.id)


def is_bound(office: Office, meeting: Meeting, uid: str, address: str) -> bool:
    """Whether a UID is the one that was mailed to this address; never of an entry sent before marks were made."""
    expected = uid_for(office, meeting, address) if _mark(meeting, address) else ""
    return bool(expected) and hmac.compare_digest(uid.encode(), expected.encode())


def meeting_of(office: Office, uid: str) -> int | None:
    """The meeting a UID names, with or without a mark; None where it is none of ours."""
    name, _at, host = uid.partition("@")
    number = name.removeprefix("meeting-").partition(".")[0]
    if not number.isdecimal() or len(number) > 18 or host != _host(office):
        return None
    known = f"meeting-{int(number)}"
    return int(number) if name == known or name.startswith(f"{known}.") else None


def _mark(meeting: Meeting, address: str) -> str:
    if not meeting.calendar_secret:
        return ""
    said = f"{meeting.id} {address.strip().lower()}"
    return hmac.new(meeting.calendar_secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:32]


def _host(office: Office) -> str:
    return urlsplit(office.settings.base_url).hostname or "localhost"


def reply_address(office: Office, meeting: Meeting) -> str | None:
    """Where a calendar's answer is read: the inviting agency's mailbox, where the office fetches it; else None."""
    if not meeting.unit.mailbox:
        return None
    try:
        read = addresses(office.settings.mailboxes)
    except MailboxError:  # the round that fetches mails says so in the log, each time
        return None
    return meeting.unit.mailbox if meeting.unit.code in read else None


def _add_people(event: Event, office: Office, meeting: Meeting, attendees: Iterable[tuple[str, str]]) -> None:
    reply_to = reply_address(office, meeting)
    address = reply_to or parseaddr(office.settings.mail_from)[1] or office.settings.mail_from
    event.add("organizer", _person(address, meeting.unit.name))
    for mailbox, name in attendees:
        attendee = _person(mailbox, name)
        attendee.params["role"] = vText("REQ-PARTICIPANT")
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        # Without a mailbox that is read, the answer is given in the house alone.
        attendee.params["rsvp"] = vText("TRUE" if reply_to else "FALSE")
        event.add("attendee", attendee)


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["cn"] = vText(name)
    return person


def _description(office: Office, meeting: Meeting) -> str:
    link = office.link(f"/meetings/{meeting.id}/invitation")
    lines = [
        f"Chủ trì: {meeting.chair.name}, {meeting.chair_title}" if meeting.chair else "",
        f"Hình thức họp: {FORMS[meeting.form]}",
        f"Họp trực tuyến: {meeting.bridge}" if meeting.bridge else "",
        "" if meeting.ends_at else "Chưa rõ giờ kết thúc, lịch ghi 2 giờ.",
        ELECTRONIC_ONLY,
        f"Mở giấy mời, đọc tài liệu và trả lời: {link}",
    ]
    return "\n".join(line for line in lines if line)


def _whole_second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
