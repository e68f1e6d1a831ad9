"""Forms of the room, read into frozen facts; what is right or wrong the rules say."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, IntegerField, PasswordField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from e_office.core.fields import Day, PlainForm, Text
from e_office.core.permission import Role
from e_office.people.delegation import DelegationFacts
from e_office.people.facts import PersonFacts, PostFacts, UnitFacts


class Whole(IntegerField):
    """A whole number; empty is 0."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what is wrong in the reader's language."""
        self.data = 0
        text = (valuelist[0] if valuelist else "").strip()
        if not text:
            return
        if not text.isascii() or not text.isdigit() or len(text) > 6:
            raise ValueError(str(_l("Cần một số từ 0 đến 999999.")))
        self.data = int(text)


def _id(value: Any) -> int | None:
    return int(value) if str(value or "").isascii() and str(value or "").isdigit() else None


class LoginForm(PlainForm):
    """The log-in page."""

    login = Text(_l("Tên đăng nhập"))
    password = PasswordField(_l("Mật khẩu"))


class PasswordForm(PlainForm):
    """One's own new password."""

    current = PasswordField(_l("Mật khẩu hiện tại"))
    new = PasswordField(_l("Mật khẩu mới"))
    again = PasswordField(_l("Gõ lại mật khẩu mới"))


class DelegationForm(PlainForm):
    """Delegating while one is away."""

    deputy_id = SelectField(_l("Người được ủy nhiệm"), coerce=_id, validate_choice=False)
    starts_on = Day(_l("Từ ngày"))
    ends_on = Day(_l("Đến hết ngày"))
    reason = Text(_l("Lý do"))

    def facts(self) -> DelegationFacts:
        """What was typed."""
        return DelegationFacts(
            deputy_id=self.deputy_id.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            reason=self.reason.data or "",
        )


class UnitForm(PlainForm):
    """A unit of the tree."""

    code = Text(_l("Mã đơn vị"))
    name = Text(_l("Tên đầy đủ"))
    short_name = Text(_l("Tên gọn"))
    notation = Text(_l("Ký hiệu"))
    level_code = SelectField(_l("Cấp"), validate_choice=False)
    parent_id = SelectField(_l("Đơn vị cấp trên"), coerce=_id, validate_choice=False)
    place = Text(_l("Địa danh"))
    mailbox = Text(_l("Hộp thư đơn vị"))
    is_agency = BooleanField(_l("Cơ quan có sổ văn bản riêng"))
    is_state_agency = BooleanField(_l("Cơ quan nhà nước"))
    one_sequence = BooleanField(_l("Một dãy số chung cho mọi loại văn bản đi"))
    position = Whole(_l("Thứ tự"))
    valid_from = Day(_l("Hoạt động từ ngày"))
    valid_to = Day(_l("Đến hết ngày"))

    def facts(self) -> UnitFacts:
        """What the form says."""
        return UnitFacts(
            code=self.code.data or "",
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            notation=self.notation.data or "",
            level_code=self.level_code.data or "",
            parent_id=self.parent_id.data,
            is_agency=self.is_agency.data,
            is_state_agency=self.is_state_agency.data,
            place=self.place.data or "",
            mailbox=self.mailbox.data or None,
            position=self.position.data or 0,
            one_sequence=self.one_sequence.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class LevelForm(PlainForm):
    """A level of the tree."""

    code = Text(_l("Mã cấp"))
    name = Text(_l("Tên cấp"))
    rank = Whole(_l("Thứ bậc"))


class PersonForm(PlainForm):
    """A person's account."""

    login = Text(_l("Tên đăng nhập"))
    name = Text(_l("Họ và tên"))
    email = Text(_l("Thư điện tử"))
    phone = Text(_l("Điện thoại"))

    def facts(self) -> PersonFacts:
        """What the form says."""
        return PersonFacts(
            login=self.login.data or "",
            name=self.name.data or "",
            email=self.email.data or None,
            phone=self.phone.data or None,
        )


class PostForm(PlainForm):
    """A post somebody holds."""

    unit_id = SelectField(_l("Đơn vị"), coerce=_id, validate_choice=False)
    role = SelectField(_l("Quyền"), validate_choice=False, default=Role.SPECIALIST.value)
    title = Text(_l("Chức vụ"))
    position = Whole(_l("Thứ tự"))
    starts_on = Day(_l("Từ ngày"))
    ends_on = Day(_l("Đến hết ngày"))
    sees_secrets = BooleanField(_l("Được xem sổ văn bản mật của cơ quan"))

    def validate_role(self, field: SelectField) -> None:
        """Only roles that exist; an edited request may name others."""
        if field.data not in set(Role):
            raise ValidationError(str(_l("Chưa chọn quyền.")))

    def facts(self) -> PostFacts:
        """What the form says."""
        return PostFacts(
            unit_id=self.unit_id.data or 0,
            role=Role(self.role.data) if self.role.data in set(Role) else Role.SPECIALIST,
            title=self.title.data or "",
            position=self.position.data or 0,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            sees_secrets=self.sees_secrets.data,
        )


class HolidayForm(PlainForm):
    """A day off, or a weekend day that is worked."""

    day = Day(_l("Ngày"))
    name = Text(_l("Tên"))
    working = RadioField(
        _l("Loại"),
        choices=[SelectChoice("0", _l("Ngày nghỉ")), SelectChoice("1", _l("Ngày làm bù"))],
        default="0",
        validate_choice=False,
    )


class ImportForm(PlainForm):
    """A CSV file of units, persons or posts."""

    kind = RadioField(
        _l("Nhập gì"),
        choices=[
            SelectChoice("units", _l("Đơn vị")),
            SelectChoice("persons", _l("Người dùng")),
            SelectChoice("posts", _l("Chức vụ")),
        ],
        default="units",
    )
    file = FileField(_l("Tệp CSV"))
