"""Portfolios to test with, kept by the Chief of Office."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.meetings.portfolios.service import PortfolioWanted, make_portfolio
from tests.factories.world import World


def divided(office: Office, world: World, name: str = "Kinh tế", leader: str = "phochutich") -> int:
    """A portfolio of one of the province's leaders."""
    wanted = PortfolioWanted(name=name, leader_id=world.persons[leader])
    with office.transaction():
        return make_portfolio(office, world.actor("chanhvanphong"), world.units["ubnd"], wanted).id
