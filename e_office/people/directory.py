"""The administrator's list of persons: filtered, counted, in parts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.people.models import Person, Post
from e_office.people.queries import units_below
from e_office.people.rules import holds_on
from search import fold

PAGE = 50


class Which(StrEnum):
    """Which persons the list shows."""

    ACTIVE = "active"
    WITHOUT_POST = "without-post"
    WITHOUT_PASSWORD = "without-password"  # noqa: S105 - a filter
    CLOSED = "closed"


@dataclass(frozen=True)
class Entry:
    """A person with the posts held today."""

    person: Person
    posts: tuple[Post, ...]

    def is_of(self, which: Which) -> bool:
        """Whether the person belongs to a part of the list."""
        if which is Which.CLOSED or not self.person.active:
            return which is Which.CLOSED and not self.person.active
        if which is Which.WITHOUT_POST:
            return not self.posts
        return which is Which.ACTIVE or not self.person.password_hash


@dataclass(frozen=True)
class Listing:
    """One page of the list, with what the quick filters count and how many there are in all."""

    entries: list[Entry]
    counts: dict[Which, int]
    total: int
    page: int
    pages: int


def list_persons(
    office: Office, words: str = "", unit_id: int | None = None, which: Which = Which.ACTIVE, page: int = 1
) -> Listing:
    """Persons whose name, log-in name or post holds every word, in a unit and what is under it."""
    entries = [entry for entry in _entries(office, unit_id) if _holds(entry, fold(words).split())]
    counts = {part: sum(entry.is_of(part) for entry in entries) for part in Which}
    shown = [entry for entry in entries if entry.is_of(which)]
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(1, page), pages)
    return Listing(shown[(page - 1) * PAGE : page * PAGE], counts, len(shown), page, pages)


def _entries(office: Office, unit_id: int | None) -> list[Entry]:
    query = select(Person).options(selectinload(Person.posts).options(joinedload(Post.unit)))
    if unit_id is not None:
        query = query.where(Person.posts.any(Post.unit_id.in_(units_below(office, unit_id))))
    today = office.today()
    entries = [
        Entry(person, tuple(post for post in person.posts if holds_on(post.starts_on, post.ends_on, today)))
        for person in office.session.scalars(query.order_by(Person.id))
    ]
    return sorted(entries, key=lambda entry: given_name_first(entry.person.name))


def given_name_first(name: str) -> tuple[str, str]:
    """The key Vietnamese lists of people are sorted by: the given name, which stands last, then the rest."""
    folded = fold(name)
    return folded.rpartition(" ")[2], folded


def _holds(entry: Entry, words: list[str]) -> bool:
    posts = " ".join(f"{post.title} {post.unit.name} {post.unit.short_name}" for post in entry.posts)
    text = fold(f"{entry.person.name} {entry.person.login} {posts}") if words else ""
    return all(word in text for word in words)


def without_password(office: Office) -> list[Person]:
    """Active persons with a post who have never had a password."""
    query = select(Person).where(Person.active, Person.password_hash.is_(None), Person.posts.any())
    return list(office.session.scalars(query.order_by(Person.name, Person.id)))
