"""The forms of requests: from a request of the browser to frozen facts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from e_office.core.clock import at, local
from e_office.core.fields import Area, Day, Hour, OfficeForm, Text
from e_office.core.office import Office
from e_office.core.problems import Problem, msg
from e_office.core.web import tell
from e_office.meetings.models import Meeting
from e_office.meetings.requests import queries
from e_office.meetings.requests.asking import RequestFacts
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules_consent import RequestKind
from e_office.people.models import Person
from e_office.registry.forms import Checks

MINUTES = (30, 60, 90, 120, 150, 180, 240, 480)


def _id(value: Any) -> int | None:
    return int(value) if str(value or "").isdigit() else None


def _persons(people: list[Person], nobody: Any) -> list[tuple[Any, Any]]:
    return [("", nobody), *((one.id, f"{one.name}, {one.posts[0].title}" if one.posts else one.name) for one in people)]


class TimeForm(OfficeForm):
    """A day, an hour and a length."""

    day = Day(_l("Ngày"))
    hour = Hour(_l("Giờ"))
    minutes = SelectField(_l("Thời lượng"), coerce=_id, validate_choice=False, default=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = sorted({*MINUTES, self.minutes.data or 120})
        self.minutes.choices = [(one, tell(msg("%(n)s phút", n=one))) for one in offered]

    def starts_at(self) -> Any:
        """Day and hour as an instant of the office; None while one is missing."""
        return at(self.day.data, self.hour.data) if self.day.data and self.hour.data else None

    def unreadable(self) -> list[Problem]:
        """What was typed and cannot be read as a day or an hour."""
        self.validate()
        names = {
            "day": msg("Không đọc được ngày, ghi theo dạng 05/12/2013."),
            "hour": msg("Không đọc được giờ, ghi theo dạng 14:00."),
            "until": msg("Không đọc được ngày cuối, ghi theo dạng 05/12/2013."),
        }
        return [
            Problem(f"{name}_unreadable", text, name)
            for name, text in names.items()
            if name in self and self[name].errors
        ]


class RequestForm(TimeForm):
    """What is asked. Which fields stand on the page depends on the kind; whether it is enough, the rules say."""

    purpose = Area(_l("Về việc"))
    why = Area(_l("Nội dung cần xin ý kiến, vì sao cần"))
    leader = SelectField(_l("Lãnh đạo được mời"), coerce=_id, validate_choice=False)
    until = Day(_l("Đến hết ngày"))
    place = Text(_l("Địa điểm"))
    units = Checks(_l("Lãnh đạo các huyện được mời"), coerce=_id, validate_choice=False)
    restricted = BooleanField(_l("Nội dung hạn chế: lịch chỉ ghi có việc, không ghi việc gì"))
    urgent = BooleanField(_l("Việc cấp bách, không kịp đăng ký trước ngày 25"))
    urgent_reason = Area(_l("Vì sao cấp bách"))

    def offer(self, office: Office, kind: RequestKind, to_unit_id: int) -> None:
        """Fill the lists to choose from."""
        leaders = queries.leaders_of(office, to_unit_id, kind)
        self.leader.choices = _persons(leaders, _l("Chọn lãnh đạo"))
        if kind is not RequestKind.REGISTER and leaders and not self.leader.data:
            self.leader.data = leaders[0].id
        self.units.choices = [(unit.id, unit.short_name or unit.name) for unit in queries.district_agencies(office)]

    def facts(self) -> RequestFacts:
        """As typed."""
        return RequestFacts(
            purpose=self.purpose.data or "", why=self.why.data or "", leader_id=self.leader.data,
            starts_at=self.starts_at(), minutes=self.minutes.data or 0, until=self.until.data,
            place=self.place.data or "", unit_ids=[one for one in self.units.data or () if one],
            restricted=bool(self.restricted.data), urgent=bool(self.urgent.data),
            urgent_reason=self.urgent_reason.data or "",
        )  # fmt: skip


def about(meeting: Meeting | None, districts: list[int]) -> dict[str, Any]:
    """What a request about an invitation begins with."""
    if meeting is None:
        return {}
    start = local(meeting.starts_at) if meeting.starts_at else None
    return {
        "purpose": meeting.purpose, "place": meeting.place or meeting.bridge, "units": districts,
        "day": start.date() if start else None, "hour": start.time() if start else None,
    }  # fmt: skip


def kept(request: MeetingRequest) -> dict[str, Any]:
    """A request as it is kept, for the form that changes it."""
    start = local(request.starts_at)
    return {
        "purpose": request.purpose, "why": request.why, "leader": request.leader_id, "day": start.date(),
        "hour": start.time(), "minutes": request.minutes, "until": request.until, "place": request.place,
        "units": [row.unit_id for row in request.units], "restricted": request.restricted,
        "urgent": bool(request.urgent_reason), "urgent_reason": request.urgent_reason,
    }  # fmt: skip


class ExamineForm(TimeForm):
    """The officer who follows it, the leader, the Office's advice; hour and report where it is urgent."""

    officer = SelectField(_l("Chuyên viên theo dõi"), coerce=_id, validate_choice=False)
    leader = SelectField(_l("Trình lãnh đạo"), coerce=_id, validate_choice=False)
    advice = Area(_l("Ý kiến của Văn phòng"))
    words = Area(_l("Đã báo cáo thế nào, lãnh đạo trả lời ra sao"))

    def offer(self, office: Office, request: MeetingRequest) -> None:
        """Fill the lists to choose from."""
        self.officer.choices = _persons(queries.officers_of(office, request.to_unit_id), _l("Chọn người"))
        leaders = queries.leaders_of(office, request.to_unit_id, RequestKind(request.kind))
        self.leader.choices = _persons(leaders, _l("Chọn lãnh đạo"))


class DecideForm(TimeForm):
    """The leader's word, with the hour agreed."""

    words = Area(_l("Ý kiến của lãnh đạo"))


class EndForm(OfficeForm):
    """Why a request is withdrawn or a consent taken back."""

    reason = Area(_l("Lý do"))
