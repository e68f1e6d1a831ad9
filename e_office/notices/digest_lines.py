"""The day's one mail: what rooms add to it, so that nobody gets a mail for each thing.

A room names its source where it is imported; whoever sends the mail asks them all and knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.problems import Message

Key = tuple[str, int]
"""Whose mail it is: ("unit", id) goes to the unit's mailbox, ("person", id) to the person's own address."""


@dataclass(frozen=True)
class Line:
    """One line: the hour or day in front, what is asked, the address of its page, and what it is about."""

    when: str
    asked: Message
    path: str
    title: str


@dataclass(frozen=True)
class Source:
    """What one room adds: who needs a mail today, and the lines of one mail as things stand when it is sent."""

    wanted: Callable[[Office], Collection[Key]]
    lines: Callable[[Office, Key], Sequence[Line]]


_sources: list[Source] = []


def add_source(source: Source) -> Source:
    """Let a room add to the day's mails."""
    _sources.append(source)
    return source


def wanted_by_rooms(office: Office) -> set[Key]:
    """Everybody for whom some room wants a mail today."""
    return {key for source in _sources for key in source.wanted(office)}


def lines_of_rooms(office: Office, key: Key) -> list[Line]:
    """The lines of all rooms for one mail, in the order the rooms were registered."""
    return [line for source in _sources for line in source.lines(office, key)]
