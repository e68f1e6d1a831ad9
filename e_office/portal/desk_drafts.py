"""What drafting puts on the desk: to sign, to decide, to write anew, to issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from e_office.core.asking import Waiting
from e_office.core.office import Office
from e_office.drafting import queries as drafting
from e_office.drafting.choices import clocks
from e_office.drafting.models import Draft
from e_office.drafting.rules_time import Clock


@dataclass(frozen=True)
class Drafts:
    """What drafting asks of somebody: to sign, decide, write anew, issue; and the clocks of what is to be issued."""

    to_sign: Sequence[Draft]
    to_decide: Sequence[Draft]
    returned: Sequence[Draft]
    to_issue: Sequence[Draft]
    clocks: Mapping[int, Clock]

    @property
    def named(self) -> int:
        """What is for the person by name."""
        return len(self.to_sign) + len(self.to_decide) + len(self.returned)

    def seen(self, view: str) -> Drafts:
        """Of these what the view shows: by name, for the unit, or both."""
        if view == "named":
            return replace(self, to_issue=())
        return replace(self, to_sign=(), to_decide=(), returned=()) if view == "unit" else self


READS = (drafting.awaiting_signature, drafting.awaiting_decision, drafting.returned_to, drafting.awaiting_issue)


def drafts_of(office: Office, waiting: Waiting) -> Drafts:
    """What drafting asks of this person."""
    to_issue = waiting.read(drafting.awaiting_issue)
    return Drafts(
        waiting.read(drafting.awaiting_signature),
        waiting.read(drafting.awaiting_decision),
        waiting.read(drafting.returned_to),
        to_issue,
        clocks(office, to_issue),
    )
