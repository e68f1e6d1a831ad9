"""Conclusions to test with, issued by the same use cases the screens call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings import service
from e_office.meetings.agenda import service as agenda
from e_office.meetings.models import Meeting
from e_office.meetings.tasks.models import ConclusionTask
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World


def conclude(office: Office, world: World, meeting_id: int, items: Sequence[dict[str, Any]] = ({},)) -> list[int]:
    """Issue the conclusion of a meeting that is over; gives the ids of its tasks.

    Each of `items` changes a task that the department of industry leads with a district and a department beside it.
    """
    usual = {
        "text": "Hoàn thành đo đạc 214 hộ xã Kỳ Lợi", "lead_unit_id": world.units["sct"],
        "with_units": "UBND huyện Kỳ Anh; Sở Tài chính",
    }  # fmt: skip
    facts = service.ConclusionFacts(
        assessment="Tiến độ đạt yêu cầu.", signer_id=world.persons["chanhvanphong"],
        items=[service.ItemFacts(**usual | dict(one)) for one in items],
    )  # fmt: skip
    writer = world.actor("chuyenvien")
    with office.transaction() as session:
        service.save_conclusion(office, writer, meeting_id, facts)
        service.issue_conclusion(office, writer, meeting_id)
        query = select(ConclusionTask.id).filter_by(meeting_id=meeting_id).order_by(ConclusionTask.id)
        return list(session.scalars(query))


def concluded_task(office: Office, world: World) -> int:
    """A task of a meeting that is over, while the clock stands still; only the department of resources was invited."""
    purpose, ahead = "Họp rà soát nguồn vốn thu hồi đất", timedelta(hours=75)
    meeting_id = make_issued(office, world, papers=(), invited=("stnmt",), purpose=purpose, ahead=ahead)
    with office.transaction() as session:
        session.get_one(Meeting, meeting_id).starts_at = office.clock.now() - timedelta(hours=2)
    return conclude(office, world, meeting_id, [{"with_units": ""}])[0]


def with_agenda(office: Office, world: World, titles: Sequence[str], **changes: Any) -> tuple[int, list[int]]:
    """An issued meeting whose items have a paper each, in their order; gives its id and those of the items."""
    papers = [f"Báo cáo {title}.txt" for title in titles]
    meeting_id = make_draft(office, world, papers=papers, **changes)
    writer = world.actor("chuyenvien")
    with office.transaction() as session:
        added = [agenda.add_item(office, writer, meeting_id, title) for title in titles]
        kept = session.get_one(Meeting, meeting_id).papers
        facts = [
            agenda.ItemFacts(id=item.id, title=item.title, unit_id=item.unit_id, paper_ids=[paper.id])
            for item, paper in zip(added, kept, strict=True)
        ]
        agenda.save_items(office, writer, meeting_id, facts)
        ids = [item.id for item in added]
    with office.transaction():
        service.issue_invitation(office, writer, meeting_id)
    return meeting_id, ids
