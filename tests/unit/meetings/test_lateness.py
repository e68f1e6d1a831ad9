"""Lateness is a pure function of the event log, whatever its order, and no later event washes a mark off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from e_office.meetings.rules import RULE_SETS, Event, EventKind, Late, late_for, lateness, worst
from e_office.meetings.rules_late import late_papers, told_by
from e_office.people.rules import Holidays

RULES, NO_HOLIDAYS = RULE_SETS["QD3713"], Holidays()
T0 = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(n: float) -> datetime:
    return T0 + n * HOUR


def found(*events: Event) -> dict[tuple[int, int | None], Late]:
    return lateness(events, RULES, NO_HOLIDAYS)


ISSUED = (
    Event(1, hours(0), EventKind.ISSUED, starts_at=hours(48)),
    Event(2, hours(0), EventKind.INVITED, invitee=1),
    Event(3, hours(0), EventKind.INVITED, invitee=2),
    Event(4, hours(0), EventKind.PAPER, paper=10),
)


def test_in_time_leaves_no_mark() -> None:
    assert found(*ISSUED) == {}


def test_moved_earlier_than_the_rule_marks_what_it_makes_late() -> None:
    marks = found(*ISSUED, Event(5, hours(28), EventKind.MOVED, starts_at=hours(40)))
    assert set(marks) == {(1, None), (2, None)}, "the papers were there 40 hours ahead; the new hour was not"
    assert marks[1, None] == Late(12 * HOUR, 5, EventKind.MOVED, False)


def test_moved_so_near_that_the_papers_are_late_as_well() -> None:
    marks = found(*ISSUED, Event(5, hours(10), EventKind.MOVED, starts_at=hours(20)))
    assert marks[1, 10].by == 4 * HOUR
    assert marks[1, None].by == 14 * HOUR


def test_moving_later_again_takes_no_mark_away() -> None:
    moved = (*ISSUED, Event(5, hours(28), EventKind.MOVED, starts_at=hours(40)))
    back = (*moved, Event(6, hours(29), EventKind.MOVED, starts_at=hours(200)))
    assert found(*back) == found(*moved)


def test_a_late_invitee_is_late_alone() -> None:
    marks = found(*ISSUED, Event(5, hours(45), EventKind.INVITED, invitee=3))
    assert set(marks) == {(3, None), (3, 10)}
    assert late_for(marks, 3)[None].by == 21 * HOUR
    assert late_for(marks, 1) == {}


def test_a_replaced_paper_has_a_clock_of_its_own_and_the_old_one_keeps_its_own() -> None:
    marks = found(*ISSUED, Event(5, hours(46), EventKind.PAPER, paper=11, replaces=10))
    assert set(marks) == {(1, 11), (2, 11)}
    late_one = found(
        *ISSUED,
        Event(5, hours(46), EventKind.PAPER, paper=11, replaces=10),
        Event(6, hours(47), EventKind.INVITED, invitee=3),
    )
    assert (3, 10) not in late_one
    assert (3, 11) in late_one


def test_an_order_marks_what_it_lets_through() -> None:
    marks = found(
        Event(1, hours(0), EventKind.ORDERED),
        Event(2, hours(0), EventKind.ISSUED, starts_at=hours(3)),
        Event(3, hours(0), EventKind.INVITED, invitee=1),
    )
    assert marks[1, None] == Late(21 * HOUR, 3, EventKind.INVITED, True)


def test_an_order_given_afterwards_excuses_nothing_that_was_late_before() -> None:
    late = (*ISSUED, Event(5, hours(45), EventKind.INVITED, invitee=3))
    assert found(*late, Event(6, hours(46), EventKind.ORDERED)) == found(*late)


def test_cancelling_takes_no_mark_away() -> None:
    late = (*ISSUED, Event(5, hours(45), EventKind.INVITED, invitee=3))
    assert found(*late, Event(6, hours(46), EventKind.CANCELLED)) == found(*late)


def test_entries_are_ordered_by_sequence_although_the_clock_jumped_back() -> None:
    marks = found(*ISSUED, Event(5, hours(-2), EventKind.MOVED, starts_at=hours(10)))
    assert marks[1, None].by == 14 * HOUR


def test_the_worst_is_what_is_said_first() -> None:
    marks = found(
        *ISSUED, Event(5, hours(45), EventKind.INVITED, invitee=3), Event(6, hours(46), EventKind.INVITED, invitee=4)
    )
    head = worst(marks)
    assert head is not None
    assert head.by == 22 * HOUR
    assert worst({}) is None


def test_the_deadline_an_entry_carries_is_what_judges_it() -> None:
    """Tuesday to Friday of one week; by the rule of three working days 08:00 on Tuesday is the last moment."""
    strict = RULE_SETS["QD45-2018"]
    start, deadline = datetime(2026, 11, 27, 1, 0, tzinfo=UTC), datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    log = [
        Event(1, deadline, EventKind.ISSUED, starts_at=start, deadline=deadline),
        Event(2, deadline, EventKind.INVITED, starts_at=start, invitee=1, deadline=deadline),
        Event(3, deadline + HOUR, EventKind.INVITED, starts_at=start, invitee=2, deadline=deadline),
    ]
    bare = [replace(event, deadline=None) for event in log]
    day_off = Holidays(off=frozenset({date(2026, 11, 26)}))
    for holidays in (NO_HOLIDAYS, day_off):
        assert lateness(log, strict, holidays) == {(2, None): Late(HOUR, 3, EventKind.INVITED, False)}
    assert lateness(bare, strict, NO_HOLIDAYS) == lateness(log, strict, NO_HOLIDAYS), "old entries are judged as before"
    assert set(lateness(bare, strict, day_off)) == {(1, None), (2, None)}


def test_a_move_is_judged_by_the_deadline_it_carries() -> None:
    moved = Event(5, hours(1), EventKind.MOVED, starts_at=hours(40), deadline=hours(-2))
    marks = found(*ISSUED, moved)
    assert {item: late.by for item, late in marks.items()} == {
        (1, None): 3 * HOUR, (2, None): 3 * HOUR, (1, 10): 2 * HOUR, (2, 10): 2 * HOUR,
    }  # fmt: skip


LATER_VERBS = st.sampled_from([kind for kind in EventKind if kind is not EventKind.ISSUED])


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """A log: issued, then up to thirty events of every kind with wild hours; the clock may run backwards."""
    events = [Event(1, hours(0), EventKind.ISSUED, starts_at=hours(draw(st.integers(1, 100))))]
    for seq in range(2, draw(st.integers(2, 31))):
        kind, at = draw(LATER_VERBS), hours(draw(st.integers(-5, 120)))
        paper = draw(st.integers(10, 14)) if kind is EventKind.PAPER else None
        events.append(
            Event(
                seq,
                at,
                kind,
                starts_at=hours(draw(st.integers(0, 200))) if kind is EventKind.MOVED else None,
                invitee=draw(st.integers(1, 4)) if kind in {EventKind.INVITED, EventKind.ANSWERED} else None,
                paper=paper,
                replaces=draw(st.sampled_from([None, 10, 11])) if paper else None,
                deadline=draw(st.one_of(st.none(), st.integers(-5, 200).map(hours))),
            )
        )
    return events


@settings(max_examples=400, deadline=None)
@given(log=logs(), data=st.data(), strict=st.booleans())
def test_lateness_is_a_function_of_the_log_whatever_its_order(
    log: list[Event], data: st.DataObject, strict: bool
) -> None:
    rules = RULE_SETS["QD45-2018" if strict else "QD3713"]
    shuffled = data.draw(st.permutations(log))
    assert lateness(shuffled, rules, NO_HOLIDAYS) == lateness(log, rules, NO_HOLIDAYS)
    assert lateness(iter(shuffled), rules, NO_HOLIDAYS) == lateness(log, rules, NO_HOLIDAYS)


@settings(max_examples=400, deadline=None)
@given(log=logs(), data=st.data())
def test_no_later_event_washes_a_mark_off(log: list[Event], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(log)))
    before, after = found(*log[:cut]), found(*log)
    for item, late in before.items():
        assert item in after
        assert after[item].by >= late.by


def test_statistics_know_everything_that_reached_somebody() -> None:
    """A later invitee is reached by the papers in force alone, a replacement reaches everybody once more."""
    log = (
        *ISSUED,
        Event(5, hours(20), EventKind.PAPER, paper=11, replaces=10),
        Event(6, hours(45), EventKind.INVITED, invitee=3),
        Event(7, hours(46), EventKind.CANCELLED),
    )
    told = told_by(log, RULES, NO_HOLIDAYS)
    first = {(invitee, thing) for invitee in (1, 2) for thing in (None, 10, 11)}
    assert told.reached == first | {(3, None), (3, 11)}
    assert told.late == found(*log)
    assert set(told.late) == {(3, None), (3, 11)}


def test_m2_a_paper_is_marked_by_the_worst_for_those_who_ask() -> None:
    one, two, three = (Late(n * HOUR, n, EventKind.PAPER, False) for n in (1, 2, 3))
    log = {(1, 10): one, (2, 10): two, (2, None): three, (3, 11): three}
    assert late_papers(log, {1, 2}) == {10: two}
    assert late_papers(log, {3}) == {11: three}
    assert late_papers(log, {4}) == {}
    assert late_papers(log, ()) == {10: two, 11: three}
