"""Rules of portfolios (P6): what the list takes, when one may be deleted, what a conclusion's task may name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from e_office.core.problems import Problem, msg

LONGEST_NAME = 120
LAST_PLACE = 999


def place_of(typed: str) -> int | None:
    """The place in the list that was typed, 1 to `LAST_PLACE`; None where it is no such number."""
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
    return number if 1 <= number <= LAST_PLACE else None


def portfolio_problems(*, name: str, taken: bool, leader: bool, leads: bool, place: str) -> Iterator[Problem]:
    """Everything that keeps a portfolio from being kept; without a `place` it comes last."""
    if not name.strip():
        yield Problem("name_missing", msg("Chưa ghi tên lĩnh vực."), "name")
    elif len(name) > LONGEST_NAME:
        message = msg("Tên lĩnh vực dài %(n)s ký tự, tối đa %(most)s.", n=len(name), most=LONGEST_NAME)
        yield Problem("name_long", message, "name")
    elif taken:
        message = msg("Cơ quan đã có lĩnh vực tên này. Đặt tên khác, hoặc sửa, dùng lại lĩnh vực đó.")
        yield Problem("name_taken", message, "name")
    if not leader:
        yield Problem("leader_missing", msg("Chưa chọn lãnh đạo phụ trách."), "leader")
    elif not leads:
        message = msg("Người được chọn hiện không giữ chức vụ lãnh đạo của cơ quan này. Chọn người khác.")
        yield Problem("leader_wrong", message, "leader")
    if place.strip() and place_of(place.strip()) is None:
        message = msg("Thứ tự ghi bằng số từ 1 đến %(last)s, hoặc để trống.", last=LAST_PLACE)
        yield Problem("place_wrong", message, "place")


def drop_problems(tasks: int) -> Iterator[Problem]:
    """What keeps a portfolio from being deleted: the tasks that name it."""
    if tasks:
        message = msg("%(n)s việc theo kết luận đang ghi lĩnh vực này, không xóa được. Thôi dùng thì được.", n=tasks)
        yield Problem("portfolio_used", message)


def naming_problems(chosen: Sequence[int | None], known: Collection[int]) -> Iterator[Problem]:
    """Tasks, in their order, that name a portfolio the agency does not have."""
    for place, portfolio_id in enumerate(chosen, start=1):
        if portfolio_id is not None and portfolio_id not in known:
            message = msg("Lĩnh vực của nhiệm vụ %(n)s không còn trong danh sách của cơ quan. Chọn lại.", n=place)
            yield Problem("portfolio_gone", message, f"portfolio-{place}")
