"""The forms of the secret registers: from a request to a stub."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from e_office.core.fields import Area, Day, Text
from e_office.core.web import tell
from e_office.people.models import Person, Unit
from e_office.registry.forms import Checks
from e_office.registry.secret.rules import INCOMING, Stub
from e_office.registry.types import TYPES, Secrecy


def _id(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() else None


class KeeperForm(FlaskForm):
    """Who keeps the paper, and who may see the line."""

    custodian_id = SelectField(_l("Người giữ văn bản"), coerce=_id, validate_choice=False)
    readers = Checks(_l("Người được xem dòng này"), coerce=_id, validate_choice=False)

    def offer(self, persons: Iterable[Person]) -> None:
        """Fill the choices with the people of the agency, by name and post."""
        named = [(person.id, f"{person.name}, {person.posts[0].title}") for person in persons]
        self.custodian_id.choices = [("", _("Chọn người giữ")), *named]
        self.readers.choices = named

    def persons(self) -> frozenset[int]:
        """Everybody named."""
        return frozenset(person for person in self.readers.data or () if person is not None)


class StubForm(KeeperForm):
    """A line of a secret register. Whether it is enough, the rules say, all at once."""

    level = SelectField(_l("Độ mật"), validate_choice=False)
    correspondent = Text(_l("Cơ quan ban hành"))
    code = Text(_l("Số, ký hiệu"))
    issued_on = Day(_l("Ngày văn bản"))
    type_code = SelectField(_l("Tên loại"), validate_choice=False)
    drafting_unit_id = SelectField(_l("Đơn vị soạn thảo"), coerce=_id, validate_choice=False)
    subject = Area(_l("Trích yếu"))
    consent = Text(_l("Ai đồng ý cho ghi trích yếu"))

    def offer_all(self, book: str, persons: Iterable[Person], parts: Iterable[Unit]) -> None:
        """Fill the choices for one of the two books."""
        self.offer(persons)
        levels = [level for level in Secrecy if level != Secrecy.NONE]
        self.level.choices = [("", _("Chọn độ mật"))] + [(level.value, tell(level.label)) for level in levels]
        none = _("Không ghi") if book == INCOMING else _("Chọn tên loại")
        self.type_code.choices = [("", none)] + [(kind.code, tell(kind.name)) for kind in TYPES.values()]
        self.drafting_unit_id.choices = [("", _("Văn thư"))] + [(unit.id, unit.name) for unit in parts]

    def stub(self, book: str) -> Stub:
        """The stub as typed."""
        return Stub(
            book=book,
            level=self.level.data or "",
            code=self.code.data or "",
            issued_on=self.issued_on.data,
            correspondent=self.correspondent.data or "",
            type_code=self.type_code.data or "",
            drafting_unit_id=self.drafting_unit_id.data,
            subject=self.subject.data or "",
            consent=self.consent.data or "",
            custodian_id=self.custodian_id.data,
            persons=self.persons(),
        )


class OutgoingStubForm(StubForm):
    """A line of the outgoing one: it goes to several places."""

    correspondent = Area(_l("Nơi nhận"))
