"""Forms of case files: from a request to frozen facts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.validators import ValidationError

from e_office.casefiles.rights import Holder
from e_office.casefiles.rules import LANGUAGE, LEVEL_LABELS, FileFacts, HeadingFacts, Level, read_retention
from e_office.core.fields import Area, Day, OfficeForm, Text
from e_office.core.web import tell


def number(value: Any) -> int | None:
    """The id a choice carries; None where it is none."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _retention(_form: Any, field: Any) -> None:
    """Years or for ever."""
    try:
        read_retention(field.data or "")
    except ValueError as error:
        raise ValidationError(str(_l("Ghi số năm, ví dụ 10 năm, hoặc vĩnh viễn."))) from error


def _years(text: str | None) -> int | None:
    """What was typed; a year where it cannot be read: the form refuses it anyway, together with all else."""
    try:
        return read_retention(text or "")
    except ValueError:
        return 1


class HeadingForm(OfficeForm):
    """A line of the yearly list."""

    chapter = Text(_l("Đề mục lớn"))
    notation = Text(_l("Số và ký hiệu hồ sơ"))
    title = Area(_l("Tiêu đề hồ sơ"))
    retention = Text(_l("Thời hạn bảo quản"), validators=[_retention])
    keeper_id = SelectField(_l("Người lập hồ sơ"), coerce=number, validate_choice=False)
    note = Text(_l("Ghi chú"))

    def facts(self) -> HeadingFacts:
        """The line as typed."""
        return HeadingFacts(
            notation=self.notation.data or "",
            title=" ".join((self.title.data or "").split()),
            retention_years=_years(self.retention.data),
            chapter=(self.chapter.data or "")[:200],
            keeper_id=self.keeper_id.data,
            note=(self.note.data or "")[:500],
        )


class CaseFileForm(OfficeForm):
    """Opening a file, or correcting it."""

    notation = Text(_l("Số và ký hiệu hồ sơ"))
    title = Area(_l("Tiêu đề hồ sơ"))
    retention = Text(_l("Thời hạn bảo quản"), validators=[_retention])
    keeper_id = SelectField(_l("Người lập hồ sơ"), coerce=number, validate_choice=False)
    started_on = Day(_l("Ngày bắt đầu"))
    language = Text(_l("Ngôn ngữ"))
    description = Area(_l("Mô tả"))
    construction = BooleanField(_l("Hồ sơ xây dựng cơ bản"))
    outside_reason = Area(_l("Vì sao ngoài danh mục"))

    def facts(self, year: int, heading_id: int | None) -> FileFacts:
        """The file as typed; code and retention of a listed one are those of the list."""
        return FileFacts(
            year=year,
            notation=self.notation.data or "",
            title=" ".join((self.title.data or "").split()),
            retention_years=_years(self.retention.data),
            keeper_id=self.keeper_id.data,
            started_on=self.started_on.data,
            description=self.description.data or "",
            language=(self.language.data or LANGUAGE)[:50],
            construction=self.construction.data,
            heading_id=heading_id,
            outside_reason=self.outside_reason.data or "",
        )


class CloseForm(OfficeForm):
    """Closing a file."""

    ended_on = Day(_l("Ngày kết thúc công việc"))
    settled_on = Day(_l("Ngày quyết toán công trình"))


class ReasonForm(OfficeForm):
    """An act that carries its reason."""

    reason = Area(_l("Lý do"))


class RightForm(OfficeForm):
    """A change of who may see a file: `u12` is a unit, `p34` a person; an empty level takes the right away."""

    holder = SelectField(_l("Đơn vị hoặc người"), validate_choice=False)
    level = SelectField(_l("Quyền"), validate_choice=False)
    reason = Area(_l("Lý do"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(level.value, tell(label)) for level, label in LEVEL_LABELS.items()]
        self.level.choices = [*levels, ("", _l("Không được xem nữa"))]

    def chosen(self) -> Holder:
        """Whom the choice names; nobody where it names none."""
        kind, found = (self.holder.data or "")[:1], number((self.holder.data or "")[1:])
        return Holder(unit_id=found if kind == "u" else None, person_id=found if kind == "p" else None)

    def chosen_level(self) -> Level | None:
        """The right that is given; None takes it away."""
        return Level(self.level.data) if self.level.data in set(Level) else None


class OfferForm(OfficeForm):
    """Handing files to the archive."""

    note = Text(_l("Ghi chú"))


class ImportForm(OfficeForm):
    """A CSV file of lines of the list."""

    file = FileField(_l("Tệp CSV"))
