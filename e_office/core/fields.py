"""Form fields of the whole house: days as the office writes them, texts stripped and NFC at the door."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField, TextAreaField
from wtforms.widgets import TextInput

from e_office.core.problems import msg

NO_SUCH_CHOICE = msg("Không có lựa chọn này. Chọn lại trong danh sách.")
NO_NUMBER = msg("Đây không phải là số. Ghi bằng chữ số.")
SAID = {
    "Not a valid choice.": NO_SUCH_CHOICE,
    "Invalid Choice: could not coerce.": NO_SUCH_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": NO_SUCH_CHOICE,
    "'%(value)s' is not a valid choice for this field.": NO_SUCH_CHOICE,
    "Not a valid integer value.": NO_NUMBER,
    "This field is required.": msg("Ô này chưa có gì."),
}
"""What WTForms says of itself, in English, and what the office says instead."""


class Texts:
    """The texts of WTForms' own checks, from the house's catalogue: WTForms has none in Vietnamese."""

    def gettext(self, text: str) -> str:
        """The text in the reader's language; one the office does not know stays as it is."""
        return str(gettext(SAID[text].text)) if text in SAID else text

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The same of a text that has two forms."""
        return self.gettext(one) if one in SAID else one if count == 1 else many


class _Meta:
    def get_translations(self, form: Any) -> Texts:
        """Where the texts of fields come from."""
        return Texts()


class OfficeForm(FlaskForm):
    """A form of the house, with a token against forgery."""

    class Meta(_Meta):
        """Speaks with the house's texts."""


class PlainForm(Form):
    """The same without a token: one read from an address, or inside another form."""

    class Meta(_Meta):
        """Speaks with the house's texts."""


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
