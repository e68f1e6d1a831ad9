"""A real SMTP server for tests that keeps what it is sent."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from storage.child import free_pairs


@dataclass(frozen=True)
class Letter:
    """A mail as its receiver has it: to which mailbox, its subject and text, and the calendar entry in it."""

    to: str
    subject: str
    text: str
    calendar: str


def letter_of(mail: EmailMessage, to: str) -> Letter:
    """A mail taken apart as a mail program does it; lines of the calendar entry are unfolded."""
    text, calendar = mail.get_body(("plain",)), ""
    assert text is not None
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            calendar = re.sub(r"\r?\n[ \t]", "", part.get_content())
    return Letter(to, str(mail["Subject"]), text.get_content(), calendar)


@dataclass
class SmtpSink:
    """The mails that came in, oldest first, and how the next is answered.

    `answer` is an SMTP reply to DATA: "250 OK", "451 try later", "554 refused"; a mail that is not answered
    by 2xx is counted in `refused` and not kept. `taken` is called after each mail that is kept, before the reply.
    """

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answer: str = "250 OK"
    refused: int = 0
    taken: Callable[[int], None] = lambda _count: None

    def letters_after(self, count: int) -> list[Letter]:
        """What came in after the first `count` mails, in the order of the mailboxes."""
        came = zip(self.messages[count:], self.recipients[count:], strict=True)
        return sorted((letter_of(message, to) for message, (to,) in came), key=lambda one: one.to)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if not self.answer.startswith("2"):
            self.refused += 1
            return self.answer
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.SMTP)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        self.taken(len(self.messages))
        return self.answer


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """A sink on a free port of loopback; `sink.url` is `smtp://127.0.0.1:port`."""
    sink = SmtpSink()
    for attempt in range(3):
        (port,) = free_pairs(1)
        controller = Controller(sink, hostname="127.0.0.1", port=port)
        try:
            controller.start()
            break
        except OSError:
            if attempt == 2:
                raise
    sink.url = f"smtp://127.0.0.1:{port}"
    try:
        yield sink
    finally:
        controller.stop()
