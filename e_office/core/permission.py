"""Who acts, and the refusal of those who may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a post lets its holder do (chức danh)."""

    CLERK = "clerk"
    SPECIALIST = "specialist"
    SECTION_HEAD = "section_head"
    LEADER = "leader"
    CHIEF_OF_OFFICE = "chief_of_office"
    VICE_CHAIRMAN = "vice_chairman"
    CHAIRMAN = "chairman"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


CONTENT_ROLES = frozenset(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}
"""Roles whose holders read their unit's documents; an administrator has no right to content."""

LEADING_ROLES = frozenset({Role.LEADER, Role.CHIEF_OF_OFFICE, Role.VICE_CHAIRMAN, Role.CHAIRMAN})


class AgencyHead(NamedTuple):
    """The head of an agency's pages: its name, its place, and what stands above it."""

    agency: str
    place: str
    parent: str = ""


@dataclass(frozen=True)
class PostHeld:
    """A post (chức vụ) somebody holds today.

    `agency_id` is the unit whose registers it works in; `path` the unit and those above it up to the agency.
    `in_place_of` is set where somebody who is away has delegated it (ủy nhiệm, D5): who stays answerable.
    `sees_secrets`: an administrator opened the agency's register of secret documents to it. `head` is the agency's,
    where it is known already.
    """

    role: Role
    title: str
    unit_id: int
    unit_name: str
    agency_id: int
    path: tuple[int, ...]
    in_place_of: int | None = None
    in_place_of_name: str = ""
    sees_secrets: bool = False
    head: AgencyHead | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the posts held today; what policies and services are handed."""

    person_id: int
    login: str
    name: str
    posts: tuple[PostHeld, ...] = ()

    def roles(self) -> frozenset[Role]:
        """Every role held in any unit."""
        return frozenset(post.role for post in self.posts)

    def holds(self, *roles: Role, agency_id: int | None = None) -> bool:
        """Whether one of `roles` is held, in that agency where one is named."""
        return any(post.role in roles and (agency_id is None or post.agency_id == agency_id) for post in self.posts)

    def agency_ids(self, *roles: Role) -> frozenset[int]:
        """The agencies in which one of `roles` (any content role where none is named) is held."""
        wanted: Iterable[Role] = roles or CONTENT_ROLES
        return frozenset(post.agency_id for post in self.posts if post.role in wanted)

    def unit_ids(self) -> frozenset[int]:
        """The units themselves in which a post with content rights is held."""
        return frozenset(post.unit_id for post in self.posts if post.role in CONTENT_ROLES)

    def reading_units(self) -> frozenset[int]:
        """Units whose documents are open to the actor: the post's unit and those above it to the agency."""
        return frozenset(unit for post in self.posts if post.role in CONTENT_ROLES for unit in post.path)

    def readers(self) -> frozenset[str]:
        """The reader tokens a search filters by: `u<unit id>` and `p<person id>`."""
        return frozenset({f"u{unit}" for unit in self.reading_units()} | {f"p{self.person_id}"})

    def acts_for(self) -> frozenset[int]:
        """The persons whose desk this is: oneself, and those who have delegated to one today (D5)."""
        return frozenset({self.person_id} | {post.in_place_of for post in self.posts if post.in_place_of})

    @property
    def main_post(self) -> PostHeld | None:
        """The post shown beside the name."""
        return self.posts[0] if self.posts else None

    @property
    def post_title(self) -> str:
        """The title of the main post, for the bar."""
        return self.posts[0].title if self.posts else ""

    @property
    def unit_name(self) -> str:
        """The unit of the main post, for the bar."""
        return self.posts[0].unit_name if self.posts else ""


class NotAllowed(Exception):
    """The actor may not do this; the refusal is written to the journal by whoever answers."""

    def __init__(self, verb: str, thing: object = None) -> None:
        self.verb = verb
        self.thing = thing
        super().__init__(verb)


def require(allowed: bool, verb: str = "", thing: object = None) -> None:
    """The first line of a use case.

    :raises NotAllowed: where `allowed` is false.
    """
    if not allowed:
        raise NotAllowed(verb, thing)
