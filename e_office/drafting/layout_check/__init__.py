"""The format check (kiểm tra thể thức, T9): what of a draft departs from NĐ 30/2020, where, and what it should be.

`check` judges facts read from a file; it reads, stores and changes nothing itself.
"""

from e_office.drafting.layout_check.departures import Box, Departure, Expected, Report, Severity
from e_office.drafting.layout_check.rules import check

__all__ = ["Box", "Departure", "Expected", "Report", "Severity", "check"]
