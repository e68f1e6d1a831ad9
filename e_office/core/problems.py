"""Why something is refused: problems as data, all of them at once, told in the reader's language later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any


@dataclass(frozen=True)
class Message:
    """A text of the catalogue with its values, not yet translated; `str()` gives the Vietnamese."""

    text: str
    values: Mapping[str, Any] = attribute(default_factory=dict)

    def __str__(self) -> str:
        return self.text % dict(self.values) if self.values else self.text


def msg(text: str, /, **values: Any) -> Message:
    """Mark `text` for the catalogue and keep its `%(name)s` values; rules use it instead of gettext."""
    return Message(text, values)


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way: a code for programs, a message for people, the form's field."""

    code: str
    message: Message
    field: str | None = None
    cure: Message | None = None
    values: Mapping[str, Any] = attribute(default_factory=dict)
    """Facts the page may build a cure from, such as the earliest lawful time."""


class Refused(Exception):
    """The act was refused and nothing was changed; `problems` holds every reason.

    `title` is the head of the page, such as "Chưa phát hành được".
    """

    def __init__(self, problems: Iterable[Problem], title: Message | None = None) -> None:
        self.problems = tuple(problems)
        self.title = title
        super().__init__("; ".join(str(problem.message) for problem in self.problems))


def refuse_if(problems: Iterable[Problem], title: Message | None = None) -> None:
    """Do nothing where there is no problem.

    :raises Refused: with all of them otherwise.
    """
    found = tuple(problems)
    if found:
        raise Refused(found, title)


class NotFound(LookupError):
    """There is no such thing, or none that this person may know of: the page is the same."""
