"""Loading planned conclusions through the meetings' own service."""

from __future__ import annotations

from e_office.demo.facts import PlannedDocument
from e_office.demo.people import by_login
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY
from e_office.meetings import conclusions
from e_office.meetings.models import Meeting


def issue_conclusion(cast: Cast, item: PlannedDocument) -> int | None:
    """Write and issue a conclusion notice; gives its document."""
    planned = item.conclusion
    assert planned is not None  # the caller has looked
    meeting_id = cast.meetings[planned.meeting]
    meeting = cast.office.session.get_one(Meeting, meeting_id)
    office, actor = cast.at(item.issued_at), cast.actor(cast.login_of(meeting.created_by_id))
    facts = conclusions.ConclusionFacts(
        assessment="\n".join(planned.assessment),
        proposals="\n".join(f"{asked}: {answer}" for asked, answer in planned.proposals),
        present=planned.present,
        reported_by=BY_KEY[planned.reporter].name,
        signer_id=cast.persons[item.signer] if item.signer in by_login() else None,
        items=[
            conclusions.ItemFacts(
                text=task.text,
                lead_unit_id=cast.units[task.lead],
                with_units="; ".join(BY_KEY[key].name for key in task.coordinators),
                due_on=task.due,
            )
            for task in planned.items
        ],
    )
    conclusions.save_conclusion(office, actor, meeting_id, facts)
    return conclusions.issue_conclusion(office, actor, meeting_id).document_id
