"""What case files ask of somebody on the desk: due for the archive, rights to confirm, handovers to take, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.casefiles import queries as casefiles
from e_office.casefiles.models import CaseFile, FileList, Handover, RightChange
from e_office.core.asking import Waiting


@dataclass(frozen=True)
class Files:
    """Files due with whether they are for the person by name; rights and lists wait by name, handovers for the unit."""

    due: Sequence[tuple[CaseFile, bool]]
    changes: Sequence[RightChange]
    handovers: Sequence[Handover]
    lists: Sequence[FileList]

    @property
    def named(self) -> int:
        """What is for the person by name."""
        return sum(named for _file, named in self.due) + len(self.changes) + len(self.lists)

    @property
    def for_unit(self) -> int:
        """What is for the unit."""
        return sum(not named for _file, named in self.due) + len(self.handovers)

    @property
    def total(self) -> int:
        """Everything that waits."""
        return self.named + self.for_unit

    def seen(self, view: str) -> Files:
        """The part of it that a view of the desk shows: `named`, `unit`, or both."""
        by_name, of_unit = view != "unit", view != "named"
        return Files(
            [pair for pair in self.due if (by_name if pair[1] else of_unit)],
            self.changes if by_name else [],
            self.handovers if of_unit else [],
            self.lists if by_name else [],
        )


READS = (casefiles.due_files, casefiles.changes_to_confirm, casefiles.handovers_to_take, casefiles.lists_to_approve)


def files_of(waiting: Waiting) -> Files:
    """What files ask of an actor."""
    return Files(*map(waiting.read, READS))
