"""A published week as `.docx`, laid out as offices publish it: a table by day, morning and afternoon, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

from e_office.core.clock import day_of
from e_office.core.formats import WEEKDAYS, capital
from e_office.core.office import Office
from e_office.core.paper import Align, Paper, Part, Table, Text, heading, write
from e_office.core.paper.wording import short_date
from e_office.core.permission import Role
from e_office.meetings.leadership.models import WeekRevision
from e_office.meetings.leadership.queries import AT_ONCE, Week
from e_office.meetings.leadership.rules_week import Change, Line, What, as_seen, hours_on, is_morning, touches
from e_office.meetings.letters import letterhead, signature
from e_office.meetings.wording import spoken_moment
from e_office.people.models import Person, Unit
from e_office.people.queries import agency_of, persons_holding

HEADER = ("Buổi, giờ", "Nội dung", "Lãnh đạo", "Địa điểm", "Chuẩn bị, đi cùng")
WIDTHS = (15.0, 40.0, 22.0, 23.0, 22.0)
ALIGNS = (Align.CENTER, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT)
RECIPIENTS = ("Các đơn vị có tên trong lịch", "Gửi: VB điện tử")
BUSY = "Bận"
FREE = "Không có lịch."
WORDS = {
    What.ADDED: "thêm", What.CANCELLED: "không còn", What.MOVED: "dời", What.PLACE: "đổi nơi", What.OTHER: "sửa",
}  # fmt: skip


def week_docx(office: Office, found: Week) -> bytes:
    """A revision as a paper; a sheet goes from hand to hand, so what is restricted says "Bận" on it for everybody.

    What it changed to the revision before stands at its end, and what is known to be otherwise since.
    """
    revision = found.revision
    assert revision is not None, "a sheet is of a published week"
    unit = revision.unit
    head = letterhead(unit, "", None, None)
    guarded = [replace(line, restricted=line.restricted or line.key in found.hidden) for line in found.published]
    lines = [as_seen(line, may_read=False) for line in guarded]
    signer = _signer(office, unit)
    paper = Paper(
        agency=head.agency, parent=head.parent, place=unit.place, day=day_of(revision.published_at),
        type_name="Thông báo", subject=_subject(unit, revision),
        body=(Text(text=_opening(unit)), *_body(lines, revision.week), *_changed(office, found, revision)),
        signature=signature(signer, signer.posts[0].title) if signer and signer.posts else None,
        recipients=(f"Lãnh đạo {unit.short_name or unit.name}", *RECIPIENTS, _keeper(revision)),
    )  # fmt: skip
    stream = BytesIO()
    write(paper, stream)
    return stream.getvalue()


def _subject(unit: Unit, revision: WeekRevision) -> str:
    last = revision.week + timedelta(days=6)
    again = f", công bố lần {revision.number}" if revision.number > 1 else ""
    name = unit.short_name or unit.name
    return (
        f"Lịch công tác tuần của lãnh đạo {name} từ ngày {short_date(revision.week)} đến ngày {short_date(last)}{again}"
    )


def _opening(unit: Unit) -> str:
    return f"{unit.name} thông báo lịch công tác tuần của lãnh đạo như sau:"


def _keeper(revision: WeekRevision) -> str:
    """Where the copy is kept: with the clerk, and the section that published it."""
    posts = revision.published_by.posts if revision.published_by else []
    sections = (post.unit for post in posts if not post.unit.is_agency)
    section = next((unit for unit in sections if agency_of(unit).id == revision.unit_id), None)
    return f"Lưu: VT, {section.notation}" if section else "Lưu: VT"


def _signer(office: Office, unit: Unit) -> Person | None:
    """The Chief of Office of a committee, else the head of the agency."""
    for role in (Role.CHIEF_OF_OFFICE, Role.LEADER, Role.CHAIRMAN):
        if found := persons_holding(office, {role}, unit.id):
            return found[0]
    return None


def _body(lines: Sequence[Line], week: date) -> list[Part]:
    parts: list[Part] = []
    for day in (week + timedelta(days=n) for n in range(7)):
        shown = [line for line in lines if touches(line, day)]
        if day.weekday() >= 5 and not shown:
            continue
        title = f"{capital(WEEKDAYS['vi'][day.weekday()])}, ngày {short_date(day)}"
        parts.append(heading(title))
        if not shown:
            parts.append(Text(text=FREE))
        else:
            rows = tuple(_row(line, day) for line in shown)
            parts.append(Table(header=HEADER, rows=rows, widths=WIDTHS, aligns=ALIGNS))
    return parts


def _row(line: Line, day: date) -> tuple[str, ...]:
    part = "Sáng" if is_morning(line, day) else "Chiều"
    prepared = line.prepared_by.name if line.prepared_by else ""
    who = enumerate(line.leaders)
    beside = "; ".join(filter(None, (prepared, ", ".join(one.name for one in line.officers))))
    leaders = "; ".join(_presiding(one.name) if line.presided and not n else one.name for n, one in who)
    return f"{part} {hours_on(line, day)}", capital(line.title) if line.title else BUSY, leaders, line.place, beside


def _changed(office: Office, found: Week, revision: WeekRevision) -> list[Part]:
    """The changes as the page tells them: to the revision before, then since this one where it is in force."""
    parts: list[Part] = []
    if revision.number > 1:
        parts.append(heading(f"Thay đổi so với lần công bố {revision.number - 1}"))
        parts += _said(seen.change for seen in found.changes)
    if found.is_old:
        return parts
    since = [seen.change for seen in found.lines if seen.change and AT_ONCE.intersection(seen.change.what)]
    now = spoken_moment(office.clock.now())
    none = Text(text=f"Từ khi công bố đến {now} không mục nào dời giờ, đổi nơi hoặc bị bỏ.")
    return [*parts, heading("Thay đổi sau khi công bố"), *(_said(since) or [none])]


def _said(changes: Iterable[Change | None]) -> list[Part]:
    return [Text(text=_sentence(change)) for change in changes if change is not None]


def _sentence(change: Change) -> str:
    """ "Dời, đổi nơi: Họp …, 10:30 thứ Sáu 27/11/2026 (trước là …), Phòng họp 2 (trước là …). Lê Thị Minh Hòa"."""
    line, was = as_seen(change.line, may_read=False), change.before
    text = f"{capital(', '.join(WORDS[what] for what in change.what))}: {capital(line.title) or BUSY}"
    text += f", {spoken_moment(line.starts_at)}"
    if was and What.MOVED in change.what:
        text += f" (trước là {spoken_moment(was.starts_at)})"
    if was and What.PLACE in change.what and not line.restricted:
        text += f", {line.place or 'chưa ghi nơi'} (trước là {was.place or 'chưa ghi nơi'})"
    leaders = ", ".join(one.name for one in line.leaders)
    return f"{text}. {leaders}" if leaders else f"{text}."


def _presiding(name: str) -> str:
    return f"{name} (chủ trì)"
