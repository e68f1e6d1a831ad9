"""Picking whom to invite: units and persons by a few letters, a whole level at once, and what a button stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from e_office.core.office import Office
from e_office.meetings.drafts import Wanted
from e_office.meetings.groups.queries import groups_of, leader_meant, open_units, units_invited_by
from e_office.meetings.groups.rules import field_of
from e_office.people.models import Person, Post
from e_office.people.queries import find_persons, find_units, get_person, get_unit, units_tree
from search import fold


def picks_for(office: Office, words: str) -> dict[str, Any]:
    """What the pick list shows; nothing is looked up for a single letter."""
    words = words.strip()[:100]
    if len(words) < 2:
        return {"words": words, "units": [], "persons": []}
    return {
        "words": words,
        "units": find_units(office, words, 8),
        "persons": find_persons(office, words, 6),
    }


def first_pick(office: Office, words: str) -> str:
    """What the first button of the pick list stands for; empty where nothing matches."""
    found = picks_for(office, words)
    return next((f"{kind[0]}{one.id}" for kind in ("units", "persons") for one in found[kind]), "")


def wanted_from(office: Office, agency_id: int, picked: str, capacity: str, leader: bool) -> list[Wanted]:
    """Who a pressed button stands for, when it is pressed: what is invited are units, never a group.

    `u<id>` a unit, `p<id>` a person, `l<code>` every agency of a level, `g<id>` a group of the inviting agency.
    """
    kind, rest = picked[:1], picked[1:]
    if kind == "g" and (group_id := number_of(rest)):
        members = units_invited_by(office, agency_id, group_id)
        return [Wanted(unit_id=one.id, capacity=capacity, leader=leader) for one in members]
    if kind == "l":
        units = [one.unit for one in units_tree(office, day=office.today()) if one.unit.level_code == rest]
        return [Wanted(unit_id=one.id, capacity=capacity, leader=leader) for one in units if one.is_agency]
    if kind == "p" and (person_id := number_of(rest)):
        return [Wanted(person_id=person_id, leader=leader)]
    if kind == "u" and (unit_id := number_of(rest)):
        return [Wanted(unit_id=unit_id, capacity=capacity, leader=leader)]
    return []


@dataclass(frozen=True)
class Named:
    """Whom a button stands for, as people read it; `post`: the leader in charge where a `field` is asked for."""

    name: str
    capacity: str
    field: str = ""
    post: Post | None = None


def named_wanted(office: Office, wanted: list[Wanted]) -> list[Named]:
    """Whom a button stands for."""
    named = []
    for one in wanted:
        if one.person_id is not None:
            person = get_person(office, one.person_id)
            named.append(Named(person.name, title_of(person)))
        elif one.unit_id is not None:
            name, field = get_unit(office, one.unit_id).name, field_of(fold(one.capacity))
            post = leader_meant(office, one.unit_id, one.capacity)
            named.append(Named(name, one.capacity or "Lãnh đạo", field, post))
    return named


def groups(office: Office, agency_id: int) -> list[tuple[str, str, int]]:
    """Whom one button invites at once: (token, name, how many units) of whole levels and of the agency's own groups."""
    found: dict[str, tuple[str, int]] = {}
    for branch in units_tree(office, day=office.today()):
        if branch.unit.is_agency:
            name, count = found.get(branch.unit.level_code, (branch.unit.level.name, 0))
            found[branch.unit.level_code] = (name, count + 1)
    levels = [(f"l{code}", name, count) for code, (name, count) in found.items() if count > 1]
    own = [(f"g{group.id}", group.name, len(open_units(office, group))) for group in groups_of(office, agency_id)]
    return levels + own


def title_of(person: Person) -> str:
    """The first post of a person, as it is written on an invitation."""
    return person.posts[0].title if person.posts else ""


def number_of(text: str) -> int | None:
    """The id a token carries; None where it is none."""
    return int(text) if text.isdigit() else None
