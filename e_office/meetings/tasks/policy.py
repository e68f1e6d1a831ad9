"""Who sees a task of a conclusion, who reports it done, who confirms."""

from __future__ import annotations

from e_office.core.permission import Actor
from e_office.meetings import policy as meetings
from e_office.meetings.tasks.models import ConclusionTask


def has_part(actor: Actor, task: ConclusionTask) -> bool:
    """Whether a unit of the actor leads the task or co-operates in it."""
    units = {task.lead_unit_id} | {one.unit_id for one in task.helpers}
    return not units.isdisjoint(actor.reading_units())


def may_follow(actor: Actor, task: ConclusionTask) -> bool:
    """See every step of it: the units that have a part, the meeting's organisers, its chair, the agency's leaders."""
    return has_part(actor, task) or meetings.may_see_receipts(actor, task.meeting)


def may_report(actor: Actor, task: ConclusionTask) -> bool:
    """Report it done: the unit that leads."""
    return task.lead_unit_id in actor.reading_units()


def may_decide(actor: Actor, task: ConclusionTask) -> bool:
    """Confirm or send back: the organisers of the agency that gave it, and the chair who concluded."""
    return meetings.may_issue_conclusion(actor, task.meeting) or meetings.may_agree(actor, task.meeting)
