"""Rules of a meeting that has begun: nothing is sent for it any more (M2, M16), and what is done instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from e_office.core.problems import Message, Problem, msg
from e_office.meetings.wording import spoken_moment

AFTER_START = msg("Ai đến dự thì điểm danh; vắng hoặc cử người khác thì báo nơi mời ghi vào thành phần của biên bản.")
"""Instead of an answer."""
UNINVITED = msg("Ai đến dự thêm thì ghi họ tên, chức vụ vào diễn biến của biên bản.")
"""Instead of inviting more."""
PAPER_AT_TABLE = msg("Tài liệu đã phát tại phiên họp thì ghi vào mục ấy, kèm bản điện tử; dấu gửi muộn giữ mãi mãi.")
"""Instead of a paper."""
MEET_AGAIN = msg("Muốn họp vào lúc khác thì soạn giấy mời mới, hoặc soạn phiên tiếp theo.")
"""Instead of a move."""


def begun(start: datetime, now: datetime, cure: Message) -> Iterator[Problem]:
    """Once a meeting has begun its invitation, its papers and its hour stand as they reached everybody (M2)."""
    if now >= start:
        yield Problem("begun", msg("Cuộc họp đã bắt đầu lúc %(moment)s.", moment=spoken_moment(start)), "", cure)
