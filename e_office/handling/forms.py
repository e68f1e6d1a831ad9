"""Forms of handling: from a request to the lines of a direction."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField

from e_office.core.fields import Area, Day, OfficeForm, Text
from e_office.core.web import tell
from e_office.handling.rules import Given, Part, RemarkKind
from e_office.registry.forms import Checks
from e_office.registry.types import TYPES, Urgency


def _id(value: Any) -> int | None:
    return int(value) if str(value or "").isascii() and str(value or "").isdigit() else None


def given(part: Part, value: str, due_on: date | None, words: str) -> Given:
    """A line of a direction: `u12` is a unit, `p34` a person; what is neither is nobody."""
    kind, number = value[:1], _id(value[1:])
    return Given(
        part=part,
        unit_id=number if kind == "u" else None,
        person_id=number if kind == "p" else None,
        due_on=due_on,
        words=words,
    )


class DirectionForm(OfficeForm):
    """The leader's direction (bút phê), or what a unit's head passes on."""

    leader_id = SelectField(_l("Lãnh đạo cho ý kiến"), coerce=_id, validate_choice=False)
    lead = SelectField(_l("Chủ trì"), validate_choice=False)
    due_on = Day(_l("Hạn xử lý"))
    words = Area(_l("Ý kiến chỉ đạo"))
    join = Checks(_l("Phối hợp"), validate_choice=False)
    join_due_on = Day(_l("Hạn phối hợp"))
    know = Checks(_l("Xem để biết"), validate_choice=False)

    def lines(self) -> list[Given]:
        """One line for each chosen; those who only are to know have no day."""
        words, due_on = self.words.data or "", self.due_on.data
        join_due_on = self.join_due_on.data or due_on
        lead = [given(Part.LEAD, self.lead.data, due_on, words)] if self.lead.data else []
        join = [given(Part.JOIN, value, join_due_on, words) for value in self.join.data or ()]
        know = [given(Part.KNOW, value, None, words) for value in self.know.data or ()]
        return [*lead, *join, *know]


class DeadlineForm(OfficeForm):
    """A line of the table of usual deadlines."""

    type_code = SelectField(_l("Tên loại"), validate_choice=False)
    urgency = SelectField(_l("Độ khẩn"), validate_choice=False)
    days = IntegerField(_l("Số ngày làm việc"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type_code.choices = [("", _("Mọi tên loại")), *((kind.code, tell(kind.name)) for kind in TYPES.values())]
        self.urgency.choices = [("", _("Mọi độ khẩn")), *((level.value, tell(level.label)) for level in Urgency)]


class ReasonForm(OfficeForm):
    """Why a part is handed back."""

    reason = Area(_l("Lý do"))


class MoreTimeForm(OfficeForm):
    """Asking for more time."""

    wanted_on = Day(_l("Xin gia hạn đến"))
    reason = Area(_l("Lý do"))


class CloseForm(OfficeForm):
    """Closing a part."""

    answer_code = Text(_l("Số, ký hiệu văn bản trả lời"))
    result = Area(_l("Kết quả, hoặc vì sao không cần văn bản trả lời"))
    late_reason = Area(_l("Lý do chậm"))


class TimeAnswerForm(OfficeForm):
    """The answer to a request for more time."""

    answer = Area(_l("Ý kiến"))


class RemarkForm(OfficeForm):
    """An opinion on the matter."""

    text = Area(_l("Ý kiến"))
    proposal = BooleanField(_l("Là đề xuất của người giải quyết, ghi vào phiếu giải quyết"))
    objection = BooleanField(_l("Kiến nghị: ý kiến chỉ đạo trái quy định, báo ngay người đã chỉ đạo"))

    def kind(self) -> RemarkKind:
        """What it is; an objection before all else."""
        if self.objection.data:
            return RemarkKind.OBJECTION
        return RemarkKind.PROPOSAL if self.proposal.data else RemarkKind.OPINION
