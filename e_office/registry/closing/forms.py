"""The form of a correction."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from e_office.core.fields import Area, OfficeForm, Text
from e_office.core.web import tell
from e_office.registry.books import INCOMING, OUTGOING


class CorrectionForm(OfficeForm):
    """Correcting a column of a closed line."""

    number = Text(_l("Số của dòng"))
    column = SelectField(_l("Cột"), coerce=lambda value: int(value) if str(value).isdecimal() else None)
    after = Area(_l("Nội dung đúng"))
    reason = Area(_l("Lý do đính chính"))

    def __init__(self, direction: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names, fixed = (INCOMING, 1) if direction == "incoming" else (OUTGOING, 0)
        columns = [(place, tell(name)) for place, name in enumerate(names) if place != fixed]
        self.column.choices = [("", _("Chọn cột")), *columns]
