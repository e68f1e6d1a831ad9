"""The form by which a signed document is numbered and sent: from a request to frozen facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from e_office.core.fields import Area, OfficeForm, PlainForm, Text
from e_office.core.web import tell
from e_office.documents.models import Kind
from e_office.exchange.changing.asking import Wanted
from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES, Recipient
from e_office.exchange.rules_change import Change
from e_office.exchange.rules_channel import USUAL, Usual
from e_office.exchange.rules_refusal import GROUNDS
from e_office.people.models import Person, Unit
from e_office.registry.forms import DocumentForm

WITH_CODE = re.compile(r"(.*\S)\s*[(\[]\s*(?=[^)\]]{3,35}\s*[)\]])([0-9A-Za-z]+(?:\.[0-9A-Za-z]+)+)\s*[)\]]\.?$")
"""A name with its code (mã định danh, QĐ 20/2020: groups of digits and letters, at most 35 characters)."""
NOTHING_LAID_DOWN: Mapping[int, Usual] = MappingProxyType({})
LEFT_OUT = "none"
"""What is chosen for one agency that shall not get what its group gets."""


class OutgoingForm(DocumentForm):
    """Issuing a signed document. The issuer and the number are the system's, so they are not asked."""

    kinds = (Kind.CONCLUSION, Kind.REGISTER)  # an invitation goes out from its meeting alone (M2)
    drafting_unit_id = SelectField(_l("Đơn vị soạn thảo"), coerce=lambda value: int(value) if value else None)
    internal = BooleanField(_l("Văn bản nội bộ, không tính vào tỷ lệ"))
    paper_reason = Text(_l("Lý do gửi bản giấy"))
    outside = Area(_l("Nơi nhận ngoài hệ thống, mỗi dòng một nơi"))
    outside_state = BooleanField(_l("Các nơi này là cơ quan nhà nước"))
    outside_paper = BooleanField(_l("Gửi các nơi này bản giấy"))
    note = Text(_l("Ghi chú"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type_code.choices = [pair for pair in self.type_code.choices if pair[0] not in ELECTRONIC_ONLY_TYPES]

    def recipients(self, sent: Mapping[str, str], units: Sequence[Unit], usual: Mapping[int, Usual]) -> list[Recipient]:
        """Recipients as chosen: `to-<unit id>` holds a channel, `none`, or nothing: then `all-<level>` decides.

        `usual` is what is laid down for each unit; "usual" chooses it, and its reason is that of the paper.
        """
        return [*self._units(sent, units, usual), *self._outside()]

    def _units(self, sent: Mapping[str, str], units: Sequence[Unit], usual: Mapping[int, Usual]) -> Iterator[Recipient]:
        for unit in units:
            chosen = sent.get(f"to-{unit.id}", "") or sent.get(f"all-{unit.level_code}", "")
            if chosen and chosen != LEFT_OUT:
                yield self._recipient(unit, chosen, usual.get(unit.id))

    def _recipient(self, unit: Unit, chosen: str, usual: Usual | None) -> Recipient:
        """A reason stands where paper goes, and where less goes than is laid down."""
        laid_down = usual.channel if usual else "electronic"
        channel = laid_down if chosen == USUAL else chosen
        needed = channel != "electronic" or channel != laid_down
        given = self.paper_reason.data or (usual.reason if usual and channel == laid_down else "")
        return Recipient(unit.id, unit.name, channel, paper_reason=given if needed else "")

    def _outside(self) -> Iterator[Recipient]:
        for line in (self.outside.data or "").splitlines():
            name, code = outside_recipient(line)
            if name:
                with_paper = "both" if code else "paper"
                channel = with_paper if self.outside_paper.data else "electronic"
                reason = self.paper_reason.data or ""
                yield Recipient(None, name[:200], channel, bool(self.outside_state.data), reason, code)


class RefusalForm(OfficeForm):
    """Sending an arrival back: on which ground, and in which words."""

    ground = RadioField(_l("Vì sao từ chối"), validate_choice=False)
    reason = Area(_l("Lý do, nơi gửi đọc được"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground.choices = [(ground.value, tell(label)) for ground, label in GROUNDS.items()]


class ChangeForm(PlainForm):
    """Recalling a document, or putting another in its place: by whose consent and why."""

    business = SelectField(_l("Việc"), coerce=int, validate_choice=False)
    consented_by_id = SelectField(
        _l("Lãnh đạo đồng ý"), coerce=lambda value: int(value) if value else None, validate_choice=False
    )
    change_reason = Area(_l("Lý do, nơi nhận đọc được"))

    def __init__(self, sent: Any, leaders: Sequence[Person], changes: Sequence[Change]) -> None:
        super().__init__(sent)
        self.business.choices = [(int(change), tell(change.label)) for change in changes]
        self.consented_by_id.choices = [("", _l("Chọn người"))] + [(person.id, person.name) for person in leaders]

    def wanted(self, change: Change | None = None) -> Wanted:
        """What was typed; the kind of change where the screen fixes it."""
        return Wanted(
            change=change or Change(self.business.data),
            consented_by_id=self.consented_by_id.data,
            reason=self.change_reason.data or "",
        )


def outside_recipient(line: str) -> tuple[str, str]:
    """Name and code of a line such as "- Bộ Xây dựng (000.00.00.G08);": the code leads over the axis."""
    found = WITH_CODE.match(line.strip(" -;\t"))
    if found is None:
        return line.strip(" -;.\t"), ""
    return found.group(1).strip(), found.group(2).upper()
