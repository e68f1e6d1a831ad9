"""The form by which a signed document is numbered and sent: from a request to frozen facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from e_office.core.fields import Area, Text
from e_office.documents.models import Kind
from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES, Recipient
from e_office.people.models import Unit
from e_office.registry.forms import DocumentForm

WITH_CODE = re.compile(r"(.*\S)\s*[(\[]\s*(?=[^)\]]{3,35}\s*[)\]])([0-9A-Za-z]+(?:\.[0-9A-Za-z]+)+)\s*[)\]]\.?$")
"""A name with its code (mã định danh, QĐ 20/2020: groups of digits and letters, at most 35 characters)."""
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

    def recipients(self, sent: Mapping[str, str], units: Sequence[Unit]) -> list[Recipient]:
        """Recipients as chosen: `to-<unit id>` holds a channel, `none`, or nothing: then `all-<level>` decides."""
        return [*self._units(sent, units), *self._outside()]

    def _units(self, sent: Mapping[str, str], units: Sequence[Unit]) -> Iterator[Recipient]:
        for unit in units:
            channel = sent.get(f"to-{unit.id}", "") or sent.get(f"all-{unit.level_code}", "")
            if channel and channel != LEFT_OUT:
                reason = self.paper_reason.data or "" if channel != "electronic" else ""
                yield Recipient(unit.id, unit.name, channel, paper_reason=reason)

    def _outside(self) -> Iterator[Recipient]:
        for line in (self.outside.data or "").splitlines():
            name, code = outside_recipient(line)
            if name:
                with_paper = "both" if code else "paper"
                channel = with_paper if self.outside_paper.data else "electronic"
                reason = self.paper_reason.data or ""
                yield Recipient(None, name[:200], channel, bool(self.outside_state.data), reason, code)


def outside_recipient(line: str) -> tuple[str, str]:
    """Name and code of a line such as "- Bộ Xây dựng (000.00.00.G08);": the code leads over the axis."""
    found = WITH_CODE.match(line.strip(" -;\t"))
    if found is None:
        return line.strip(" -;.\t"), ""
    return found.group(1).strip(), found.group(2).upper()
