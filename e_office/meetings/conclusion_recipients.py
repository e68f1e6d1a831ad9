"""Who gets a conclusion notice: those invited, those that lead a task, those that co-operate in one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.meetings.models import Conclusion
from e_office.meetings.tasks.rules import helpers_named, names_unknown, plain
from e_office.people.models import Unit
from e_office.people.queries import units_tree
from search import fold

Known = list[tuple[int, str]]


def known_names(office: Office) -> Known:
    """Unit id and name without accents, for every name a unit goes by."""
    units = [branch.unit for branch in units_tree(office)]
    return [(unit.id, fold(name)) for unit in units for name in (unit.name, unit.short_name) if name]


def helpers_in(known: Known, text: str) -> list[int]:
    """Ids of the units that a list of co-operating ones names, as far as they are recognised."""
    return helpers_named(fold(text), known)


@dataclass(frozen=True)
class Doubtful:
    """A task that could be issued, and what the notice would then lack: units it reaches, or a last day."""

    place: int
    text: str
    unknown: tuple[str, ...]
    """Names of co-operating units, as typed, that name no unit: they get neither the notice nor the task."""
    without_day: bool


def doubtful_tasks(office: Office, conclusion: Conclusion) -> list[Doubtful]:
    """The tasks to look at again before issue, in their order."""
    known = known_names(office) if any(item.with_units for item in conclusion.items) else []
    found = [
        Doubtful(item.position, item.text, unknown_in(known, item.with_units), item.due_on is None)
        for item in conclusion.items
    ]
    return [one for one in found if one.unknown or one.without_day]


def unknown_in(known: Known, text: str) -> tuple[str, ...]:
    """The names of a list of co-operating units that are not recognised, as typed, each once."""
    left = names_unknown(fold(text), known)
    pieces = (" ".join(piece.split()) for piece in re.split(r"[;,\n]", text))
    return tuple(dict.fromkeys(piece for piece in pieces if piece and plain(fold(piece)) in left))


def recipients_of(office: Office, conclusion: Conclusion) -> list[Unit]:
    """The units that get it, each once: invited, then leading, then co-operating; it is printed as "Nơi nhận".

    The inviting agency sends it, and so is none of those that merely co-operate.
    """
    units = {invitee.unit_id: invitee.unit for invitee in conclusion.meeting.invitees}
    units |= {item.lead_unit.id: item.lead_unit for item in conclusion.items if item.lead_unit}
    known = known_names(office)
    helpers = [unit_id for item in conclusion.items for unit_id in helpers_in(known, item.with_units)]
    for unit_id in helpers:
        if unit_id not in units and unit_id != conclusion.meeting.unit_id:
            units[unit_id] = office.session.get_one(Unit, unit_id)
    return list(units.values())
