"""Mail: what a message is, and the ways it leaves the house."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit


class MailError(Exception):
    """The relay did not take the message; it is tried again later."""


class MailRefused(MailError):
    """The relay refused this recipient or this message for good (5xx)."""


class MailNotConfigured(MailError):
    """No relay is configured: mail waits, and nothing has failed."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message to one mailbox. `message_id` is stable: the same message sent again carries it again."""

    message_id: str
    to: str
    subject: str
    text: str
    html: str | None = None
    calendar: bytes | None = None
    sent_at: datetime
    headers: dict[str, str] = field(default_factory=dict)


class Mailer(Protocol):
    """Whatever hands a mail to the relay."""

    def send(self, mail: Mail) -> None:
        """Hand it over.

        :raises MailError: not now; :raises MailRefused: never to this address.
        """


class NoMailer:
    """No relay is configured: mail waits in the queue."""

    def send(self, mail: Mail) -> None:
        """Refuse for now."""
        raise MailNotConfigured("no SMTP relay is configured (EOFFICE_SMTP_URL)")


@dataclass(frozen=True)
class SmtpMailer:
    """Sends through one SMTP relay, `smtp://` (STARTTLS where `?starttls=1`) or `smtps://`."""

    url: str
    sender: str
    timeout: float = 20

    def send(self, mail: Mail) -> None:
        """One connection a message: the worker sends few, and a dead connection cannot linger."""
        try:
            with self._connection() as smtp:
                smtp.send_message(as_email(mail, self.sender), self.sender, [mail.to])
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            raise (MailRefused if code >= 500 else MailError)(str(error.recipients)) from error
        except smtplib.SMTPDataError as error:
            raise (MailRefused if error.smtp_code >= 500 else MailError)(str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(str(error)) from error

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        smtp: smtplib.SMTP
        if parts.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(host, parts.port or 465, timeout=self.timeout, context=context)
        else:
            smtp = smtplib.SMTP(host, parts.port or 25, timeout=self.timeout)
        with smtp:
            if "starttls=1" in parts.query:
                smtp.starttls(context=context)
            if parts.username:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
            yield smtp


class _Folding(EmailPolicy):
    """How headers are folded: as `email` does it, but for text that needs encoding.

    `EmailPolicy` loses the space between two words wherever it begins a new line between them ("báo cáotiến độ");
    `Header` encodes it.
    """

    def fold(self, name: str, value: Any) -> str:
        """The lines of a header."""
        if name.lower() != "subject" or str(value).isascii():
            return super().fold(name, value)
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as it goes over the wire."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


FOLDING = _Folding(linesep=SMTP.linesep)


def as_email(mail: Mail, sender: str) -> EmailMessage:
    """The RFC 5322 message: text, html, and the calendar entry as an alternative clients understand."""
    message = EmailMessage(policy=FOLDING)
    message["From"], message["To"] = sender, mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = mail.message_id
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    if mail.calendar:
        method = "CANCEL" if b"METHOD:CANCEL" in mail.calendar else "REQUEST"
        message.add_alternative(
            mail.calendar.decode(), subtype="calendar", params={"method": method, "name": "giay-moi.ics"}
        )
    return message


def open_mailer(url: str, sender: str) -> Mailer:
    """The mailer of an address; none where the address is empty.

    :raises ValueError: for an address that names no relay.
    """
    parts = urlsplit(url)
    if url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.port == 0):
        raise ValueError("the relay's address must read smtp://host:25 or smtps://user:password@host:465")
    return SmtpMailer(url, sender) if url else NoMailer()
