"""The form of a room or bridge point."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from e_office.core.fields import Area, OfficeForm, Text
from e_office.core.problems import Problem, Refused, msg
from e_office.meetings.places.models import MeetingPlace, PlaceKind
from e_office.meetings.places.service import NOT_KEPT, PlaceWanted


class PlaceForm(OfficeForm):
    """What the list says of a room or bridge point."""

    kind = RadioField(
        _l("Loại"),
        choices=[SelectChoice("room", _l("Phòng họp")), SelectChoice("bridge", _l("Điểm cầu trực tuyến"))],
        default="room",
        validate_choice=False,
    )
    name = Text(_l("Tên ghi trên giấy mời"))
    other_names = Area(_l("Tên khác hay ghi"))
    seats = Text(_l("Số chỗ"))
    equipment = Text(_l("Thiết bị"))

    def wanted(self) -> PlaceWanted:
        """What `service` takes. :raises Refused: where the seats are no number, so that they are never lost."""
        typed = self.seats.data or ""
        if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 9):
            text = msg("Số chỗ ghi bằng chữ số, hoặc để trống khi chưa rõ.")
            raise Refused([Problem("seats_unreadable", text, "seats")], NOT_KEPT)
        kind = self.kind.data if self.kind.data in set(PlaceKind) else PlaceKind.ROOM
        return PlaceWanted(
            kind=kind, name=self.name.data or "", other_names=self.other_names.data or "",
            seats=int(typed) if typed else None, equipment=(self.equipment.data or "")[:500],
        )  # fmt: skip


def place_form(place: MeetingPlace) -> PlaceForm:
    """The form as the list says it."""
    return PlaceForm(data={
        "kind": str(place.kind), "name": place.name, "other_names": place.other_names,
        "seats": str(place.seats or ""), "equipment": place.equipment,
    })  # fmt: skip
