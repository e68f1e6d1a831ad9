"""What dossiers and requests to the leadership ask of somebody: to decide, examine, register, complete, appraise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.queries import in_view as requests_in_view
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


def dossiers_of(office: Office, actor: Actor) -> Dossiers:
    """Everything of dossiers that waits for the actor or the actor's agency."""
    before = queries.before_leader(office, actor)
    known = {row.id for row in before}
    return Dossiers(
        to_decide=before,
        to_consent=[row for row in queries.awaiting_consent(office, actor) if row.id not in known],
        to_examine=queries.to_examine(office, actor),
        to_register=queries.to_register(office, actor),
        back=queries.back_with_us(office, actor),
        appraisals=queries.to_appraise(office, actor),
        requests=requests_in_view(office, actor, "waiting"),
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
