"""What the database counts is what the pure rule says of the same facts, on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from e_office.core.clock import day_of
from e_office.core.db import office_day
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange.models import Dispatch
from e_office.exchange.ratio_queries import Scope, behind, cube, pairs_behind
from e_office.exchange.rules import Class, Counts, Sent, classify, sent_by
from e_office.registry.models import IncomingEntry, OutgoingEntry
from tests.factories.undone import undone
from tests.factories.world import KEYS, World

AGENCIES = ("ubnd", "stnmt", "stc", "sct", "kyanh")
FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)
DAYS = [date(2026, 2, 28), FIRST, date(2026, 3, 31), date(2026, 4, 1), LAST, date(2026, 5, 1)]
MIDNIGHTS = [datetime(day.year, day.month, day.day, 17, tzinfo=UTC) for day in DAYS]  # in Hà Tĩnh the next day begins
CHANNELS = st.sampled_from(["electronic", "electronic", "paper", "both"])


@dataclass(frozen=True)
class To:
    """One recipient: an agency of the house or an outside body."""

    place: str
    channel: str
    ticked: bool
    state_agency: bool


@dataclass(frozen=True)
class Letter:
    """One document that went out."""

    issuer: str
    type_code: str
    day: date
    recalled: bool
    internal: bool
    to: tuple[To, ...]


@dataclass(frozen=True)
class Arrival:
    """One document that came."""

    agency: str
    type_code: str
    at: datetime
    channel: str
    from_state_agency: bool
    recalled: bool


recipients = st.builds(
    To,
    place=st.sampled_from([*AGENCIES, "Bộ Nội vụ", "Công ty Sông Lam"]),
    channel=CHANNELS,
    ticked=st.booleans(),
    state_agency=st.sampled_from([True, True, True, False]),
)
seldom = st.sampled_from([*[False] * 7, True])
types = st.sampled_from(["CV", "QD", "GM"])
letters = st.builds(
    Letter,
    issuer=st.sampled_from(AGENCIES),
    type_code=types,
    day=st.sampled_from(DAYS),
    recalled=seldom,
    internal=seldom,
    to=st.lists(recipients, max_size=5, unique_by=lambda one: one.place).map(tuple),
)
arrivals = st.builds(
    Arrival,
    agency=st.sampled_from(AGENCIES),
    type_code=types,
    at=st.builds(
        lambda instant, minutes: instant + timedelta(minutes=minutes),
        st.sampled_from(MIDNIGHTS),
        st.sampled_from([-600, -1, 0, 1]),
    ),
    channel=CHANNELS,
    from_state_agency=st.sampled_from([True, True, False]),
    recalled=seldom,
)
scopes = st.tuples(st.sampled_from([*[None] * 6, *AGENCIES]), st.sampled_from([None, None, None, "CV", "GM"]))
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Row = tuple[str, str, date, list[Sent]]


def counted(rows: Iterable[Row], unit: str | None, type_code: str | None) -> dict[tuple[str, str, date], Counts]:
    """The cube as the pure rule makes it."""
    cells: dict[tuple[str, str, date], Counts] = {}
    for agency, kind, day, pairs in rows:
        klass = classify(pairs)
        if klass is None or unit not in (None, agency) or type_code not in (None, kind) or not FIRST <= day <= LAST:
            continue
        wholly = sum(pair == Sent(True, False) for pair in pairs)
        one = Counts(
            **{each.value: int(each is klass) for each in Class}, pairs=len(pairs), electronic_pairs=wholly
        )  # fmt: skip
        key = (agency, kind, day.replace(day=1))
        cells[key] = cells.get(key, Counts()) + one
    return cells


def compare(office: Office, world: World, scope: Scope, expected: dict[tuple[str, str, date], Counts]) -> None:
    """The cube, and how many rows stand behind it."""
    names = {world.units[key]: key for key in KEYS}
    lines = cube(office, scope)
    assert {(names[line.unit_id], line.type_code, line.month): line.counts for line in lines} == expected
    total, actor = sum(expected.values(), Counts()), world.actor("vanthu")
    for klass in Class:
        rows, number = behind(office, actor, scope, [klass], size=500)
        assert number == len(rows) == getattr(total, klass.value)
        assert {row.klass for row in rows} <= {klass}
    assert behind(office, actor, scope)[1] == total.documents
    assert behind(office, actor, scope, [Class.MIXED, Class.PAPER])[1] == total.mixed + total.paper
    assert pairs_behind(office, actor, scope, None)[1] == total.pairs
    assert pairs_behind(office, actor, scope, True)[1] == total.electronic_pairs
    rest, number = pairs_behind(office, actor, scope, False, size=500)
    assert number == len(rest) == total.pairs - total.electronic_pairs
    assert all(row.paper or not row.electronic for row in rest)


def write_document(office: Office, place: int, owner: int, type_code: str, **facts: object) -> Document:
    now = office.clock.now()
    row = Document(
        type_code=type_code, owner_unit_id=owner, subject=f"V/v {place}", code="", issuer_name="",
        internal=facts.get("internal", False), issued_on=facts.get("day"), created_at=now,
        recalled_at=now if facts["recalled"] else None,
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()
    return row


def send(office: Office, world: World, place: int, letter: Letter) -> None:
    owner, now = world.units[letter.issuer], office.clock.now()
    document = write_document(office, place, owner, **{name: getattr(letter, name) for name in KEPT_OF_LETTER})
    office.session.add(
        OutgoingEntry(unit_id=owner, book="out", year=2026, number=place + 1, document=document, issued_at=now)
    )
    for to in letter.to:
        unit = world.units.get(to.place)
        office.session.add(
            Dispatch(
                document_id=document.id, recipient_key=to.place, unit_id=unit, name=to.place, channel=to.channel,
                state_agency=to.state_agency, sent_at=now, paper_received_at=now if to.ticked else None,
            )
        )  # fmt: skip


KEPT_OF_LETTER = ("type_code", "day", "recalled", "internal")


def receive(office: Office, world: World, place: int, arrival: Arrival) -> None:
    owner = world.units[arrival.agency]
    document = write_document(
        office,
        place,
        owner,
        arrival.type_code,
        day=date(2020, 1, 1),
        recalled=arrival.recalled,
    )
    office.session.add(
        IncomingEntry(
            unit_id=owner, year=2026, number=place + 1, document=document, arrived_at=arrival.at,
            channel=arrival.channel, from_state_agency=arrival.from_state_agency,
        )
    )  # fmt: skip


def of_letter(letter: Letter) -> list[Sent]:
    """The pairs that count, by the words of `domain.md` 3."""
    if letter.recalled or letter.internal:
        return []
    agencies = [to for to in letter.to if to.state_agency and to.place != letter.issuer]
    return [sent_by(to.channel, to.ticked) for to in agencies]


def of_arrival(arrival: Arrival) -> list[Sent]:
    counts = arrival.from_state_agency and not arrival.recalled
    return [sent_by(arrival.channel, False)] if counts else []


@pytest.mark.usefixtures("both_databases")
def test_what_was_sent_is_counted_as_the_rule_classifies_it(office: Office, world: World) -> None:
    @often
    @given(st.lists(letters, min_size=2, max_size=12), scopes)
    def holds(drawn: list[Letter], asked: tuple[str | None, str | None]) -> None:
        scope = Scope(first=FIRST, last=LAST, unit_id=world.units.get(asked[0] or ""), type_code=asked[1])
        rows = [(one.issuer, one.type_code, one.day, of_letter(one)) for one in drawn]
        with undone(office):
            for place, letter in enumerate(drawn):
                send(office, world, place, letter)
            office.session.flush()
            compare(office, world, scope, counted(rows, *asked))

    holds()


@pytest.mark.usefixtures("both_databases")
def test_what_came_is_counted_by_the_day_of_its_arrival_and_only_from_state_agencies(
    office: Office, world: World
) -> None:
    @often
    @given(st.lists(arrivals, min_size=2, max_size=12), scopes)
    def holds(drawn: list[Arrival], asked: tuple[str | None, str | None]) -> None:
        unit = world.units.get(asked[0] or "")
        scope = Scope(first=FIRST, last=LAST, unit_id=unit, type_code=asked[1], direction="in")
        rows = [(one.agency, one.type_code, day_of(one.at), of_arrival(one)) for one in drawn]
        with undone(office):
            for place, arrival in enumerate(drawn):
                receive(office, world, place, arrival)
            office.session.flush()
            compare(office, world, scope, counted(rows, *asked))

    holds()


@pytest.mark.usefixtures("both_databases")
def test_the_day_of_an_instant_is_the_same_in_sql(office: Office, world: World) -> None:
    instants = [middle + timedelta(microseconds=n) for middle in MIDNIGHTS for n in (-1, 0, 1)]
    with undone(office):
        for place, instant in enumerate(instants):
            receive(office, world, place, Arrival("ubnd", "CV", instant, "paper", True, False))
        office.session.flush()
        found = office.session.execute(select(IncomingEntry.arrived_at, office_day(IncomingEntry.arrived_at))).all()
    assert len(found) == len(instants)
    assert {(at, day) for at, day in found} == {(at, day_of(at)) for at in instants}
