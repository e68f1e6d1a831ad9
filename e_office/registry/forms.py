"""The forms of the registers: from a request to frozen facts."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from e_office.core.fields import Area, Day, OfficeForm, Text
from e_office.core.web import tell
from e_office.documents.models import Kind
from e_office.documents.service import DocumentFacts
from e_office.registry.rules import kind_of
from e_office.registry.types import TYPES, Secrecy, Urgency


class Checks(SelectMultipleField):
    """Several of a list, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DocumentForm(OfficeForm):
    """What every registered document has. Whether it is enough, the rules say, all at once."""

    issuer_name = Text(_l("Cơ quan ban hành"))
    code = Text(_l("Số, ký hiệu"))
    issued_on = Day(_l("Ngày văn bản"))
    type_code = SelectField(_l("Tên loại"), validate_choice=False)
    urgency = SelectField(_l("Độ khẩn"))
    subject = Area(_l("Trích yếu"))
    kind = SelectField(_l("Nhóm khi tìm"), default="")
    secrecy = SelectField(_l("Độ mật"))
    signer = Text(_l("Người ký"))
    signer_title = Text(_l("Chức vụ người ký"))
    recipients_text = Area(_l("Nơi nhận ghi trên văn bản"))

    kinds = (Kind.CONCLUSION, Kind.INVITATION, Kind.REGISTER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type_code.choices = [("", _l("Chọn tên loại"))] + [(kind.code, tell(kind.name)) for kind in TYPES.values()]
        self.urgency.choices = [(level.value, tell(level.label)) for level in Urgency]
        self.kind.choices = [("", self._own_kind()), *((kind.value, tell(kind.label)) for kind in self.kinds)]
        self.secrecy.choices = [(level.value, tell(level.label)) for level in Secrecy]

    def _derived_kind(self) -> Kind:
        return Kind(kind_of(self.type_code.data or "", self.subject.data or ""))

    def _own_kind(self) -> str:
        """The choice that leaves the kind to type and subject, saying what they give as they stand."""
        if not self.subject.data:
            return str(_("Theo tên loại, trích yếu"))
        return str(_("Theo tên loại, trích yếu: %(kind)s", kind=tell(self._derived_kind().label)))

    def document(self, **more: Any) -> DocumentFacts:
        """The facts as typed; the kind that follows from them, where the clerk chose no other."""
        return DocumentFacts(
            kind=Kind(self.kind.data) if self.kind.data else self._derived_kind(),
            type_code=self.type_code.data or "",
            subject=self.subject.data or "",
            issued_on=self.issued_on.data,
            issuer_name=self.issuer_name.data or "",
            code=self.code.data or "",
            urgency=self.urgency.data,
            signer=self.signer.data or "",
            signer_title=self.signer_title.data or "",
            recipients=self.recipients_text.data or "",
            **more,
        )


class IncomingForm(DocumentForm):
    """Registering an incoming document."""

    due_on = Day(_l("Hạn trả lời"))
    paper = BooleanField(_l("Có nhận bản giấy"))
    from_state_agency = BooleanField(_l("Cơ quan ban hành là cơ quan nhà nước"))
    handler_unit_id = SelectField(_l("Chuyển đến"), coerce=lambda value: int(value) if value else None)
    handler_id = SelectField(_l("Người chỉ đạo"), coerce=lambda value: int(value) if value else None)
    note = Text(_l("Ghi chú"))


class ForwardForm(OfficeForm):
    """Passing a registered document on."""

    handler_unit_id = SelectField(_l("Chuyển đến"), coerce=lambda value: int(value) if value else None)
    handler_id = SelectField(_l("Người chỉ đạo"), coerce=lambda value: int(value) if value else None)
    due_on = Day(_l("Hạn trả lời"))


class FinishForm(OfficeForm):
    """Saying that a document is done with."""

    late_reason = Area(_l("Lý do chậm"))


class FilterForm(OfficeForm):
    """What a register is narrowed to; read from the address, so it can be sent to others."""

    class Meta:
        """An address carries no token."""

        csrf = False

    q = Text(_l("Tìm trong sổ"))
    issuer = SelectField(_l("Cơ quan ban hành"), validate_choice=False)
    type_code = SelectField(_l("Tên loại"), validate_choice=False)
    handler = SelectField(_l("Đơn vị xử lý"), validate_choice=False)
    first = Day(_l("Từ ngày"))
    last = Day(_l("Đến ngày"))
