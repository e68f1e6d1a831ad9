"""Working days, the tree of units, posts, the last administrator, and how long a log-in waits after failures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from e_office.core.permission import CONTENT_ROLES, Role
from e_office.core.problems import Message, Problem, msg

ONE_DAY = timedelta(days=1)
SATURDAY = 5

FREE_FAILURES = 5
"""Wrong passwords of one account in one network before it has to wait."""

LONGEST_WAIT = timedelta(minutes=15)
FAILURES_KEPT = timedelta(hours=24)
"""Failures older than this no longer count, and are deleted."""

NETWORK_WINDOW = timedelta(minutes=15)
NETWORK_FAILURES = 200
"""Failures of a whole network within `NETWORK_WINDOW` before accounts unknown in it have to wait."""

_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\\\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,120}[A-Za-z0-9])?")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,58}[a-z0-9]")

CODE_LENGTH = 35
"""Longest unit code: OrganId of QĐ 20/2020/QĐ-TTg."""


@dataclass(frozen=True)
class Holidays:
    """The holiday table: weekdays that are `off`, and Saturdays or Sundays that are `working` (làm bù)."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()


def is_working_day(day: date, holidays: Holidays = Holidays()) -> bool:
    """Whether offices work on `day` (ngày làm việc): Monday to Friday, corrected by the table.

    Labour Code Art. 111 and 112; the Prime Minister's yearly notice on days exchanged (làm bù).
    """
    if day in holidays.working:
        return True
    return day.weekday() < SATURDAY and day not in holidays.off


def add_working_days(day: date, n: int, holidays: Holidays = Holidays()) -> date:
    """The `n`-th working day after `day` (before it where `n` is negative); `day` itself for 0.

    The day itself is never counted (Civil Code Art. 147.2): one working day after a Friday is Monday.
    """
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Holidays = Holidays()) -> int:
    """How many working days lie after `start` up to and with `end`; negative where `end` is earlier.

    `working_days_between(day, add_working_days(day, n)) == n` for every n.
    """
    if end < start:
        return -sum(is_working_day(end + ONE_DAY * i, holidays) for i in range((start - end).days))
    return sum(is_working_day(start + ONE_DAY * i, holidays) for i in range(1, (end - start).days + 1))


def holds_on(starts_on: date | None, ends_on: date | None, day: date) -> bool:
    """Whether something valid from a day to a day, both inclusive and both optional, holds on `day`."""
    return (starts_on is None or starts_on <= day) and (ends_on is None or day <= ends_on)


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two periods (first day, last day; None is open) share a day."""
    return (one[0] is None or other[1] is None or one[0] <= other[1]) and (
        other[0] is None or one[1] is None or other[0] <= one[1]
    )


def period_problems(starts_on: date | None, ends_on: date | None, field: str = "ends_on") -> Iterator[Problem]:
    """A period must not end before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        yield Problem("ends_before_start", msg("Ngày kết thúc đứng trước ngày bắt đầu."), field)


LONGEST_DELEGATION = 90
"""Days: NĐ 30/2020 Art. 13.3 wants it limited in time; whoever is away longer has a successor."""


def delegation_problems(
    *,
    starts_on: date | None,
    ends_on: date | None,
    today: date,
    reason: str,
    deputy_id: int | None,
    eligible: Collection[int],
    others: Iterable[tuple[date, date]] = (),
) -> Iterator[Problem]:
    """What speaks against delegating while one is away (D5): everything at once.

    `eligible` are those of the same agency with a content post of their own: what was delegated is not passed on
    (NĐ 30/2020 Art. 13.3). `others` are the delegator's own delegations that have not ended.
    """
    if deputy_id is None:
        yield Problem("no_deputy", msg("Chưa chọn người được ủy nhiệm."), "deputy_id")
    elif deputy_id not in eligible:
        yield Problem("wrong_deputy", msg("Người được ủy nhiệm phải đang giữ chức vụ trong cơ quan."), "deputy_id")
    if starts_on is None or ends_on is None:
        yield Problem("no_period", msg("Chưa ghi đủ ngày bắt đầu và ngày kết thúc, dạng 05/12/2013."), "ends_on")
    else:
        yield from period_problems(starts_on, ends_on)
        if ends_on < today:
            yield Problem("period_past", msg("Thời gian ủy nhiệm đã qua."), "ends_on")
        if (ends_on - starts_on).days >= LONGEST_DELEGATION:
            text = msg("Ủy nhiệm nhiều nhất %(n)s ngày một lần.", n=LONGEST_DELEGATION)
            yield Problem("too_long", text, "ends_on")
        if any(overlap((starts_on, ends_on), other) for other in others):
            yield Problem("overlaps", msg("Đã có ủy nhiệm khác trong thời gian này."), "starts_on")
    if not reason.strip():
        yield Problem("no_reason", msg("Chưa ghi lý do ủy nhiệm."), "reason")


def code_problems(code: str) -> Iterator[Problem]:
    """A unit code has 1 to 35 characters without spaces (OrganId, QĐ 20/2020/QĐ-TTg)."""
    if not code:
        yield Problem("no_code", msg("Chưa có mã đơn vị."), "code")
    elif len(code) > CODE_LENGTH:
        yield Problem(
            "code_too_long",
            msg("Mã đơn vị dài %(length)s ký tự, nhiều nhất là %(most)s.", length=len(code), most=CODE_LENGTH),
            "code",
        )
    if any(character.isspace() for character in code):
        yield Problem("code_with_space", msg("Mã đơn vị không được có dấu cách."), "code")


def text_problems(
    text: str | None, field: str, *, missing: Message | None = None, most: int = 200
) -> Iterator[Problem]:
    """A text of a form: there, where it must be, and short enough for its column."""
    if missing and not text:
        yield Problem(f"no_{field}", missing, field)
    if text and len(text) > most:
        yield Problem(
            f"{field}_too_long",
            msg("Nội dung dài %(length)s ký tự, nhiều nhất là %(most)s.", length=len(text), most=most),
            field,
        )


def address_problems(address: str | None, field: str) -> Iterator[Problem]:
    """A mail address is one address: no name, no list, nothing that could become a header of its own."""
    if address and not _ADDRESS.fullmatch(address):
        yield Problem(
            f"{field}_unreadable",
            msg("Địa chỉ thư %(address)s chưa đúng dạng, ví dụ vanthu@donvi.gov.vn.", address=address),
            field,
        )


def login_problems(login: str) -> Iterator[Problem]:
    """A log-in name: 2 to 60 small letters, figures, dots, hyphens or underscores."""
    if not login:
        yield Problem("no_login", msg("Chưa có tên đăng nhập."), "login")
    elif not _LOGIN.fullmatch(login):
        yield Problem(
            "login_unreadable",
            msg("Tên đăng nhập gồm 2 đến 60 chữ thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới."),
            "login",
        )


def is_cycle(unit: int, parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether putting `unit` under `parent` would make it stand above itself.

    `parents` maps every unit to the one above it, as it is before the change.
    """
    seen: set[int] = set()
    while parent is not None and parent not in seen:
        if parent == unit:
            return True
        seen.add(parent)
        parent = parents.get(parent)
    return parent is not None


def closing_problems(holders: int, parts: int) -> Iterator[Problem]:
    """A unit is closed only when nobody holds a post in it and no open unit stands under it."""
    if holders:
        yield Problem(
            "unit_has_holders",
            msg("Còn %(n)s người giữ chức vụ ở đơn vị này. Kết thúc các chức vụ đó trước.", n=holders),
            "valid_to",
        )
    if parts:
        yield Problem(
            "unit_has_parts",
            msg("Còn %(n)s đơn vị trực thuộc. Chuyển hoặc đóng các đơn vị đó trước.", n=parts),
            "valid_to",
        )


@dataclass(frozen=True)
class AdministratorPost:
    """One administrator's post of an active person, from a day to a day."""

    starts_on: date | None = None
    ends_on: date | None = None


def secrets_problems(role: Role, sees_secrets: bool) -> Iterator[Problem]:
    """The register of secret documents is open to posts that work with content only (T6, `domain.md` 2.7)."""
    if sees_secrets and role not in CONTENT_ROLES:
        message = msg("Quản trị viên và người kiểm tra không được xem sổ văn bản mật.")
        yield Problem("secrets_role", message, "sees_secrets")


def administrator_problems(
    before: Iterable[AdministratorPost], after: Iterable[AdministratorPost], today: date
) -> Iterator[Problem]:
    """The installation keeps an administrator: one for today, and one without a last day (A-44).

    Only what a change takes away is refused, so that an office without one can still be put right.
    """
    had, has = _held(before, today), _held(after, today)
    if any(was and not still for was, still in zip(had, has, strict=True)):
        yield Problem(
            "last_administrator",
            msg("Đây là quản trị viên cuối cùng. Giao quyền quản trị cho người khác trước."),
        )


def _held(posts: Iterable[AdministratorPost], today: date) -> tuple[bool, bool]:
    posts = tuple(posts)
    return (
        any(holds_on(post.starts_on, post.ends_on, today) for post in posts),
        any(post.ends_on is None for post in posts),
    )


def login_wait(failures: Sequence[datetime]) -> timedelta:
    """How long after the last of `failures` (one account, one network) the next try is looked at (A-39).

    Five are free; then 1, 2, 4, 8 minutes, and 15 from the ninth on. It is never a lock of the person:
    another network is not held up.
    """
    over = len(failures) - FREE_FAILURES
    return min(LONGEST_WAIT, timedelta(minutes=2 ** min(over, 10))) if over >= 0 else timedelta(0)


def tries_left(failures: int) -> int:
    """How many more wrong passwords stay without a wait after `failures` of them."""
    return max(0, FREE_FAILURES - failures)


def network_is_hot(failures: int) -> bool:
    """Whether so many log-ins of a network failed within 15 minutes that it looks like guessing (A-39).

    Then only accounts that were signed in from it before are looked at, so that an office of 400 people
    behind one address is not locked out by one guesser among them.
    """
    return failures >= NETWORK_FAILURES
