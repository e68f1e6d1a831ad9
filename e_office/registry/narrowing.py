"""What a printed or exported book was narrowed to, in words: a part must not be taken for the whole register."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from e_office.core.formats import format_date
from e_office.registry.queries import RegisterFilter


def narrowed(wanted: RegisterFilter, form: Any, chips: dict[str, str]) -> str:
    """The sentence under the book's title; empty for the whole year.

    `form` offers the names of the choices, `chips` the names of the quick filters.
    """
    parts = [
        "" if wanted.chip == "all" else chips[wanted.chip],
        dict(form.type_code.choices).get(wanted.type_code, "") if wanted.type_code else "",
        wanted.issuer,
        dict(form.handler.choices).get(str(wanted.handler_unit_id), "") if wanted.handler_unit_id else "",
        _("có chữ “%(words)s”", words=wanted.words) if wanted.words else "",
        _days(wanted),
    ]
    said = "; ".join(part for part in parts if part)
    return _("Chỉ gồm: %(what)s", what=said) if said else ""


def _days(wanted: RegisterFilter) -> str:
    if not wanted.first and not wanted.last:
        return ""
    first, last = (format_date(day) if day else "…" for day in (wanted.first, wanted.last))
    return _("từ %(first)s đến %(last)s", first=first, last=last)
