"""What of the exchange keeps a register from being closed: electronic arrivals of the year in no register yet."""

from __future__ import annotations

from collections.abc import Iterator

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.problems import Problem, msg
from e_office.exchange.queries import arrivals
from e_office.registry.closing.checks import before_closing
from e_office.registry.closing.periods import year_ends

MOST = 1000
"""Arrivals looked at: more than a clerk leaves lying in a year."""


@before_closing
def waiting_arrivals(office: Office, unit_id: int, direction: str, year: int) -> Iterator[Problem]:
    """Electronic arrivals up to the year's end that wait for the clerk (NĐ 30/2020 Art. 21, 22.1)."""
    if direction != "incoming":
        return
    for row in arrivals(office, [unit_id], limit=MOST):
        if row.sent_at < year_ends(year):
            text = msg(
                "%(code)s của %(issuer)s, đến ngày %(day)s, chưa vào sổ.",
                code=row.document.code, issuer=row.document.issuer_name, day=f"{day_of(row.sent_at):%d/%m/%Y}",
            )  # fmt: skip
            yield Problem("arrival_waiting", text)
