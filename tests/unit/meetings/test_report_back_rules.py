"""Rules of reporting back (M16 d, O9): who owes it, by when, and what a report holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from e_office.core.clock import ZONE
from e_office.meetings.reports_back.rules import (
    Delegate,
    due_on,
    handing_problems,
    is_head,
    is_late,
    is_near,
    is_over,
    owes,
    report_problems,
)
from e_office.people.rules import Holidays

HEADS = {"vo duc nhan"}


@pytest.mark.parametrize(
    ("delegate", "head"),
    [
        (Delegate("present", "vo duc nhan", "lanh dao so"), True),  # by name
        (Delegate("present", "tran thi lan", "giam doc"), False),  # the name noted goes before the capacity
        (Delegate("present", "", "giam doc"), True),  # came in the capacity asked for
        (Delegate("present", "", "chu tich ubnd huyen"), True),
        (Delegate("present", "", "lanh dao so"), False),  # may be a deputy
        (Delegate("present", "", "pho giam doc"), False),
        (Delegate("present", "", "d/c pho chu tich"), False),
        (Delegate("present", "", "dong chi chu tich"), True),
        (Delegate("present", "", "dai dien giam doc"), False),  # somebody in the place of the head
        (Delegate("present", "", "thuong truc ubnd huyen"), False),
        (Delegate("present", "", "lanh dao phong chuyen mon"), False),
        (Delegate("present", "", "quyen giam doc"), True),
        (Delegate("present", "", "chanh thanh tra tinh"), True),
        (Delegate("present", "", "01 lanh dao so"), False),
        (Delegate("present", "", "ong pho giam doc"), False),
        (Delegate("present", "", "ban giam doc"), False),  # may be a deputy
        (Delegate("present", "", "chanh van phong"), False),  # of a department: heads a mere part of it
        (Delegate("present", "", "chuyen vien"), False),
        (Delegate("substitute", "vo duc nhan", "giam doc"), False),
        (Delegate("absent", "vo duc nhan", "giam doc"), False),
    ],
)
def test_o9_whether_the_head_came_in_person(delegate: Delegate, head: bool) -> None:
    assert is_head(delegate, HEADS) is head


HEAD, OTHER = Delegate("present", "vo duc nhan"), Delegate("present", "tran thi lan")


@pytest.mark.parametrize(
    ("delegates", "tasks", "owed"),
    [
        ([OTHER], 0, True),  # O9: report to the head
        ([Delegate("substitute", "le van tam")], 0, True),
        ([HEAD], 0, False),  # nobody to report to, nothing to hand on
        ([HEAD], 1, True),  # M16: hand it on
        ([HEAD, OTHER], 0, False),  # the head heard it all
        ([Delegate("absent", "tran thi lan")], 2, False),  # O5 asks these
        ([Delegate(None)], 1, False),  # nobody noted who came
        ([Delegate("absent"), OTHER], 0, True),
        ([], 1, False),
    ],
)
def test_m16_d_who_owes_a_report_back(delegates: list[Delegate], tasks: int, owed: bool) -> None:
    assert owes(delegates, HEADS, tasks=tasks) is owed


@pytest.mark.parametrize(
    ("ended", "now", "over"),
    [
        ("2026-11-27 10:30", "2026-11-27 10:29", False),
        ("2026-11-27 10:30", "2026-11-27 10:30", True),
        ("2026-11-28 10:30", "2026-11-28 08:00", False),  # a meeting of two days
        (None, "2026-11-27 23:59", False),
        (None, "2026-11-28 00:00", True),
    ],
)
def test_m16_d_when_a_meeting_is_over(ended: str | None, now: str, over: bool) -> None:
    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)

    assert is_over(
        starts_at=instant("2026-11-27 08:00"), ended_at=instant(ended) if ended else None, now=instant(now)
    ) is over  # fmt: skip


@pytest.mark.parametrize(
    ("opened", "due"), [("2026-11-24", "2026-11-26"), ("2026-11-27", "2026-12-01"), ("2026-12-31", "2027-01-05")]
)
def test_m16_d_two_working_days(opened: str, due: str) -> None:
    """The office's own reading of "kịp thời"."""
    assert due_on(date.fromisoformat(opened), Holidays(off=frozenset({date(2027, 1, 1)}))) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("reported", "today", "late"),
    [(None, "2026-12-01", False), (None, "2026-12-02", True), ("2026-12-01", "2027-01-01", False),
     ("2026-12-02", "2026-12-02", True)],
)  # fmt: skip
def test_m16_d_late(reported: str | None, today: str, late: bool) -> None:
    assert (
        is_late(date(2026, 12, 1), date.fromisoformat(reported) if reported else None, date.fromisoformat(today))
        is late
    )


@pytest.mark.parametrize(("today", "near"), [("2026-11-27", False), ("2026-11-30", True), ("2026-12-05", True)])
def test_m16_d_the_mail_tells_of_it_a_working_day_before(today: str, near: bool) -> None:
    assert is_near(date(2026, 12, 1), date.fromisoformat(today), Holidays()) is near


GOOD: dict[str, Any] = {"reported": False, "concluded": "Hoàn thành đo đạc", "leads": (), "handed": 1, "nothing": False}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"handed": 0, "nothing": True}, []),
        ({"reported": True}, ["reported"]),
        ({"concluded": " "}, ["concluded_missing"]),
        ({"concluded": "x" * 4001}, ["concluded_long"]),
        ({"leads": ("Đo đạc 214 hộ",)}, ["not_handed"]),
        ({"leads": ("Đo đạc 214 hộ",), "handed": 0}, ["not_handed"]),
        ({"leads": ("Đo đạc 214 hộ",), "handed": 0, "nothing": True}, ["not_handed"]),  # it has something to do
        ({"handed": 0}, ["nothing_said"]),
        ({"nothing": True}, ["both"]),
    ],
)
def test_o9_m16_d_what_a_report_holds(change: dict[str, Any], codes: list[str]) -> None:
    assert [one.code for one in report_problems(**(GOOD | change))] == codes


@pytest.mark.parametrize(
    ("in_unit", "words", "codes"),
    [(True, "Lập hồ sơ", []), (False, "Lập hồ sơ", ["not_of_unit"]), (True, " ", ["what_missing"]),
     (True, "x" * 4001, ["what_long"])],
)  # fmt: skip
def test_m16_d_what_is_given_is_given_to_a_person_of_the_unit(in_unit: bool, words: str, codes: list[str]) -> None:
    assert [one.code for one in handing_problems(in_unit=in_unit, words=words)] == codes
