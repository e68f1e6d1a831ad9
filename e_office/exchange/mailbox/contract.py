"""What every mailbox promises, and where the addresses of the units' mailboxes are kept: in a file, never in a row."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class MailboxError(Exception):
    """It did not work now; trying again later is sensible. The foreign error is the cause."""


@dataclass(frozen=True)
class WaitingMail:
    """A mail in the box: its number, which the box gives once, and its bytes."""

    uid: int
    size: int


class Mailbox(Protocol):
    """A box mails are read from; it is never changed: nothing is deleted, nothing is marked as read.

    Every method raises MailboxError while it cannot be reached.
    """

    def validity(self) -> int:
        """What the numbers hold for: where it is another one, they name other mails."""

    def waiting(self, after: int, limit: int) -> list[WaitingMail]:
        """Mails with a number above `after`, lowest first."""

    def fetch(self, uid: int) -> bytes:
        """The whole mail."""

    def close(self) -> None:
        """Let go of the connection."""


def addresses(path: Path) -> Mapping[str, str]:
    """Unit code -> URL of its mailbox, from a TOML file with a table `[mailboxes]`; nothing where there is no file.

    :raises MailboxError: for a file that cannot be read, or that others may read: it holds passwords.
    """
    if not path.exists():
        return {}
    if path.stat().st_mode & 0o077:
        raise MailboxError(f"{path}: it holds passwords and may be read by its owner alone (chmod 600)")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("mailboxes", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MailboxError(f"{path}: {error}") from error
    return {str(code): str(url) for code, url in table.items()}


def open_mailbox(url: str) -> Mailbox:
    """The mailbox a URL names: `imaps://user:password@host/folder`; `imap://` is for this machine alone.

    :raises MailboxError: for one that names none, and where nobody answers.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "imaps"
    if not secure and not (parts.scheme == "imap" and parts.hostname in LOOPBACK):
        raise MailboxError(f"no mailbox is called {parts.scheme}://{parts.hostname or ''}; known is imaps://")
    from e_office.exchange.mailbox.imap import ImapMailbox

    return ImapMailbox(
        parts.hostname or "",
        parts.port or (993 if secure else 143),
        secure=secure,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )
