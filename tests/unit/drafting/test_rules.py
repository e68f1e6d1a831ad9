"""The rules of drafts as tables of named cases (NĐ 30/2020 Art. 4.2c, 10-13, 18; QĐ 28/2018; D5; domain 2.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.core.clock import local
from e_office.drafting.rules import (
    FOLLOWS,
    OPEN,
    Amends,
    Hold,
    Original,
    State,
    amend_problems,
    draft_problems,
    file_problems,
    held_until,
    hold_problems,
    is_held,
    reason_problems,
    step_problems,
    version_problems,
)
from e_office.drafting.rules_review import (
    STEP_FOLLOWS,
    Approval,
    Chosen,
    Step,
    StepState,
    approval_problems,
    decision_problems,
    default_route,
    route_problems,
    without_twice,
)
from e_office.drafting.rules_time import Pace, issuing_clock
from e_office.people.rules import Holidays, is_working_day

NOW = datetime(2026, 11, 24, 3, 20, tzinfo=UTC)
"""Tuesday, 10:20 in Hà Tĩnh."""
HOUR = timedelta(hours=1)
WHY = "Điều 2 ghi sai căn cứ"


def codes(problems: object) -> set[str]:
    return {problem.code for problem in problems}  # type: ignore[attr-defined]


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("wanted", State)
def test_a_state_follows_as_the_table_says(now: State, wanted: State) -> None:
    assert codes(step_problems(now, wanted)) == (set() if wanted in FOLLOWS[now] else {"too_late"})


def test_what_is_issued_or_dropped_stays_so_and_all_else_can_get_there() -> None:
    assert {state for state in State if not FOLLOWS[state]} == set(State) - OPEN
    reached = {State.DRAFTING}
    while more := {after for state in reached for after in FOLLOWS[state]} - reached:
        reached |= more
    assert reached == set(State)


def test_nothing_is_issued_but_what_was_approved() -> None:
    assert {state for state in State if State.ISSUED in FOLLOWS[state]} == {State.APPROVED}
    assert {state for state in State if State.APPROVED in FOLLOWS[state]} == {State.IN_REVIEW}


def test_a_decided_step_is_not_decided_anew() -> None:
    assert STEP_FOLLOWS[StepState.PASSED] == {StepState.VOID}
    assert not STEP_FOLLOWS[StepState.RETURNED] | STEP_FOLLOWS[StepState.VOID] | STEP_FOLLOWS[StepState.OFF]


DRAFTS = {
    "a decision": ("QD", "Về việc giao biên chế", set()),
    "an invitation belongs to its meeting": ("GM", "Họp giao ban", {"invitation_elsewhere"}),
    "no such type": ("XX", "Về việc", {"type_unknown"}),
    "nothing typed": ("", " ", {"type_unknown", "subject_missing"}),
    "500 letters": ("CV", "x" * 500, set()),
    "501 letters": ("CV", "x" * 501, {"subject_long"}),
}


@pytest.mark.parametrize(("type_code", "subject", "wanted"), DRAFTS.values(), ids=DRAFTS)
def test_a_draft_has_a_type_and_a_subject(type_code: str, subject: str, wanted: set[str]) -> None:
    known = frozenset({"QD", "CV", "GM"})
    assert codes(draft_problems(type_code=type_code, subject=subject, known_types=known)) == wanted


OTHERS = Hold(person_id=2, name="Đặng Thị Nga", until=NOW + HOUR)
HOLDS = {
    "nobody": (None, set()),
    "somebody else": (OTHERS, {"held"}),
    "oneself": (Hold(person_id=1, name="Tôi", until=NOW + HOUR), set()),
    "run out a second ago": (Hold(person_id=2, name="Nga", until=NOW - timedelta(seconds=1)), set()),
    "runs out now": (Hold(person_id=2, name="Nga", until=NOW), set()),
}


@pytest.mark.parametrize(("hold", "wanted"), HOLDS.values(), ids=HOLDS)
def test_a_hold_keeps_others_out_until_it_runs_out(hold: Hold | None, wanted: set[str]) -> None:
    assert codes(hold_problems(hold, person_id=1, now=NOW)) == wanted


def test_a_hold_says_who_and_until_when_on_the_offices_clock() -> None:
    (problem,) = hold_problems(OTHERS, person_id=1, now=NOW)
    assert "Đặng Thị Nga" in str(problem.message)
    assert "11:20" in str(problem.message)
    assert is_held(OTHERS, NOW)
    assert held_until(NOW, 4) == NOW + 4 * HOUR


def test_an_upload_from_a_stale_version_is_refused_with_who_was_quicker_and_what_to_do() -> None:
    facts = {"author": "Đặng Thị Nga", "at": NOW - HOUR, "now": NOW}
    assert not list(version_problems(base=3, current=3, **facts))
    (problem,) = version_problems(base=2, current=3, **facts)
    assert (problem.code, problem.field) == ("stale", "base")
    for told in ("lần 2", "lần 3", "Đặng Thị Nga", "09:20"):
        assert told in str(problem.message)
    assert problem.cure is not None


@pytest.mark.parametrize(
    ("main", "current", "wanted"),
    [
        (1, 0, set()),
        (0, 0, {"text_missing"}),
        (0, 2, set()),
        (1, 2, set()),
        (2, 0, {"two_texts"}),
        (2, 2, {"two_texts"}),
    ],
)
def test_a_version_has_one_text(main: int, current: int, wanted: set[str]) -> None:
    assert codes(file_problems(main=main, current=current)) == wanted


def original(**changes: object) -> Original:
    return Original(**({"type_code": "QD", "own": True, "recalled": False, "replaced": False} | changes))  # type: ignore[arg-type]


AMENDMENTS = {
    "nothing is amended": (Amends.NOTHING, None, "QD", "", set()),
    "a decision replaces a decision (18.3)": (Amends.REPLACEMENT, original(), "QD", WHY, set()),
    "a letter does not replace a decision (18.3)": (Amends.REPLACEMENT, original(), "CV", WHY, {"replacement_equal"}),
    "a letter corrects a decision (18.3)": (Amends.CORRECTION, original(), "CV", WHY, set()),
    "a decision does not correct (18.3)": (Amends.CORRECTION, original(), "QD", WHY, {"correction_by_letter"}),
    "without a reason": (Amends.CORRECTION, original(), "CV", "sai", {"reason_missing"}),
    "of another agency": (Amends.REPLACEMENT, original(own=False), "QD", WHY, {"original_foreign"}),
    "recalled already": (Amends.CORRECTION, original(recalled=True), "CV", WHY, {"original_recalled"}),
    "replaced already": (Amends.REPLACEMENT, original(replaced=True), "QD", WHY, {"original_replaced"}),
    "no such document": (Amends.CORRECTION, None, "CV", WHY, {"original_unknown"}),
}


@pytest.mark.parametrize(("kind", "before", "type_code", "reason", "wanted"), AMENDMENTS.values(), ids=AMENDMENTS)
def test_corrections_and_replacements_are_as_the_decree_has_them_18_3(
    kind: Amends, before: Original | None, type_code: str, reason: str, wanted: set[str]
) -> None:
    assert codes(amend_problems(kind, original=before, type_code=type_code, reason=reason)) == wanted


def test_a_reason_is_a_sentence() -> None:
    assert codes(reason_problems("  không    ")) == {"reason_missing"}
    assert not list(reason_problems("Thiếu căn cứ"))


def chosen(**persons: int | None) -> list[Chosen]:
    return [Chosen(step=Step(name), person_id=person) for name, person in persons.items()]


ABLE = {Step.SECTION_HEAD: [2], Step.LEGAL: [2, 3], Step.OFFICE: [4], Step.LEADER: [1, 5]}
ROUTES = {
    "three steps": (chosen(section_head=2, legal=3, leader=5), set()),
    "the leader signs the own draft": (chosen(section_head=2, leader=1), set()),
    "nobody signs": (chosen(section_head=2), {"no_leader"}),
    "nothing at all": ([], {"no_leader"}),
    "nobody chosen": (chosen(section_head=None, leader=5), {"nobody"}),
    "who cannot": (chosen(section_head=3, leader=5), {"not_able"}),
    "a stranger signs": (chosen(leader=9), {"not_able"}),
}


@pytest.mark.parametrize(("route", "wanted"), ROUTES.values(), ids=ROUTES)
def test_a_route_ends_with_a_competent_person_art_13(route: list[Chosen], wanted: set[str]) -> None:
    assert codes(route_problems(route, drafter_id=1, able=ABLE)) == wanted


def test_nobody_reviews_an_own_draft() -> None:
    assert codes(route_problems(chosen(legal=3, leader=5), drafter_id=3, able=ABLE)) == {"own_draft"}


def test_who_stands_at_several_steps_takes_the_last_one() -> None:
    route = chosen(section_head=5, legal=3, office=3, leader=5)
    assert [one.step for one in without_twice(route)] == [Step.OFFICE, Step.LEADER]
    assert without_twice(chosen(section_head=None, legal=None)) == chosen(section_head=None, legal=None)


def test_the_default_route_depends_on_the_weight_of_the_type() -> None:
    assert default_route("CV") == (Step.SECTION_HEAD, Step.LEADER)
    assert default_route("QD") == (Step.SECTION_HEAD, Step.LEGAL, Step.LEADER)
    assert default_route("QD_QPPL", legal_normative=True) == tuple(Step)


@pytest.mark.parametrize(
    ("passed", "opinion", "seen", "wanted"),
    [
        (True, "", "a", set()), (False, WHY, "a", set()), (False, "sai", "a", {"reason_missing"}),
        (True, "", "b", {"another_version"}), (False, "", "b", {"another_version", "reason_missing"}),
    ],
)  # fmt: skip
def test_a_decision_is_on_the_bytes_that_were_seen(passed: bool, opinion: str, seen: str, wanted: set[str]) -> None:
    assert codes(decision_problems(passed=passed, opinion=opinion, seen=seen, current="a")) == wanted


def approval(state: StepState = StepState.PASSED, sha256: str = "a", version: int = 2) -> Approval:
    return Approval(state=state, sha256=sha256, version=version)


APPROVALS = {
    "all passed on these bytes": ([approval(), approval()], set()),
    "nobody": ([], {"not_approved"}),
    "one still waits": ([approval(), approval(StepState.OPEN)], {"not_approved"}),
    "one void": ([approval(StepState.VOID), approval()], {"not_approved"}),
    "one saw other bytes": ([approval(sha256="b"), approval()], {"approval_void"}),
    "one saw another version": ([approval(version=1), approval()], {"approval_void"}),
}


@pytest.mark.parametrize(("steps", "wanted"), APPROVALS.values(), ids=APPROVALS)
def test_what_is_issued_is_what_was_approved(steps: list[Approval], wanted: set[str]) -> None:
    assert codes(approval_problems(steps, sha256="a", version=2)) == wanted


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026 on the office's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=local(NOW).tzinfo)


NONE_OFF = Holidays()
HOLIDAY = Holidays(off=frozenset({date(2026, 11, 25)}))
CLOCKS = {
    "signed 10:20, seen 10:21": (at(24, 10, 20), "normal", at(24, 10, 21), Pace.TODAY, 25),
    "the last minute of the day": (at(24, 10, 20), "normal", at(24, 23, 59), Pace.TODAY, 25),
    "the next morning (QĐ 28/2018)": (at(24, 16), "normal", at(25, 8), Pace.THIS_MORNING, 25),
    "noon of the next day (18.1)": (at(24, 16), "normal", at(25, 12), Pace.LAST_DAY, 25),
    "the day after that": (at(24, 16), "normal", at(26, 0), Pace.LATE, 25),
    "signed on Friday, seen on Sunday": (at(27, 16), "normal", at(29, 9), Pace.THIS_MORNING, 30),
    "signed on Friday, seen on Monday afternoon": (at(27, 16), "normal", at(30, 14), Pace.LAST_DAY, 30),
    "urgent, a minute later (4.2c)": (at(24, 10, 20), "urgent", at(24, 10, 21), Pace.AT_ONCE, 24),
    "urgent, after its hour": (at(24, 10, 20), "urgent", at(24, 11, 21), Pace.LATE, 24),
    "flash, after its quarter of an hour": (at(24, 10), "flash", at(24, 10, 16), Pace.LATE, 24),
    "flash, the next day": (at(24, 16), "flash", at(25, 0), Pace.LATE, 24),
    "urgent, signed after hours, the next opening": (at(24, 18), "urgent", at(25, 7, 30), Pace.AT_ONCE, 25),
}


@pytest.mark.parametrize(("signed", "urgency", "now", "pace", "last"), CLOCKS.values(), ids=CLOCKS)
def test_a_signed_document_goes_out_the_same_day_urgent_ones_at_once_18_1(
    signed: datetime, urgency: str, now: datetime, pace: Pace, last: int
) -> None:
    """NĐ 30/2020 Art. 18.1; QĐ 28/2018: an electronic one by the next morning."""
    found = issuing_clock(signed, urgency, now, NONE_OFF)
    assert (found.pace, found.last_day.day) == (pace, last)


def test_a_holiday_is_no_working_day_18_1() -> None:
    assert issuing_clock(at(24, 16), "normal", at(26, 9), HOLIDAY).pace is Pace.THIS_MORNING


@given(st.timedeltas(timedelta(), timedelta(days=300)), st.timedeltas(timedelta(), timedelta(days=20)))
def test_the_clock_only_goes_on_and_ends_on_a_working_day(after_now: timedelta, waited: timedelta) -> None:
    signed = NOW + after_now
    order = list(Pace)
    before, after = (issuing_clock(signed, "normal", signed + part, NONE_OFF) for part in (waited / 2, waited))
    assert order.index(before.pace) <= order.index(after.pace)
    assert is_working_day(after.last_day)
