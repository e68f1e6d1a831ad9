"""The portfolios of the demonstration: what the Chairman and each Vice-chairman answers for."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from e_office.core.clock import at
from e_office.demo.plan import first_day
from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.meetings.models import Meeting
from e_office.meetings.portfolios.models import Portfolio
from e_office.meetings.portfolios.service import PortfolioWanted, make_portfolio

FIELDS = {
    "chutich": "Chiến lược, quy hoạch, ngân sách, tổ chức cán bộ",
    "pct.noichinh": "Nội chính, cải cách hành chính, tiếp công dân",
    "pct.kinhte": "Kinh tế, tài nguyên, nông nghiệp, xây dựng",
    "pct.vanxa": "Văn hóa, xã hội, giáo dục, y tế",
}
"""Log-in of the leader -> the field; kept by the Chief of Office on the day the demonstration begins."""


def divide_the_work(cast: Cast) -> None:
    """Keep the list, before anything is concluded."""
    office = cast.at(at(first_day(cast.today), time(7)))
    for login, name in FIELDS.items():
        wanted = PortfolioWanted(name=name, leader_id=cast.persons[login])
        make_portfolio(office, cast.actor("chanhvp"), cast.units[PROVINCE], wanted)


def portfolio_of(cast: Cast, meeting: Meeting) -> int | None:
    """The field of whoever chairs a meeting: each of the province's matters is heard by the leader it belongs to."""
    query = select(Portfolio.id).filter_by(unit_id=meeting.unit_id, leader_id=meeting.chair_id)
    return cast.office.session.scalar(query)
