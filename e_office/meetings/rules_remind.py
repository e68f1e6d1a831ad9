"""Rules of reminding (nhắc): only who owes an opening or an answer, nobody twice within minutes, nobody daily."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from e_office.core.clock import local
from e_office.core.problems import Problem, msg
from e_office.meetings.wording import spoken_duration

LATELY = timedelta(days=1)
"""A place reminded within this span is not proposed again; the organiser may still tick it."""

AGAIN_AFTER = timedelta(minutes=10)
"""What is sent again sooner is a second click, not a second thought: mails to the same mailbox would repeat."""


def reminded_lately(reminded_at: datetime | None, now: datetime) -> bool:
    """Whether a place was reminded less than a day ago."""
    return reminded_at is not None and now - reminded_at < LATELY


def too_soon(reminded_at: datetime | None, now: datetime) -> bool:
    """Whether reminding a place now would only repeat what has just been sent."""
    return reminded_at is not None and now - reminded_at < AGAIN_AFTER


def reminder_problems(*, issued: bool, start: datetime | None, now: datetime) -> list[Problem]:
    """What keeps every reminder of a meeting back; instants are aware."""
    if not issued or start is None:
        return [Problem("not_issued", msg("Giấy mời chưa phát hành hoặc đã hủy, không nhắc."))]
    if now >= start:
        return [Problem("begun", msg("Cuộc họp đã bắt đầu, không nhắc nữa."))]
    return []


def chosen_problems(ticked: int, left: Sequence[datetime | None], now: datetime) -> list[Problem]:
    """What keeps this choice back: nobody ticked, all have answered, or all were reminded minutes ago.

    `left`: when each of the ticked places that still owes something was last reminded.
    """
    if not ticked:
        return [Problem("nobody", msg("Chưa chọn nơi nào. Đánh dấu nơi cần nhắc rồi bấm lại."))]
    if not left:
        return [Problem("nobody", msg("Các nơi đã chọn đều đã mở và trả lời, không còn ai để nhắc."))]
    last = max((at for at in left if too_soon(at, now) and at), default=None)
    if last is None or any(not too_soon(at, now) for at in left):
        return []
    message = msg("Các nơi đã chọn vừa được nhắc lúc %(time)s.", time=f"{local(last):%H:%M}")
    cure = msg(
        "Nhắc lại được từ %(again)s, sau %(span)s. Cần gấp thì gọi điện.",
        again=f"{local(last + AGAIN_AFTER):%H:%M}",
        span=spoken_duration(AGAIN_AFTER),
    )
    return [Problem("just_reminded", message, "", cure)]
