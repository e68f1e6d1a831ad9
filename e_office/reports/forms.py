"""What a report is asked for: period, unit, type and direction, read from the address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from e_office.core.fields import Day, OfficeForm
from e_office.core.office import Office
from e_office.core.web import tell
from e_office.exchange.ratio_queries import Scope
from e_office.people import queries as people
from e_office.people.models import Unit
from e_office.registry.types import TYPES
from e_office.reports.lateness import LatenessScope
from e_office.reports.periods import LENGTHS, Period, period_of


class RatioForm(OfficeForm):
    """The filters of the ratio page."""

    class Meta:
        """An address carries no token."""

        csrf = False

    unit = SelectField(_l("Đơn vị"), validate_choice=False)
    type = SelectField(_l("Tên loại"), validate_choice=False)
    direction = SelectField(_l("Chiều"), validate_choice=False)
    first = Day(_l("Từ ngày"))
    last = Day(_l("Đến ngày"))


@dataclass(frozen=True)
class Asked:
    """The period and scope asked for, and the form that shows them."""

    period: Period
    scope: Scope
    form: RatioForm
    day: date
    unit: Unit | None

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The unit and the type asked for, by name."""
        kind = TYPES.get(self.scope.type_code or "")
        return tuple(filter(None, (self.unit.name if self.unit else "", tell(kind.name) if kind else "")))


def asked(office: Office, args: Any) -> Asked:
    """What an address asks for; what cannot be read falls back to the year up to today."""
    form = RatioForm(args)
    form.unit.choices = agency_choices(office)
    form.type.choices = [("", _l("Mọi tên loại"))] + [(kind.code, tell(kind.name)) for kind in TYPES.values()]
    form.direction.choices = [("out", _l("Văn bản đi")), ("in", _l("Văn bản đến"))]
    form.validate()
    period, day = period_asked(office, args, form)
    unit = people.unit_by_code(office, form.unit.data or "")
    scope = Scope(
        first=period.first,
        last=period.last,
        unit_id=unit.id if unit else None,
        type_code=form.type.data if form.type.data in TYPES else None,
        direction="in" if form.direction.data == "in" else "out",
    )
    return Asked(period, scope, form, day, unit)


class LatenessForm(OfficeForm):
    """The filters of the page of lateness."""

    class Meta:
        """An address carries no token."""

        csrf = False

    unit = SelectField(_l("Đơn vị"), validate_choice=False)
    by = SelectField(_l("Tính theo"), validate_choice=False)
    first = Day(_l("Từ ngày"))
    last = Day(_l("Đến ngày"))


@dataclass(frozen=True)
class AskedLateness:
    """The period and scope asked for, and the form that shows them."""

    period: Period
    scope: LatenessScope
    form: LatenessForm
    unit: Unit | None

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The unit asked for, by name."""
        return (self.unit.name,) if self.unit else ()


def asked_lateness(office: Office, args: Any) -> AskedLateness:
    """What an address asks for; what cannot be read falls back to the year up to today, by inviting unit."""
    form = LatenessForm(args)
    form.by.choices = [("convening", _l("Đơn vị mời")), ("preparing", _l("Đơn vị chuẩn bị nội dung"))]
    form.unit.choices = agency_choices(office)
    form.validate()
    period, _day_asked = period_asked(office, args, form)
    unit = people.unit_by_code(office, form.unit.data or "")
    if unit is not None and not unit.is_agency:  # a section that prepared the content
        form.unit.choices.append((unit.code, unit.name))
    scope = LatenessScope(
        first=period.first,
        last=period.last,
        unit_id=unit.id if unit else None,
        preparing=form.by.data == "preparing",
    )
    return AskedLateness(period, scope, form, unit)


def agency_choices(office: Office, only: Collection[int] | None = None) -> list[tuple[str, Any]]:
    """Every agency by code and name after "all of them"; `only` leaves the others out."""
    units = (branch.unit for branch in people.units_tree(office))
    shown = (unit for unit in units if unit.is_agency and (only is None or unit.id in only))
    return [("", _l("Mọi đơn vị")), *((unit.code, unit.name) for unit in shown)]


def period_asked(office: Office, args: Any, form: Any) -> tuple[Period, date]:
    """The period of an address, and the day it is looked at from."""
    day = min(_day(args.get("day", "")) or office.today(), office.today())
    kind = args.get("period", "year")
    if form.first.data and form.last.data and kind not in LENGTHS:
        kind = "days"
    return period_of(kind if kind in {*LENGTHS, "days"} else "year", day, form.first.data, form.last.data), day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
