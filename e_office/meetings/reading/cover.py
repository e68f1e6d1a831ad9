"""What stands on the contents of a package and on every printed page; always in Vietnamese, as the papers are."""

from __future__ import annotations

from datetime import datetime

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.models import Meeting
from e_office.meetings.reading.binding import Cover
from e_office.meetings.wording import spoken_moment, spoken_place


def cover_of(office: Office, meeting: Meeting) -> Cover:
    """Title, matter, hour, place and chair; at the foot what this copy is, and when it was made."""
    code = f"Giấy mời {meeting.document.code}. " if meeting.document else ""
    when = str(spoken_moment(meeting.starts_at)) if meeting.starts_at else ""
    where = spoken_place(meeting.place, meeting.bridge)
    chair = [part for part in (meeting.chair.name if meeting.chair else "", meeting.chair_title) if part]
    lines = [
        meeting.purpose[:1].upper() + meeting.purpose[1:],
        ". ".join(part for part in (when, where) if part),
        f"Chủ trì: {', '.join(chair)}" if chair else "",
    ]
    now = _hour(office.clock.now())
    made = f"{code}Gộp lúc {now} để đọc khi không có mạng; bản gốc của từng tệp nằm trên hệ thống."
    return Cover("MỤC LỤC TÀI LIỆU HỌP", [line for line in lines if line], [made])


def mark_of(actor: Actor, now: datetime) -> str:
    """The line over every printed page: that it is no original, who has printed it, and when."""
    who = ", ".join(part for part in (actor.name, actor.unit_name) if part)
    return f"Bản in để tham khảo. Người in: {who}, lúc {_hour(now)}. Bản gốc điện tử nằm trên hệ thống."


def _hour(moment: datetime) -> str:
    return f"{local(moment):%H:%M %d/%m/%Y}"
