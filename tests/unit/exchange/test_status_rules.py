"""States at the recipient: what follows what, and what a late message may not undo (`domain.md` 2.11)."""

from __future__ import annotations

import pytest

from e_office.exchange.edxml.checks import STATUS_CODES
from e_office.exchange.rules_status import (
    FOLLOWS,
    LABELS,
    State,
    is_settled,
    known_state,
    latest,
    may_follow,
    moves_on,
    needs_reason,
    state_of_work,
)


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [
        ("sent", "01", "01"), ("sent", "03", "03"), ("sent", "06", "06"), ("01", "02", "02"), ("01", "03", "03"),
        ("03", "01", "03"), ("03", "02", "03"), ("04", "03", "04"), ("05", "04", "04"), ("06", "05", "06"),
        ("02", "03", "02"), ("02", "01", "02"), ("03", "03", "03"), ("06", "13", "13"), ("13", "15", "15"),
        ("13", "16", "16"), ("13", "06", "13"), ("15", "16", "15"), ("16", "06", "06"), ("16", "13", "13"), ("01", "15", "01"),
    ],
)  # fmt: skip
def test_a_state_moves_on_but_never_back(before: str, told: str, after: str) -> None:
    assert latest(State(before), State(told)) is State(after)


def test_every_state_has_a_name_and_its_successors() -> None:
    assert set(FOLLOWS) == set(LABELS) == set(State)
    assert {state for state in State if is_settled(state)} == {State.REFUSED, State.DONE, State.RECALL_AGREED}
    assert {state for state in State if needs_reason(state)} == {State.REFUSED, State.RECALL_REFUSED}
    assert not any(may_follow(state, State.SENT) for state in State), "nobody tells the sender that it sent"


def test_the_codes_are_those_of_the_regulation() -> None:
    assert {state.value for state in State} - {"sent"} == set(STATUS_CODES)
    assert known_state("02") is State.REFUSED
    assert known_state("sent") is None
    assert known_state("7") is None


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "sent"), ({"arrived": True}, "01"), ({"registered": True}, "03"), ({"registered": True, "opened": True}, "03"),
        ({"registered": True, "passed_on": True}, "04"), ({"registered": True, "passed_on": True, "opened": True}, "05"),
        ({"registered": True, "closed": True}, "06"), ({"registered": True, "passed_on": True, "opened": True, "closed": True}, "06"),
    ],
)  # fmt: skip
def test_the_register_itself_shows_how_far_it_is(facts: dict[str, bool], state: str) -> None:
    names = ("arrived", "registered", "passed_on", "opened", "closed")
    assert (
        state_of_work(
            **{"arrived": True, **dict.fromkeys(names[1:], False), **({"arrived": False} if not facts else {}), **facts}
        )
        == state
    )


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        ("03", "04", True), ("04", "05", True), ("05", "06", True), ("03", "06", True), ("sent", "05", True),
        ("05", "04", False), ("06", "05", False), ("04", "04", False), ("02", "04", False), ("13", "06", False),
        ("15", "06", False), ("16", "06", True),
    ],
)  # fmt: skip
def test_a_recipient_tells_how_far_it_is_once_and_never_backwards(before: str, after: str, news: bool) -> None:
    """`domain.md` 2.11."""
    assert moves_on(State(before), State(after)) is news
