"""What a composed paper is made of: the letterhead of who writes, what was typed, who signs, who gets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from e_office.drafting.composing.kinds import Kind

Typed = str | date | time | None


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who writes: agency, what it belongs to (empty for a committee), place, and the notation behind the number."""

    agency: str
    parent: str = ""
    place: str = ""
    notation: str = ""


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signs: the lines of capacity above the post, the post, the name."""

    name: str = ""
    post: str = ""
    capacity: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypedAnnex:
    """An annex as it was typed."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Composition:
    """Everything of one form. `texts` are the fields of the kind by their names; `urgency` is a code of the registry.

    `recipients` are the lines of "Nơi nhận" as typed, the last of them who keeps the copy.
    """

    kind: Kind
    letterhead: Letterhead
    subject: str = ""
    texts: Mapping[str, Typed] = field(default_factory=dict)
    signer: Signer = Signer()
    recipients: tuple[str, ...] = ()
    urgency: str = "normal"
    annexes: tuple[TypedAnnex, ...] = ()

    def text(self, name: str) -> str:
        """What was typed into a field of words; empty for none."""
        value = self.texts.get(name)
        return value if isinstance(value, str) else ""

    def is_empty(self, name: str) -> bool:
        """Whether nothing stands in a field."""
        value = self.texts.get(name)
        return not value.strip() if isinstance(value, str) else value is None
