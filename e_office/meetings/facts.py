"""What rows say to the rules: the facts of an invitation, its papers, and the judge of the moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES
from e_office.core.problems import NotFound, Problem, msg
from e_office.meetings.draft_facts import DraftFacts, InviteeChange
from e_office.meetings.groups.queries import asks_leader
from e_office.meetings.log import instant_for
from e_office.meetings.models import Conclusion, Invitee, Meeting, MeetingState, Paper, PaperState
from e_office.meetings.requests.needs import needs_of
from e_office.meetings.rules import (
    RULE_SETS,
    InvitationFacts,
    InviteeFacts,
    Judge,
    PaperFacts,
)
from e_office.meetings.rules_conclusion import conclusion_problems
from e_office.meetings.rules_form import Where
from e_office.meetings.rules_order import Ordered, order_covers, order_ends
from e_office.meetings.rules_time import CHAIR_BUSY, latest_issue
from e_office.people.acting import actor_for
from e_office.people.models import Person, Unit
from e_office.people.queries import agency_of, holidays

IN_FORCE = (PaperState.DRAFT, PaperState.SUBMITTED, PaperState.APPROVED, PaperState.DISTRIBUTED)
AGREED = (PaperState.APPROVED, PaperState.DISTRIBUTED)


def judge_of(office: Office, meeting: Meeting) -> Judge:
    """The instant, the meeting's rule set and the holiday table.

    An act makes one after it has locked the meeting; what is refused, logged and noted then bears one instant.
    """
    return Judge(instant_for(office, meeting), RULE_SETS[meeting.rules], holidays(office))


def is_ordered(meeting: Meeting) -> bool:
    """Whether the chair's order for an extraordinary meeting covers this one as it is (M9)."""
    return order_covers(meeting.order_for, meeting.starts_at)


def order_behind(office: Office, meeting: Meeting, sent_at: datetime) -> str:
    """The reason of the order by which something went out at an instant too late for M2; empty where it was in time."""
    if meeting.starts_at is None or not is_ordered(meeting):
        return ""
    in_time = sent_at <= latest_issue(meeting.starts_at, RULE_SETS[meeting.rules], holidays(office))
    return "" if in_time else meeting.order_reason


def is_ordered_as(meeting: Meeting, said: DraftFacts) -> bool:
    """Whether the order would still cover it once it is kept as the form says."""
    before = Ordered(meeting.chair_id, meeting.purpose, meeting.starts_at)
    ends = order_ends(before, Ordered(said.chair_id, said.purpose, said.starts_at), meeting.order_for)
    return not ends and order_covers(meeting.order_for, said.starts_at)


def invitation_facts(office: Office, meeting: Meeting, typed: DraftFacts | None = None) -> InvitationFacts:
    """The invitation as the rules see it; with `typed` as the form says it, kept or not."""
    said = typed or as_kept(meeting)
    return InvitationFacts(
        purpose=said.purpose,
        chair=_name(office, Person, said.chair_id),
        starts_at=said.starts_at,
        where=Where(said.form, said.place, said.bridge),
        length=said.length,
        nature=said.nature,
        consults=said.consults,
        headed_by_owner=not said.consults or _heads(office, said.chair_id, said.preparing_unit_id),
        preparing_unit=_name(office, Unit, said.preparing_unit_id),
        signer=_name(office, Person, said.signer_id),
        contact=said.contact,
        invitees=[_invitee_facts(office, one, said.invitees.get(one.id)) for one in meeting.invitees],
        papers=[paper_facts(meeting, paper, said.chair_id) for paper in papers_in_force(meeting)],
        other_starts=other_starts(office, meeting, said.chair_id),
        ordered=is_ordered_as(meeting, said),
        needs=needs_of(office, meeting, {key: (one.capacity, one.leader) for key, one in said.invitees.items()}),
    )


def _invitee_facts(office: Office, invitee: Invitee, typed: InviteeChange | None) -> InviteeFacts:
    capacity, ticked = (typed.capacity, typed.leader) if typed else (invitee.capacity, invitee.leader)
    name = invitee.person.name if invitee.person else invitee.unit.short_name or invitee.unit.name
    return InviteeFacts(name, asks_leader(office, invitee.person, capacity, ticked))


def as_moved(meeting: Meeting, starts_at: datetime | None, where: Where, length: int | None = None) -> DraftFacts:
    """The meeting as it would be at another hour or place; without `length` (minutes) it lasts as long as it did."""
    there = {"form": where.form, "place": where.place, "bridge": where.bridge, "length": length or meeting.length}
    return replace(as_kept(meeting), starts_at=starts_at, **there)


def as_kept(meeting: Meeting) -> DraftFacts:
    """The row as the form would say it."""
    return DraftFacts(
        purpose=meeting.purpose,
        chair_id=meeting.chair_id,
        preparing_unit_id=meeting.preparing_unit_id,
        starts_at=meeting.starts_at,
        form=str(meeting.form),
        length=meeting.length,
        place=meeting.place,
        bridge=meeting.bridge,
        nature=str(meeting.nature) if meeting.nature else None,
        consults=meeting.consults,
        contact=meeting.contact,
        requirements=meeting.requirements,
        signer_id=meeting.signer_id,
    )


def _heads(office: Office, person_id: int | None, unit_id: int | None) -> bool:
    """Whether somebody leads the agency of a unit today; what is not chosen yet is missed elsewhere."""
    person, unit = (office.session.get(Person, person_id) if person_id else None), unit_id
    if person is None or unit is None:
        return True
    owner = agency_of(office.session.get_one(Unit, unit)).id
    return actor_for(office, person).holds(*LEADING_ROLES, agency_id=owner)


def where_of(meeting: Meeting) -> Where:
    """Form, room and bridge as they are kept."""
    return Where(str(meeting.form), meeting.place, meeting.bridge)


def _name(office: Office, kind: type[Person] | type[Unit], row_id: int | None) -> str:
    row: Person | Unit | None = office.session.get(kind, row_id) if row_id else None  # type: ignore[assignment]
    return row.name if row else ""


def papers_in_force(meeting: Meeting) -> list[Paper]:
    """Papers that were not replaced by another."""
    return [paper for paper in meeting.papers if paper.state in IN_FORCE]


def papers_sent(meeting: Meeting) -> list[Paper]:
    """Papers the invitees have, in force."""
    return [paper for paper in meeting.papers if paper.state == PaperState.DISTRIBUTED]


def in_force_before(meeting: Meeting, paper: Paper) -> list[Paper]:
    """The versions of a paper that invitees have before it is sent, the last one at the end; mostly one or none."""
    return [one for one in _sent_versions(meeting, paper) if one.state == PaperState.DISTRIBUTED and one is not paper]


def successors(meeting: Meeting) -> dict[int, Paper]:
    """Id of a paper that was sent -> the version that was sent next in its place."""
    found: dict[int, Paper] = {}
    for paper in meeting.papers:
        versions = _sent_versions(meeting, paper)
        found |= {old.id: new for old, new in pairwise(versions)}
    return found


def _sent_versions(meeting: Meeting, paper: Paper) -> list[Paper]:
    """All versions of a paper that were sent, in that order; what was replaced unsent only links them."""
    first = _first_version(paper)
    sent = [(one.distributed_at, one.id, one) for one in meeting.papers if one.distributed_at]
    return [one for _, _, one in sorted(sent) if _first_version(one) is first]


def _first_version(paper: Paper) -> Paper:
    while paper.replaces is not None:
        paper = paper.replaces
    return paper


def paper_facts(meeting: Meeting, paper: Paper, chair_id: int | None) -> PaperFacts:
    """A paper as the rules see it under that chair; its place is counted among those in force."""
    in_force = papers_in_force(meeting)
    return PaperFacts(
        id=paper.id,
        place=in_force.index(paper) + 1 if paper in in_force else 0,
        title=paper.title,
        sha256=paper.file.sha256,
        agreed_sha256=paper.approved_sha256 if paper.state in AGREED else None,
        agreed_by_chair=paper.approved_by_id is not None and paper.approved_by_id == chair_id,
        submitted=paper.state == PaperState.SUBMITTED,
    )


def other_starts(office: Office, meeting: Meeting, chair_id: int | None) -> list[datetime]:
    """When the chair's other issued meetings begin: those to come, and one that has just begun."""
    if chair_id is None:
        return []
    query = select(Meeting.starts_at).where(
        Meeting.chair_id == chair_id,
        Meeting.state == MeetingState.ISSUED,
        Meeting.id != meeting.id,
        Meeting.starts_at > office.clock.now() - CHAIR_BUSY,
    )
    return [start for start in office.session.scalars(query.order_by(Meeting.starts_at)) if start is not None]


def conclusion_problems_of(conclusion: Conclusion, now: datetime) -> list[Problem]:
    """What keeps this conclusion back at `now`."""
    meeting = conclusion.meeting
    items = [(item.text, item.lead_unit.name if item.lead_unit else "") for item in conclusion.items]
    return list(
        conclusion_problems(
            start=meeting.starts_at or now,
            now=now,
            items=items,
            assessment=conclusion.assessment,
            proposals=conclusion.proposals,
            signer=conclusion.signer.name if conclusion.signer else "",
        )
    )


def closed_problems_of(meeting: Meeting) -> list[Problem]:
    """Whether this meeting has no conclusion notice to write: it is not issued, or the notice is (M14)."""
    if meeting.state != MeetingState.ISSUED:
        return [Problem("not_issued", msg("Chỉ cuộc họp đã phát hành giấy mời mới có thông báo kết luận."))]
    if meeting.conclusion is not None and meeting.conclusion.issued_at is not None:
        return [Problem("concluded", msg("Thông báo kết luận đã phát hành, không sửa được nữa."))]
    return []


def lock_meeting(office: Office, meeting_id: int) -> Meeting:
    """The meeting, its row locked until the commit, as it is now.

    :raises NotFound: where there is none.
    """
    meeting = office.session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if meeting is None:
        raise NotFound
    office.session.expire(meeting, ["invitees", "papers", "conclusion"])
    return meeting
