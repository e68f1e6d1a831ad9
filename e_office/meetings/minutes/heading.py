"""The head of minutes, who writes them and the hours: what of a form counts, and what the journal says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.problems import Message, Problem, msg
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.minutes.rules_shown import Outcome, settled
from e_office.people.queries import get_person

MEANWHILE: dict[str, Message] = {
    "secretary": msg("Người khác vừa đổi thư ký thành %(now)s."),
    "started": msg("Người khác vừa ghi giờ bắt đầu là %(now)s."),
    "ended": msg("Người khác vừa ghi giờ kết thúc là %(now)s."),
}


@dataclass(frozen=True)
class Head:
    """Who writes, and when the meeting began and ended (aware instants): as a form says it, or as it is kept."""

    secretary_id: int
    started_at: datetime | None
    ended_at: datetime | None


def head_of(minutes: Minutes) -> Head:
    """The head as it is kept now."""
    return Head(minutes.secretary_id, minutes.started_at, minutes.ended_at)


def minute_of(instant: datetime | None) -> str:
    """An instant as a form shows it, to the minute of the office's clock; "" for none."""
    return f"{local(instant):%d/%m/%Y %H:%M}" if instant else ""


def marks_of(head: Head) -> dict[str, str]:
    """Each field of a head as a form shows it: what two states of it are told apart by."""
    return {
        "secretary": str(head.secretary_id),
        "started": minute_of(head.started_at),
        "ended": minute_of(head.ended_at),
    }


def head_settled(office: Office, sent: Head, shown: Mapping[str, str], now: Head) -> tuple[Head, list[Problem]]:
    """What counts of a head that was sent, field by field, and what both the sender and somebody else changed.

    `shown` are the marks the form carried.
    """
    said, kept = marks_of(sent), marks_of(now)
    found = {key: settled(said[key], filled=shown[key], kept=shown[key], now=kept[key]) for key in MEANWHILE}
    problems, cure = [], msg("Phần bạn ghi vẫn ở trên trang: xem lại rồi lưu lần nữa để thay.")
    for field in (key for key in MEANWHILE if found[key] == Outcome.BOTH):
        word = get_person(office, now.secretary_id).name if field == "secretary" else kept[field] or "…"
        problems.append(Problem("meanwhile", Message(MEANWHILE[field].text, {"now": word}), field, cure))
    left = {key for key in found if found[key] == Outcome.LEAVE}
    counts = Head(
        now.secretary_id if "secretary" in left else sent.secretary_id,
        now.started_at if "started" in left else sent.started_at,
        now.ended_at if "ended" in left else sent.ended_at,
    )
    return counts, problems


def head_changes(office: Office, old: Head, new: Head) -> Iterator[tuple[str, Message]]:
    """The verbs and words for the journal, one for each thing that changed."""
    if old.secretary_id != new.secretary_id:
        names = {"old": get_person(office, old.secretary_id).name, "name": get_person(office, new.secretary_id).name}
        yield "minutes_secretary", msg("giao %(name)s làm thư ký thay %(old)s", **names)
    if old.started_at != new.started_at:
        hours = {"old": minute_of(old.started_at) or "…", "new": minute_of(new.started_at) or "…"}
        yield "minutes_hours", msg("sửa giờ bắt đầu: %(old)s → %(new)s", **hours)
    if old.ended_at != new.ended_at:
        hours = {"old": minute_of(old.ended_at) or "…", "new": minute_of(new.ended_at) or "…"}
        yield "minutes_hours", msg("sửa giờ kết thúc: %(old)s → %(new)s", **hours)
