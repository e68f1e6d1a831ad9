"""Two in one text: whatever both wrote, nothing is lost (the minutes of a meeting, O4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.meetings.minutes.rules_merge import Merged, merge

BASE = "Mở đầu\nBáo cáo\nThảo luận\nKết thúc"


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        pytest.param(BASE, BASE, Merged(BASE), id="nobody wrote"),
        pytest.param(f"{BASE}\nThêm", BASE, Merged(f"{BASE}\nThêm"), id="only I wrote"),
        pytest.param(BASE, f"{BASE}\nThêm", Merged(f"{BASE}\nThêm"), id="only they wrote"),
        pytest.param(
            "Mở đầu sớm\nBáo cáo\nThảo luận\nKết thúc",
            "Mở đầu\nBáo cáo\nThảo luận\nKết thúc lúc 11 giờ",
            Merged("Mở đầu sớm\nBáo cáo\nThảo luận\nKết thúc lúc 11 giờ"),
            id="in different places",
        ),
        pytest.param(
            "Mở đầu\nBáo cáo của Sở A\nThảo luận\nKết thúc",
            "Mở đầu\nBáo cáo của Sở B\nThảo luận\nKết thúc",
            Merged("Mở đầu\nBáo cáo của Sở B\nBáo cáo của Sở A\nThảo luận\nKết thúc", touching=True),
            id="in the same line both stand, what was saved first before",
        ),
        pytest.param(
            f"{BASE}\nHai", f"{BASE}\nMột", Merged(f"{BASE}\nMột\nHai", touching=True), id="both wrote on at the end"
        ),
        pytest.param(f"{BASE}\nMột", f"{BASE}\nMột", Merged(f"{BASE}\nMột"), id="both wrote the same"),
        pytest.param(
            "Mở đầu\nThảo luận\nKết thúc",
            "Mở đầu\nBáo cáo\nThảo luận\nKết thúc muộn",
            Merged("Mở đầu\nThảo luận\nKết thúc muộn"),
            id="what one took out stays out where the other did not touch it",
        ),
        pytest.param("Một", "Hai", Merged("Hai\nMột", touching=True), id="two began an empty part at once"),
    ],
)
def test_what_becomes_of_two_texts(mine: str, theirs: str, expected: Merged) -> None:
    before = "" if mine == "Một" and theirs == "Hai" else BASE
    assert merge(before, mine, theirs) == expected


LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ""]), max_size=8).map("\n".join)


@given(before=LINES, mine=LINES, theirs=LINES)
def test_no_line_that_either_wrote_is_lost(before: str, mine: str, theirs: str) -> None:
    kept = set(merge(before, mine, theirs).text.splitlines())
    old = set(before.splitlines())
    assert (set(mine.splitlines()) | set(theirs.splitlines())) - old - {""} <= kept


@given(before=LINES, mine=LINES)
def test_what_only_one_wrote_is_taken_as_it_is(before: str, mine: str) -> None:
    assert merge(before, mine, before).text == mine
    assert merge(before, before, mine).text == mine


def test_a_line_put_in_before_one_that_the_other_changed_doubles_neither() -> None:
    grown = merge("Khai mạc.", "Khai mạc lúc 8 giờ.", "Sở A báo cáo.\nKhai mạc.")
    assert (grown.text, grown.touching) == ("Sở A báo cáo.\nKhai mạc lúc 8 giờ.", False)
    turned = merge("Khai mạc.", "Sở A báo cáo.\nKhai mạc.", "Khai mạc lúc 8 giờ.")
    assert (turned.text, turned.touching) == ("Sở A báo cáo.\nKhai mạc lúc 8 giờ.", False)
