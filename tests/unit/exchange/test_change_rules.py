"""Sending back, recall, update, replacement and the usual channel: the rules as tables of named cases."""

from __future__ import annotations

import pytest

from e_office.exchange.rules import Recipient, sending_problems
from e_office.exchange.rules_change import Change, Turn, answer_problems, asking_problems, turn_of
from e_office.exchange.rules_channel import Usual, departure_problems, rule_problems, usual_channel
from e_office.exchange.rules_refusal import (
    GROUNDS,
    Ground,
    again_problems,
    may_be_reminded,
    refusal_problems,
    registering_arrival_problems,
)
from e_office.exchange.rules_status import State

WHY = "Văn bản ghi nơi nhận là Sở Tài chính"


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "facts", "expected"),
    [
        ("01", {}, []), ("sent", {}, []), ("01", {"reason": "ngắn"}, ["reason_short"]),
        ("01", {"reason": " " * 20}, ["reason_short"]), ("01", {"reason": "đủ mười kt"}, []),
        ("01", {"ground": "whatever"}, ["ground_missing"]), ("01", {"ground": "", "reason": ""}, ["ground_missing", "reason_short"]),
        ("03", {}, ["taken_already"]), ("06", {}, ["taken_already"]), ("13", {}, ["taken_already"]),
        ("02", {}, ["refused_already"]), ("01", {"electronic": False}, ["on_paper"]), ("01", {"invitation": True}, ["invitation"]),
    ],
)  # fmt: skip
def test_an_arrival_goes_back_only_untaken_and_with_words(
    state: str, facts: dict[str, object], expected: list[str]
) -> None:
    """NĐ 30/2020 Art. 21.2b, QĐ 28/2018, H7."""
    given = {"ground": "addressee", "reason": WHY, "electronic": True, "invitation": False} | facts
    ground, reason = str(given.pop("ground")), str(given.pop("reason"))
    assert codes(refusal_problems(State(state), ground, reason, **given)) == expected  # type: ignore[arg-type]


def test_every_ground_has_a_name() -> None:
    assert set(GROUNDS) == set(Ground)
    assert len({str(label) for label in GROUNDS.values()}) == 6


@pytest.mark.parametrize("state", list(State))
def test_what_was_sent_back_or_recalled_is_not_registered(state: State) -> None:
    """NĐ 30/2020 Art. 18.4, 21."""
    gone = state in {State.REFUSED, State.RECALLED, State.RECALL_AGREED}
    assert bool(list(registering_arrival_problems(state))) == gone


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("recalled", [False, True])
def test_only_what_came_back_is_sent_again(state: State, recalled: bool) -> None:
    assert (codes(again_problems(state, recalled=recalled)) == []) == (state is State.REFUSED and not recalled)
    assert codes(sending_problems(recalled=recalled)) == (["recalled"] if recalled else [])


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("channel", ["electronic", "both", "paper"])
@pytest.mark.parametrize("here", [True, False])
def test_only_who_has_not_taken_its_copy_is_reminded(state: State, channel: str, here: bool) -> None:
    """D4: a reminder goes to those it is about and to nobody else."""
    wanted = here and channel != "paper" and state in {State.SENT, State.ARRIVED}
    assert may_be_reminded(state, channel, here=here) is wanted


@pytest.mark.parametrize(
    ("state", "electronic", "turn"),
    [
        ("sent", True, Turn.BY_ITSELF), ("01", True, Turn.BY_ITSELF), ("03", True, Turn.ASKED), ("04", True, Turn.ASKED),
        ("05", True, Turn.ASKED), ("06", True, Turn.ASKED), ("16", True, Turn.ASKED), ("13", True, Turn.ASKED),
        ("02", True, Turn.NOTHING), ("15", True, Turn.NOTHING), ("01", False, Turn.NOTHING), ("03", False, Turn.NOTHING),
    ],
)  # fmt: skip
def test_who_has_registered_is_asked_and_who_has_not_gives_up_by_itself(
    state: str, electronic: bool, turn: Turn
) -> None:
    """NĐ 30/2020 Art. 18.4b, L-05, complaint 5."""
    assert turn_of(State(state), electronic=electronic) is turn


@pytest.mark.parametrize(
    ("change", "facts", "expected"),
    [
        (1, {}, []), (2, {}, []), (3, {}, []), (1, {"before": [Change.REPLACE]}, []), (3, {"before": [Change.UPDATE]}, ["succeeded"]),
        (2, {"before": [Change.REPLACE]}, ["succeeded"]), (1, {"recalled": True}, ["recalled"]), (3, {"recalled": True}, ["recalled"]),
        (1, {"issued": False}, ["not_issued"]), (1, {"leads": False}, ["consent_missing"]), (1, {"reason": "sai"}, ["reason_short"]),
        (1, {"recalled": True, "leads": False, "reason": ""}, ["recalled", "consent_missing", "reason_short"]),
    ],
)  # fmt: skip
def test_a_document_is_changed_by_consent_with_a_reason_and_once(
    change: int, facts: dict[str, object], expected: list[str]
) -> None:
    """NĐ 30/2020 Art. 18.3, 18.4, A-110."""
    given = {"before": [], "recalled": False, "issued": True, "leads": True, "reason": WHY} | facts
    assert codes(asking_problems(Change(change), **given)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "agree", "reason", "expected"),
    [
        ("13", True, "", []), ("13", False, WHY, []), ("13", False, "không", ["reason_short"]), ("03", True, "", ["not_asked"]),
        ("15", True, "", ["not_asked"]), ("16", False, WHY, ["not_asked"]),
    ],
)  # fmt: skip
def test_an_answer_is_given_once_and_a_refusal_with_words(
    state: str, agree: bool, reason: str, expected: list[str]
) -> None:
    """15 and 16 of QCVN 102 (`domain.md` 2.11), QĐ 28/2018."""
    assert codes(answer_problems(State(state), agree=agree, reason=reason)) == expected


LAID_DOWN = [
    Usual("", "", "electronic", "QĐ 28/2018"),
    Usual("", "commune", "both", "Xã chưa có chữ ký số"),
    Usual("TTr", "", "both", "H3: hồ sơ trình"),
    Usual("TTr", "commune", "electronic", "thí điểm"),
]


@pytest.mark.parametrize(
    ("type_code", "level", "channel", "reason"),
    [
        ("CV", "department", "electronic", "QĐ 28/2018"), ("CV", "commune", "both", "Xã chưa có chữ ký số"),
        ("TTr", "department", "both", "H3: hồ sơ trình"), ("TTr", "commune", "electronic", "thí điểm"),
        ("GM", "commune", "electronic", "M1, QĐ 3713/QĐ-UBND"),
    ],
)  # fmt: skip
def test_the_narrower_rule_wins_and_invitations_are_fixed(
    type_code: str, level: str, channel: str, reason: str
) -> None:
    """T3: type by type; M1 stands above everything laid down."""
    found = usual_channel(LAID_DOWN, type_code, level)
    assert found is not None
    assert (found.channel, found.reason) == (channel, reason)
    assert usual_channel([], "CV", level) is None


@pytest.mark.parametrize(
    ("type_code", "channel", "reason", "expected"),
    [
        ("CV", "both", "Có căn cứ", []), ("", "electronic", "QĐ 28/2018", []), ("GM", "both", "Có căn cứ", ["fixed"]),
        ("XX", "both", "Có căn cứ", ["type_unknown"]), ("CV", "paper", "Có căn cứ", ["channel_unknown"]), ("CV", "both", " ", ["reason_missing"]),
    ],
)  # fmt: skip
def test_a_rule_is_laid_down_with_its_reason(type_code: str, channel: str, reason: str, expected: list[str]) -> None:
    """M1, T2."""
    assert codes(rule_problems(type_code, channel, reason, known_types=frozenset({"CV", "GM"}))) == expected


@pytest.mark.parametrize(
    ("laid_down", "channel", "reason", "departs"),
    [
        ("both", "electronic", "", True), ("both", "electronic", "Nơi nhận đã có chữ ký số", False), ("both", "both", "", False),
        ("electronic", "electronic", "", False), ("electronic", "both", "", False), (None, "electronic", "", False),
    ],
)  # fmt: skip
def test_paper_left_out_against_the_rule_has_a_reason(
    laid_down: str | None, channel: str, reason: str, departs: bool
) -> None:
    """T2, T3; paper against a rule is asked for its reason by `dispatch_problems`."""
    usual = {7: Usual("CV", "", laid_down, "vì")} if laid_down else {}
    recipient = Recipient(7, "Sở Tài chính", channel, paper_reason=reason)
    assert codes(departure_problems([recipient], usual)) == (["departure"] if departs else [])
