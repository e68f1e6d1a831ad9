"""What the form of an invitation says, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class InviteeChange:
    """The capacity asked for of one invitee, as typed."""

    capacity: str
    leader: bool


@dataclass(frozen=True, kw_only=True)
class DraftFacts:
    """What the form of an invitation says; everything may still be missing.

    `starts_at` is aware, `length` in minutes.
    """

    purpose: str = ""
    chair_id: int | None = None
    preparing_unit_id: int | None = None
    starts_at: datetime | None = None
    form: str = "in_person"
    length: int | None = None
    place: str = ""
    bridge: str = ""
    nature: str | None = None
    consults: bool = False
    contact: str = ""
    requirements: str = ""
    signer_id: int | None = None
    invitees: Mapping[int, InviteeChange] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
