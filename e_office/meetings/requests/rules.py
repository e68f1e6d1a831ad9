"""Rules of requests: who may ask what by when (M6, M8, M9, M17), what examining and deciding take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from e_office.core.clock import day_of
from e_office.core.problems import Problem, msg
from e_office.meetings.requests.rules_consent import DEPARTMENTS, DISTRICTS, OPEN, RequestKind, RequestState
from e_office.meetings.rules import reason_problems

CUT_OFF = 25
"""M8: "trước ngày 25 của tháng trước"; the 25th itself is too late."""
LONGEST = 8 * 60
"""Minutes of one meeting or session; what takes longer is entered day by day."""
LONGEST_RANGE = 62
"""Days a consent to invite may reach."""
CHANGEABLE = OPEN | {RequestState.CONSENTED}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request says, as far as the rules ask. `leader`: the name of who is asked, `who`: those to be invited."""

    kind: RequestKind
    purpose: str = ""
    starts_at: datetime | None = None
    minutes: int = 0
    until: date | None = None
    place: str = ""
    leader: str = ""
    who: Sequence[str] = ()
    urgent: bool = False
    urgent_reason: str = ""


def kinds_of(level_code: str, *, head: bool) -> tuple[RequestKind, ...]:
    """What an agency of this level may ask: a department M6, a district M8; its head a working session (M17)."""
    kinds: list[RequestKind] = []
    if level_code in DEPARTMENTS:
        kinds.append(RequestKind.INVITE)
    if level_code in DISTRICTS:
        kinds.append(RequestKind.REGISTER)
    if head and level_code in DEPARTMENTS | DISTRICTS:
        kinds.append(RequestKind.SESSION)
    return tuple(kinds)


def last_day_to_register(day: date) -> date:
    """The last day on which a district may register a meeting of `day`: the 24th of the month before (M8)."""
    before = day.replace(day=1) - timedelta(days=1)
    return before.replace(day=CUT_OFF - 1)


def is_too_late(day: date, registered_at: datetime) -> bool:
    """Whether a registration of that instant misses the cut-off of M8, judged by the office's calendar day."""
    return day_of(registered_at) > last_day_to_register(day)


def first_day_open(registered_at: datetime) -> date:
    """The first day for which a district may register at that instant (M8)."""
    today = day_of(registered_at)
    months = 1 if today.day < CUT_OFF else 2
    place = today.year * 12 + today.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def counts_from(before: tuple[date, datetime] | None, day: date, now: datetime) -> datetime:
    """The instant by which a changed registration is judged (M8).

    Another day of the month that was registered keeps the instant; another month is registered now, so that nobody
    registers a far month and moves it near.
    """
    if before is not None and (before[0].year, before[0].month) == (day.year, day.month):
        return before[1]
    return now


def request_problems(asked: Asked, now: datetime, registered_at: datetime) -> Iterator[Problem]:
    """Everything that keeps a request from being sent, all at once (M6, M8, M9, M17)."""
    if not asked.purpose.strip():
        yield Problem("purpose_missing", msg("Chưa ghi họp hoặc làm việc về việc gì."), "purpose")
    elif len(asked.purpose) > 500:
        text = msg("Nội dung dài %(n)s ký tự, tối đa 500.", n=len(asked.purpose))
        yield Problem("purpose_long", text, "purpose")
    if not asked.leader:
        yield Problem("leader_missing", msg("Chưa chọn lãnh đạo."), "leader")
    if asked.kind is RequestKind.INVITE and not asked.who:
        yield Problem("who_missing", msg("Chưa chọn huyện nào được mời."), "units")
    if asked.kind is not RequestKind.SESSION and not asked.place.strip():
        yield Problem("place_missing", msg("Chưa ghi địa điểm."), "place")
    if not 0 < asked.minutes <= LONGEST:
        yield Problem("minutes_wrong", msg("Thời lượng từ 1 đến %(n)s phút.", n=LONGEST), "minutes")
    yield from _day_problems(asked, now)
    yield from _cut_off_problems(asked, registered_at)


def _day_problems(asked: Asked, now: datetime) -> Iterator[Problem]:
    if asked.starts_at is None:
        yield Problem("start_missing", msg("Chưa có ngày giờ."), "day")
        return
    if asked.starts_at <= now:
        yield Problem("start_past", msg("Ngày giờ này đã qua."), "day")
    if asked.until is None:
        return
    first = day_of(asked.starts_at)
    if asked.until < first:
        yield Problem("until_before", msg("Ngày cuối đứng trước ngày họp."), "until")
    elif (asked.until - first).days > LONGEST_RANGE:
        yield Problem("until_far", msg("Khoảng ngày dài nhất %(n)s ngày.", n=LONGEST_RANGE), "until")


def _cut_off_problems(asked: Asked, registered_at: datetime) -> Iterator[Problem]:
    """M8's cut-off, and M9's way round it: named as urgent with a reason, which the Chief of Office alone takes on."""
    if asked.kind is not RequestKind.REGISTER or asked.starts_at is None:
        return
    if asked.urgent:
        for problem in reason_problems(asked.urgent_reason):
            yield Problem(problem.code, problem.message, "urgent_reason")
        return
    day = day_of(asked.starts_at)
    if is_too_late(day, registered_at):
        text = msg(
            "Họp ngày %(day)s phải đăng ký trước ngày 25, chậm nhất hết ngày %(last)s.",
            day=f"{day:%d/%m/%Y}",
            last=f"{last_day_to_register(day):%d/%m/%Y}",
        )
        cure = msg(
            "Đăng ký lúc này thì họp từ ngày %(first)s. Việc cấp bách: đánh dấu cấp bách và nêu lý do, "
            "Chánh Văn phòng trực tiếp báo cáo.",
            first=f"{first_day_open(registered_at):%d/%m/%Y}",
        )
        yield Problem("registered_late", text, "day", cure)


def step_problems(state: RequestState, allowed: frozenset[RequestState]) -> Iterator[Problem]:
    """A step that the state of a request does not allow: somebody was faster, or it has ended."""
    if state not in allowed:
        text = msg("Đề nghị này đang ở bước “%(state)s”, không làm việc này được.", state=state.label)
        yield Problem("wrong_step", text)


def examine_problems(*, officer: str, leader: str) -> Iterator[Problem]:
    """Before a request goes to the leader an officer is named who follows it (M8), and the leader."""
    if not officer:
        yield Problem("officer_missing", msg("Chưa phân công chuyên viên theo dõi."), "officer")
    if not leader:
        yield Problem("leader_missing", msg("Chưa chọn lãnh đạo."), "leader")


def has_passed(state: str, starts_at: datetime, now: datetime) -> bool:
    """Whether the hour a request wishes for came without a word on it: from then on nobody can agree to it (M6, M8)."""
    return state in OPEN and starts_at <= now


def consent_fact_problems(
    starts_at: datetime | None, minutes: int, now: datetime, *, fixed: bool = False
) -> Iterator[Problem]:
    """A consent ends in an entry of the calendar, so it has an hour to come and a length (M6, M8, M17).

    `fixed`: the hour is the asking side's, and not the leader's to choose.
    """
    if starts_at is None:
        yield Problem("start_missing", msg("Chưa có ngày giờ."), "day")
    elif starts_at <= now:
        cure = (
            msg("Trả lời không đồng ý kèm lý do, hoặc để đơn vị gửi sửa ngày rồi gửi lại.")
            if fixed
            else msg("Ghi giờ khác, hoặc trả lời không đồng ý kèm lý do, hoặc để đơn vị gửi sửa ngày rồi gửi lại.")
        )
        yield Problem("start_past", msg("Ngày giờ này đã qua."), "day", cure)
    if not 0 < minutes <= LONGEST:
        yield Problem("minutes_wrong", msg("Thời lượng từ 1 đến %(n)s phút.", n=LONGEST), "minutes")
