"""Commands of meetings: who received and read an invitation."""

from __future__ import annotations

from typing import Any

import click

from e_office.core.commands import Group, as_json, office_here, print_rows
from e_office.core.formats import format_moment
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.receipts_table import Row, Table, table_of

meeting_group = Group("meeting", help="Invitations and their receipts.")


@meeting_group.command("receipts")
@click.argument("meeting_id", type=int)
@as_json
def receipts(meeting_id: int, as_json: bool) -> None:
    """Print who received, opened, read and answered; fails where there is no such issued meeting."""
    office = office_here()
    meeting = office.session.get(Meeting, meeting_id)
    if meeting is None or meeting.state == MeetingState.DRAFT:
        raise click.ClickException(f"no issued meeting has the id {meeting_id}")
    table = table_of(office, meeting)
    print_rows([_row(row, table, as_json) for row in table.rows], as_json)


def _row(row: Row, table: Table, as_json: bool) -> dict[str, Any]:
    invitee = row.invitee
    facts: dict[str, Any] = {
        "invitee": invitee.person.name if invitee.person else invitee.unit.name,
        "capacity": invitee.capacity,
        "delivered_at": invitee.delivered_at,
        "opened_at": row.opened_at,
        "papers": {paper.id: row.papers.get(paper.id) for paper in table.papers},
        "answer": str(invitee.answer) if invitee.answer else None,
        "comes": row.comes or None,
        "standing": row.standing.value,
        "late_seconds": max((late.by.total_seconds() for late in row.late.values()), default=0),
    }
    if as_json:
        return facts | {"papers": {key: str(value) if value else None for key, value in facts["papers"].items()}}
    read = sum(value is not None for value in facts["papers"].values())
    shown = {name: format_moment(facts[name]) if facts[name] else "-" for name in ("delivered_at", "opened_at")}
    late = "LATE" if row.late else ""
    shown |= {"answer": facts["answer"] or "-", "comes": facts["comes"] or "-", "late_seconds": late}
    return facts | shown | {"papers": f"{read}/{len(table.papers)}"}
