"""Beginning the next meeting of a series (M18): a draft with what is inherited, and what is not, told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from e_office.core import audit
from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.meetings import drafts, policy
from e_office.meetings.agenda import service as agenda
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.facts import as_kept, lock_meeting
from e_office.meetings.groups.queries import open_units
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.series.inviting import remember_group
from e_office.meetings.series.models import InvitedGroup, SeriesLink
from e_office.meetings.series.queries import followers_of, last_not_called_off, link_of
from e_office.meetings.series.rules import group_change, next_problems
from e_office.people.models import Unit
from e_office.people.queries import is_open, persons_holding

NOT_BEGUN = msg("Chưa soạn được phiên tiếp theo")
APPROVAL = "Thông qua biên bản phiên họp ngày"
"""Item 1 of the next meeting; what is printed is Vietnamese."""


def begin_next(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """A draft that follows an issued meeting: who is invited, chair, place, form and agenda without papers.

    Item 1 approves the minutes of the last meeting that was not called off. Who is not there any more is left out,
    and the writer is told; so are changes of the groups that were invited.

    :raises NotAllowed: for who does not organise it; :raises Refused: by `next_problems`.
    """
    before = lock_meeting(office, meeting_id)
    require(policy.may_edit(actor, before), "write invitation", before)
    drafted = any(one.state == MeetingState.DRAFT for one in followers_of(office, before.id))
    refuse_if(next_problems(issued=before.issued_at is not None, drafted=drafted), NOT_BEGUN)
    meeting = drafts.begin(office, actor, before.unit_id)
    facts, posts = _inherited(office, before, meeting.contact)
    drafts.save(office, actor, meeting.id, facts)
    there = {one.id: _is_there(office, one) for one in before.invitees}
    drafts.invite(office, actor, meeting.id, [_wanted(one) for one in before.invitees if there[one.id]])
    told: dict[str, Any] = {"posts": posts, "groups": _groups(office, before, meeting)}
    told["dropped"] = [_name(one) for one in before.invitees if not there[one.id]]
    office.session.add(SeriesLink(meeting_id=meeting.id, after_id=before.id, told=told))
    _skeleton(office, actor, before, meeting)
    audit.record(office, actor, "began", "meeting", meeting.id, msg("soạn phiên tiếp theo của chuỗi họp"))
    return meeting


def _inherited(office: Office, before: Meeting, contact: str) -> tuple[DraftFacts, list[str]]:
    """What the new form says, and the names of those who hold their post no more."""
    kept = as_kept(before)
    leading = {person.id for person in persons_holding(office, LEADING_ROLES, before.unit_id)}
    gone = [one.name for one in (before.chair, before.signer) if one is not None and one.id not in leading]
    unit = before.preparing_unit
    still = unit is not None and is_open(unit, office.today())
    if unit is not None and not still:
        gone.append(unit.name)
    link = link_of(office, before.id)
    earlier = link.after.starts_at if link else None
    gap = before.starts_at - earlier if before.starts_at and earlier else timedelta()
    start = before.starts_at + gap if before.starts_at and gap > timedelta() else None
    facts = DraftFacts(
        purpose=kept.purpose, chair_id=kept.chair_id if kept.chair_id in leading else None,
        signer_id=kept.signer_id if kept.signer_id in leading else None,
        preparing_unit_id=kept.preparing_unit_id if still else None,
        starts_at=start if start and start > office.clock.now() else None,
        form=kept.form, length=kept.length, place=kept.place, bridge=kept.bridge, nature=kept.nature,
        contact=contact, requirements=kept.requirements,
    )  # fmt: skip
    return facts, list(dict.fromkeys(gone))


def _is_there(office: Office, invitee: Invitee) -> bool:
    """Whether the unit exists today, and the person still has a post in it."""
    today = office.today()
    if not is_open(invitee.unit, today):
        return False
    if invitee.person is None:
        return True
    posts = (post for post in invitee.person.posts if post.unit_id == invitee.unit_id)
    return invitee.person.active and any(post.ends_on is None or post.ends_on >= today for post in posts)


def _wanted(invitee: Invitee) -> drafts.Wanted:
    unit_id = None if invitee.person_id else invitee.unit_id
    return drafts.Wanted(unit_id=unit_id, person_id=invitee.person_id, capacity=invitee.capacity, leader=invitee.leader)


def _name(invitee: Invitee) -> str:
    return f"{invitee.person.name}, {invitee.unit.name}" if invitee.person else invitee.unit.name


def _groups(office: Office, before: Meeting, meeting: Meeting) -> list[dict[str, Any]]:
    """What has changed in the groups that were invited, by name; remembered anew for the meeting after this one."""
    told = []
    for row in office.session.scalars(select(InvitedGroup).filter_by(meeting_id=before.id).order_by(InvitedGroup.id)):
        if row.group.ended_at is not None:
            told.append({"name": row.group.name, "added": [], "gone": [], "ended": True})
            continue
        now = [unit.id for unit in open_units(office, row.group)]
        remember_group(office, meeting.id, row.group_id, now)
        if change := group_change(row.unit_ids, now):
            added, gone = _names(office, change.added), _names(office, change.gone)
            told.append({"name": row.group.name, "added": added, "gone": gone, "ended": False})
    return told


def _names(office: Office, unit_ids: frozenset[int]) -> list[str]:
    return [office.session.get_one(Unit, unit_id).name for unit_id in sorted(unit_ids)]


def _skeleton(office: Office, actor: Actor, before: Meeting, meeting: Meeting) -> None:
    """Titles, units and minutes of the items, no papers and no lists; first the approval of the last minutes."""
    made = []
    for item in items_of(office, before):
        if item.of_meeting_id is None:
            unit_id = item.unit_id if item.unit and is_open(item.unit, office.today()) else None
            new = agenda.add_item(office, actor, meeting.id, item.title)
            made.append(agenda.ItemFacts(id=new.id, title=item.title, unit_id=unit_id, minutes=item.minutes))
    if made:
        agenda.save_items(office, actor, meeting.id, made)
    else:
        agenda.add_item(office, actor, meeting.id, before.purpose[:1].upper() + before.purpose[1:])
    held = last_not_called_off(office, before)
    if held is not None and held.starts_at is not None:
        title = f"{APPROVAL} {local(held.starts_at):%d/%m/%Y}"
        agenda.add_item(office, actor, meeting.id, title, of_meeting_id=held.id, first=True)
