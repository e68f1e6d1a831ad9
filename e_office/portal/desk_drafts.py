"""What drafting puts on the desk: to sign, to decide, to write anew, to issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from e_office.core.office import Office
from e_office.core.permission import Actor
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


def drafts_of(office: Office, actor: Actor) -> Drafts:
    """What drafting asks of this person."""
    to_issue = drafting.awaiting_issue(office, actor)
    return Drafts(
        drafting.awaiting_signature(office, actor),
        drafting.awaiting_decision(office, actor),
        drafting.returned_to(office, actor),
        to_issue,
        clocks(office, to_issue),
    )
