"""The forms of the leadership's week: from a request of the browser to frozen facts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from e_office.core.clock import at, local
from e_office.core.fields import Area, Day, Hour, OfficeForm, Text
from e_office.core.office import Office
from e_office.core.problems import Problem, msg
from e_office.core.web import tell
from e_office.meetings.calendar_entries.models import CalendarEntry
from e_office.meetings.leadership.gathering import leadership_of
from e_office.meetings.leadership.models import TypedEntry
from e_office.meetings.leadership.rules import TypedFacts
from e_office.meetings.leadership.rules_week import TYPED, Kind
from e_office.meetings.requests.queries import officers_of
from e_office.people.models import Person
from e_office.people.queries import units_tree


def _id(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() and len(str(value)) < 19 else None


def _named(people: list[Person]) -> list[tuple[Any, Any]]:
    return [(one.id, f"{one.name}, {one.posts[0].title}" if one.posts else one.name) for one in people]


class EntryForm(OfficeForm):
    """What the Office types. Whether it is enough, the rules say, all at once."""

    kind = SelectField(_l("Loại việc"), validate_choice=False)
    leader = SelectField(_l("Lãnh đạo"), coerce=_id, validate_choice=False)
    title = Area(_l("Nội dung"))
    day = Day(_l("Ngày"))
    hour = Hour(_l("Từ giờ"))
    until_day = Day(_l("Đến hết ngày (để trống nếu trong ngày)"))
    until_hour = Hour(_l("Đến giờ"))
    place = Text(_l("Địa điểm"))
    inspected = SelectField(_l("Đơn vị được thanh tra, kiểm tra"), coerce=_id, validate_choice=False)
    unit = SelectField(_l("Đơn vị chuẩn bị"), coerce=_id, validate_choice=False)
    officer = SelectField(_l("Người đi cùng"), coerce=_id, validate_choice=False)
    restricted = BooleanField(_l("Nội dung hạn chế: người khác chỉ thấy “Bận”"))

    def offer(self, office: Office, agency_id: int) -> None:
        """Fill the lists to choose from."""
        self.kind.choices = [(kind.value, tell(kind.label)) for kind in TYPED]
        self.leader.choices = [("", _l("Chọn lãnh đạo")), *_named(leadership_of(office, agency_id))]
        units = [(one.unit.id, one.unit.short_name or one.unit.name) for one in units_tree(office, day=office.today())]
        self.unit.choices = [("", _l("Không có")), *units]
        self.inspected.choices = [("", _l("Không có")), *units]
        self.officer.choices = [("", _l("Không có")), *_named(officers_of(office, agency_id))]

    def facts(self) -> TypedFacts:
        """As typed."""
        kind = self.kind.data if self.kind.data in set(TYPED) else None
        return TypedFacts(
            kind=Kind(kind) if kind else None, leader_id=self.leader.data, starts_at=self._instant("day", "hour"),
            ends_at=self._ends_at(), title=" ".join((self.title.data or "").split()), place=self.place.data or "",
            unit_id=self.unit.data, officer_id=self.officer.data,
            inspected_id=self.inspected.data if kind == Kind.INSPECTION else None,
            restricted=bool(self.restricted.data),
        )  # fmt: skip

    def unreadable(self) -> list[Problem]:
        """What was typed and cannot be read as a day or an hour."""
        self.validate()
        names = {
            "day": msg("Không đọc được ngày, ghi theo dạng 05/12/2013."),
            "hour": msg("Không đọc được giờ, ghi theo dạng 14:00."),
            "until_day": msg("Không đọc được ngày cuối, ghi theo dạng 05/12/2013."),
            "until_hour": msg("Không đọc được giờ kết thúc, ghi theo dạng 14:00."),
        }
        return [Problem(f"{name}_unreadable", text, name) for name, text in names.items() if self[name].errors]

    def _instant(self, day: str, hour: str) -> datetime | None:
        return at(self[day].data, self[hour].data) if self[day].data and self[hour].data else None

    def _ends_at(self) -> datetime | None:
        if self.until_day.data:
            return self._instant("until_day", "until_hour")
        return self._instant("day", "until_hour")


def typed(row: TypedEntry, entry: CalendarEntry) -> dict[str, Any]:
    """What was typed, for the form that changes it."""
    starts, ends = local(entry.starts_at), local(entry.ends_at)
    return {
        "kind": row.kind, "leader": entry.leader_id, "title": entry.title, "day": starts.date(),
        "hour": starts.time(), "until_day": ends.date() if ends.date() != starts.date() else None,
        "until_hour": ends.time(), "place": entry.place, "inspected": row.inspected_id,
        "unit": entry.preparing_unit_id, "officer": entry.officer_id, "restricted": entry.restricted,
    }  # fmt: skip


def first_values(today: date, monday: date) -> dict[str, Any]:
    """What a fresh form begins with: a morning's trip, on the first day of the week that is still to come."""
    day = max(monday, today + timedelta(days=1))
    return {"kind": Kind.TRIP.value, "day": day, "hour": time(8), "until_hour": time(11)}


class MarkForm(OfficeForm):
    """What the Office says of a line that came of its own."""

    restricted = BooleanField(_l("Hạn chế: người khác chỉ thấy “Bận”"))
    left_out = BooleanField(_l("Không đưa vào lịch công bố"))
    officer = SelectField(_l("Người đi cùng"), coerce=_id, validate_choice=False)
