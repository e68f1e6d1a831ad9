"""Reads of units, persons and posts: who acts, who is to be told, pick lists, the holiday table."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.core.problems import NotFound
from e_office.people.models import Holiday, Person, Post, Unit, UnitLevel
from e_office.people.rules import Holidays, holds_on
from search import fold

T = TypeVar("T")

TREE_DEPTH = 20
"""Deeper than any administration; a walk up the tree stops here even where the data were damaged."""


@dataclass(frozen=True)
class Branch:
    """A unit in the order of the tree, with how deep it stands (0: nothing above it)."""

    unit: Unit
    depth: int


def held_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The clause on `Post` for those held on a day."""
    return and_(
        or_(Post.starts_on.is_(None), Post.starts_on <= day),
        or_(Post.ends_on.is_(None), Post.ends_on >= day),
    )


def path_to_agency(unit: Unit) -> list[Unit]:
    """The unit and those above it up to the first agency, which comes last."""
    path = [unit]
    while not unit.is_agency and unit.parent is not None and len(path) < TREE_DEPTH:
        unit = unit.parent
        path.append(unit)
    return path


def agency_of(unit: Unit) -> Unit:
    """The agency (cơ quan) whose registers the unit works in: itself, or the first one above it."""
    return path_to_agency(unit)[-1]


def get_unit(office: Office, unit_id: int) -> Unit:
    """One unit.

    :raises NotFound: where there is none.
    """
    unit = office.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("unit")
    return unit


def unit_by_code(office: Office, code: str) -> Unit | None:
    """The unit of a code (mã đơn vị), or None."""
    return office.session.scalar(select(Unit).filter_by(code=code))


def get_person(office: Office, person_id: int) -> Person:
    """One person.

    :raises NotFound: where there is none.
    """
    person = office.session.get(Person, person_id)
    if person is None:
        raise NotFound("person")
    return person


def person_by_login(office: Office, login: str) -> Person | None:
    """The person of a log-in name however it is typed, or None."""
    return office.session.scalar(select(Person).filter_by(login=fold_login(login)))


def fold_login(login: str) -> str:
    """A log-in name in the one form it is kept in: `ADMIN`, full-width and spaced variants are the same."""
    return unicodedata.normalize("NFKC", login).strip().casefold()[:60]


def units_tree(office: Office, *, day: date | None = None) -> list[Branch]:
    """Every unit in the order of the tree; with `day` only those open on it."""
    below: dict[int | None, list[Unit]] = {}
    query = select(Unit).options(joinedload(Unit.level)).order_by(Unit.position, Unit.code)
    units = [unit for unit in office.session.scalars(query) if day is None or is_open(unit, day)]
    known = {unit.id for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Unit]], parent: int | None, depth: int) -> Iterator[Branch]:
    for unit in below.get(parent, ()) if depth < TREE_DEPTH else ():
        yield Branch(unit, depth)
        yield from _walk(below, unit.id, depth + 1)


def is_open(unit: Unit, day: date) -> bool:
    """Whether the unit exists on a day."""
    return holds_on(unit.valid_from, unit.valid_to, day)


def units_below(office: Office, unit_id: int) -> frozenset[int]:
    """The ids of a unit and of everything under it."""
    return _gather(_parents(office), {unit_id})


def units_of_agency(office: Office, agency_id: int) -> frozenset[int]:
    """The ids of an agency and of its own parts: everything under it up to the next agency."""
    return frozenset(office.session.scalars(_WITHIN_AGENCY, {"agency": agency_id}))


def _within_agency() -> Select[tuple[int]]:
    """The question of `units_of_agency`, all levels at once."""
    part = select(Unit.id).where(Unit.id == bindparam("agency")).cte("part", recursive=True)
    below = select(Unit.id).join(part, Unit.parent_id == part.c.id).where(Unit.is_agency.is_(False))
    return select(part.union(below).c.id)


_WITHIN_AGENCY = _within_agency()


def _parents(office: Office) -> list[tuple[int, int | None]]:
    return list(office.session.execute(select(Unit.id, Unit.parent_id)).tuples())


def _gather(pairs: Iterable[tuple[int, int | None]], found: set[int]) -> frozenset[int]:
    pairs, before = list(pairs), 0
    while len(found) > before:
        before = len(found)
        found |= {unit for unit, parent in pairs if parent in found}
    return frozenset(found)


def find_units(office: Office, words: str, limit: int = 20, *, agencies_only: bool = False) -> list[Unit]:
    """Units open today whose name, short name, notation or code holds every word, accents or not.

    Those with a name that begins with the words come first.
    """
    query = select(Unit).order_by(Unit.position, Unit.code)
    if agencies_only:
        query = query.where(Unit.is_agency)
    today = office.today()
    texts = (
        (_folded(unit.short_name, unit.name, unit.notation, unit.code), unit)
        for unit in office.session.scalars(query)
        if is_open(unit, today)
    )
    return _matching(texts, words, limit)


def find_persons(office: Office, words: str, limit: int = 20) -> list[Person]:
    """Active persons with a post today; name, log-in name, post and unit together hold every word, accents or not.

    Those of whom one of these alone holds all words come first: "so tai nguyen" is a department before it is
    somebody named Nguyễn of another one.
    """
    query = (
        select(Person)
        .where(Person.active, Person.id.in_(select(Post.person_id).where(held_on(office.today()))))
        .options(selectinload(Person.posts).joinedload(Post.unit))
        .order_by(Person.name, Person.id)
    )
    persons = office.session.scalars(query)
    return _matching(((_about(person), person) for person in persons), words, limit)


def _about(person: Person) -> str:
    posts = (f"{post.title} {post.unit.short_name} {post.unit.notation} {post.unit.name}" for post in person.posts)
    return _folded(person.name, person.login, *posts)


def _folded(*texts: str) -> str:
    """The texts without accents, each on a line of its own, so that the beginning of each can be told."""
    return "".join(f"\n{fold(text)}" for text in texts)


def _matching(texts: Iterable[tuple[str, T]], words: str, limit: int) -> list[T]:
    wanted = fold(words)
    parts = wanted.split()
    found = [(text, thing) for text, thing in texts if all(part in text for part in parts)]
    found.sort(key=lambda pair: _distance(pair[0], wanted, parts))
    return [thing for _, thing in found[:limit]]


def _distance(text: str, wanted: str, parts: Sequence[str]) -> int:
    """0: a line begins with the words · 1: a line has words that begin so, all of them · 2: spread or within words."""
    if "\n" + wanted in text:
        return 0
    return 1 if any(all(f" {part}" in f" {line}" for part in parts) for line in text.split("\n")) else 2


def persons_holding(office: Office, roles: Collection[Role], agency_id: int | None = None) -> list[Person]:
    """Active persons who hold one of `roles` today, in that agency or its parts where one is named."""
    holders = select(Post.person_id).where(held_on(office.today()), Post.role.in_(roles))
    if agency_id is not None:
        holders = holders.where(Post.unit_id.in_(units_of_agency(office, agency_id)))
    return list(office.session.scalars(_active(Person.id.in_(holders))))


def _active(clause: ColumnElement[bool]) -> Select[Person]:
    return select(Person).where(Person.active, clause).order_by(Person.name, Person.id)


def clerks_of(office: Office, agency_id: int) -> list[Person]:
    """The clerks (văn thư) of an agency."""
    return persons_holding(office, {Role.CLERK}, agency_id)


def get_post(office: Office, post_id: int) -> Post:
    """One post.

    :raises NotFound: where there is none.
    """
    post = office.session.get(Post, post_id)
    if post is None:
        raise NotFound("post")
    return post


def posts_of(office: Office, person_id: int) -> list[Post]:
    """Every post of a person, those that have not ended first."""
    query = select(Post).where(Post.person_id == person_id).options(joinedload(Post.unit))
    posts = list(office.session.scalars(query.order_by(Post.position, Post.id)))
    today = office.today()
    return sorted(posts, key=lambda post: post.ends_on is not None and post.ends_on < today)


def levels(office: Office) -> list[UnitLevel]:
    """The levels of the tree, highest first."""
    return list(office.session.scalars(select(UnitLevel).order_by(UnitLevel.rank, UnitLevel.code)))


def holidays(office: Office) -> Holidays:
    """The holiday table, for the rules."""
    rows = office.session.execute(select(Holiday.day, Holiday.working)).tuples().all()
    return Holidays(
        off=frozenset(day for day, working in rows if not working),
        working=frozenset(day for day, working in rows if working),
    )


def holidays_of(office: Office, year: int) -> list[Holiday]:
    """The entries of a year in order."""
    days = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    return list(office.session.scalars(select(Holiday).where(days).order_by(Holiday.day)))


def count_holders(office: Office) -> dict[int, int]:
    """How many active persons hold a post today, by unit id."""
    query = select(Post.unit_id, func.count(Post.person_id.distinct())).join(Person)
    query = query.where(Person.active, held_on(office.today())).group_by(Post.unit_id)
    return dict(office.session.execute(query).tuples().all())


def count_units(office: Office) -> int:
    """How many units there are, closed ones included."""
    return office.session.scalar(select(func.count(Unit.id))) or 0
