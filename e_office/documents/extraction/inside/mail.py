"""A mail taken apart, as a mail program or as Outlook saved it: who wrote, about what, when, words, attachments."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, BinaryIO

from .clean import clean
from .lines import Lines
from .outlook import MAGIC, Note, line, read_note
from .refusal import NoText

MAX_BYTES = 60 * 1024 * 1024
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_HEADER = 2000
MAX_CALENDARS = 3
MAX_CALENDAR = 100_000
TAG = re.compile(r"<[^>]{0,2000}>")


def take_apart(file: BinaryIO, limit: int) -> dict[str, Any]:
    """Head, words (at most `limit` characters) and attachments of a mail; bytes as base64.

    :raises NoText: where it is too large, nested too deep, of too many parts, or no mail.
    """
    if file.read(len(MAGIC)) == MAGIC:
        return _of_outlook(read_note(file), limit)
    file.seek(0)
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise NoText("too_large", "size")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise NoText("failed", "broken")
    parts = _parts(message, 0)
    if len(parts) > MAX_PARTS:
        raise NoText("too_large", "pages")
    name, address = parseaddr(_header(message, "From"))
    words = [_words(part) for part in parts if not _is_enclosed(part)]
    return {
        "state": "drawn",
        "reason": None,
        "sender": name or address,
        "address": address,
        "subject": _header(message, "Subject"),
        "message_id": _header(message, "Message-ID"),
        "date": _date(message),
        "text": clean("\n".join(filter(None, words)))[:limit],
        "calendars": _calendars(parts),
        "enclosed": [_enclosed(part) for part in parts if _is_enclosed(part)],
    }


def draw(file: BinaryIO, lines: Lines) -> int | None:
    """The words of a mail that Outlook saved: who, about what, and its text; what is attached has words of its own."""
    note = read_note(file)
    for text in (note.sender, note.address, note.subject, *note.text.splitlines()):
        lines.add(text)
        lines.end_line()
    return None


def _of_outlook(note: Note, limit: int) -> dict[str, Any]:
    enclosed = [
        {"name": line(one.name, 255), "inline": one.inline, "data": base64.b64encode(one.data).decode()}
        for one in note.enclosed
    ]
    return {
        "state": "drawn",
        "reason": None,
        "sender": line(note.sender, MAX_HEADER),
        "address": line(note.address, MAX_HEADER),
        "subject": line(note.subject, MAX_HEADER),
        "message_id": line(note.message_id, MAX_HEADER),
        "date": note.sent_at.isoformat() if note.sent_at else None,
        "text": clean(note.text)[:limit],
        "enclosed": enclosed,
    }


def _parts(message: EmailMessage, depth: int) -> list[EmailMessage]:
    """Every leaf of the tree; a mail within a mail is an attachment as a whole."""
    if depth > MAX_DEPTH:
        raise NoText("too_large", "pages")
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        return [message]
    found: list[EmailMessage] = []
    for part in message.iter_parts():
        found += _parts(part, depth + 1)
        if len(found) > MAX_PARTS:
            break
    return found


def _is_enclosed(part: EmailMessage) -> bool:
    """Whether somebody attached it: it has a name, or is no text. A picture of the signature has a name too."""
    return bool(part.get_filename()) or part.get_content_maintype() not in {"text", "multipart"}


def _enclosed(part: EmailMessage) -> dict[str, Any]:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else part
        data, ending = inner.as_bytes(), ".eml"
    else:
        data, ending = part.get_payload(decode=True) or b"", ""
    name = str(part.get_filename() or f"tệp đính kèm{ending or '.bin'}")[:255]
    return {"name": name, "inline": part.get_content_disposition() == "inline", "data": base64.b64encode(data).decode()}


def _calendars(parts: list[EmailMessage]) -> list[str]:
    """What a calendar program wrote into the mail (iCalendar, RFC 5545), cut where it is longer than any entry."""
    written = [part for part in parts if part.get_content_type() == "text/calendar"][:MAX_CALENDARS]
    return [(part.get_payload(decode=True) or b"").decode("utf-8", "replace")[:MAX_CALENDAR] for part in written]


def _words(part: EmailMessage) -> str:
    if part.get_content_maintype() != "text":
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError, ValueError):
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return TAG.sub(" ", text) if part.get_content_subtype() == "html" else text


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name) or "")
    except (LookupError, UnicodeError, ValueError, IndexError, AttributeError):  # a header made to hurt the parser
        value = ""
    return " ".join(clean(value).split())[:MAX_HEADER]


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date") or "")).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
