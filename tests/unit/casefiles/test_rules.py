"""The rules of case files as tables of named cases (NĐ 30/2020 Art. 28-30, Annex VI; L-07, L-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.casefiles.rules import (
    FOLLOWS,
    FileFacts,
    FileState,
    ItemFacts,
    approval_problems,
    closing_problems,
    due_for_archive,
    frozen_problems,
    naming_problems,
    opening_problems,
    read_retention,
    reason_problems,
    retention_words,
    same_matter,
    step_problems,
    warned_on,
)

TODAY = date(2026, 11, 24)
FACTS = FileFacts(
    year=2026, notation="01.TH", title="Hồ sơ giải phóng mặt bằng", retention_years=10, keeper_id=5, started_on=TODAY
)
WHY = "Việc phát sinh theo chỉ đạo"


def codes(problems: object) -> set[str]:
    return {problem.code for problem in problems}  # type: ignore[attr-defined]


RETENTIONS = {
    "years in words": ("10 năm", 10),
    "years alone": ("5", 5),
    "a leading zero": ("05 năm", 5),
    "for ever": ("Vĩnh viễn", None),
    "for ever without accents": ("vinh vien", None),
    "for ever, abbreviated": ("VV", None),
    "the longest in years": ("100 năm", 100),
}


@pytest.mark.parametrize(("text", "years"), RETENTIONS.values(), ids=RETENTIONS)
def test_retention_is_read_as_offices_write_it(text: str, years: int | None) -> None:
    assert read_retention(text) == years


@pytest.mark.parametrize("text", ["", "0", "101 năm", "lâu dài", "-5", "10 tháng", "năm 10"])
def test_what_is_no_retention_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_retention(text)


@given(st.one_of(st.none(), st.integers(1, 100)))
def test_retention_reads_back_as_it_was_written(years: int | None) -> None:
    assert read_retention(str(retention_words(years))) == years


NAMES = {
    "short enough": ("x" * 20, "t" * 500, set()),
    "the code is a letter too long": ("x" * 21, "t", {"notation_long"}),
    "the title is a letter too long": ("x", "t" * 501, {"title_long"}),
    "neither": ("", "", {"no_notation", "no_title"}),
}


@pytest.mark.parametrize(("notation", "title", "wanted"), NAMES.values(), ids=NAMES)
def test_code_and_title_fit_the_fields_of_annex_vi(notation: str, title: str, wanted: set[str]) -> None:
    assert codes(naming_problems(notation, title)) == wanted


OPENINGS = {
    "from the list": (FACTS, True, set()),
    "outside it without a reason": (FACTS, False, {"no_reason"}),
    "outside it with one": (replace(FACTS, outside_reason=WHY), False, set()),
    "a keeper of another agency": (replace(FACTS, keeper_id=9), True, {"no_keeper"}),
    "no keeper": (replace(FACTS, keeper_id=None), True, {"no_keeper"}),
    "begun tomorrow": (replace(FACTS, started_on=TODAY + timedelta(days=1)), True, {"start_ahead"}),
    "begun never": (replace(FACTS, started_on=None), True, {"no_start"}),
    "everything wrong at once": (
        FileFacts(year=2026, notation="", title="", retention_years=1, keeper_id=None, started_on=None), False,
        {"no_notation", "no_title", "no_reason", "no_keeper", "no_start"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "listed", "wanted"), OPENINGS.values(), ids=OPENINGS)
def test_a_file_is_opened_from_the_list_or_with_a_reason(facts: FileFacts, listed: bool, wanted: set[str]) -> None:
    """NĐ 30/2020 Art. 29.2."""
    assert codes(opening_problems(facts, today=TODAY, listed=listed, keepers=[5, 6])) == wanted


def test_a_list_is_approved_once_and_not_empty() -> None:
    assert codes(approval_problems(3, approved=False)) == set()
    assert codes(approval_problems(0, approved=False)) == {"empty_list"}
    assert codes(approval_problems(3, approved=True)) == {"approved"}


DUE = {
    "a year": (date(2026, 3, 15), None, date(2027, 3, 15)),
    "a year from a leap day": (date(2028, 2, 29), None, date(2029, 2, 28)),
    "over a turn of the year": (date(2026, 12, 31), None, date(2027, 12, 31)),
    "a building: three months after its settlement": (date(2026, 3, 15), date(2026, 11, 30), date(2027, 2, 28)),
    "a building settled in autumn": (date(2026, 3, 15), date(2026, 10, 5), date(2027, 1, 5)),
}


@pytest.mark.parametrize(("ended", "settled", "due"), DUE.values(), ids=DUE)
def test_when_a_file_is_due_for_the_archive(ended: date, settled: date | None, due: date) -> None:
    """NĐ 30/2020 Art. 30.2; domain 2.5."""
    assert due_for_archive(ended, settled) == due
    assert warned_on(due) == due - timedelta(days=30)


CLOSE = {"started_on": TODAY - timedelta(days=30), "ended_on": TODAY, "today": TODAY, "construction": False,
         "settled_on": None, "changes": 0}  # fmt: skip
WHOLE = ItemFacts(name="05/UBND-TH1")
CLOSINGS = {
    "whole": ([WHOLE], {}, set()),
    "empty": ([], {}, {"empty"}),
    "an incoming letter without answer": ([WHOLE, ItemFacts(name="1352", answered=False)], {}, {"unanswered"}),
    "no original": ([ItemFacts(name="x", originals=0)], {}, {"no_original"}),
    "no original, but a note says where the paper is": ([ItemFacts(name="x", originals=0, note="tủ 3")], {}, set()),
    "no end": ([WHOLE], {"ended_on": None}, {"no_end"}),
    "ended before it began": ([WHOLE], {"ended_on": TODAY - timedelta(days=31)}, {"end_before"}),
    "ends tomorrow": ([WHOLE], {"ended_on": TODAY + timedelta(days=1)}, {"end_ahead"}),
    "a building without settlement": ([WHOLE], {"construction": True}, {"no_settlement"}),
    "a building settled tomorrow": (
        [WHOLE], {"construction": True, "settled_on": TODAY + timedelta(days=1)}, {"settlement_ahead"},
    ),
    "a building settled": ([WHOLE], {"construction": True, "settled_on": TODAY}, set()),
    "a change of rights waits (L-07)": ([WHOLE], {"changes": 1}, {"rights_pending"}),
}  # fmt: skip


@pytest.mark.parametrize(("items", "changes", "wanted"), CLOSINGS.values(), ids=CLOSINGS)
def test_a_file_is_closed_when_nothing_is_missing(
    items: list[ItemFacts], changes: dict[str, object], wanted: set[str]
) -> None:
    """NĐ 30/2020 Art. 29.4."""
    assert codes(closing_problems(items, **(CLOSE | changes))) == wanted  # type: ignore[arg-type]


def test_what_is_unanswered_is_named() -> None:
    items = [ItemFacts(name="1352/UBND-TNMT, V/v đơn giá", answered=False), ItemFacts(name="77/STC", answered=False)]
    told = [str(problem.message) for problem in closing_problems(items, **CLOSE)]  # type: ignore[arg-type]
    assert told == ["Chưa giải quyết xong: 1352/UBND-TNMT, V/v đơn giá", "Chưa giải quyết xong: 77/STC"]


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("wanted", FileState)
def test_a_state_leads_only_where_the_table_says(state: FileState, wanted: FileState) -> None:
    assert (codes(step_problems(state, wanted)) == set()) == (wanted in FOLLOWS[state])


def test_what_the_archive_took_never_changes_l10() -> None:
    assert FOLLOWS[FileState.HANDED_OVER] == frozenset()


FROZEN = {
    "open": (FileState.OPEN, False, False, set()),
    "locked": (FileState.OPEN, True, False, {"frozen"}),
    "closed": (FileState.CLOSED, False, False, {"closed"}),
    "offered": (FileState.CLOSED, False, True, {"offered"}),
    "in the archive": (FileState.HANDED_OVER, False, True, {"handed_over"}),
    "in the archive, locked before": (FileState.HANDED_OVER, True, True, {"handed_over"}),
}


@pytest.mark.parametrize(("state", "frozen", "offered", "wanted"), FROZEN.values(), ids=FROZEN)
def test_when_nothing_in_a_file_may_change_l10(state: FileState, frozen: bool, offered: bool, wanted: set[str]) -> None:
    assert codes(frozen_problems(state=state, frozen=frozen, offered=offered)) == wanted


def test_a_reason_says_something() -> None:
    assert codes(reason_problems("khác")) == {"no_reason"}
    assert codes(reason_problems("          ")) == {"no_reason"}
    assert codes(reason_problems(WHY)) == set()


MATTERS = {
    "the same words": (
        "Hồ sơ bồi thường, giải phóng mặt bằng dự án Vũng Áng", "V/v bồi thường giải phóng mặt bằng Vũng Áng", True,
    ),
    "without accents in one": ("Hồ sơ quản lý khoáng sản", "quan ly khoang san tren dia ban", True),
    "another matter": ("Hồ sơ quản lý khoáng sản", "V/v phòng, chống dịch bệnh gia súc", False),
    "only words that stand everywhere": ("Hồ sơ báo cáo kết quả thực hiện kế hoạch", "Báo cáo kết quả thực hiện", False),
    "one pair alone": ("Hồ sơ quản lý khoáng sản biển", "V/v khoáng sản", False),
}  # fmt: skip


@pytest.mark.parametrize(("title", "subject", "wanted"), MATTERS.values(), ids=MATTERS)
def test_what_seems_to_be_of_one_matter(title: str, subject: str, wanted: bool) -> None:
    assert same_matter(title, subject) == wanted
