"""Rules of items added while a meeting is held: where they are placed among the others, until when they change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from e_office.core.problems import Problem, msg
from e_office.meetings.live.rules import LONGEST_TITLE, NAMES, ItemState

NEXT, LAST, STAY = "next", "last", ""
"""Where an item is placed: taken next, at the end, where it stands; else the id of the item it comes after."""
CHANGEABLE = frozenset({ItemState.WAITING, ItemState.CURRENT})
"""States in which an added item is named anew: what was dealt with stands in the minutes as it was called then."""


def changed_problems(*, added: bool, state: ItemState, title: str, moved: bool) -> Iterator[Problem]:
    """Of a meeting's own items only those added in the hall change there; the others stand in its invitation (M15)."""
    if not added:
        cure = msg("Thêm nội dung mới, hoặc bỏ qua nội dung này khi đến lượt.")
        yield Problem("of_invitation", msg("Nội dung này theo giấy mời, không sửa ở đây."), "", cure)
        return
    if state not in CHANGEABLE:
        text = msg("Nội dung này vừa chuyển sang “%(state)s”.", state=NAMES[state])
        yield Problem("item_moved_on", text, "", msg("Đưa về chưa tới rồi sửa, hoặc thêm nội dung mới."))
    elif moved and state != ItemState.WAITING:
        cure = msg("Chọn “Giữ nguyên chỗ”, hoặc lùi lại nội dung này trước.")
        yield Problem("is_current", msg("Nội dung đang họp không đổi chỗ."), "place", cure)
    if not title.strip():
        yield Problem("title_missing", msg("Chưa ghi tên nội dung."), "title")
    elif len(title) > LONGEST_TITLE:
        yield Problem("title_long", msg("Tên nội dung dài quá %(n)s ký tự.", n=LONGEST_TITLE), "title")


def placed(rows: Sequence[tuple[int, ItemState]], item: int, after: int | None) -> list[int]:
    """The order with one item directly after another; None: as the one that is taken next.

    Taken next is the first that waits (`queries.Board.following`): so it is put right behind the current item, and
    before everything else that still waits, where items before the current one were left for later.
    """
    others = [(one, state) for one, state in rows if one != item]
    ids = [one for one, _state in others]
    ids.insert(_next_place([state for _one, state in others]) if after is None else ids.index(after) + 1, item)
    return ids


def _next_place(states: Sequence[ItemState]) -> int:
    waits = next((place for place, one in enumerate(states) if one == ItemState.WAITING), len(states))
    current = next((place for place, one in enumerate(states) if one == ItemState.CURRENT), None)
    return waits if current is None or waits < current else current + 1
