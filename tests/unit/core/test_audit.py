"""The journal: one chain whoever writes at the same moment, and a link that was touched is found."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from e_office.core import audit
from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.core.problems import msg
from tests.factories.together import at_once
from tests.factories.undone import undone
from tests.factories.world import World

AWKWARD = '"Nghị quyết" \\ số 5\n{"a": 1}, ĐỒNG Ý 👍 %s :rest'


def act(office: Office, world: World, *, entries: int) -> None:
    """One act, told by so many entries."""
    with office.transaction():
        for number in range(entries):
            said = msg("đổi %(what)s lần %(n)s", what=AWKWARD, n=number)
            audit.record(office, world.actor("quantri"), "changed", "person", number or None, said)


def fail_after_all(office: Office) -> None:
    """An act that has told the journal when it fails."""
    with office.transaction():
        audit.record(office, None, "changed", "person", 1, msg("không xong"))
        audit.seal(office.session)
        _ = 1 // 0


def test_acts_side_by_side_make_one_chain(both_databases: str, app: Flask, office: Office, world: World) -> None:
    act(office, world, entries=1)  # the office begins with one person at the keyboard

    def work() -> None:
        for entries in (1, 1, 3, 1, 2, 1):
            act(office, world, entries=entries)

    at_once(app, office, 4, work)
    assert list(audit.broken_links(office.session)) == []
    assert office.session.scalar(select(func.count(JournalEntry.seq))) == 1 + 4 * 9


@pytest.mark.parametrize("entries", [1, 2])
def test_the_very_first_acts_of_an_office_at_one_instant_make_one_chain(
    entries: int, both_databases: str, app: Flask, office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people both find no head, as each may where there is nothing to lock yet."""
    assert office.session.scalar(select(func.count(JournalEntry.seq))) == 0
    office.session.rollback()
    both_have_looked, sound = threading.Barrier(2), audit._digest

    def slowly(entry: dict[str, Any], previous: str) -> str:
        with suppress(threading.BrokenBarrierError):  # the second waits for the first in the database, not here
            both_have_looked.wait(timeout=0.5)
        return sound(entry, previous)

    with monkeypatch.context() as patched:
        patched.setattr(audit, "_digest", slowly)
        at_once(app, office, 2, lambda: act(office, world, entries=entries))
    assert list(audit.broken_links(office.session)) == []
    assert office.session.scalar(select(func.count(JournalEntry.seq))) == 2 * entries


@pytest.mark.parametrize("column", ["text", "previous", "actor_name"])
def test_a_link_that_was_touched_is_found(both_databases: str, office: Office, world: World, column: str) -> None:
    for entries in (1, 2, 1):
        act(office, world, entries=entries)
    last = office.session.scalar(select(func.max(JournalEntry.seq))) or 0
    with undone(office):
        office.session.execute(update(JournalEntry).where(JournalEntry.seq == last - 1).values({column: "khác"}))
        assert list(audit.broken_links(office.session)) == [last - 1]
    assert list(audit.broken_links(office.session)) == []


def test_an_act_that_fails_leaves_no_link(both_databases: str, office: Office, world: World) -> None:
    act(office, world, entries=1)
    kept = office.session.scalar(select(func.max(JournalEntry.seq)))
    with pytest.raises(ZeroDivisionError):
        fail_after_all(office)
    act(office, world, entries=1)
    assert list(audit.broken_links(office.session)) == []
    assert office.session.scalar(select(func.max(JournalEntry.seq))) == (kept or 0) + 1
