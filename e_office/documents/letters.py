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
from e_office.core.problems import Problem, Refused, msg
from e_office.documents.extraction import REASONS, Extracted
from e_office.documents.file_names import safe_display_name
from e_office.documents.service import NOT_KEPT, KeptFile, SecretFile, keep_and_read
from e_office.documents.words import EXTRACTOR

HEAD = re.compile(rb"(?:^|\n)(?:from|message-id|received|mime-version):", re.IGNORECASE)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENCLOSED = 100

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


def is_letter(name: str, head: bytes) -> bool:
    """Whether a file is a mail as mail programs or Outlook save it: its name says so, and it begins as one."""
    if name.lower().endswith(".msg"):
        return head.startswith(COMPOUND)
    return name.lower().endswith(".eml") and HEAD.search(head[:8192]) is not None


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
    return Letter(*texts, sent_at, str(found.get("text") or ""))


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
