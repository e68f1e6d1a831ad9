"""What the figures on meetings are asked for: a period, and a unit among those the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from e_office.core.fields import Day, OfficeForm
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.people import queries as people
from e_office.people.models import Unit
from e_office.reports.forms import agency_choices, period_asked
from e_office.reports.meetings import policy
from e_office.reports.meetings.queries import Scope, leading_agencies
from e_office.reports.periods import Period


class MeetingsForm(OfficeForm):
    """The filters of the page."""

    class Meta:
        """An address carries no token."""

        csrf = False

    unit = SelectField(_l("Đơn vị"), validate_choice=False)
    first = Day(_l("Từ ngày"))
    last = Day(_l("Đến ngày"))


@dataclass(frozen=True)
class AskedMeetings:
    """The period and scope asked for, and the form that shows them; `everybody`: every unit is open to the reader."""

    period: Period
    scope: Scope
    form: MeetingsForm
    unit: Unit | None
    everybody: bool

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The unit asked for, by name."""
        return (self.unit.name,) if self.unit else ()


def asked_meetings(office: Office, actor: Actor, args: Any) -> AskedMeetings:
    """What an address asks for; a unit that is not the reader's to see is as if it had not been named."""
    form = MeetingsForm(args)
    seen = seen_units(office, actor)
    form.unit.choices = agency_choices(office, seen)
    form.validate()
    period, _day_asked = period_asked(office, args, form)
    unit = people.unit_by_code(office, form.unit.data or "")
    if unit is not None and seen is not None and unit.id not in seen:
        unit = None
    if unit is not None and not unit.is_agency:
        form.unit.choices.append((unit.code, unit.name))
    scope = Scope(first=period.first, last=period.last, units=_units(office, unit, seen, args.get("alone") == "1"))
    return AskedMeetings(period, scope, form, unit, seen is None)


def _units(office: Office, unit: Unit | None, seen: frozenset[int] | None, alone: bool) -> frozenset[int] | None:
    """Whose figures: of the unit and its own parts, or of it alone; where none is named, of all that are seen."""
    if unit is None:
        return seen
    return frozenset({unit.id}) if alone else people.units_of_agency(office, unit.id)


def seen_units(office: Office, actor: Actor) -> frozenset[int] | None:
    """The units whose figures somebody sees: those of the own agencies; None where it is all of them."""
    if policy.sees_all(actor, leading_agencies(office)):
        return None
    own = (people.units_of_agency(office, agency) for agency in policy.own_agencies(actor))
    return frozenset().union(*own)
