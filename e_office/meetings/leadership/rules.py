"""Rules of what the Office types into the calendar, and of publishing a week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from e_office.core.problems import Problem, msg
from e_office.meetings.leadership.rules_week import TYPED, Kind

LONGEST = timedelta(days=31)
"""Nothing in a weekly calendar lasts longer."""

MOST_LETTERS = 500


@dataclass(frozen=True, kw_only=True)
class TypedFacts:
    """What the Office typed: instants are aware, None where day or hour is missing."""

    kind: Kind | None
    leader_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    title: str
    place: str = ""
    unit_id: int | None = None
    officer_id: int | None = None
    inspected_id: int | None = None
    restricted: bool = False


def typed_problems(given: TypedFacts, *, leader_known: bool) -> Iterator[Problem]:
    """What is missing or wrong; an inspection names the unit it goes to, or overlaps cannot be told (M19)."""
    if given.kind not in TYPED:
        yield Problem("kind_missing", msg("Chưa chọn loại việc."), "kind")
    if not leader_known:
        yield Problem("leader_missing", msg("Chưa chọn lãnh đạo."), "leader")
    if not given.title:
        yield Problem("title_missing", msg("Chưa ghi nội dung."), "title")
    elif len(given.title) > MOST_LETTERS:
        yield Problem("title_long", msg("Nội dung dài quá %(n)s chữ. Ghi gọn lại.", n=MOST_LETTERS), "title")
    if len(given.place) > 200:
        yield Problem("place_long", msg("Địa điểm dài quá 200 chữ. Ghi gọn lại."), "place")
    if given.kind is Kind.INSPECTION and given.inspected_id is None:
        yield Problem("inspected_missing", msg("Chưa chọn đơn vị được thanh tra, kiểm tra."), "inspected")
    yield from _time_problems(given.starts_at, given.ends_at)


def _time_problems(starts_at: datetime | None, ends_at: datetime | None) -> Iterator[Problem]:
    if starts_at is None:
        yield Problem("start_missing", msg("Chưa ghi ngày, giờ bắt đầu."), "day")
    if ends_at is None:
        yield Problem("end_missing", msg("Chưa ghi giờ kết thúc."), "until_hour")
    if starts_at is None or ends_at is None:
        return
    if ends_at <= starts_at:
        yield Problem("end_first", msg("Giờ kết thúc phải sau giờ bắt đầu."), "until_hour")
    elif ends_at - starts_at > LONGEST:
        yield Problem("too_long", msg("Việc kéo dài quá 31 ngày. Ghi thành nhiều lần."), "until_day")


def publish_problems(*, seen: str, now: str, changed: bool, first: bool) -> Iterator[Problem]:
    """Why a week cannot be published: it is not as the publisher saw it, or nothing has changed.

    A first publication may be an empty week: that nobody has anything is told too.
    """
    if seen != now:
        cure = msg("Xem lại lịch rồi công bố.")
        yield Problem("changed_meanwhile", msg("Lịch vừa thay đổi sau khi mở trang này."), None, cure)
    elif not first and not changed:
        yield Problem("nothing_changed", msg("Lịch không có gì khác lần công bố trước."))


def week_problems(week: date) -> Iterator[Problem]:
    """A week is named by its Monday."""
    if week.weekday() != 0:
        yield Problem("no_monday", msg("Tuần phải bắt đầu từ thứ Hai."))
