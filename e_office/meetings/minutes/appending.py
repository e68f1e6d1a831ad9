"""Lines that other parts of the office add to minutes: at the end of a part, as a version of their own."""

from __future__ import annotations

from datetime import datetime

from e_office.core.office import Office
from e_office.core.problems import Problem, msg
from e_office.meetings.minutes.models import Minutes, MinutesRevision, MinutesState


def is_open(minutes: Minutes) -> bool:
    """Whether the text may still change: nobody has signed it."""
    return minutes.state != MinutesState.SIGNED and not any(one.annex == 0 for one in minutes.signatures)


def signed_problems(minutes: Minutes | None) -> list[Problem]:
    """What keeps presence from changing: under a signature it stands as it was read (O4)."""
    if minutes is None or is_open(minutes):
        return []
    cure = msg("Người đã ký rút chữ ký thì ghi được; đã đủ hai chữ ký thì lập phụ lục sửa biên bản.")
    return [Problem("signed", msg("Biên bản đã có người ký, thành phần không đổi nữa."), cure=cure)]


def append(office: Office, minutes: Minutes, key: str, line: str, *, author_id: int, at: datetime) -> None:
    """Add a line at the end of a part. Who is writing there sees it brought together with their words.

    The caller has locked the meeting and looked whether the minutes are open.
    """
    part = minutes.part(key)
    part.text = f"{part.text}\n{line}" if part.text else line
    part.revision += 1
    office.session.add(
        MinutesRevision(
            part_id=part.id, number=part.revision, text=part.text, typed=part.text, at=at, author_id=author_id
        )
    )
    office.session.flush()
