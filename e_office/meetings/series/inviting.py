"""Inviting by a pressed button, and remembering the group it stands for: the next meeting tells what changed in it."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.drafts import invite
from e_office.meetings.picking import number_of, wanted_from
from e_office.meetings.series.models import InvitedGroup


def invite_picked(
    office: Office, actor: Actor, meeting_id: int, agency_id: int, picked: str, capacity: str, leader: bool
) -> None:
    """Invite whom a button stands for; see `picking.wanted_from`."""
    wanted = wanted_from(office, agency_id, picked, capacity, leader)
    invite(office, actor, meeting_id, wanted)
    group_id = number_of(picked[1:]) if picked.startswith("g") else None
    if group_id is not None and wanted:
        remember_group(office, meeting_id, group_id, [one.unit_id for one in wanted if one.unit_id is not None])


def remember_group(office: Office, meeting_id: int, group_id: int, unit_ids: list[int]) -> None:
    """Keep which units a group stood for when it was invited."""
    row = office.session.scalar(select(InvitedGroup).filter_by(meeting_id=meeting_id, group_id=group_id))
    if row is None:
        office.session.add(InvitedGroup(meeting_id=meeting_id, group_id=group_id, unit_ids=unit_ids))
    else:
        row.unit_ids = unit_ids
