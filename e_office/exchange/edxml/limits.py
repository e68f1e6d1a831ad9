"""How much of a message is taken at most, and the words in which more is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from e_office.core.problems import Message, Problem, Refused, msg

NOT_READ = msg("Chưa nhận thông điệp")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bytes and counts; what is larger is refused while it is read, before it is held."""

    message: int = 270_000_000
    """All of a message. An upload of 200 MB has 267 MB in base64."""
    head: int = 4_000_000
    """Everything but the attachments; it is the part that is held in memory."""
    token: int = 1_000_000
    """One tag, comment or instruction."""
    depth: int = 40
    elements: int = 50_000
    attachments: int = 500


USUAL = Limits()


class NotRead(Refused):
    """A message is refused; `message` is what could be understood of it, enough to answer its sender, or None."""

    def __init__(self, problems: Iterable[Problem], message: object = None) -> None:
        super().__init__(problems, NOT_READ)
        self.message = message


def refuse(code: str, message: Message) -> NotRead:
    """The refusal of a message that cannot be read any further."""
    return NotRead([Problem(code, message)])


@dataclass
class Report:
    """What is found while a message is read: problems refuse it in the end, warnings are told with it."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, code: str, message: Message, where: str = "") -> None:
        """Something that must not be so."""
        self.problems.append(Problem(code, message, where or None))

    def warn(self, code: str, message: Message, where: str = "") -> None:
        """Something odd that does no harm."""
        self.warnings.append(Problem(code, message, where or None))

    def check(self, more: Iterable[Problem], message: object) -> None:
        """:raises NotRead: with every problem found, where there is one, and what the message says all the same."""
        if found := [*self.problems, *more]:
            raise NotRead(found, message)
