"""What the next meeting of a series inherits from the last (M18), and what it cannot, told to its writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from e_office.core import audit
from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, require
from e_office.core.problems import msg
from e_office.meetings import drafts, policy
from e_office.meetings.agenda import service as agenda
from e_office.meetings.agenda.queries import items_of
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.facts import as_kept, lock_meeting
from e_office.meetings.groups.queries import open_units
from e_office.meetings.leadership.becoming import keep_restricted
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.series.inviting import remember_group
from e_office.meetings.series.models import InvitedGroup, SeriesLink
from e_office.meetings.series.queries import link_of, minutes_before
from e_office.meetings.series.rules import group_change
from e_office.people.models import Unit
from e_office.people.queries import is_open, persons_holding

APPROVAL = "Thông qua biên bản phiên họp ngày"
"""Item 1 of the next meeting; what is printed is Vietnamese."""


def follow(
    office: Office, actor: Actor, like: Meeting, after: Meeting, *,
    starts_at: datetime | None = None, planned_on: date | None = None,
) -> Meeting:  # fmt: skip
    """A draft that follows `after` with what is inherited from `like`; without a start the one their gap suggests.

    Who is not there any more is left out, and the writer is told; so are changes of the groups that were invited,
    and that it is restricted as the last was.
    """
    meeting = drafts.begin(office, actor, like.unit_id)
    facts, posts = _inherited(office, like, meeting.contact)
    drafts.save(office, actor, meeting.id, replace(facts, starts_at=starts_at or facts.starts_at))
    there = {one.id: _is_there(office, one) for one in like.invitees}
    drafts.invite(office, actor, meeting.id, [_wanted(one) for one in like.invitees if there[one.id]])
    told: dict[str, Any] = {"posts": posts, "groups": _groups(office, like, meeting)}
    told["dropped"] = [_name(one) for one in like.invitees if not there[one.id]]
    office.session.add(SeriesLink(meeting_id=meeting.id, after_id=after.id, planned_on=planned_on, told=told))
    keep_restricted(office, like, meeting)
    office.session.flush()  # item 1 asks what the meeting follows
    _skeleton(office, actor, like, meeting)
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
        consults=kept.consults, contact=contact, requirements=kept.requirements,
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
    held = minutes_before(office, meeting, drafted=True)
    if held is not None:
        agenda.add_item(office, actor, meeting.id, _approval(held), of_meeting_id=held.id, first=True)


def settle_minutes(office: Office, actor: Actor, meeting_id: int, *, issuing: bool = False) -> None:
    """Let item 1 of a draft approve the minutes of the last meeting, which may have been moved or called off since.

    While a series planned ahead is written that may be a draft; an issued invitation names none. An item that was
    taken off the agenda stays off, and a title written anew stays as it is.

    :raises NotAllowed: for who may not write the draft; what was issued is left alone.
    """
    if link_of(office, meeting_id) is None:
        return
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_edit(actor, meeting), "write invitation", meeting)
    item = next((one for one in items_of(office, meeting) if one.of_meeting_id is not None), None)
    if meeting.state != MeetingState.DRAFT or item is None:
        return
    held = minutes_before(office, meeting, drafted=not issuing)
    if held is None:
        agenda.take_out(office, actor, meeting.id, item.id)
        return
    title = _approval(held) if item.title.startswith(APPROVAL) else item.title
    if (item.of_meeting_id, item.title) != (held.id, title):
        item.of_meeting_id, item.title = held.id, title
        drafts.grow_version(meeting)


def _approval(held: Meeting) -> str:
    assert held.starts_at is not None, "what has no hour is not looked for"
    return f"{APPROVAL} {local(held.starts_at):%d/%m/%Y}"
