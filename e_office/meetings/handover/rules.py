"""Rules of a conclusion notice handed to the Office (M14): what it has to say, who writes meanwhile, what ends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from e_office.core.problems import Problem, msg

LONGEST = 2000
THE_OFFICES = frozenset({"signer_missing"})
"""What may still be open when a draft is handed over: who signs, the Office says."""


class HandoverKind(StrEnum):
    """What is done with a draft."""

    HANDED = "handed"
    RETURNED = "returned"


def is_waiting(steps: Sequence[HandoverKind], *, issued: bool) -> bool:
    """Whether the draft waits with the Office (M14): handed over last, oldest step first, and not issued."""
    return next(reversed(steps), None) == HandoverKind.HANDED and not issued


def handing_problems(drafted: Iterable[Problem], *, waiting: bool) -> Iterator[Problem]:
    """What keeps the preparing unit from handing its draft over (M14), all of it at once.

    `drafted`: what would keep the notice from being issued.
    """
    if waiting:
        yield Problem("handed", msg("Dự thảo đã ở Văn phòng, đang chờ phát hành."))
        return
    yield from (problem for problem in drafted if problem.code not in THE_OFFICES)


def writing_problems(*, waiting: bool, issues: bool) -> Iterator[Problem]:
    """Whether somebody may change the draft: while it waits with the Office, only whoever may issue it (M14)."""
    if waiting and not issues:
        text = msg("Dự thảo đã chuyển Văn phòng, không sửa được nữa. Cần sửa thì đề nghị Văn phòng trả lại.")
        yield Problem("handed", text)


def return_problems(*, waiting: bool, reason: str) -> Iterator[Problem]:
    """What keeps the Office from giving a draft back (M14): there is none with it, or nobody says why."""
    if not waiting:
        yield Problem("not_handed", msg("Không có dự thảo nào đang chờ ở Văn phòng để trả lại."))
    if not reason.strip():
        yield Problem("reason_missing", msg("Chưa ghi vì sao trả lại dự thảo."), "reason")
    elif len(reason) > LONGEST:
        text = msg("Lý do dài %(n)s ký tự, tối đa %(most)s.", n=len(reason), most=LONGEST)
        yield Problem("reason_long", text, "reason")
