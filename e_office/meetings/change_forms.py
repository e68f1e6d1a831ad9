"""The forms of what may still change once an invitation is out: moving, inviting more, papers, orders, reasons."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, MultipleFileField, RadioField, SelectField

from e_office.core.clock import at, local
from e_office.core.fields import Area, Day, Hour, OfficeForm, Text
from e_office.meetings.forms import FORM_CHOICES, length_choices, whole
from e_office.meetings.models import Meeting


class MoveFacts(TypedDict):
    """What the form of a move says."""

    starts_at: datetime | None
    form: str
    place: str
    bridge: str
    length: int | None
    reason: str


class MoveForm(OfficeForm):
    """Moving a meeting to another hour or place."""

    day = Day(_l("Ngày họp mới"))
    hour = Hour(_l("Giờ mới"))
    length = SelectField(_l("Dự kiến kéo dài"), coerce=whole, validate_choice=False)
    how = RadioField(_l("Hình thức họp"), choices=FORM_CHOICES, validate_choice=False)
    place = Text(_l("Địa điểm"))
    bridge = Text(_l("Điểm cầu hoặc đường dẫn họp trực tuyến"))
    reason = Area(_l("Lý do đổi"))

    def facts(self) -> MoveFacts:
        """What `service.move` takes; day and hour are one instant of the office, None while one is missing."""
        start = at(self.day.data, self.hour.data) if self.day.data and self.hour.data else None
        texts = (self.place.data or "", self.bridge.data or "", self.reason.data or "")
        held = {"form": self.how.data or "", "length": self.length.data}
        return {"starts_at": start, "place": texts[0], "bridge": texts[1], "reason": texts[2], **held}


def move_form(meeting: Meeting) -> MoveForm:
    """The form with hour, place and length in force; a length that was said once is not unsaid, but another."""
    start = local(meeting.starts_at) if meeting.starts_at else None
    day, hour = (start.date(), start.time()) if start else (None, None)
    held = {"how": str(meeting.form), "place": meeting.place, "bridge": meeting.bridge, "length": meeting.length}
    form = MoveForm(data={"day": day, "hour": hour, **held})
    form.length.choices = length_choices(meeting.length)[1 if meeting.length else 0 :]
    return form


class ReasonForm(OfficeForm):
    """An act that needs its reason: calling off."""

    reason = Area(_l("Lý do"))


class OrderForm(OfficeForm):
    """The chair's order for an extraordinary meeting, and the day it is for."""

    day = Day(_l("Ngày họp theo lệnh"))
    reason = Area(_l("Lý do"))


class InviteForm(OfficeForm):
    """Inviting more units or persons."""

    who = Text(_l("Tìm đơn vị hoặc người"))
    capacity = Text(_l("Chức danh mời"))
    leader = BooleanField(_l("Là lãnh đạo"), default=True)


class PaperForm(OfficeForm):
    """Putting papers into a meeting."""

    title = Text(_l("Tên tài liệu"))
    changes = Area(_l("Điều đã đổi so với bản trước"))
    files = MultipleFileField(_l("Tệp tài liệu"))
