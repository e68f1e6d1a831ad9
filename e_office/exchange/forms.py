"""The form by which a signed document is numbered and sent: from a request to frozen facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from e_office.core.fields import Area, Text
from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES, Recipient
from e_office.registry.forms import DocumentForm


class OutgoingForm(DocumentForm):
    """Issuing a signed document. The issuer and the number are the system's, so they are not asked."""

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

    def recipients(self, sent: Mapping[str, str], names: Mapping[int, str]) -> list[Recipient]:
        """Recipients as chosen: `to-<unit id>` fields hold a channel, or nothing for those left out."""
        return [*self._units(sent, names), *self._outside()]

    def _units(self, sent: Mapping[str, str], names: Mapping[int, str]) -> Iterator[Recipient]:
        for unit_id, name in names.items():
            if channel := sent.get(f"to-{unit_id}", ""):
                reason = self.paper_reason.data or "" if channel != "electronic" else ""
                yield Recipient(unit_id, name, channel, paper_reason=reason)

    def _outside(self) -> Iterator[Recipient]:
        for line in (self.outside.data or "").splitlines():
            if name := line.strip(" -;.\t"):
                channel = "paper" if self.outside_paper.data else "electronic"
                yield Recipient(None, name[:200], channel, bool(self.outside_state.data), self.paper_reason.data or "")
