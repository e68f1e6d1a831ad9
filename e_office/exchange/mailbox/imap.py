"""The driver for IMAP4rev1: reads by UID without marking anything, within a time a worker can spare."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Callable
from typing import TypeVar

from e_office.exchange.mailbox.contract import MailboxError, WaitingMail

SECONDS = 30
FOREIGN = (imaplib.IMAP4.error, OSError, ssl.SSLError, ValueError)

T = TypeVar("T")


class ImapMailbox:
    """One folder of one account, opened for reading alone (EXAMINE); connected to at the first use."""

    def __init__(self, host: str, port: int, *, secure: bool, user: str, password: str, folder: str) -> None:
        self._host, self._port, self._secure = host, port, secure
        self._user, self._password, self._folder = user, password, folder
        self._connection: imaplib.IMAP4 | None = None

    def validity(self) -> int:
        """UIDVALIDITY of the folder."""
        return self._asked(self._validity)

    def waiting(self, after: int, limit: int) -> list[WaitingMail]:
        """Mails above a UID with their size, lowest first."""
        return self._asked(lambda connection: self._waiting(connection, after, limit))

    def fetch(self, uid: int) -> bytes:
        """The mail, unmarked (BODY.PEEK)."""
        return self._asked(lambda connection: self._fetch(connection, uid))

    def close(self) -> None:
        """Log out; a connection that is gone already is no error."""
        if self._connection is not None:
            with contextlib.suppress(*FOREIGN):
                self._connection.logout()
            self._connection = None

    def _asked(self, work: Callable[[imaplib.IMAP4], T]) -> T:
        try:
            return work(self._opened())
        except FOREIGN as error:
            self._connection = None
            # What the server says may quote the log-in: it is the cause, and no part of the words.
            raise MailboxError(
                f"{self._host}:{self._port} does not answer as a mailbox ({type(error).__name__})"
            ) from error

    def _opened(self) -> imaplib.IMAP4:
        if self._connection is None:
            connection = (
                imaplib.IMAP4_SSL(self._host, self._port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
                if self._secure
                else imaplib.IMAP4(self._host, self._port, timeout=SECONDS)
            )
            connection.login(self._user, self._password)
            _good(connection.select(f'"{self._folder}"', readonly=True))
            self._connection = connection
        return self._connection

    def _validity(self, connection: imaplib.IMAP4) -> int:
        _kind, data = connection.response("UIDVALIDITY")
        if data and data[0] is not None:
            self._known = int(data[0])
        return self._known

    _known = 0

    def _waiting(self, connection: imaplib.IMAP4, after: int, limit: int) -> list[WaitingMail]:
        found = _good(connection.uid("SEARCH", f"UID {after + 1}:*"))
        # "n:*" gives the last mail even where its number is lower (RFC 3501, 6.4.8).
        numbers = sorted(uid for uid in map(int, (found[0] or b"").split()) if uid > after)[:limit]
        if not numbers:
            return []
        sizes = {}
        for line in _good(connection.uid("FETCH", ",".join(map(str, numbers)), "(UID RFC822.SIZE)")):
            said = line if isinstance(line, bytes) else b""
            parts = dict(re.findall(rb"(UID|RFC822\.SIZE) (\d+)", said))
            if b"UID" in parts and b"RFC822.SIZE" in parts:
                sizes[int(parts[b"UID"])] = int(parts[b"RFC822.SIZE"])
        return [WaitingMail(uid, sizes[uid]) for uid in numbers if uid in sizes]

    def _fetch(self, connection: imaplib.IMAP4, uid: int) -> bytes:
        for part in _good(connection.uid("FETCH", str(uid), "(BODY.PEEK[])")):
            if isinstance(part, tuple) and len(part) > 1:
                return bytes(part[1])
        raise ValueError("the mail is gone")


def _good(answer: tuple[str, list[object]]) -> list[object]:
    """What a command gave.

    :raises imaplib.IMAP4.error: where the server said no.
    """
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return data
