"""Forms of dossiers: from a request to frozen facts."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from e_office.core.fields import Area, Day, OfficeForm, Text
from e_office.core.web import tell
from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES
from e_office.registry.forms import Checks
from e_office.registry.types import TYPES, Urgency
from e_office.submissions.composing import DossierFacts, OpinionFacts
from e_office.submissions.rules import CHOSEN_KINDS, POINTS, ReturnKind
from e_office.submissions.rules_opinions import Answer, Decision


def _id(value: Any) -> int | None:
    return int(value) if str(value or "").isascii() and str(value or "").isdigit() else None


class DossierForm(OfficeForm):
    """What a dossier is, and its six points (H2)."""

    agency_id = SelectField(_l("Cơ quan trình"), coerce=_id, validate_choice=False)
    matter = Area(_l("Nội dung trình"))
    leader_id = SelectField(_l("Lãnh đạo phụ trách lĩnh vực"), coerce=_id, validate_choice=False)
    type_code = SelectField(_l("Dự thảo là"), validate_choice=False)
    urgency = SelectField(_l("Độ khẩn"), default="normal")
    wanted_on = Day(_l("Đề nghị quyết định trước hết ngày"))
    outside_body = Text(_l("Cơ quan ngoài UBND tỉnh được trả lời"))
    issues = Area()
    laws = Area()
    basis = Area()
    agreed = Area()
    not_agreed = Area()
    position = Area()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in TYPES.values() if kind.code not in ELECTRONIC_ONLY_TYPES]
        self.type_code.choices = [("", _l("Chọn tên loại")), *((kind.code, tell(kind.name)) for kind in kinds)]
        self.urgency.choices = [(level.value, tell(level.label)) for level in Urgency]
        for name, label in POINTS.items():
            self[name].label.text = tell(label)

    def facts(self) -> DossierFacts:
        """As typed; whether it is enough, the rules say."""
        texts = {name: self[name].data or "" for name in ("matter", "outside_body", *POINTS)}
        return DossierFacts(
            leader_id=self.leader_id.data, type_code=self.type_code.data or "", urgency=self.urgency.data,
            wanted_on=self.wanted_on.data, **texts,
        )  # fmt: skip


class PartForm(OfficeForm):
    """A component with its file."""

    kind = SelectField(_l("Loại thành phần"), validate_choice=False)
    title = Text(_l("Tên thành phần"))
    paper = BooleanField(_l("Gửi kèm bản giấy"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, tell(kind.label)) for kind in CHOSEN_KINDS]


class ConsultForm(OfficeForm):
    """An agency whose opinion is asked."""

    unit_id = SelectField(_l("Cơ quan lấy ý kiến"), coerce=_id, validate_choice=False)
    name = Text(_l("Hoặc cơ quan ngoài hệ thống"))
    due_on = Day(_l("Hạn trả lời"))


class OpinionForm(OfficeForm):
    """What it answered, and what was done with it."""

    answer = RadioField(_l("Trả lời"), validate_choice=False)
    due_on = Day(_l("Hạn trả lời"))
    answered_on = Day(_l("Ngày văn bản ý kiến"))
    words = Area(_l("Nội dung ý kiến"))
    taken = RadioField(_l("Tiếp thu"), validate_choice=False)
    why_not = Area(_l("Giải trình vì sao không tiếp thu"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [(answer.value, tell(answer.label)) for answer in Answer]
        self.taken.choices = [("yes", _("Tiếp thu")), ("no", _("Không tiếp thu"))]

    def facts(self) -> OpinionFacts:
        """As typed; what no page offers counts as no answer."""
        said = self.answer.data if self.answer.data in set(Answer) else Answer.WAITING
        return OpinionFacts(
            answer=Answer(said), answered_on=self.answered_on.data, words=self.words.data or "",
            taken={"yes": True, "no": False}.get(self.taken.data or ""), why_not=self.why_not.data or "",
            due_on=self.due_on.data,
        )  # fmt: skip


class SendForm(OfficeForm):
    """The document that carries the dossier (tờ trình)."""

    issued_on = Day(_l("Ngày tờ trình"))
    signer = Text(_l("Người ký"))
    signer_title = Text(_l("Chức vụ người ký"))
    paper_reason = Text(_l("Lý do không gửi bản giấy"))


class OfficerForm(OfficeForm):
    """Registering a dossier, or giving it to another officer."""

    officer_id = SelectField(_l("Chuyên viên theo dõi"), coerce=_id, validate_choice=False)
    answer_due_on = Day(_l("Hạn trả lời"))


class ReturnForm(OfficeForm):
    """Sending a dossier back."""

    kinds = Checks(_l("Loại lý do"), validate_choice=False)
    words = Area(_l("Lý do cụ thể"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds.choices = [(kind.value, tell(kind.label)) for kind in ReturnKind]

    def chosen(self) -> list[ReturnKind]:
        """The kinds that there are."""
        return [ReturnKind(kind) for kind in self.kinds.data or () if kind in set(ReturnKind)]


class SubmitForm(OfficeForm):
    """Putting a dossier before the leader."""

    leader_id = SelectField(_l("Trình lãnh đạo"), coerce=_id, validate_choice=False)
    advice = Area(_l("Ý kiến của Văn phòng"))


class AppraisalForm(OfficeForm):
    """Asking an agency to appraise."""

    unit_id = SelectField(_l("Cơ quan thẩm định"), coerce=_id, validate_choice=False)
    task = Area(_l("Nội dung cần thẩm định"))
    due_on = Day(_l("Hạn thẩm định"))


class ReportForm(OfficeForm):
    """The result of an appraisal."""

    result = Area(_l("Kết quả thẩm định"))
    late_reason = Area(_l("Lý do chậm"))


class DecisionForm(OfficeForm):
    """The leader's decision; `seen` is the SHA-256 of the draft on the page."""

    decision = RadioField(_l("Ý kiến"), validate_choice=False)
    words = Area(_l("Ý kiến cụ thể"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [(one.value, tell(one.label)) for one in Decision]

    def chosen(self) -> Decision | None:
        """The decision, where it is one."""
        return Decision(self.decision.data) if self.decision.data in set(Decision) else None


class BecomeForm(OfficeForm):
    """The outgoing document a decided dossier becomes."""

    subject = Area(_l("Trích yếu"))
    unit_ids = Checks(_l("Nơi nhận"), coerce=int, validate_choice=False)


class AnswerForm(OfficeForm):
    """The outgoing document by which a dossier was answered."""

    answer_code = Text(_l("Số, ký hiệu văn bản trả lời"))
