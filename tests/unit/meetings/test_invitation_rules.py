"""Truth tables of what keeps an invitation, a change, a paper, an answer or a conclusion back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from e_office.core.clock import ZONE
from e_office.meetings.rules import (
    RULE_SETS,
    InvitationFacts,
    InviteeFacts,
    Judge,
    PaperFacts,
    added_invitee_problems,
    answer_problems,
    invitation_problems,
    move_problems,
    paper_problems,
)
from e_office.meetings.rules_conclusion import conclusion_problems
from e_office.meetings.rules_form import Where

NOW = datetime(2013, 12, 3, 9, 12, 8, tzinfo=ZONE)
JUDGE = Judge(NOW, RULE_SETS["QD3713"])
HOUR = timedelta(hours=1)
AGREED = PaperFacts(7, 1, "Báo cáo", "a" * 64, "a" * 64, True, True)
LAWFUL = InvitationFacts(
    purpose="họp nghe báo cáo tiến độ",
    chair="Lê Thị Minh Hòa",
    starts_at=NOW + 25 * HOUR,
    where=Where("in_person", "Phòng họp tầng 2"),
    nature="important",
    preparing_unit="Ban Quản lý",
    signer="Nguyễn Trọng Tuệ",
    invitees=(InviteeFacts("Sở Tài chính", True),),
    papers=(AGREED,),
)


def codes(given: InvitationFacts, judge: Judge = JUDGE) -> list[str]:
    return [problem.code for problem in invitation_problems(given, judge)]


CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("all is well", {}, []),
    ("exactly 24 hours", {"starts_at": NOW + 24 * HOUR}, []),
    ("one second less", {"starts_at": NOW + 24 * HOUR - timedelta(seconds=1)}, ["too_close"]),
    ("the chair's order lifts the 24 hours", {"starts_at": NOW + HOUR, "ordered": True}, []),
    ("no order brings back the past", {"starts_at": NOW - HOUR, "ordered": True}, ["start_past"]),
    ("the very instant of the start is past", {"starts_at": NOW}, ["start_past"]),
    ("no time", {"starts_at": None}, ["start_missing"]),
    ("no purpose", {"purpose": "  "}, ["purpose_missing"]),
    ("a purpose like a report", {"purpose": "h" * 501}, ["purpose_long"]),
    ("no chair", {"chair": ""}, ["chair_missing"]),
    ("no place", {"where": Where("in_person", " ")}, ["where_missing"]),
    ("M12: online without bridge or link", {"where": Where("online")}, ["bridge_missing"]),
    ("M12: a meeting longer than a day", {"length": 1441}, ["length_wrong"]),
    ("a meeting of a whole day", {"length": 1440}, []),
    ("no nature", {"nature": None}, ["nature_missing"]),
    ("a nature nobody knows", {"nature": "secret"}, ["nature_missing"]),
    ("ordinary with a leader", {"nature": "ordinary"}, ["nature_leaders"]),
    ("ordinary with a section", {"nature": "ordinary", "invitees": (InviteeFacts("Phòng", False),)}, []),
    ("nobody invited", {"invitees": ()}, ["invitees_missing"]),
    ("no signer", {"signer": ""}, ["signer_missing"]),
    ("no preparing unit", {"preparing_unit": ""}, ["preparing_missing"]),
    ("no papers at all", {"papers": ()}, []),
    ("a paper nobody agreed to", {"papers": (replace(AGREED, agreed_sha256=None),)}, ["paper_not_agreed"]),
    ("another file than the one agreed to", {"papers": (replace(AGREED, sha256="b" * 64),)}, ["paper_not_agreed"]),
    ("agreed by somebody else", {"papers": (replace(AGREED, agreed_by_chair=False),)}, ["paper_not_agreed"]),
    (
        "an order lifts no consent",
        {"ordered": True, "papers": (replace(AGREED, agreed_sha256=None),)},
        ["paper_not_agreed"],
    ),
    ("the chair sits elsewhere", {"other_starts": (NOW + 25 * HOUR + timedelta(minutes=59),)}, ["chair_busy"]),
    ("an hour between is enough", {"other_starts": (NOW + 26 * HOUR,)}, []),
]


STRICT = Judge(NOW, RULE_SETS["QD45-2018"])
NAMED = replace(LAWFUL, contact="Phạm Quốc Duy, máy lẻ 214", starts_at=NOW + 9 * 24 * HOUR)
"""Lawful by QĐ 45/2018 as well (`domain.md` 2.10)."""


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("all six are there", {}, []),
        ("1 no chair", {"chair": ""}, ["chair_missing"]),
        ("2 nobody invited", {"invitees": ()}, ["invitees_missing"]),
        ("3 no content", {"purpose": ""}, ["purpose_missing"]),
        ("3 no time", {"starts_at": None}, ["start_missing"]),
        ("3 no place", {"where": Where("in_person", "")}, ["where_missing"]),
        ("5 no contact", {"contact": " "}, ["contact_missing"]),
        ("6 nobody signs", {"signer": ""}, ["signer_missing"]),
        ("two working days ahead", {"starts_at": NOW + 2 * 24 * HOUR}, ["too_close"]),
        ("an order excepts it from the time alone", {"starts_at": NOW + HOUR, "ordered": True, "contact": ""}, ["contact_missing"]),
    ],
)  # fmt: skip
def test_2_10_what_an_invitation_says_by_qd_45(name: str, changes: dict[str, Any], expected: list[str]) -> None:
    """Art. 10; the fourth, what is asked of those who come, every invitation prints by itself."""
    assert codes(replace(NAMED, **changes), STRICT) == expected, name


CLASHES: list[tuple[str, dict[str, Any], str | None]] = [
    ("the next free hour of the day", {"starts_at": "2013-12-05 09:00", "busy": ["2013-12-05 09:30"]}, "2013-12-05 10:30"),
    ("past a second meeting", {"starts_at": "2013-12-05 09:00", "busy": ["2013-12-05 09:30", "2013-12-05 10:30"]}, "2013-12-05 14:00"),
    ("the cure of a short time says it already", {"starts_at": "2013-12-04 08:00", "busy": ["2013-12-04 08:00"]}, None),
    ("an order offers an hour of its day", {"starts_at": "2013-12-03 14:00", "busy": ["2013-12-03 14:00"], "ordered": True}, "2013-12-03 15:00"),
    ("an order ends with its day: lawful again", {"starts_at": "2013-12-03 16:00", "busy": ["2013-12-03 16:00"], "ordered": True}, "2013-12-04 09:30"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "slot"), CLASHES, ids=[case[0] for case in CLASHES])
def test_a_clash_offers_the_next_hour_that_is_free_and_lawful(
    name: str, given: dict[str, Any], slot: str | None
) -> None:
    def here(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)

    facts = replace(
        LAWFUL,
        starts_at=here(given["starts_at"]),
        other_starts=[here(text) for text in given["busy"]],
        ordered=given.get("ordered", False),
    )
    problems = {problem.code: problem for problem in invitation_problems(facts, JUDGE)}
    assert problems["chair_busy"].values.get("slot") == (here(slot) if slot else None)


@pytest.mark.parametrize(("name", "changes", "expected"), CASES, ids=[case[0] for case in CASES])
def test_an_invitation_goes_out_only_where_nothing_is_wrong(
    name: str, changes: dict[str, Any], expected: list[str]
) -> None:
    assert codes(replace(LAWFUL, **changes)) == expected


def test_every_problem_is_named_at_once() -> None:
    given = InvitationFacts(starts_at=NOW + 23 * HOUR, papers=(replace(AGREED, agreed_sha256=None),))
    assert set(codes(given)) == {
        "purpose_missing",
        "chair_missing",
        "preparing_missing",
        "where_missing",
        "signer_missing",
        "invitees_missing",
        "too_close",
        "nature_missing",
        "paper_not_agreed",
    }


def test_a_refusal_says_fact_figure_and_cure() -> None:
    start = datetime(2013, 12, 4, 8, 30, tzinfo=ZONE)
    (problem,) = invitation_problems(replace(LAWFUL, starts_at=start), JUDGE)
    assert str(problem.message) == "Giờ họp quá gần: thiếu 43 phút so với 24 giờ."
    assert str(problem.cure) == "Sớm nhất được là 09:13 thứ Tư 04/12/2013."
    assert problem.values["slot"] == datetime(2013, 12, 4, 9, 30, tzinfo=ZONE)


def test_the_rule_set_is_data() -> None:
    assert codes(LAWFUL, STRICT) == ["contact_missing", "too_close"]
    assert codes(replace(NAMED, starts_at=datetime(2013, 12, 6, 9, 13, tzinfo=ZONE)), STRICT) == []


ROOM, HALL = Where("in_person", "Phòng họp 2"), Where("in_person", "Hội trường")
SAME = (ROOM, ROOM)
MOVES = [
    ("later", 72, "Chủ trì bận đột xuất", False, []),
    ("earlier, still 24 hours", 24, "Chủ trì bận đột xuất", False, []),
    ("earlier, under 24 hours", 23.99, "Chủ trì bận đột xuất", False, ["too_close"]),
    ("earlier by order", 2, "Chủ trì bận đột xuất", True, []),
    ("into the past by order", -1, "Chủ trì bận đột xuất", True, ["start_past"]),
    ("without a reason", 72, "bận", False, ["reason_short"]),
    ("to the same hour and place", 48, "Chủ trì bận đột xuất", False, ["nothing_moved"]),
    ("earlier and without a reason", 3, "", False, ["reason_short", "too_close"]),
]


@pytest.mark.parametrize(("name", "hours", "reason", "ordered", "expected"), MOVES, ids=[row[0] for row in MOVES])
def test_moving_earlier_is_judged_like_issuing_now(
    name: str, hours: float, reason: str, ordered: bool, expected: list[str]
) -> None:
    moved = {"before": NOW + 48 * HOUR, "after": NOW + hours * HOUR, "where": SAME}
    found = move_problems(**moved, reason=reason, judge=JUDGE, ordered=ordered)
    assert [problem.code for problem in found] == expected


def test_what_comes_after_the_start_is_told_what_is_done_instead() -> None:
    """M2, M16: nothing is sent or answered any more; each refusal has its own way out."""
    start, given = NOW, {"judge": JUDGE, "ordered": False}
    after = NOW + 24 * HOUR
    refused = [
        move_problems(before=start, after=after, where=SAME, reason="Chủ trì bận đột xuất", **given),  # type: ignore[arg-type]
        added_invitee_problems(start=start, **given),  # type: ignore[arg-type]
        paper_problems(paper=AGREED, start=start, **given),  # type: ignore[arg-type]
        answer_problems(answer="attend", reason="", start=start, now=NOW),
    ]
    cures = [[str(one.cure) for one in found if one.code == "begun"] for found in refused]
    assert [len(one) for one in cures] == [1, 1, 1, 1]
    told = zip(cures, ("giấy mời mới", "diễn biến", "kèm bản điện tử", "điểm danh"), strict=True)
    assert all(words in cure for (cure,), words in told)


@pytest.mark.parametrize("hours", [24, 24.5, 48.5, 72])
def test_a_meeting_is_not_moved_into_another_of_its_chair(hours: float) -> None:
    """As at issue: nobody chairs two at once; another place at the same hour asks nothing of the kind."""
    given = {"before": NOW + 48 * HOUR, "reason": "Chủ trì bận đột xuất", "judge": JUDGE, "ordered": False}
    busy = [NOW + hours * HOUR]
    (found,) = move_problems(after=busy[0], where=SAME, busy=busy, **given)  # type: ignore[arg-type]
    assert (found.code, bool(found.cure)) == ("chair_busy", True)
    stays = move_problems(after=NOW + 48 * HOUR, where=(ROOM, HALL), busy=[NOW + 48 * HOUR], **given)  # type: ignore[arg-type]
    assert list(stays) == []


@pytest.mark.parametrize(
    ("hours", "where", "reason", "expected"),
    [
        (48, (ROOM, HALL), "Phòng họp 2 mất điện", []),
        (48, (ROOM, Where("online", bridge="https://hop.example")), "Phòng họp 2 mất điện", []),
        (48, (ROOM, Where("both", "Phòng họp 2", "Điểm cầu Kỳ Anh")), "Phòng họp 2 mất điện", []),
        (48, (ROOM, HALL), "hỏng", ["reason_short"]),
        (48, (ROOM, Where()), "Phòng họp 2 mất điện", ["where_missing"]),
        (48, SAME, "Phòng họp 2 mất điện", ["nothing_moved"]),
        (0.01, (ROOM, HALL), "Phòng họp 2 mất điện", []),
        (0, (ROOM, HALL), "Phòng họp 2 mất điện", ["begun"]),
    ],
)
def test_another_place_at_the_same_hour_needs_a_reason_only(
    hours: float, where: tuple[Where, Where], reason: str, expected: list[str]
) -> None:
    start = NOW + hours * HOUR
    found = move_problems(before=start, after=start, where=where, reason=reason, judge=JUDGE, ordered=False)
    assert [problem.code for problem in found] == expected


@pytest.mark.parametrize(
    ("hours", "length", "expected"),
    [
        (48, (120, 180), []),
        (48, (None, 60), []),
        (48, (120, 120), ["nothing_moved"]),
        (48, (120, 1441), ["length_wrong"]),
        (0, (120, 180), ["begun"]),
    ],
)
def test_another_length_at_the_same_hour_needs_a_reason_only(
    hours: float, length: tuple[int | None, int], expected: list[str]
) -> None:
    start, given = NOW + hours * HOUR, {"reason": "Thêm hai nội dung", "judge": JUDGE, "ordered": False}
    found = move_problems(before=start, after=start, where=SAME, length=length, **given)  # type: ignore[arg-type]
    assert [problem.code for problem in found] == expected


def test_nothing_is_changed_once_the_meeting_has_begun() -> None:
    begun = Judge(NOW, RULE_SETS["QD3713"])
    moved = {"before": NOW, "after": NOW + 48 * HOUR, "where": SAME}
    assert "begun" in [p.code for p in move_problems(**moved, reason="Dời sang hôm khác", judge=begun, ordered=True)]
    assert [p.code for p in added_invitee_problems(start=NOW, judge=begun, ordered=True)] == ["begun"]
    assert [p.code for p in paper_problems(paper=AGREED, start=NOW, judge=begun, ordered=True)] == ["begun"]


LATE_COMERS = [(25, False, []), (24, False, []), (23.9, False, ["too_close"]), (3, True, []), (3, False, ["too_close"])]


@pytest.mark.parametrize(("hours", "ordered", "expected"), LATE_COMERS)
def test_a_late_invitee_and_a_late_paper_have_clocks_of_their_own(
    hours: float, ordered: bool, expected: list[str]
) -> None:
    start = NOW + hours * HOUR
    assert [p.code for p in added_invitee_problems(start=start, judge=JUDGE, ordered=ordered)] == expected
    assert [p.code for p in paper_problems(paper=AGREED, start=start, judge=JUDGE, ordered=ordered)] == expected


ANSWERS = [
    ("attend", "", 1, []),
    ("absent", "Đi công tác Hà Nội", 1, []),
    ("absent", "bận", 1, ["reason_short"]),
    ("maybe", "", 1, ["answer_missing"]),
    ("attend", "", 0, ["begun"]),
    ("attend", "", -1, ["begun"]),
]


@pytest.mark.parametrize(("answer", "reason", "hours", "expected"), ANSWERS)
def test_absence_needs_a_reason_and_nothing_is_answered_after_the_start(
    answer: str, reason: str, hours: int, expected: list[str]
) -> None:
    found = answer_problems(answer=answer, reason=reason, start=NOW + hours * HOUR, now=NOW)
    assert [problem.code for problem in found] == expected


CONCLUSIONS = [
    ("held and full", -1, "Người ký", [("Hoàn thành đo đạc", "Sở")], "", []),
    ("an assessment alone", -1, "Người ký", [], "Đạt yêu cầu", []),
    ("not held yet", 1, "Người ký", [], "Đạt yêu cầu", ["not_held"]),
    ("nothing concluded, nobody signs", -1, "", [], " ", ["signer_missing", "empty"]),
    ("a task without words and lead", -1, "Người ký", [(" ", "")], "", ["task_missing", "lead_missing"]),
]


@pytest.mark.parametrize(
    ("name", "hours", "signer", "items", "assessment", "expected"), CONCLUSIONS, ids=[row[0] for row in CONCLUSIONS]
)
def test_a_conclusion_needs_a_meeting_a_signer_and_words(
    name: str, hours: int, signer: str, items: list[tuple[str, str]], assessment: str, expected: list[str]
) -> None:
    found = conclusion_problems(start=NOW + hours * HOUR, now=NOW, signer=signer, items=items, assessment=assessment)
    assert [problem.code for problem in found] == expected


def test_m14_every_proposal_nobody_answered_keeps_the_notice_back() -> None:
    said = "Xin 200 tỷ\n\nXin xe: đồng ý\nXin người: \n: không"
    found = list(conclusion_problems(start=NOW - HOUR, now=NOW, signer="A", items=[], assessment="Tốt", proposals=said))
    assert [str(one.message).rpartition(": ")[2] for one in found] == ["Xin 200 tỷ", "Xin người", "không"]
    assert {(one.code, one.field) for one in found} == {("proposal_unanswered", "proposals")}
    assert all("sau dấu hai chấm" in str(one.cure) for one in found)
