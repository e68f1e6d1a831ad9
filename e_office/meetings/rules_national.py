"""Rules of the distance the whole country asks for, where a meeting's own rule set asks for less."""

from __future__ import annotations

from datetime import datetime

from e_office.core.problems import Message, msg
from e_office.meetings.rules_time import RULE_SETS, Judge, shortfall, whole_minutes
from e_office.meetings.wording import spoken_duration

NATIONAL = RULE_SETS["QD45-2018"]


def national_warning(start: datetime | None, judge: Judge, *, ordered: bool) -> Message | None:
    """What is said of something lawful that goes out with fewer than three working days left; None: nothing.

    QĐ 45/2018/QĐ-TTg, Art. 10, wants invitation and papers three working days ahead; the Decision one day (M2). Both
    are rule sets to choose from, and under the Decision's the other is a warning, never a refusal (`domain.md` 7.4).
    An extraordinary meeting is exempt. What the meeting's own rule set refuses or marks as late is said by it alone.
    """
    if start is None or start <= judge.now or ordered or judge.rule_set == NATIONAL:
        return None
    if shortfall(judge.now, start, judge.rule_set, judge.holidays):
        return None
    short = shortfall(judge.now, start, NATIONAL, judge.holidays)
    if not short:
        return None
    return msg(
        "Gửi lúc này là trước giờ họp dưới %(span)s, thiếu %(short)s so với %(national)s. Vẫn đủ hạn theo %(own)s.",
        span=NATIONAL.span,
        short=spoken_duration(whole_minutes(short)),
        national=NATIONAL.name,
        own=judge.rule_set.name,
    )
