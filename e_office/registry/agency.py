"""Which agency's registers a request is about: the one its address names, else the first the actor works in."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.people import queries as people
from e_office.registry import policy

UNIT = "unit"
"""The name in the address; every page of the registers hands it on, see `carry`."""


def working_agency(actor: Actor) -> int:
    """The agency whose registers are shown.

    :raises NotFound: for somebody who has none, an administrator for example, and for another's agency.
    """
    return _chosen(policy.register_agencies(actor))


def registering_agency(actor: Actor) -> int:
    """The agency whose clerk asks.

    :raises NotFound: for everybody else; who may not register has no such page.
    """
    return _chosen([unit for unit in policy.register_agencies(actor) if policy.may_register(actor, unit)])


def choices(office: Office, actor: Actor, unit_id: int, *, registering: bool = False) -> list[tuple[str, str, bool]]:
    """(name, address of this page for it, whether it is shown) of each agency; none where there is but one."""
    own = [unit for unit in policy.register_agencies(actor) if not registering or policy.may_register(actor, unit)]
    if len(own) < 2:
        return []
    named = [people.get_unit(office, unit) for unit in own]
    values = request.view_args or {}
    return [
        (unit.short_name or unit.name, url_for(request.endpoint or "", **values, **{UNIT: unit.id}), unit.id == unit_id)
        for unit in named
    ]


def of(actor: Actor, unit_id: int) -> dict[str, int]:
    """What an address needs to lead to this agency's register: nothing where it is the actor's first one."""
    first = policy.register_agencies(actor)[:1]
    return {} if first == [unit_id] else {UNIT: unit_id}


def carry(_endpoint: str, values: dict[str, Any]) -> None:
    """Hand the agency this page was asked for on to the addresses on it; for a blueprint's `url_defaults`.

    Only what was judged to be an agency of the actor: elsewhere the same name means something else.
    """
    if unit_id := g.get("chosen_agency"):
        values.setdefault(UNIT, unit_id)


def _chosen(own: list[int]) -> int:
    wanted = request.args.get(UNIT, type=int)
    if not own or (wanted is not None and wanted not in own):
        raise NotFound
    if wanted is None:
        return own[0]
    g.chosen_agency = wanted
    return wanted
