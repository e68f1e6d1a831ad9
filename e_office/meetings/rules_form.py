"""Rules of the form of a meeting (hình thức họp, M12): in person, online or both, and what each has to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from e_office.core.problems import Problem, msg
from e_office.meetings.wording import spoken_place

IN_PERSON, ONLINE, BOTH = "in_person", "online", "both"
FORMS = (IN_PERSON, ONLINE, BOTH)
LONGEST = 24 * 60
"""Minutes a meeting is expected to last at most: whoever meets for days writes one invitation a day."""


class Where(NamedTuple):
    """Where a meeting is held: its form, the room, and the bridge points or the link."""

    form: str = IN_PERSON
    place: str = ""
    bridge: str = ""

    @property
    def spoken(self) -> str:
        """Room and bridge in one line, as people are told."""
        return spoken_place(self.place, self.bridge)


NOWHERE = Where()


def where_problems(where: Where) -> Iterator[Problem]:
    """What a form of meeting still lacks, or has too much of (M12), all at once.

    In person and both need a room. Online and both need a link or at least one bridge point; online may name a
    room, that of the main bridge point. A bridge of a meeting in person would be told to nobody as what it is.
    """
    place, bridge = where.place.strip(), where.bridge.strip()
    if where.form not in FORMS:
        yield Problem("form_missing", msg("Chưa chọn hình thức họp."), "how")
        return
    if not place and where.form != ONLINE:
        cure = msg("Ghi phòng họp, hoặc chọn hình thức trực tuyến.")
        yield Problem("where_missing", msg("Chưa có địa điểm họp."), "place", cure)
    if not bridge and where.form != IN_PERSON:
        text = msg("Họp có phần trực tuyến phải có đường dẫn hoặc ít nhất một điểm cầu.")
        yield Problem("bridge_missing", text, "bridge")
    if bridge and where.form == IN_PERSON:
        cure = msg("Chọn trực tuyến hoặc kết hợp, hoặc xóa điểm cầu.")
        yield Problem("bridge_in_person", msg("Họp trực tiếp mà lại ghi điểm cầu."), "bridge", cure)


def form_problems(where: Where, minutes: int | None) -> Iterator[Problem]:
    """M12 of an invitation; how long the meeting is expected to last may stay open, what is said lies within a day."""
    yield from where_problems(where)
    if minutes is not None and not 0 < minutes <= LONGEST:
        yield Problem("length_wrong", msg("Thời lượng dự kiến phải trong vòng một ngày."), "length")
