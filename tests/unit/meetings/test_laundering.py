"""No way of sending, moving, calling off or inviting anew washes a mark of lateness off (M2, "gửi muộn" for ever)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.meetings import service
from e_office.meetings.log import lateness_of
from e_office.meetings.models import Meeting, MeetingEvent
from e_office.meetings.rules import RULE_SETS, Event, EventKind, Late, lateness
from e_office.meetings.rules_late import told_by
from e_office.meetings.rules_line import NEAR, NEAR_WITH_PAPERS, Held, Names, carried, takes_place_of
from e_office.people.queries import holidays
from e_office.people.rules import Holidays
from tests.factories.meetings import make_draft, make_file, make_issued
from tests.factories.world import World

NONE = Holidays()
T0 = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CONTENTS = ("aa", "bb", "cc")
WHO = ("u1", "u2", "p9")

ACTS = st.one_of(
    st.tuples(st.just("invite"), st.integers(1, 3)),
    st.tuples(st.just("send"), st.sampled_from(CONTENTS)),
    st.tuples(st.just("replace"), st.sampled_from(CONTENTS)),
    st.tuples(st.just("later"), st.integers(1, 200)),
    st.tuples(st.just("earlier"), st.integers(1, 100)),
    st.tuples(st.just("wait"), st.integers(1, 60)),
    st.tuples(st.sampled_from(["order", "end order", "elsewhere", "remind", "call off", "took place"]), st.just(0)),
)
"""What an organiser may do; a replacement may be the same bytes, a paper may be sent again as another one."""


def log_of(acts: Sequence[tuple[str, object]], deadlines: bool) -> list[Event]:
    """The log such acts write, each paper a row of its own, the hours counted from `T0`; two invited at first."""
    now, start, paper, events = T0, T0 + 30 * timedelta(hours=1), 9, []

    def add(kind: EventKind, **facts: object) -> None:
        deadline = start - DAY if deadlines else None
        events.append(Event(len(events) + 1, now, kind, starts_at=start, deadline=deadline, **facts))  # type: ignore[arg-type]

    add(EventKind.ISSUED)
    add(EventKind.INVITED, invitee=1)
    plain = {
        "order": EventKind.ORDERED, "end order": EventKind.ORDER_ENDED, "elsewhere": EventKind.RELOCATED,
        "remind": EventKind.REMINDED, "call off": EventKind.CANCELLED, "took place": EventKind.TOOK_PLACE,
    }  # fmt: skip
    for act, value in acts:
        if act == "invite":
            add(EventKind.INVITED, invitee=value)
        elif act in {"send", "replace"}:
            paper += 1
            add(EventKind.PAPER, paper=paper, content=value, replaces=paper - 1 if act == "replace" else None)
        elif act in {"later", "earlier"}:
            start += timedelta(hours=int(str(value))) * (1 if act == "later" else -1)
            add(EventKind.MOVED)
        elif act == "wait":
            now += timedelta(hours=int(str(value)))
        else:
            add(plain[act])
    return events


def marks_by_bytes(log: Sequence[Event]) -> dict[tuple[int, str], timedelta]:
    """(invitee, content) -> the mark of the row of these bytes that was sent last; "" is the invitation."""
    contents = {event.paper: event.content for event in log if event.paper is not None}
    found: dict[tuple[int, str], tuple[int, timedelta]] = {}
    told = told_by(log, RULE_SETS["QD3713"], NONE)
    for who, paper in told.reached:
        key, late = (who, contents.get(paper, "")), told.late.get((who, paper))
        found[key] = max(found.get(key, (-1, timedelta())), (paper or 0, late.by if late else timedelta()))
    return {key: by for key, (_paper, by) in found.items()}


@settings(max_examples=300)
@given(acts=st.lists(ACTS, max_size=25), deadlines=st.booleans(), data=st.data())
def test_whatever_is_done_next_no_mark_of_the_same_bytes_shrinks(
    acts: list[tuple[str, object]], deadlines: bool, data: st.DataObject
) -> None:
    log = log_of(acts, deadlines)
    cut = data.draw(st.integers(1, len(log)))
    before, after = marks_by_bytes(log[:cut]), marks_by_bytes(log)
    for key, by in before.items():
        assert after[key] >= by, key


@settings(max_examples=200)
@given(acts=st.lists(ACTS, max_size=25))
def test_another_rule_set_afterwards_changes_no_mark_that_was_judged(acts: list[tuple[str, object]]) -> None:
    log = log_of(acts, deadlines=True)
    assert lateness(log, RULE_SETS["QD45-2018"], NONE) == lateness(log, RULE_SETS["QD3713"], NONE)


@settings(max_examples=300)
@given(first=st.lists(ACTS, max_size=20), second=st.lists(ACTS, max_size=20), turn=st.permutations(WHO))
def test_called_off_and_invited_anew_whoever_was_late_stays_late(
    first: list[tuple[str, object]], second: list[tuple[str, object]], turn: list[str]
) -> None:
    """The invitees of the second meeting have other ids, and so have its papers; units, persons and bytes are the same."""
    old, new = log_of(first, True), log_of(second, True)
    names_old, names_new = names_of(old, WHO), names_of(new, turn)
    before, own = (told_by(log, RULE_SETS["QD3713"], NONE) for log in (old, new))
    found = carried(own, names_new, before, names_old, seq=99)
    assert found.reached == own.reached, "who was reached is told by its own log alone"
    for item, late in own.late.items():
        assert found.late[item].by >= late.by
    for item, late in before.late.items():
        for other in own.reached:
            if names_new.of(other) == names_old.of(item):
                assert found.late[other].by >= late.by
    assert carried(found, names_new, before, names_old, seq=100) == found, "said twice it is the same"


def names_of(log: Sequence[Event], who: Sequence[str]) -> Names:
    papers = {event.paper: event.content for event in log if event.paper is not None}
    return Names(dict(enumerate(who, start=1)), papers)


def test_the_same_bytes_keep_their_mark_although_the_hour_was_moved_away_between() -> None:
    log = log_of([("wait", 20), ("send", "aa"), ("later", 200), ("replace", "aa"), ("send", "bb")], True)
    assert lateness(log, RULE_SETS["QD3713"], NONE) == {
        (1, 10): Late(timedelta(hours=14), 3, EventKind.PAPER, False),
        (1, 11): Late(timedelta(hours=14), 3, EventKind.PAPER, False),
    }


HERE = Held(1, 5, T0, frozenset({("khoang", "san"), ("ky", "anh")}), frozenset({"aa"}))
PLACES = [
    # name, what the new one says, whether it takes the place
    ("on the same day", {}, True),
    ("fourteen days later", {"starts_at": T0 + NEAR, "contents": frozenset()}, True),
    ("a second more", {"starts_at": T0 + NEAR + timedelta(seconds=1), "contents": frozenset()}, False),
    ("earlier than the one called off", {"starts_at": T0 - NEAR, "contents": frozenset()}, True),
    ("a month later with the same paper", {"starts_at": T0 + 30 * DAY}, True),
    ("much later with the same paper", {"starts_at": T0 + NEAR_WITH_PAPERS + DAY}, False),
    ("called otherwise, with the same paper", {"pairs": frozenset({("bao", "lu")})}, True),
    ("called otherwise, with papers of its own", {"pairs": frozenset(), "contents": frozenset({"zz"})}, False),
    ("half of the matter", {"pairs": frozenset({("khoang", "san"), ("a", "b")}), "contents": frozenset()}, True),
    ("a third of it", {"pairs": frozenset({("ky", "anh"), ("a", "b"), ("c", "d")}), "contents": frozenset()}, False),
    ("another chair, the same agency", {"chair_id": 6}, True),
    ("another agency, the same chair", {"agency_id": 2}, True),
    ("another agency and chair", {"agency_id": 2, "chair_id": 6}, False),
    ("another agency, no chair", {"agency_id": 2, "chair_id": None}, False),
]


@pytest.mark.parametrize(("name", "changes", "takes"), PLACES, ids=[row[0] for row in PLACES])
def test_what_is_the_same_meeting_held_anew(name: str, changes: dict[str, object], takes: bool) -> None:
    assert takes_place_of(replace(HERE, **changes), HERE) is takes  # type: ignore[arg-type]


def hasty(office: Office, world: World) -> int:
    """A meeting by the chair's order, six hours ahead: everything in it is 18 hours late."""
    meeting_id = make_draft(office, world, ahead=timedelta(hours=6), papers=(("Báo cáo.txt", b"mot"),))
    with office.transaction():
        reason = "Bão đổ bộ trong đêm, phải họp ngay"
        service.record_order(office, world.actor("chanhvanphong"), meeting_id, reason, office.today())
    with office.transaction():
        service.issue_invitation(office, world.actor("chuyenvien"), meeting_id)
    return meeting_id


def call_off(office: Office, world: World, meeting_id: int) -> None:
    with office.transaction():
        service.call_off(office, world.actor("chuyenvien"), meeting_id, "Chủ trì họp với Chính phủ")


def marks(office: Office, meeting_id: int) -> list[tuple[str, str, float, str]]:
    """Unit, paper, hours, and why, of every mark."""
    office.session.rollback()
    meeting = office.session.get_one(Meeting, meeting_id)
    who = {one.id: one.unit.short_name for one in meeting.invitees}
    papers = {paper.id: paper.file.name for paper in meeting.papers}
    found = lateness_of(office, [meeting], holidays(office))[meeting_id]
    return sorted(
        (who[item[0]], papers.get(item[1] or 0, ""), late.by.total_seconds() / 3600, late.cause)
        for item, late in found.items()
    )


@pytest.mark.parametrize("clone_first", [False, True], ids=["called off, then anew", "anew, then called off"])
def test_called_off_and_recreated_under_another_rule_set_and_title_the_marks_stay(
    office: Office, world: World, both_databases: str, clone_first: bool
) -> None:
    old = hasty(office, world)
    assert len(marks(office, old)) == 6
    if not clone_first:
        call_off(office, world, old)
    strict = replace(office, settings=replace(office.settings, meeting_rules="QD45-2018"))
    papers = (("Tên khác hẳn.txt", b"mot"), ("Phụ lục mới.txt", b"hai"))
    new = make_issued(
        strict, world, ahead=timedelta(days=9), papers=papers, invited=("stc", "sct"),
        purpose="Họp bàn việc khác hẳn",
    )  # fmt: skip
    if clone_first:
        assert marks(office, new) == []
        call_off(office, world, old)
    assert marks(office, new) == [
        ("Sở Tài chính", "", 18.0, "took_place"), ("Sở Tài chính", "Tên khác hẳn.txt", 18.0, "took_place"),
    ]  # fmt: skip
    call_off(office, world, new)
    third = make_issued(office, world, ahead=timedelta(days=10), papers=(("Lần ba.txt", b"mot"),), invited=("stc",))
    assert len(marks(office, third)) == 2, "not even twice over"
    purpose, chair = "Họp sơ kết phòng chống dịch tả lợn", world.persons["chutich"]
    other = make_issued(office, world, ahead=timedelta(days=10), papers=(), chair_id=chair, purpose=purpose)
    assert marks(office, other) == [], "another matter bears no mark of it"
    assert office.session.query(MeetingEvent).filter_by(kind="took_place").count() == 3, "the third takes both places"


def test_a_file_is_not_replaced_by_itself(office: Office, world: World) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=(("Báo cáo.txt", b"mot"),))
    old = office.session.get_one(Meeting, meeting_id).papers[0].id
    same = make_file(office, "Tên mới.txt", b"mot")
    with pytest.raises(Refused) as refused, office.transaction():
        service.put_paper(
            office, world.actor("chuyenvien"), meeting_id, same, replaces_id=old, changes="Thay bản mới, số liệu mới"
        )
    assert [problem.code for problem in refused.value.problems] == ["same_bytes"]
