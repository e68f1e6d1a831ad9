"""What a form, a command or a CSV file says of a unit, a person or a post, before it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from e_office.core.permission import Role


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """The columns of a unit; days are calendar days of the office."""

    code: str
    name: str
    short_name: str = ""
    notation: str = ""
    level_code: str = ""
    parent_id: int | None = None
    is_agency: bool = True
    is_state_agency: bool = True
    place: str = ""
    mailbox: str | None = None
    position: int = 0
    one_sequence: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """The columns an administrator sets of a person."""

    login: str
    name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class PostFacts:
    """A post: what, where, from a day to a day (both inclusive, both may be open)."""

    unit_id: int
    role: Role
    title: str
    position: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    sees_secrets: bool = False
