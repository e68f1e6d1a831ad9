"""The form of a group of units."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from e_office.core.fields import OfficeForm, Text


class GroupForm(OfficeForm):
    """The name of a group; its units are boxes to tick."""

    name = Text(_l("Tên nhóm"))
