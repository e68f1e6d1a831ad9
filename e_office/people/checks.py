"""What `doctor` says of people: an administrator who can sign in, and log-ins that fail in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from e_office.core.checks import Finding, Level, doctor_check, fsck_check
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.people.models import LoginAttempt, Person, Post, Unit
from e_office.people.queries import held_on
from e_office.people.rules import is_cycle

ALARM = 500
"""Failed log-ins of the whole installation within an hour that are worth an alarm (A-39)."""


@doctor_check("administrator")
def administrator(office: Office, _deep: bool) -> Iterator[Finding]:
    """Somebody must be able to manage the installation today."""
    query = (
        select(func.count(Person.id.distinct()))
        .join(Post)
        .where(
            Post.role == Role.ADMINISTRATOR, held_on(office.today()), Person.active, Person.password_hash.is_not(None)
        )
    )
    count = office.session.scalar(query) or 0
    text = f"{count} administrators can sign in today"
    yield Finding("administrator", Level.OK if count else Level.BAD, text)


@doctor_check("log-ins")
def failed_log_ins(office: Office, _deep: bool) -> Iterator[Finding]:
    """Guessing shows in the number of failures, whoever is guessed."""
    since = office.clock.now() - timedelta(hours=1)
    count = office.session.scalar(select(func.count(LoginAttempt.id)).where(LoginAttempt.at > since)) or 0
    level = Level.WARNING if count >= ALARM else Level.OK
    yield Finding("log-ins", level, f"{count} failed log-ins within the last hour")


@fsck_check("tree of units")
def tree(office: Office, _deep: bool) -> Iterator[Finding]:
    """No unit stands above itself, and every unit below another has an agency above it."""
    parents = dict(office.session.execute(select(Unit.id, Unit.parent_id)).tuples().all())
    circular = [unit for unit, parent in parents.items() if is_cycle(unit, parent, parents)]
    if circular:
        yield Finding("tree of units", Level.BAD, f"units that stand above themselves: {circular}")
    else:
        yield Finding("tree of units", Level.OK, f"{len(parents)} units")
