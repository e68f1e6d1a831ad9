"""A real SMTP server for tests that keeps what it is sent."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from storage.child import free_pairs


@dataclass
class SmtpSink:
    """The mails that came in, oldest first, and how the next is answered.

    `answer` is an SMTP reply to DATA: "250 OK", "451 try later", "554 refused"; a mail that is not answered
    by 2xx is counted in `refused` and not kept.
    """

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answer: str = "250 OK"
    refused: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if not self.answer.startswith("2"):
            self.refused += 1
            return self.answer
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.SMTP)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
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
