"""What meetings leave to do: tasks of conclusions, reports to confirm, conclusions to write, attendance to note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.asking import Waiting
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.absent.queries import Untold, silent, to_answer, untold
from e_office.meetings.closing.queries import Unwritten, to_write
from e_office.meetings.minutes.queries import unnoted
from e_office.meetings.models import Meeting
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
    untold: Sequence[Untold] = ()
    """Whose absent agencies were not sent their part."""
    unnoted: Sequence[Meeting] = ()
    """Of which nobody noted who was there."""

    @property
    def for_unit(self) -> int:
        """How much waits for the unit."""
        asked = len(self.to_answer) + len(self.reports) + len(self.untold) + len(self.unnoted)
        return len(self.tasks) + len(self.to_confirm) + len(self.unwritten) + asked

    def seen(self, view: str) -> After:
        """What a view of the desk shows of it."""
        return After() if view == "named" else self


READS = (to_do, to_confirm, to_write, to_answer, silent, owed, untold, unnoted)


def after_meetings(waiting: Waiting) -> After:
    """What waits for the actor's units after meetings, the next due first."""
    return After(*map(waiting.read, READS))
