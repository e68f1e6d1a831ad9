"""Who may see figures."""

from __future__ import annotations

from e_office.core.permission import Actor
from e_office.exchange.policy import may_see_figures

__all__ = ["may_see_ratio"]


def may_see_ratio(actor: Actor) -> bool:
    """The share of electronic exchange is open to every post but the administrator's alone."""
    return may_see_figures(actor)
