"""A mail that is an original: taken apart in the jail, its attachments kept, and itself beside them."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from e_office.core.clock import ZONE
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, Problem, Refused, msg
from e_office.documents.extraction import REASONS, Extracted
from e_office.documents.file_names import safe_display_name
from e_office.documents.service import NOT_KEPT, KeptFile, SecretFile, keep_and_read
from e_office.documents.words import EXTRACTOR

HEAD = re.compile(rb"(?:^|\n)(?:from|message-id|received|mime-version):", re.IGNORECASE)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENCLOSED = 100
REPLY = re.compile(r"^METHOD:\s*REPLY\s*$", re.IGNORECASE | re.MULTILINE)
LARGEST = 60 * 1024 * 1024
"""Bytes of a mail that is taken apart at all."""
CALENDAR = re.compile(rb"text/calendar", re.IGNORECASE)


@dataclass(frozen=True)
class Heard:
    """What a room made of a calendar's answer: what it says of it, or why it does not count."""

    message: Message
    problems: tuple[Problem, ...] = ()


Listener = Callable[[Office, "Letter", int, "Actor | None"], Heard]

_listeners: list[Listener] = []

Look = Callable[[BinaryIO, KeptFile], None]


@dataclass(frozen=True)
class Letter:
    """What a mail says of itself; `sent_at` None where it gives no date that can be read."""

    sender: str
    address: str
    subject: str
    message_id: str
    sent_at: datetime | None
    text: str
    calendars: tuple[str, ...] = ()
    """What calendar programs wrote into it (iCalendar)."""

    @property
    def is_reply(self) -> bool:
        """Whether a calendar answers an invitation by it (iTIP, RFC 5546: METHOD:REPLY)."""
        return any(REPLY.search(text) for text in self.calendars)


def is_letter(name: str, head: bytes) -> bool:
    """Whether a file is a mail as mail programs or Outlook save it: its name says so, and it begins as one."""
    if name.lower().endswith(".msg"):
        return head.startswith(COMPOUND)
    return name.lower().endswith(".eml") and HEAD.search(head[:8192]) is not None


def when_answered(listener: Listener) -> Listener:
    """Let a room hear the answers of calendars: `listener(office, letter, agency id, who brought it or None)`.

    It is called within the transaction that notes the mail, and must be harmless when repeated.
    """
    _listeners.append(listener)
    return listener


def hear(office: Office, letter: Letter, agency_id: int, actor: Actor | None = None) -> Heard:
    """Hand a calendar's answer to the room that knows of it; nobody knowing of it is a reason as well."""
    for listener in _listeners:
        return listener(office, letter, agency_id, actor)
    message = msg("Thư trả lời lịch họp không của cuộc họp nào ở đây.")
    return Heard(message, (Problem("reply_unknown", message),))


def reply_in(stream: BinaryIO) -> Letter | None:
    """The mail, where it is a calendar's answer: such a one is heard, not kept; None for any other.

    It is read from the start and left there.
    """
    stream.seek(0)
    found: dict[str, Any] = EXTRACTOR.take_apart(stream) if CALENDAR.search(stream.read(LARGEST)) else {}
    stream.seek(0)
    letter = _letter(found) if found.get("state") == "drawn" else None
    return letter if letter and letter.is_reply else None


def keep_letter(
    office: Office, stream: BinaryIO, filename: str, look: Look | None = None
) -> tuple[Letter, list[tuple[KeptFile, Extracted]], list[Refused]]:
    """Keep a mail's attachments, each by its own rules, then the mail itself; call it before the transaction.

    Gives what it says, what was kept, and why some of it was not; `look` is shown each file that was kept, with its
    bytes. Nothing of a mail with a secret attachment is kept.

    :raises SecretFile: where an attachment carries a stamp of secrecy (T6).
    :raises Refused: where it cannot be taken apart, is too large, or has too many attachments.
    """
    name = safe_display_name(filename)
    found = EXTRACTOR.take_apart(stream)
    if found.get("state") != "drawn":
        why = REASONS.get(str(found.get("reason")), REASONS["broken"])
        message = msg("Thư %(name)s không mở được: %(why)s", name=name, why=why)
        raise Refused([Problem("letter_broken", message, "files")], NOT_KEPT)
    letter, enclosed = _letter(found), _enclosed(found)
    if len(enclosed) > MOST_ENCLOSED:
        message = msg("Thư %(name)s có hơn %(n)s tệp đính kèm.", name=name, n=MOST_ENCLOSED)
        raise Refused([Problem("letter_crowded", message, "files")], NOT_KEPT)
    kept, refused = [], []
    for one_name, data in [*enclosed, (name, None)]:
        file = stream if data is None else io.BytesIO(data)
        try:
            kept.append(keep_and_read(office, file, one_name))
            if look is not None:
                look(file, kept[-1][0])
        except SecretFile:
            raise  # the mail itself holds those bytes too
        except Refused as error:
            refused.append(error)
    return letter, kept, refused


def _letter(found: dict[str, Any]) -> Letter:
    """The jail's answer, where it has the types it should have."""
    texts = [str(found.get(name) or "")[:2000] for name in ("sender", "address", "subject", "message_id")]
    try:
        sent_at = datetime.fromisoformat(str(found.get("date")))
        sent_at = sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=ZONE)
    except ValueError:
        sent_at = None
    said = found.get("calendars")
    calendars = tuple(str(text) for text in said) if isinstance(said, list) else ()
    return Letter(*texts, sent_at, str(found.get("text") or ""), calendars)


def _enclosed(found: dict[str, Any]) -> list[tuple[str, bytes]]:
    """Name and bytes of each attachment; a picture inside the text, such as a logo, is none."""
    rows = found.get("enclosed")
    attached = []
    for row in rows if isinstance(rows, list) else []:
        name, data = safe_display_name(str(row.get("name") or "")), base64.b64decode(str(row.get("data") or ""))
        picture = row.get("inline") and name.lower().endswith((".png", ".jpg", ".jpeg", ".gif"))
        if data and not picture:
            attached.append((name, data))
    return attached
