"""Form fields of the whole house: days as the office writes them, texts stripped and NFC at the door."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, StringField, TextAreaField
from wtforms.widgets import TextInput


def clean(text: str | None) -> str | None:
    """Strip and normalise what somebody typed; control characters other than line ends go."""
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text).strip()
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


class Text(StringField):
    """One line of text."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=(clean,), **kwargs)


class Area(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=(clean,), **kwargs)


class _Written(Field):
    """A value written in one of several forms, shown as typed where it cannot be read."""

    widget = TextInput()
    forms: tuple[str, ...] = ()
    unreadable: Any = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first form that fits; an empty field is None."""
        self.data = None
        text = (valuelist[0] if valuelist else "").strip()
        for form in self.forms if text else ():
            try:
                self.data = self._taken(datetime.strptime(text, form))  # noqa: DTZ007 - a day or an hour, no instant
                return
            except ValueError:
                continue
        if text:
            raise ValueError(str(self.unreadable))

    def _value(self) -> str:
        """What the control shows."""
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime(self.forms[0]) if self.data else ""

    def _taken(self, read: datetime) -> Any:
        raise NotImplementedError


class Day(_Written):
    """A day, written 05/12/2013; `data` is a date or None."""

    forms = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
    unreadable = lazy_gettext("Không đọc được ngày này, ghi theo dạng 05/12/2013.")

    def _taken(self, read: datetime) -> date:
        if not 1900 <= read.year <= 2200:
            raise ValueError(read.year)
        return read.date()


class Hour(_Written):
    """An hour of the day, written 14:00; `data` is a time or None."""

    forms = ("%H:%M", "%Hh%M", "%Hh", "%H.%M")
    unreadable = lazy_gettext("Không đọc được giờ này, ghi theo dạng 14:00.")

    def _taken(self, read: datetime) -> time:
        return read.time()
