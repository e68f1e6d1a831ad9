"""Truth tables of requests: who asks what by when (M8, M9), and what a consent covers (M6, M8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from e_office.core.clock import ZONE
from e_office.meetings.groups.rules import asks_for_leader
from e_office.meetings.requests.rules import (
    Asked,
    consent_fact_problems,
    counts_from,
    first_day_open,
    has_passed,
    kinds_of,
    last_day_to_register,
    request_problems,
)
from e_office.meetings.requests.rules_consent import (
    Consent,
    Needs,
    RequestKind,
    RequestState,
    consent_problems,
    needed_consent,
)
from search import fold

INVITE, REGISTER, SESSION = RequestKind.INVITE, RequestKind.REGISTER, RequestKind.SESSION


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


MEETING = instant("2013-12-10 08:00")
REGISTERED = Asked(kind=REGISTER, purpose="Hội nghị", starts_at=MEETING, minutes=120, place="Kỳ Anh", leader="Hòa")


def codes(asked: Asked, at: str, registered: str | None = None) -> list[str]:
    return [one.code for one in request_problems(asked, instant(at), instant(registered or at))]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2013-11-24 00:00:00", []),
        ("2013-11-24 23:59:59", []),
        ("2013-11-25 00:00:00", ["registered_late"]),
        ("2013-12-01 08:00:00", ["registered_late"]),
        ("2013-10-31 08:00:00", []),
    ],
)
def test_m8_a_district_registers_before_the_25th_of_the_month_before(at: str, found: list[str]) -> None:
    assert codes(REGISTERED, at) == found


def test_m8_the_day_is_the_offices_not_the_servers() -> None:
    """At 17:00 UTC of the 24th the 25th has begun in Hà Tĩnh."""
    utc = datetime.fromisoformat("2013-11-24T17:00:00+00:00")
    assert [one.code for one in request_problems(REGISTERED, utc, utc)] == ["registered_late"]
    before = utc - timedelta(seconds=1)
    assert not list(request_problems(REGISTERED, before, before))


def test_m9_an_urgent_matter_needs_its_reason_and_no_cut_off() -> None:
    urgent = replace(REGISTERED, urgent=True, urgent_reason="Vỡ đê, phải họp ngay")
    assert codes(urgent, "2013-12-09 08:00") == []
    assert codes(replace(urgent, urgent_reason="gấp"), "2013-12-09 08:00") == ["reason_short"]


@pytest.mark.parametrize("kind", [INVITE, SESSION])
def test_departments_and_heads_have_no_cut_off(kind: RequestKind) -> None:
    asked = replace(REGISTERED, kind=kind, who=("Kỳ Anh",))
    assert codes(asked, "2013-12-09 08:00") == []


@pytest.mark.parametrize(
    ("day", "last"), [("2013-12-31", "2013-11-24"), ("2014-01-01", "2013-12-24"), ("2014-03-31", "2014-02-24")]
)
def test_m8_the_last_day_is_the_24th_of_the_month_before(day: str, last: str) -> None:
    assert last_day_to_register(date.fromisoformat(day)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2013-11-24 23:59", "2013-12-01"),
        ("2013-11-25 00:00", "2014-01-01"),
        ("2013-12-24 08:00", "2014-01-01"),
        ("2013-12-31 08:00", "2014-02-01"),
    ],
)
def test_the_page_names_the_first_day_that_is_open(now: str, first: str) -> None:
    assert first_day_open(instant(now)) == date.fromisoformat(first)


def test_m8_another_day_of_the_month_keeps_the_instant_another_month_is_registered_anew() -> None:
    then, now = instant("2013-11-20 08:00"), instant("2013-12-02 08:00")
    before = (date(2013, 12, 5), then)
    assert counts_from(before, date(2013, 12, 20), now) == then
    assert counts_from(before, date(2014, 1, 5), now) == now
    assert counts_from((date(2014, 2, 5), then), date(2013, 12, 20), now) == now, "far registered, moved near"
    assert counts_from(None, date(2013, 12, 20), now) == now


WANTING: list[tuple[dict[str, Any], str]] = [
    ({"purpose": " "}, "purpose_missing"),
    ({"purpose": "x" * 501}, "purpose_long"),
    ({"leader": ""}, "leader_missing"),
    ({"place": ""}, "place_missing"),
    ({"minutes": 0}, "minutes_wrong"),
    ({"minutes": 481}, "minutes_wrong"),
    ({"starts_at": None}, "start_missing"),
    ({"starts_at": instant("2013-11-20 07:59")}, "start_past"),
    ({"kind": INVITE}, "who_missing"),
    ({"kind": INVITE, "who": ("a",), "until": date(2013, 12, 9)}, "until_before"),
    ({"kind": INVITE, "who": ("a",), "until": date(2014, 3, 9)}, "until_far"),
]


@pytest.mark.parametrize(("changes", "code"), WANTING)
def test_what_is_wanting_is_said(changes: dict[str, Any], code: str) -> None:
    assert code in codes(replace(REGISTERED, **changes), "2013-11-20 08:00")


@pytest.mark.parametrize(
    ("state", "now", "passed"),
    [
        ("sent", "2013-12-10 07:59:59", False), ("sent", "2013-12-10 08:00:00", True),
        ("examined", "2013-12-10 08:00:00", True), ("examined", "2013-12-09 23:59:59", False),
        ("consented", "2013-12-11 08:00:00", False), ("refused", "2013-12-11 08:00:00", False),
        ("withdrawn", "2013-12-11 08:00:00", False), ("revoked", "2013-12-11 08:00:00", False),
    ],
)  # fmt: skip
def test_whether_the_hour_passed_without_a_word(state: str, now: str, passed: bool) -> None:
    assert has_passed(state, MEETING, instant(now)) is passed


@pytest.mark.parametrize("fixed", [True, False])
def test_an_hour_that_has_passed_is_not_agreed_to_and_the_way_on_is_said(fixed: bool) -> None:
    (problem,) = consent_fact_problems(MEETING, 120, MEETING, fixed=fixed)
    assert problem.code == "start_past"
    assert "rả lời không đồng ý kèm lý do, hoặc để đơn vị gửi sửa ngày rồi gửi lại" in str(problem.cure)
    assert ("Ghi giờ khác" in str(problem.cure)) is not fixed
    assert not list(consent_fact_problems(MEETING, 120, MEETING - timedelta(seconds=1), fixed=fixed))


@pytest.mark.parametrize(
    ("level", "head", "kinds"),
    [
        ("department", False, (INVITE,)),
        ("board", True, (INVITE, SESSION)),
        ("district", False, (REGISTER,)),
        ("district", True, (REGISTER, SESSION)),
        ("province", True, ()),
        ("commune", True, ()),
    ],
)
def test_who_may_ask_what(level: str, head: bool, kinds: tuple[RequestKind, ...]) -> None:
    assert kinds_of(level, head=head) == kinds


@pytest.mark.parametrize(
    ("inviting", "invited", "kind"),
    [
        ("department", "district", INVITE), ("board", "district", INVITE), ("district", "province", REGISTER),
        ("province", "district", None), ("department", "department", None), ("district", "district", None),
        ("department", "province", None), ("district", "department", None),
    ],
)  # fmt: skip
def test_m6_m8_which_consent_an_invitation_takes(inviting: str, invited: str, kind: RequestKind | None) -> None:
    assert needed_consent(inviting, invited) is kind


@pytest.mark.parametrize(
    ("capacity", "ticked", "leads", "asked"),
    [
        ("Giám đốc", True, False, True), ("Lãnh đạo phòng chuyên môn", False, False, False),
        ("Chuyên viên", False, False, False), ("Chủ tịch UBND huyện", False, False, True),
        ("phó chủ tịch", False, False, True), ("Lanh dao UBND huyen", False, False, True),
        ("Lãnh đạo", False, False, True), ("Đại biểu", False, True, True), ("Đại biểu", False, False, False),
    ],
)  # fmt: skip
def test_m6_no_unticked_mark_hides_a_leader(capacity: str, ticked: bool, leads: bool, asked: bool) -> None:
    assert asks_for_leader(fold(capacity), ticked=ticked, leads=leads) is asked


GIVEN = Consent(
    1, INVITE, RequestState.CONSENTED, "Họp A", date(2013, 12, 10), date(2013, 12, 12), frozenset({"u5"})
)  # fmt: skip
COVERS: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("nothing asked", {"asked": {}}, {}, []),
    ("covered", {}, {}, []),
    ("the last day of the range", {}, {"start": instant("2013-12-12 23:59")}, []),
    ("the day after it", {}, {"start": instant("2013-12-13 00:00")}, ["consent_other_day"]),
    ("the day before it", {}, {"start": instant("2013-12-09 23:59")}, ["consent_other_day"]),
    ("spaces and capitals are no other matter", {}, {"purpose": " họp  a"}, []),
    ("another matter", {}, {"purpose": "Họp B"}, ["consent_other_matter"]),
    ("another district", {"asked": {INVITE: {"u5": "Kỳ Anh", "u6": "Hương Sơn"}}}, {}, ["consent_other_people"]),
    ("none", {"consents": ()}, {}, ["consent_missing"]),
    ("waits for the Office", {"consents": (replace(GIVEN, state=RequestState.SENT),)}, {}, ["consent_waits"]),
    ("waits for the leader", {"consents": (replace(GIVEN, state=RequestState.EXAMINED),)}, {}, ["consent_waits"]),
    ("refused", {"consents": (replace(GIVEN, state=RequestState.REFUSED),)}, {}, ["consent_refused"]),
    ("taken back", {"consents": (replace(GIVEN, state=RequestState.REVOKED),)}, {}, ["consent_revoked"]),
    ("withdrawn", {"consents": (replace(GIVEN, state=RequestState.WITHDRAWN),)}, {}, ["consent_missing"]),
    ("of another kind", {"consents": (replace(GIVEN, kind=REGISTER),)}, {}, ["consent_missing"]),
    (
        "two together cover two districts",
        {
            "asked": {INVITE: {"u5": "Kỳ Anh", "u6": "Hương Sơn"}},
            "consents": (GIVEN, replace(GIVEN, id=2, keys=frozenset({"u6"}))),
        },
        {},
        [],
    ),
    (
        "but not one of another day",
        {
            "asked": {INVITE: {"u5": "Kỳ Anh", "u6": "Hương Sơn"}},
            "consents": (GIVEN, replace(GIVEN, id=2, keys=frozenset({"u6"}), first=date(2014, 1, 1), last=date(2014, 1, 1))),
        },
        {},
        ["consent_other_people"],
    ),
    ("no hour yet", {}, {"start": None}, []),
]  # fmt: skip


@pytest.mark.parametrize(("needs", "meeting", "found"), [case[1:] for case in COVERS], ids=[case[0] for case in COVERS])
def test_m6_a_consent_covers_this_matter_these_days_and_these_people(
    needs: dict[str, Any], meeting: dict[str, Any], found: list[str]
) -> None:
    given = Needs(**{"asked": {INVITE: {"u5": "Kỳ Anh"}}, "consents": (GIVEN,)} | needs)
    facts = {"purpose": "Họp A", "start": MEETING} | meeting
    assert [one.code for one in consent_problems(given, **facts)] == found


AGREED = replace(GIVEN, kind=REGISTER, last=GIVEN.first, keys=frozenset({"p7"}), start=instant("2013-12-10 14:00"))
LATER = replace(AGREED, id=2, start=instant("2013-12-10 15:30"))


@pytest.mark.parametrize(
    ("consents", "start", "found"),
    [
        ((AGREED,), "2013-12-10 14:00", []),
        ((AGREED,), "2013-12-10 07:30", ["consent_other_hour"]),
        ((AGREED,), "2013-12-10 14:01", ["consent_other_hour"]),
        ((AGREED,), "2013-12-11 14:00", ["consent_other_day"]),
        ((AGREED, LATER), "2013-12-10 15:30", []),
        ((AGREED, LATER), "2013-12-10 14:00", []),
        ((AGREED, replace(LATER, state=RequestState.SENT)), "2013-12-10 15:30", ["consent_other_hour"]),
        ((AGREED, replace(LATER, keys=frozenset({"p8"}))), "2013-12-10 15:30", ["consent_other_people"]),
    ],
)
def test_m8_the_hour_a_leader_agreed_to_is_no_other_hour(
    consents: tuple[Consent, ...], start: str, found: list[str]
) -> None:
    needs = Needs({REGISTER: {"p7": "Lê Thị Minh Hòa"}}, consents)
    assert [one.code for one in consent_problems(needs, "Họp A", instant(start))] == found


def test_m8_an_hour_that_was_not_agreed_to_is_cured_by_changing_the_request_or_once_it_is_out_by_a_new_one() -> None:
    needs = Needs({REGISTER: {"p7": "Lê Thị Minh Hòa"}}, (AGREED,))
    (draft,) = consent_problems(needs, "Họp A", instant("2013-12-10 07:30"))
    (issued,) = consent_problems(replace(needs, issued=True), "Họp A", instant("2013-12-10 07:30"))
    assert draft.values["request_id"] == AGREED.id
    assert "(14:00 ngày 10/12/2013)" in str(draft.message)
    assert "sửa đề nghị" in str(draft.cure)
    assert issued.values["request_id"] is None
    assert "Gửi đề nghị mới" in str(issued.cure)
