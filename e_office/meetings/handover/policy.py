"""Who hands a drafted conclusion notice to the Office, and who gives it back."""

from __future__ import annotations

from e_office.core.permission import Actor
from e_office.meetings import policy as meetings
from e_office.meetings.models import Meeting


def may_hand_over(actor: Actor, meeting: Meeting) -> bool:
    """The unit that prepared the content and drafts the notice; who may issue it has nobody to hand it to (M14)."""
    return meetings.may_conclude(actor, meeting) and not meetings.may_issue_conclusion(actor, meeting)


def may_return(actor: Actor, meeting: Meeting) -> bool:
    """Whoever may issue it: the inviting agency's organisers."""
    return meetings.may_issue_conclusion(actor, meeting)
