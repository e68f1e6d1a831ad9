"""What dossiers and requests to the leadership ask of somebody: to decide, examine, register, complete, appraise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.asking import Waiting
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.queries import waiting as waiting_requests
from e_office.submissions import queries
from e_office.submissions.models import Appraisal, Dossier


@dataclass(frozen=True)
class Dossiers:
    """The sections of the desk that tell of dossiers; `back` with whether the actor put them together."""

    to_decide: Sequence[Dossier] = ()
    to_consent: Sequence[Dossier] = ()
    to_examine: Sequence[Dossier] = ()
    to_register: Sequence[Dossier] = ()
    back: Sequence[tuple[Dossier, bool]] = ()
    appraisals: Sequence[Appraisal] = ()
    requests: Sequence[MeetingRequest] = ()
    """Meetings registered with the leadership that the actor examines or decides on."""

    @property
    def named(self) -> int:
        """What is for the person by name."""
        mine = sum(by_name for _row, by_name in self.back)
        return len(self.to_decide) + len(self.to_consent) + len(self.to_examine) + mine + len(self.requests)

    @property
    def for_unit(self) -> int:
        """What is for the unit; those to be registered are counted among the arrivals already."""
        return len(self.appraisals) + sum(not by_name for _row, by_name in self.back)


READS = (
    queries.before_leader, queries.awaiting_consent, queries.to_examine, queries.to_register, queries.back_with_us,
    queries.to_appraise, waiting_requests,
)  # fmt: skip


def dossiers_of(waiting: Waiting) -> Dossiers:
    """Everything of dossiers that waits for the actor or the actor's agency."""
    before = waiting.read(queries.before_leader)
    known = {row.id for row in before}
    return Dossiers(
        to_decide=before,
        to_consent=[row for row in waiting.read(queries.awaiting_consent) if row.id not in known],
        to_examine=waiting.read(queries.to_examine),
        to_register=waiting.read(queries.to_register),
        back=waiting.read(queries.back_with_us),
        appraisals=waiting.read(queries.to_appraise),
        requests=waiting.read(waiting_requests),
    )


def in_view(found: Dossiers, view: str) -> Dossiers:
    """What a view of the desk shows of it: `named`, `unit`, or anything else for both."""
    if view == "named":
        mine = [pair for pair in found.back if pair[1]]
        return Dossiers(found.to_decide, found.to_consent, found.to_examine, back=mine, requests=found.requests)
    if view == "unit":
        others = [pair for pair in found.back if not pair[1]]
        return Dossiers(to_register=found.to_register, back=others, appraisals=found.appraisals)
    return found
