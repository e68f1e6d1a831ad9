"""The rules of a dossier as tables of named cases (H1-H9, R12, O7, O8, O10, O11 of the Decision)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.submissions.rules import (
    DECIDED,
    FOLLOWS,
    OVER,
    POINTS,
    WITH_OFFICE,
    WITH_SENDER,
    Composition,
    Part,
    PartKind,
    ReturnKind,
    State,
    composition_problems,
    reason_problems,
    return_problems,
    step_problems,
)
from e_office.submissions.rules_changes import changes
from e_office.submissions.rules_opinions import (
    Answer,
    Decision,
    Opinion,
    Outstanding,
    appraisal_problems,
    asking_problems,
    decision_problems,
    gate_problems,
    is_deemed,
    is_outstanding,
    is_overdue,
    report_problems,
)

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
WHY = "Trái với Luật Khoáng sản 2010"
DRAFT = Part(kind=PartKind.DRAFT, title="Dự thảo", sha256="a" * 64, paper=True)
REPORT = Part(kind=PartKind.REPORT, title="Báo cáo", sha256="b" * 64, paper=True)
PAPER = Part(kind=PartKind.PAPER, title="Biên bản", sha256="c" * 64)
WHOLE = Composition(
    matter="Ban hành Quy định", has_leader=True, type_code="QD", known_types=frozenset({"QD", "GM"}),
    wanted_on=TODAY, points=dict.fromkeys(POINTS, "đã nêu"), parts=(DRAFT, REPORT),
)  # fmt: skip


def codes(problems: object) -> list[str]:
    return sorted(problem.code for problem in problems)  # type: ignore[attr-defined]


def opinion(answer: Answer, **more: object) -> Opinion:
    return Opinion(name="Sở Tài chính", answer=answer, has_file=True, **more)  # type: ignore[arg-type]


COMPOSITIONS = {
    "whole": ({}, []),
    "with papers": ({"parts": (DRAFT, REPORT, PAPER)}, []),
    "H1: no draft": ({"parts": (REPORT, PAPER)}, ["draft_missing"]),
    "H2: no report": ({"parts": (DRAFT,)}, ["report_missing"]),
    "H2: no position": ({"points": dict.fromkeys(POINTS, "đã nêu") | {"position": "  "}}, ["point_position"]),
    "H2: none of the six points": ({"points": {}}, sorted(f"point_{name}" for name in POINTS)),
    "H3, R12: a draft on paper alone": ({"parts": (replace(DRAFT, sha256=""), REPORT)}, ["file_missing"]),
    "H3, R12: a paper on paper alone": ({"parts": (DRAFT, REPORT, replace(PAPER, sha256=""))}, ["file_missing"]),
    "one file as two": ({"parts": (DRAFT, replace(REPORT, sha256="a" * 64))}, ["same_file"]),
    "no matter": ({"matter": " "}, ["matter_missing"]),
    "501 letters": ({"matter": "a" * 501}, ["matter_long"]),
    "500 letters": ({"matter": "a" * 500}, []),
    "no leader": ({"has_leader": False}, ["leader_missing"]),
    "no type": ({"type_code": ""}, ["type_unknown"]),
    "an invitation is drafted elsewhere": ({"type_code": "GM"}, ["type_unknown"]),
    "wanted yesterday": ({"wanted_on": TODAY - DAY}, ["wanted_past"]),
    "no wanted day": ({"wanted_on": None}, []),
    "H4: an opinion without its file": (
        {"opinions": (Opinion(name="Sở Tài chính", answer=Answer.AGREE),)}, ["opinion_file"],
    ),
    "an opinion that has not come does not keep it from being sent": ({"opinions": (Opinion(name="Sở Tài chính"),)}, []),
    "O11: a wish nobody answered": ({"opinions": (opinion(Answer.AGREE_IF),)}, ["opinion_unsettled"]),
    "O11: taken up": ({"opinions": (opinion(Answer.AGREE_IF, taken=True),)}, []),
    "O11: not taken up, not explained": ({"opinions": (opinion(Answer.DISAGREE, taken=False),)}, ["opinion_unexplained"]),
    "O11: not taken up, explained": ({"opinions": (opinion(Answer.DISAGREE, taken=False, why_not=WHY),)}, []),
    "agreement needs nothing": ({"opinions": (opinion(Answer.AGREE),)}, []),
    "everything at once": (
        {"matter": "", "has_leader": False, "type_code": "", "points": {}, "parts": (), "wanted_on": TODAY - DAY},
        sorted([
            "matter_missing", "leader_missing", "type_unknown", "wanted_past", "draft_missing", "report_missing",
            *(f"point_{name}" for name in POINTS),
        ]),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "wanted"), COMPOSITIONS.values(), ids=COMPOSITIONS)
def test_a_dossier_has_its_mandatory_parts_h1_h2_h3_h4_r12(changed: dict[str, object], wanted: list[str]) -> None:
    assert codes(composition_problems(replace(WHOLE, **changed), today=TODAY)) == wanted


def test_the_door_of_the_office_asks_the_same_rule_later() -> None:
    """A wanted day that passed on the way is no reason to refuse what was complete."""
    assert codes(composition_problems(replace(WHOLE, wanted_on=TODAY - DAY))) == []
    assert codes(composition_problems(replace(WHOLE, parts=(REPORT,)))) == ["draft_missing"]


OPINIONS = {
    "not asked by a day": (Answer.WAITING, None, False, True),
    "on the last day": (Answer.WAITING, TODAY, False, True),
    "the day after": (Answer.WAITING, TODAY - DAY, True, False),
    "answered late": (Answer.DISAGREE, TODAY - DAY, False, False),
    "answered in time": (Answer.AGREE, TODAY + DAY, False, False),
}


@pytest.mark.parametrize(("answer", "due_on", "deemed", "outstanding"), OPINIONS.values(), ids=OPINIONS)
def test_silence_past_the_day_is_consent_and_nothing_else_is_h5_o7_o8(
    answer: Answer, due_on: date | None, deemed: bool, outstanding: bool
) -> None:
    assert is_deemed(answer, due_on, TODAY) is deemed
    assert is_outstanding(answer, due_on, TODAY) is outstanding


@given(st.sampled_from(Answer), st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_an_opinion_is_either_given_deemed_or_outstanding(answer: Answer, due_on: date | None) -> None:
    states = [answer != Answer.WAITING, is_deemed(answer, due_on, TODAY), is_outstanding(answer, due_on, TODAY)]
    assert states.count(True) == 1


def test_the_gate_names_every_opinion_and_every_appraisal_h5_h6() -> None:
    waits = [Outstanding("Sở Tài chính", TODAY), Outstanding("Bộ Tư pháp")]
    found = list(gate_problems(waits, [Outstanding("Sở Tư pháp", TODAY)]))
    assert [problem.code for problem in found] == ["opinion_outstanding", "opinion_outstanding", "appraisal_open"]
    assert "Sở Tài chính chưa có ý kiến, hạn 24/11/2026" in str(found[0].message)
    assert str(found[1].message) == "Bộ Tư pháp chưa có ý kiến."
    assert list(gate_problems([], [])) == []


def test_an_agency_is_asked_once_and_by_a_day_o7_o8() -> None:
    assert codes(asking_problems(named=True, twice=False, due_on=TODAY)) == []
    assert codes(asking_problems(named=False, twice=True, due_on=None)) == [
        "agency_missing", "agency_twice", "due_missing",
    ]  # fmt: skip


def test_an_appraisal_is_given_to_somebody_by_a_day_to_come_h6() -> None:
    assert codes(appraisal_problems(named=True, due_on=TODAY, today=TODAY)) == []
    assert codes(appraisal_problems(named=False, due_on=None, today=TODAY)) == ["appraiser_missing", "due_missing"]
    assert codes(appraisal_problems(named=True, due_on=TODAY - DAY, today=TODAY)) == ["due_past"]


REPORTS = {
    "in time": ({}, []),
    "on the day": ({"due_on": TODAY}, []),
    "late, explained": ({"due_on": TODAY - DAY, "late_reason": "Chờ số liệu của các huyện"}, []),
    "late, unexplained": ({"due_on": TODAY - DAY}, ["late_unexplained"]),
    "no file": ({"has_file": False}, ["file_missing"]),
    "no result": ({"result": "đạt"}, ["result_missing"]),
    "twice": ({"open_": False}, ["reported"]),
}


@pytest.mark.parametrize(("changed", "wanted"), REPORTS.values(), ids=REPORTS)
def test_the_appraiser_answers_for_quality_and_day_h6(changed: dict[str, object], wanted: list[str]) -> None:
    facts = {
        "result": "Dự thảo phù hợp pháp luật", "has_file": True, "due_on": TODAY + DAY, "today": TODAY, "late_reason": "",
        "open_": True,
    }  # fmt: skip
    assert codes(report_problems(**(facts | changed))) == wanted  # type: ignore[arg-type]


def test_a_return_has_a_kind_that_is_counted_and_words_h4_h7() -> None:
    assert codes(return_problems([ReturnKind.OWN_TASK], WHY)) == []
    assert codes(return_problems([], "ngắn")) == ["kind_missing", "reason_missing"]
    assert "thẩm quyền" in str(ReturnKind.OWN_TASK.label)
    assert codes(reason_problems("  ngắn  ")) == ["reason_missing"]


DECISIONS = {
    "yes": (Decision.AGREE, {}, []),
    "yes to another text": (Decision.AGREE, {"seen": "b" * 64}, ["other_file"]),
    "yes with changes": (Decision.CHANGED, {"words": WHY}, []),
    "changes without words": (Decision.CHANGED, {}, ["words_missing"]),
    "no without a reason": (Decision.REFUSE, {}, ["words_missing"]),
    "no": (Decision.REFUSE, {"words": WHY}, []),
    "more without saying what": (Decision.MORE, {}, ["words_missing"]),
    "nothing chosen": (None, {}, ["decision_missing"]),
    "H9: yes to an answer outside without the Chairman": (
        Decision.AGREE, {"outside_body": "Công ty Sông Lam", "consented": False}, ["consent_missing"],
    ),
    "H9: with the Chairman": (Decision.AGREE, {"outside_body": "Công ty Sông Lam", "consented": True}, []),
    "H9: no needs no consent": (
        Decision.REFUSE, {"outside_body": "Công ty Sông Lam", "consented": False, "words": WHY}, [],
    ),
    "H9: changes need it too": (
        Decision.CHANGED, {"outside_body": "Công ty", "consented": False, "words": WHY}, ["consent_missing"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("decision", "changed", "wanted"), DECISIONS.values(), ids=DECISIONS)
def test_a_decision_is_bound_to_the_text_and_says_why_h9(
    decision: Decision | None, changed: dict[str, object], wanted: list[str]
) -> None:
    facts = {"words": "", "seen": "a" * 64, "current": "a" * 64}
    assert codes(decision_problems(decision, **(facts | changed))) == wanted  # type: ignore[arg-type]


LATE = {
    "before the day": (TODAY + DAY, False, False),
    "on the day": (TODAY, False, False),
    "after it": (TODAY - DAY, False, True),
    "answered": (TODAY - DAY, True, False),
    "no day": (None, False, False),
}


@pytest.mark.parametrize(("due_on", "answered", "late"), LATE.values(), ids=LATE)
def test_a_district_is_answered_in_writing_in_time_h8(due_on: date | None, answered: bool, late: bool) -> None:
    assert is_overdue(due_on, answered=answered, today=TODAY) is late


def test_every_pair_of_states_is_allowed_or_told() -> None:
    for now, wanted in product(State, State):
        assert bool(list(step_problems(now, wanted))) is (wanted not in FOLLOWS[now]), (now, wanted)
    assert {state for state in State if not FOLLOWS[state]} == OVER
    assert WITH_SENDER | WITH_OFFICE | OVER | {State.BEFORE_LEADER} == set(State)
    assert all(State.SENT in FOLLOWS[state] for state in WITH_SENDER), "what came back may go again"
    assert DECIDED <= OVER


def test_what_changed_is_told_by_hash_and_by_words() -> None:
    new_draft = replace(DRAFT, sha256="d" * 64)
    found = changes((DRAFT, REPORT), (new_draft, PAPER), {"matter": "cũ", "laws": "x"}, {"matter": "mới", "laws": "x"})
    assert found.replaced == ((DRAFT, new_draft),)
    assert found.added == (PAPER,)
    assert found.left_out == (REPORT,)
    assert [(one.name, one.old, one.new) for one in found.fields] == [("matter", "cũ", "mới")]
    assert not changes((DRAFT,), (DRAFT,), {"a": "x"}, {"a": "x"})


PARTS = st.lists(
    st.builds(
        Part, kind=st.sampled_from([PartKind.DRAFT, PartKind.PAPER]), title=st.sampled_from("abc"),
        sha256=st.sampled_from(["1" * 64, "2" * 64, "3" * 64]), paper=st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@given(PARTS, PARTS)
def test_no_component_is_lost_or_told_twice_in_what_changed(before: list[Part], after: list[Part]) -> None:
    found = changes(before, after, {}, {})
    assert len(before) - len(found.left_out) == len(after) - len(found.added), "the others are the same ones"
    assert all(old.sha256 != new.sha256 and old.title == new.title for old, new in found.replaced)
    assert changes(before, list(reversed(before)), {}, {}) == changes(before, before, {}, {})
