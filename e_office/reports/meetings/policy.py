"""Who sees the figures on meetings, and whose."""

from __future__ import annotations

from collections.abc import Collection

from e_office.core.permission import Actor, Role
from e_office.exchange.policy import may_see_figures


def may_see(actor: Actor) -> bool:
    """Whoever sees the ratio sees these; of which units, says `sees_all`."""
    return may_see_figures(actor)


def sees_all(actor: Actor, leading: Collection[int]) -> bool:
    """The province's leaders, its Office and its auditor see every unit, everybody else the own agencies alone.

    `leading` are the agencies of the province itself.
    """
    return not own_agencies(actor).isdisjoint(leading)


def own_agencies(actor: Actor) -> frozenset[int]:
    """The agencies whose figures are one's own: those of every post but an administrator's."""
    return actor.agency_ids() | actor.agency_ids(Role.AUDITOR)
