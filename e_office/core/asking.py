"""Statements that are built once and asked by everybody: who asks, and when, comes in as their parameters.

Building a statement takes longer than many a database takes to answer it. The clauses of the rooms (who may see, whose
turn it is) stay the same: they are handed `Anybody` instead of an actor.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import time, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Date, Exists, Result, Select, bindparam, literal_column, or_, select

from e_office.core.clock import at
from e_office.core.db import WHOLE, UtcDateTime
from e_office.core.office import Office
from e_office.core.permission import Actor, Role

Read = TypeVar("Read", bound=Callable[..., Any])
Parameter = BindParameter[Any]


class Anybody(Actor):
    """Whoever will ask: what clauses ask of an actor is a parameter here; a clause cannot branch on it."""

    def __init__(self) -> None:
        object.__setattr__(self, "values", {})

    def _given(self, name: str, value: Callable[[Office, Actor], Any], **kind: Any) -> Parameter:
        self.values[name] = value  # type: ignore[attr-defined]
        return bindparam(name, **kind)

    @property
    def person_id(self) -> Parameter:  # type: ignore[override]
        """Who asks."""
        return self._given("person_id", lambda office, actor: actor.person_id, type_=WHOLE)

    def agency_ids(self, *roles: Role) -> Parameter:  # type: ignore[override]
        """Where one of these roles is held."""
        name = "_".join(["agencies", *sorted(roles)])
        return self._given(name, lambda office, actor: sorted(actor.agency_ids(*roles)), type_=WHOLE, expanding=True)

    def unit_ids(self) -> Parameter:  # type: ignore[override]
        """The units of the posts."""
        return self._given("units", lambda office, actor: sorted(actor.unit_ids()), type_=WHOLE, expanding=True)

    def reading_units(self) -> Parameter:  # type: ignore[override]
        """The units read for."""
        return self._given("reading", lambda office, actor: sorted(actor.reading_units()), type_=WHOLE, expanding=True)

    def acts_for(self) -> Parameter:  # type: ignore[override]
        """Oneself and who delegated to one."""
        return self._given("acts_for", lambda office, actor: sorted(actor.acts_for()), type_=WHOLE, expanding=True)

    def now(self, ahead: timedelta = timedelta(0)) -> Any:
        """The instant of asking, or one so far ahead, or back where negative."""
        name = f"now_{int(ahead.total_seconds())}".replace("-", "less_")
        return self._given(name, lambda office, actor: office.clock.now() + ahead, type_=UtcDateTime())

    def day(self, ahead: timedelta = timedelta(0)) -> Any:
        """The office's day of asking, or one so far ahead."""
        name = f"day_{ahead.days}"
        return self._given(name, lambda office, actor: office.today() + ahead, type_=Date())

    def midnight(self) -> Any:
        """The first instant of the office's day of asking."""
        return self._given("midnight", lambda office, actor: at(office.today(), time.min), type_=UtcDateTime())

    def year(self) -> Any:
        """The office's year of asking."""
        return self._given("year", lambda office, actor: office.today().year, type_=WHOLE)

    @property
    def posts(self) -> Any:  # type: ignore[override]
        """A statement for everybody cannot depend on them."""
        raise TypeError("a statement for anybody cannot branch on the posts of somebody")


Build = Callable[[Anybody], Select[Any]]
"""A question of a module: a function, so that the statement is built once."""
Number = TypeVar("Number", bound=Build)


class Question:
    """A statement for everybody, and what has to be known of who asks it."""

    def __init__(self, build: Build) -> None:
        anybody = Anybody()
        self.statement = build(anybody)
        self._values: dict[str, Callable[[Office, Actor], Any]] = anybody.values  # type: ignore[attr-defined]

    def given(self, office: Office, actor: Actor) -> dict[str, Any]:
        """The parameters of one who asks now."""
        return {name: value(office, actor) for name, value in self._values.items()}


@cache
def question(build: Build) -> Question:
    """The question of a function of a module, built when it is first asked."""
    return Question(build)


def ask(office: Office, actor: Actor, build: Build, **more: Any) -> Result[Any]:
    """The rows of a question of a module, for an actor now; `more` are parameters of its own."""
    asked = question(build)
    return office.session.execute(asked.statement, asked.given(office, actor) | more)


def shows(*builds: Build, only: Collection[Role] = ()) -> Callable[[Read], Read]:
    """Say of a read of a desk which rows it shows, so that many are asked at once whether they show any.

    It shows none to who holds none of the roles in `only`, where some are named.
    """

    def mark(read: Read) -> Read:
        read.shows, read.only = builds, only  # type: ignore[attr-defined]
        return read

    return mark


def only_for(*roles: Role) -> Callable[[Number], Number]:
    """Say of a number that it is nought for who holds none of these roles: it is not asked then."""

    def mark(build: Number) -> Number:
        build.only = roles  # type: ignore[attr-defined]
        return build

    return mark


class Waiting:
    """Which of many reads have anything for an actor, and what questions of one row and one column count.

    One statement asks for all of it. The reads that have nothing are not read at all.
    """

    def __init__(
        self, office: Office, actor: Actor, reads: Sequence[Callable[..., Any]], counts: Sequence[Build] = ()
    ) -> None:
        self._office, self._actor = office, actor
        self._found: dict[Callable[..., Any], int] = dict.fromkeys((*reads, *counts), 0)
        open_to = [tuple(one for one in many if _concerns(one, actor)) for many in (reads, dict.fromkeys(counts))]
        if any(open_to):
            asked = _all_of(*open_to)
            row = office.session.execute(asked.statement, asked.given(office, actor)).one()
            self._found.update(zip(open_to[0] + open_to[1], row, strict=True))

    def read(self, read: Callable[[Office, Actor], Sequence[Any]]) -> Sequence[Any]:
        """What it shows; nothing where it has nothing to show. :raises KeyError: where it was not asked."""
        return read(self._office, self._actor) if self._found[read] else []

    def number(self, count: Build) -> int:
        """What it counts. :raises KeyError: where it was not asked."""
        return self._found[count]


def _concerns(asked: Callable[..., Any], actor: Actor) -> bool:
    only: Collection[Role] = getattr(asked, "only", ())
    return not only or actor.holds(*only)


def _any(rows: Select[Any]) -> Exists:
    return rows.with_only_columns(literal_column("1"), maintain_column_froms=True).exists()


@cache
def _all_of(reads: tuple[Callable[..., Any], ...], counts: tuple[Build, ...]) -> Question:
    def build(anybody: Anybody) -> Select[Any]:
        builds: Iterable[Sequence[Build]] = (read.shows for read in reads)  # type: ignore[attr-defined]
        shown = [or_(*(_any(build(anybody)) for build in those)) for those in builds]
        return select(*shown, *(count(anybody).scalar_subquery() for count in counts))

    return Question(build)
