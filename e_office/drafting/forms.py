"""Forms of drafting: from a request to the facts of a draft, a route, a decision, an issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, PasswordField, SelectField

from e_office.core.fields import Area, Day, OfficeForm, Text
from e_office.core.web import tell
from e_office.drafting.issuing import IssueFacts
from e_office.drafting.rules import Amends
from e_office.drafting.rules_review import Chosen, Step
from e_office.drafting.service import DraftFacts
from e_office.exchange.forms import OutgoingForm
from e_office.exchange.rules_channel import Usual
from e_office.people.models import Unit

NOT_ASKED = ("issuer_name", "code", "issued_on", "kind", "secrecy", "signer", "signer_title", "recipients_text")
"""What a draft does not know yet, or the system writes itself."""


def as_id(value: Any) -> int | None:
    """A number of a list, None for what is none."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class DraftForm(OutgoingForm):
    """What a draft is and whom it goes to."""

    drafting_unit_id = SelectField(_l("Đơn vị soạn thảo"), coerce=as_id, validate_choice=False)
    amends = SelectField(_l("Loại dự thảo"), default="")
    amends_code = Text(_l("Số, ký hiệu văn bản phải sửa"))
    amends_reason = Area(_l("Vì sao phải đính chính, thay thế"))
    answers_number = Text(_l("Trả lời văn bản số đến"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            del self[name]
        self.amends.choices = [(kind.value, tell(kind.label)) for kind in Amends]

    def facts(
        self, sent: Mapping[str, str], units: Sequence[Unit], usual: Mapping[int, Usual], answers_id: int | None
    ) -> DraftFacts:
        """The facts as typed; `usual` is what is laid down for each unit, see `OutgoingForm.recipients`.

        `answers_id` is the line of the register that the number typed stands for.
        """
        return DraftFacts(
            unit_id=self.drafting_unit_id.data,
            type_code=self.type_code.data or "",
            subject=self.subject.data or "",
            urgency=self.urgency.data or "normal",
            internal=bool(self.internal.data),
            note=self.note.data or "",
            answers_id=answers_id,
            amends=Amends(self.amends.data or ""),
            amends_code=self.amends_code.data or "",
            amends_reason=self.amends_reason.data or "",
            recipients=tuple(self.recipients(sent, units, usual)),
        )


class VersionForm(OfficeForm):
    """A new version: from which one it was made, and what was done."""

    base = IntegerField(_l("Sửa từ lần"))
    comment = Area(_l("Đã sửa gì"))
    keep_hold = BooleanField(_l("Giữ tiếp để sửa"))


class DecisionForm(OfficeForm):
    """A reviewer's word; `seen` is the hash of the text that was shown."""

    opinion = Area(_l("Ý kiến"))


class ReasonForm(OfficeForm):
    """Why a hold is broken, or a draft handed back."""

    reason = Area(_l("Lý do"))


class IssueForm(OfficeForm):
    """What the clerk confirms before the number is given."""

    issued_on = Day(_l("Ngày văn bản"))
    signer = Text(_l("Người ký"))
    signer_title = Text(_l("Chức vụ người ký"))
    note = Text(_l("Ghi chú"))
    passphrase = PasswordField(_l("Mật khẩu chứng thư của cơ quan"))

    def facts(self) -> IssueFacts:
        """What was confirmed."""
        return IssueFacts(
            issued_on=self.issued_on.data, signer=self.signer.data or "", signer_title=self.signer_title.data or "",
            note=self.note.data or "",
        )  # fmt: skip


def chosen_steps(sent: Mapping[str, str]) -> list[Chosen]:
    """Who was chosen for each step: the field of a step bears its name."""
    return [Chosen(step=step, person_id=as_id(sent.get(step.value))) for step in Step if step.value in sent]


def route_steps(sent: Mapping[str, str]) -> list[tuple[Step, int | None]]:
    """The steps ticked for a route, in the order of weight, with whoever was named; the signing one is always there."""
    ticked = [step for step in Step if step is Step.LEADER or sent.get(f"use-{step.value}") == "1"]
    return [(step, as_id(sent.get(step.value))) for step in ticked]
