"""Rules of the agenda: what an item says, when its turn comes, what may still change (M15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from e_office.core.problems import Problem, msg

MOST_ITEMS = 40
LONGEST = 480
"""Minutes of one item: a whole working day."""


def item_problems(items: Sequence[tuple[object, str, int | None]]) -> Iterator[Problem]:
    """Each item has a title, and where it has a length that is between one minute and a working day.

    `items`: what its fields are called by, its title, its minutes.
    """
    if len(items) > MOST_ITEMS:
        yield Problem("too_many", msg("Nhiều hơn %(n)s nội dung.", n=MOST_ITEMS), "title")
    for place, (key, title, length) in enumerate(items, start=1):
        if not title.strip():
            yield Problem(
                "title_missing", msg("Nội dung %(n)s chưa có tên.", n=place), f"title-{key}" if key else "title"
            )
        if length is not None and not 0 < length <= LONGEST:
            text = msg("Nội dung %(n)s: thời lượng từ 1 đến %(most)s phút.", n=place, most=LONGEST)
            yield Problem("minutes_wrong", text, f"minutes-{key}")


def is_printed(items: int) -> bool:
    """Whether so many items at issue were printed as program: a single one is the meeting's own matter (M15)."""
    return items > 1


def change_problems(*, printed: bool, begun: bool, order: bool) -> Iterator[Problem]:
    """The items stand as the numbered invitation prints them (M15); what it did not print changes until the start.

    `order`: whether the change is to the items themselves, their order, titles or lengths. Lists and papers, which
    are not printed, always change until the start.
    """
    if begun:
        cure = msg("Khi họp thì đổi ở trang điều hành phiên họp; họp xong thì ghi vào biên bản.")
        text = msg("Cuộc họp đã bắt đầu hoặc đã hủy, chương trình không sửa ở đây nữa.")
        yield Problem("begun", text, "", cure)
    elif printed and order:
        text = msg("Giấy mời đã phát hành in các nội dung này. Chỉ sửa được ba danh mục, người báo cáo, tài liệu.")
        yield Problem("issued", text, "", msg("Thêm nội dung, đổi thứ tự khi họp, ở trang điều hành phiên họp."))


def starts_of(start: datetime, minutes: Sequence[int | None]) -> list[datetime | None]:
    """When each item's turn comes; unknown after one without a length."""
    found: list[datetime | None] = []
    at: datetime | None = start
    for length in minutes:
        found.append(at)
        at = at + timedelta(minutes=length) if at is not None and length else None
    return found


def moved(order: Sequence[int], item: int, step: int) -> list[int]:
    """The order with one item a step up (-1) or down (1); the first and the last stay where they are."""
    ids = list(order)
    place = ids.index(item)
    other = place + step
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    return ids
