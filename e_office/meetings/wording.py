"""Instants and spans inside messages of the rules, in words that can still be translated."""

from __future__ import annotations

from datetime import datetime, timedelta

from e_office.core.clock import local
from e_office.core.problems import Message, msg

WEEKDAYS = (
    msg("thứ Hai"),
    msg("thứ Ba"),
    msg("thứ Tư"),
    msg("thứ Năm"),
    msg("thứ Sáu"),
    msg("thứ Bảy"),
    msg("Chủ nhật"),
)


def spoken_moment(instant: datetime) -> Message:
    """An instant as the office says it: "09:13 thứ Tư 04/12/2013"."""
    there = local(instant)
    return msg(
        "%(time)s %(weekday)s %(date)s",
        time=f"{there:%H:%M}",
        weekday=WEEKDAYS[there.weekday()],
        date=f"{there:%d/%m/%Y}",
    )


def spoken_place(place: str, bridge: str) -> str:
    """Where a meeting is held, room and bridge (điểm cầu) in one line."""
    return "; ".join(part for part in (place.strip(), bridge.strip()) if part)


def spoken_duration(span: timedelta) -> Message:
    """A span in at most two units: "1 ngày 4 giờ", "42 phút"; what is over is cut off, the sign ignored."""
    minutes = int(abs(span).total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return msg("%(days)s ngày %(hours)s giờ", days=days, hours=hours) if hours else msg("%(n)s ngày", n=days)
    if hours:
        return msg("%(hours)s giờ %(minutes)s phút", hours=hours, minutes=rest) if rest else msg("%(n)s giờ", n=hours)
    return msg("%(n)s phút", n=rest)


def spoken_length(minutes: int | None) -> Message:
    """How long a meeting is expected to last, as people are told."""
    return spoken_duration(timedelta(minutes=minutes)) if minutes else msg("chưa rõ, tính 2 giờ")
