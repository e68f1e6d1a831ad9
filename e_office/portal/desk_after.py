"""What meetings leave to do: tasks of conclusions the unit leads, reports to confirm, conclusions to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.asking import Waiting
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.absent.queries import silent, to_answer
from e_office.meetings.closing.queries import Unwritten, unwritten
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.reports_back.queries import owed
from e_office.meetings.tasks.models import ConclusionTask
from e_office.meetings.tasks.queries import to_confirm, to_do


@dataclass(frozen=True)
class After:
    """All of it is the unit's, nothing is by name."""

    tasks: Sequence[ConclusionTask] = ()
    to_confirm: Sequence[ConclusionTask] = ()
    unwritten: Sequence[Unwritten] = ()
    to_answer: Sequence[AbsentAsk] = ()
    silent: Sequence[AbsentAsk] = ()
    """What was asked of absent agencies and not answered by its day."""
    reports: Sequence[ReportBack] = ()

    @property
    def for_unit(self) -> int:
        """How much waits for the unit."""
        return len(self.tasks) + len(self.to_confirm) + len(self.unwritten) + len(self.to_answer) + len(self.reports)

    def seen(self, view: str) -> After:
        """What a view of the desk shows of it."""
        return After() if view == "named" else self


READS = (to_do, to_confirm, unwritten, to_answer, silent, owed)


def after_meetings(waiting: Waiting) -> After:
    """What waits for the actor's units after meetings, the next due first."""
    return After(*map(waiting.read, READS))
