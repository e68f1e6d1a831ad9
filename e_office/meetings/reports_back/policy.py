"""Who reads a report back and who gives it: it is the agency's own affair, the inviting one has no part in it."""

from __future__ import annotations

from e_office.core.permission import Actor
from e_office.meetings.reports_back.models import ReportBack


def may_read(actor: Actor, report: ReportBack) -> bool:
    """Whoever reads for the agency, its head first of all (O9)."""
    return report.unit_id in actor.reading_units()


def may_report(actor: Actor, report: ReportBack) -> bool:
    """Whoever reads for the agency: who was there may have no post that leads."""
    return may_read(actor, report)
