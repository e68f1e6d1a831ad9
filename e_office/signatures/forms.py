"""Forms of signing: where and in which right, the pass phrase, and a certificate that is registered."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, PasswordField, SelectField

from e_office.core.fields import OfficeForm, PlainForm, Text
from e_office.signatures.placing import Chosen
from e_office.signatures.rules import Capacity, Kind


def _number(text: str | None) -> float | None:
    try:
        return float((text or "").replace(",", "."))
    except ValueError:
        return None


class PlaceForm(PlainForm):
    """Which signature, in which right, and where it is shown; read from an address."""

    kind = SelectField(_l("Loại chữ ký"), validate_choice=False)
    capacity = SelectField(_l("Quyền hạn ký"), validate_choice=False)
    page = Text(_l("Trang"))
    x = Text(_l("Cách mép trái (mm)"))
    y = Text(_l("Cách mép trên (mm)"))

    def chosen(self) -> Chosen | None:
        """The place chosen by hand; None where it is left to the text."""
        page, x, y = (_number(field.data) for field in (self.page, self.x, self.y))
        if page is None or x is None or y is None:
            return None
        return Chosen(max(1, min(int(page), 100_000)), max(0.0, min(x, 2_000.0)), max(0.0, min(y, 2_000.0)))

    def wanted_kind(self) -> Kind:
        """The signature asked for; a person's where nothing is said."""
        return Kind(self.kind.data) if self.kind.data in list(Kind) else Kind.PERSON

    def wanted_capacity(self, allowed: tuple[Capacity, ...]) -> Capacity:
        """The right asked for; the usual one where nothing is said."""
        asked = self.capacity.data
        if asked in list(Capacity) and (asked or not allowed or Capacity.OWN in allowed):
            return Capacity(asked)
        return allowed[0] if allowed else Capacity.OWN


class ConfirmForm(OfficeForm):
    """The last step: the pass phrase, and that it is meant."""

    passphrase = PasswordField(_l("Mật khẩu của chứng thư"))
    meant = BooleanField(_l("Tôi đã xem nội dung và ký số văn bản này"))


class KeyForm(OfficeForm):
    """A certificate that is registered: whose, the key file, what opens it, the picture."""

    holder = SelectField(_l("Người hoặc cơ quan giữ chứng thư"), validate_choice=False)
    file = FileField(_l("Tệp khóa (.p12, .pfx)"))
    there = SelectField(_l("Hoặc tệp đã đặt trong thư mục khóa của máy chủ"), validate_choice=False)
    passphrase = PasswordField(_l("Mật khẩu của tệp khóa"))
    picture = FileField(_l("Ảnh chữ ký hoặc con dấu (PNG nền trong)"))
    width_mm = Text(_l("Bề rộng ảnh khi in (mm)"))

    def holder_ids(self) -> dict[str, Any]:
        """`p12` is a person, `u3` an agency; what is neither is nobody."""
        kind, number = (self.holder.data or "")[:1], (self.holder.data or "")[1:]
        found = int(number) if number.isascii() and number.isdigit() else None
        return {"person_id": found if kind == "p" else None, "unit_id": found if kind == "u" else None}

    def width(self) -> int | None:
        """Whole millimetres; None where nothing is said, and 0 for what is no number, which is refused."""
        if not self.width_mm.data:
            return None
        found = _number(self.width_mm.data)
        return round(found) if found is not None else 0
