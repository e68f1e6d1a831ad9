"""The form of a composed paper, made from the fields of its kind; from a request to a composition."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField

from e_office.core.fields import Area, Day, Hour, OfficeForm, Text
from e_office.core.problems import msg
from e_office.core.web import tell
from e_office.drafting.composing.defaults import Desk, first_lines
from e_office.drafting.composing.facts import Composition, Signer, TypedAnnex
from e_office.drafting.composing.kinds import KINDS, TO, FieldOf, Kind
from e_office.registry.types import Urgency

CONTROLS: dict[str, type[Field]] = {"line": Text, "area": Area, "day": Day, "hour": Hour}
OTHER = "other"
"""Somebody who signs and has no post here, or in a capacity that is not offered."""
ANNEXES = 3


def _as_id(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class ComposeForm(OfficeForm):
    """What every composed paper asks for; the fields of its kind come to these."""

    unit_id = SelectField(_l("Đơn vị soạn thảo"), coerce=_as_id, validate_choice=False)
    subject = Area(_l("Trích yếu"))
    urgency = SelectField(_l("Độ khẩn"), default=Urgency.NORMAL.value)
    place = Text(_l("Địa danh"))
    signer = SelectField(_l("Người ký"), validate_choice=False)
    signer_name = Text(_l("Họ tên người ký"))
    post = Text(_l("Chức vụ"))
    capacity = Area(_l("Quyền hạn"))
    recipients = Area(_l("Nơi nhận"))
    annex1_title = Text(_l("Tên phụ lục 1"))
    annex1_text = Area(_l("Nội dung phụ lục 1"))
    annex2_title = Text(_l("Tên phụ lục 2"))
    annex2_text = Area(_l("Nội dung phụ lục 2"))
    annex3_title = Text(_l("Tên phụ lục 3"))
    annex3_text = Area(_l("Nội dung phụ lục 3"))

    def offer(self, desk: Desk, units: list[tuple[int, str]]) -> None:
        """Fill the lists with what this desk has."""
        self.unit_id.choices = units
        self.urgency.choices = [(one.value, tell(one.label)) for one in Urgency]
        other = tell(msg("Người khác, ghi bên dưới"))
        self.signer.choices = [*((one.value, one.label) for one in desk.choices), (OTHER, other)]

    def composition(self, kind: Kind, desk: Desk) -> Composition:
        """Everything as it was typed."""
        names = [field.name for field in kind.fields] + (["to"] if kind.to != "never" else [])
        return Composition(
            kind=kind,
            letterhead=desk.letterhead(kind, self.place.data or ""),
            subject=self.subject.data or "",
            texts={name: self[name].data for name in names},
            signer=self._signer(desk),
            recipients=tuple((self.recipients.data or "").splitlines()),
            urgency=self.urgency.data or Urgency.NORMAL.value,
            annexes=tuple(self._annexes()),
        )

    def _signer(self, desk: Desk) -> Signer:
        chosen = next((one.signer for one in desk.choices if one.value == self.signer.data), None)
        if chosen is not None:
            return chosen
        lines = tuple(line.strip() for line in (self.capacity.data or "").splitlines() if line.strip())
        return Signer(name=self.signer_name.data or "", post=self.post.data or "", capacity=lines)

    def _annexes(self) -> list[TypedAnnex]:
        typed = [
            TypedAnnex(self[f"annex{number}_title"].data or "", self[f"annex{number}_text"].data or "")
            for number in range(1, ANNEXES + 1)
        ]
        return [one for one in typed if one.title or one.text]


@cache
def form_of(type_code: str) -> type[ComposeForm]:
    """The form of a kind: what every paper asks for, and its own fields.

    :raises KeyError: for a type that cannot be composed.
    """
    kind = KINDS[type_code]
    own = [*kind.fields, *([TO] if kind.to != "never" else [])]
    return type(f"Compose{type_code.title()}", (ComposeForm,), {field.name: _control(field) for field in own})


def _control(field: FieldOf) -> Field:
    return CONTROLS[field.control](_l(field.label.text), default=field.usual or None)


def beginning(kind: Kind, desk: Desk) -> dict[str, Any]:
    """What an untouched form holds."""
    return {
        "unit_id": desk.unit.id,
        "place": desk.agency.place,
        "signer": desk.choices[0].value if desk.choices else OTHER,
        "recipients": first_lines(kind, desk.keeper),
        "authority": _authority(desk),
        "sender": _authority(desk),
        "host": desk.agency.name,
        "urgency": Urgency.VERY_URGENT.value if kind.type_code == "CD" else Urgency.NORMAL.value,
    }


def _authority(desk: Desk) -> str:
    """Who decides: the head of the agency, by post and agency."""
    if not desk.choices:
        return desk.agency.name
    signer = desk.choices[0].signer
    above = signer.capacity[-1] if signer.capacity else ""
    if above.startswith("TM. "):
        return f"{signer.post} {desk.agency.name}"
    head = above.partition(". ")[2] if above.startswith("KT. ") else signer.post
    return f"{head} {desk.agency.name}"
