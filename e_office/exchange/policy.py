"""Who may send a document out, receive one, and see the figures."""

from __future__ import annotations

from e_office.core.permission import Actor, Role
from e_office.exchange.models import Dispatch

FIGURES = (
    Role.CLERK,
    Role.LEADER,
    Role.SECTION_HEAD,
    Role.CHIEF_OF_OFFICE,
    Role.VICE_CHAIRMAN,
    Role.CHAIRMAN,
    Role.AUDITOR,
    Role.SPECIALIST,
)


def may_issue(actor: Actor, agency_id: int) -> bool:
    """The agency's clerk numbers and sends (văn thư)."""
    return actor.holds(Role.CLERK, agency_id=agency_id)


def may_receive(actor: Actor, dispatch: Dispatch) -> bool:
    """The clerk of the receiving agency registers it, and says whether paper came too."""
    return dispatch.unit_id is not None and actor.holds(Role.CLERK, agency_id=dispatch.unit_id)


def may_lay_down_channels(actor: Actor) -> bool:
    """How documents of a type are sent is laid down by the administrator and the Chief of Office (T3)."""
    return actor.holds(Role.ADMINISTRATOR, Role.CHIEF_OF_OFFICE)


def may_close_periods(actor: Actor) -> bool:
    """The figures are the whole province's: its Chief of Office and its Chairmen sign a period off."""
    return actor.holds(Role.CHIEF_OF_OFFICE, Role.VICE_CHAIRMAN, Role.CHAIRMAN)


def may_close(actor: Actor, agency_id: int | None) -> bool:
    """An agency's own figures are signed off by its leaders too (the whole installation's: None)."""
    return may_close_periods(actor) or (agency_id is not None and actor.holds(Role.LEADER, agency_id=agency_id))


def may_close_any(actor: Actor) -> bool:
    """Whether there is a period this person may sign off."""
    return may_close_periods(actor) or actor.holds(Role.LEADER)


def may_see_figures(actor: Actor) -> bool:
    """The share of electronic exchange is open to everybody with a post but the administrator alone."""
    return actor.holds(*FIGURES)
