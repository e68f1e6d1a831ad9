"""The leadership's week: days and halves of days, what changed since it was published, what a restricted line says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.core.clock import ZONE
from e_office.meetings.leadership.rules import TypedFacts, publish_problems, typed_problems
from e_office.meetings.leadership.rules_week import (
    Change,
    Kind,
    Line,
    What,
    Who,
    applied,
    as_json,
    as_seen,
    changes_between,
    counted,
    from_json,
    hours_on,
    is_morning,
    monday_of,
    ordered,
    touches,
    under_keys,
)

MONDAY = date(2013, 12, 2)
HOA = Who(2, "Lê Thị Minh Hòa")


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2013, 12, day, hour, minute, tzinfo=ZONE)


def _line(key: str = "meeting:1", **changes: object) -> Line:
    facts: dict[str, object] = {
        "key": key, "kind": Kind.MEETING, "starts_at": _at(3, 8), "ends_at": _at(3, 10),
        "title": "họp giao ban", "place": "Phòng họp tầng 2", "leaders": (HOA,), "presided": True,
        "prepared_by": Who(7, "Sở TNMT"), "officers": (Who(5, "Phạm Quốc Duy"),),
    }  # fmt: skip
    return Line(**facts | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "what"),
    [
        pytest.param(_line(starts_at=_at(3, 14), ends_at=_at(3, 16)), (What.MOVED,), id="moved within the day"),
        pytest.param(_line(ends_at=_at(3, 11)), (What.MOVED,), id="longer"),
        pytest.param(_line(place="Hội trường"), (What.PLACE,), id="another place"),
        pytest.param(_line(starts_at=_at(3, 7), place="Hội trường"), (What.MOVED, What.PLACE), id="both"),
        pytest.param(_line(title="họp khác"), (What.OTHER,), id="another matter"),
        pytest.param(_line(leaders=(HOA, Who(1, "Đặng Hữu Khánh"))), (What.OTHER,), id="one more leader"),
        pytest.param(_line(restricted=True), (What.OTHER,), id="restricted since"),
        pytest.param(_line("meeting:2"), None, id="another thing is no change of this one"),
        pytest.param(_line(), (), id="as it was"),
    ],
)
def test_what_a_change_is_called(now: Line, what: tuple[What, ...] | None) -> None:
    found = changes_between([_line()], [now])
    if what is None:
        assert [change.what for change in found] == [(What.CANCELLED,), (What.ADDED,)]
    else:
        assert [change.what for change in found] == ([what] if what else [])


@pytest.mark.parametrize(
    ("keys", "stand"),
    [
        pytest.param(("typed:3", "meeting:1"), ["typed:3", "meeting:1"], id="nothing became of them"),
        pytest.param(("request:5", "typed:3"), ["meeting:9", "typed:3"], id="a request is its meeting"),
        pytest.param(("request:5", "request:6"), ["meeting:9"], id="two requests of one meeting are one line"),
        pytest.param(("request:5", "meeting:9"), ["meeting:9"], id="and it is never there twice"),
    ],
)
def test_what_became_another_thing_stands_under_its_key(keys: tuple[str, ...], stand: list[str]) -> None:
    became = {"request:5": "meeting:9", "request:6": "meeting:9"}
    lines = under_keys([_line(key, title=key) for key in keys], became)
    assert [line.key for line in lines] == stand
    assert lines[0].title == keys[0], "with what it said"


def test_what_fell_away_and_what_was_added_are_told_with_the_line() -> None:
    gone, new = _line("typed:4"), _line("request:9", starts_at=_at(5, 8), ends_at=_at(5, 9))
    found = changes_between([_line(), gone], [new, _line()])
    assert found == (Change((What.CANCELLED,), gone, None), Change((What.ADDED,), None, new))
    assert counted(found) == {What.ADDED: 1, What.CANCELLED: 1}


LINES = st.lists(
    st.builds(
        _line,
        st.sampled_from(["meeting:1", "meeting:2", "request:1", "typed:1", "typed:2"]),
        starts_at=st.sampled_from([_at(2, 8), _at(3, 14), _at(6, 7, 30)]),
        ends_at=st.sampled_from([_at(6, 9), _at(7, 11)]),
        place=st.sampled_from(["", "Hội trường", "Kỳ Anh"]),
        title=st.sampled_from(["họp giao ban", "tiếp công dân"]),
        leaders=st.sampled_from([(), (HOA,), (HOA, Who(1, "Đặng Hữu Khánh"))]),
        officers=st.sampled_from([(), (Who(5, "Phạm Quốc Duy"),)]),
        inspected=st.sampled_from([None, Who(9, "UBND huyện Kỳ Anh")]),
        restricted=st.booleans(),
    ),
    unique_by=lambda line: line.key,
)


@given(LINES, LINES)
def test_changes_applied_to_the_old_week_give_the_new_one(old: list[Line], new: list[Line]) -> None:
    changes = changes_between(old, new)
    assert applied(changes, old) == ordered(new)
    assert changes_between(new, applied(changes, old)) == (), "and then there is nothing more to tell"
    assert len({change.key for change in changes}) == len(changes), "one change a line"
    assert all(change.what and change.before != change.after for change in changes)
    back = changes_between(new, old)
    assert applied(back, new) == ordered(old), "and the way back"


@given(LINES)
def test_a_line_comes_back_from_a_revision_as_it_was(lines: list[Line]) -> None:
    assert [from_json(as_json(line)) for line in lines] == lines


@pytest.mark.parametrize(
    ("line", "day", "there", "morning", "hours"),
    [
        pytest.param(_line(), date(2013, 12, 3), True, True, "08:00–10:00", id="a morning"),
        pytest.param(_line(), date(2013, 12, 4), False, None, "", id="the next day it is over"),
        pytest.param(
            _line(starts_at=_at(3, 11, 59), ends_at=_at(3, 14)), date(2013, 12, 3), True, True, "11:59–14:00",
            id="it counts by its beginning",
        ),
        pytest.param(
            _line(starts_at=_at(3, 12), ends_at=_at(3, 14)), date(2013, 12, 3), True, False, "12:00–14:00", id="noon"
        ),
        pytest.param(
            _line(starts_at=_at(3, 14), ends_at=_at(5, 11)), date(2013, 12, 4), True, True, "cả ngày",
            id="a trip of several days",
        ),
        pytest.param(
            _line(starts_at=_at(3, 14), ends_at=_at(5, 11)), date(2013, 12, 5), True, True, "đến 11:00", id="its end"
        ),
        pytest.param(
            _line(starts_at=_at(3, 14), ends_at=_at(5, 11)), date(2013, 12, 3), True, False, "từ 14:00", id="its start"
        ),
        pytest.param(
            _line(starts_at=_at(3, 20), ends_at=_at(4, 0)), date(2013, 12, 4), False, None, "",
            id="what ends at midnight is not the next day's",
        ),
    ],
)  # fmt: skip
def test_where_a_line_stands(line: Line, day: date, there: bool, morning: bool | None, hours: str) -> None:
    assert touches(line, day) is there
    if there:
        assert is_morning(line, day) is morning
        assert str(hours_on(line, day)) == hours


@pytest.mark.parametrize("day", [MONDAY + timedelta(days=n) for n in range(7)])
def test_a_week_begins_on_monday(day: date) -> None:
    assert monday_of(day) == MONDAY


def test_a_restricted_line_tells_others_who_is_busy_and_when_alone() -> None:
    line = _line(restricted=True, inspected=Who(9, "UBND huyện Kỳ Anh"), kind=Kind.INSPECTION)
    shown = as_seen(line, may_read=False)
    assert (shown.starts_at, shown.ends_at, shown.leaders) == (line.starts_at, line.ends_at, line.leaders)
    assert (shown.title, shown.place, shown.prepared_by, shown.officers, shown.inspected) == ("", "", None, (), None)
    assert shown.kind is Kind.OTHER
    assert as_seen(line, may_read=True) == line
    assert as_seen(replace(line, restricted=False), may_read=False).title == line.title


WHOLE = TypedFacts(
    kind=Kind.TRIP, leader_id=2, starts_at=_at(4, 8), ends_at=_at(4, 11), title="Kiểm tra tiến độ", inspected_id=None
)


@pytest.mark.parametrize(
    ("facts", "known", "codes"),
    [
        pytest.param(WHOLE, True, [], id="whole"),
        pytest.param(replace(WHOLE, kind=None), True, ["kind_missing"], id="no kind"),
        pytest.param(replace(WHOLE, kind=Kind.MEETING), True, ["kind_missing"], id="a meeting is not typed"),
        pytest.param(WHOLE, False, ["leader_missing"], id="not a leader"),
        pytest.param(replace(WHOLE, title=""), True, ["title_missing"], id="no matter"),
        pytest.param(replace(WHOLE, title="x" * 501), True, ["title_long"], id="too long a matter"),
        pytest.param(replace(WHOLE, kind=Kind.INSPECTION), True, ["inspected_missing"], id="M19 wants the unit"),
        pytest.param(replace(WHOLE, kind=Kind.INSPECTION, inspected_id=3), True, [], id="M19 has the unit"),
        pytest.param(replace(WHOLE, ends_at=_at(4, 8)), True, ["end_first"], id="no length"),
        pytest.param(replace(WHOLE, ends_at=_at(4, 7)), True, ["end_first"], id="ends before"),
        pytest.param(replace(WHOLE, ends_at=_at(4, 8) + timedelta(days=31)), True, [], id="31 days"),
        pytest.param(replace(WHOLE, ends_at=_at(4, 9) + timedelta(days=31)), True, ["too_long"], id="longer"),
        pytest.param(
            replace(WHOLE, starts_at=None, ends_at=None), True, ["start_missing", "end_missing"], id="no hours"
        ),
    ],
)
def test_what_the_office_types_is_judged_all_at_once_m19(facts: TypedFacts, known: bool, codes: list[str]) -> None:
    """M19: an inspection without its unit could not be held against another."""
    assert [problem.code for problem in typed_problems(facts, leader_known=known)] == codes


@pytest.mark.parametrize(
    ("seen", "changed", "first", "codes"),
    [
        pytest.param("a", True, True, [], id="the first time"),
        pytest.param("a", False, True, [], id="the first time, an empty week"),
        pytest.param("a", True, False, [], id="again"),
        pytest.param("a", False, False, ["nothing_changed"], id="again with nothing new"),
        pytest.param("b", True, False, ["changed_meanwhile"], id="not what the publisher saw"),
        pytest.param("b", False, False, ["changed_meanwhile"], id="nor then"),
    ],
)
def test_when_a_week_can_be_published(seen: str, changed: bool, first: bool, codes: list[str]) -> None:
    found = publish_problems(seen=seen, now="a", changed=changed, first=first)
    assert [problem.code for problem in found] == codes
