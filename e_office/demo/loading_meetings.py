"""Loading planned meetings: drafted, agreed, issued, opened and answered through the room's own services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from e_office.core.permission import Actor
from e_office.demo.facts import PlannedDocument, PlannedInvitee, PlannedMeeting
from e_office.demo.loading_documents import Loaded, check_number
from e_office.demo.models import DemoItem
from e_office.demo.people import by_login
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY, SECTIONS
from e_office.exchange import service as exchange
from e_office.exchange.models import Dispatch
from e_office.meetings import consent, drafts, issuing, receipts
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.models import Invitee, Meeting, Nature
from e_office.registry.service import IncomingFacts

APART = timedelta(hours=2)
"""How far apart two meetings of one chair begin at least."""
BEFORE = timedelta(minutes=6)
"""How long before the issue the Chief of Office records an order."""
AFTER = timedelta(minutes=14)
"""How long after the opening a clerk puts an invitation into the register."""


def load_meeting(cast: Cast, item: PlannedMeeting, files: Loaded) -> int:
    """Draft, agree, issue, open and answer as planned; gives the meeting."""
    office, actor = cast.at(item.drafted_at), writer(cast, item)
    meeting = drafts.begin(office, actor, cast.units[item.convener])
    drafts.save(office, actor, meeting.id, _facts(cast, item))
    wanted = [
        drafts.Wanted(unit_id=cast.units[one.unit], capacity=one.capacity, leader=one.leader) for one in item.invitees
    ]
    drafts.invite(office, actor, meeting.id, wanted)
    _papers(cast, item, meeting, files)
    if item.issued_at:
        _issue(cast, item, meeting)
        _receive(cast, item, meeting)
    return meeting.id


def writer(cast: Cast, item: PlannedMeeting) -> Actor:
    """Who writes the invitation: the section's specialist in the province's office, the clerk elsewhere."""
    if item.drafter in SECTIONS:
        return cast.actor(f"chuyenvien.{item.drafter.lower()}")
    return cast.clerk(item.convener)


def _facts(cast: Cast, item: PlannedMeeting) -> DraftFacts:
    return DraftFacts(
        purpose=item.purpose,
        chair_id=cast.persons[item.chair],
        preparing_unit_id=cast.units[item.preparing_unit],
        starts_at=_free_start(cast, item),
        place=item.place,
        bridge=item.bridge,
        nature=Nature.IMPORTANT if item.important else Nature.ORDINARY,
        contact=item.contact,
        signer_id=cast.persons[item.signer] if item.signer in by_login() else None,
    )


def _free_start(cast: Cast, item: PlannedMeeting) -> datetime:
    """The planned start, or the next one two hours later at which the chair has no other meeting."""
    query = select(Meeting.starts_at).where(Meeting.chair_id == cast.persons[item.chair])
    taken = [start for start in cast.office.session.scalars(query) if start]
    start = item.starts_at
    while any(abs(start - other) < APART for other in taken):
        start += APART
    return start


def _papers(cast: Cast, item: PlannedMeeting, meeting: Meeting, files: Loaded) -> None:
    actor = writer(cast, item)
    for planned, file in zip(item.papers, files, strict=True):
        office = cast.at(planned.submitted_at)
        paper = drafts.put_paper(office, actor, meeting.id, file, title=planned.title)
        consent.submit(office, actor, meeting.id, [paper.id])
        if planned.approved_at:
            consent.agree(cast.at(planned.approved_at), cast.actor(item.chair), paper.id, file.sha256)


def _issue(cast: Cast, item: PlannedMeeting, meeting: Meeting) -> None:
    assert item.issued_at is not None  # the caller has looked
    if item.order_reason:
        chief = cast.actor("chanhvp")
        issuing.record_order(cast.at(item.issued_at - BEFORE), chief, meeting.id, item.order_reason)
    issued = issuing.issue_invitation(cast.at(item.issued_at), writer(cast, item), meeting.id)
    assert issued.meeting.document is not None
    check_number(item.code, issued.meeting.document)


def _receive(cast: Cast, item: PlannedMeeting, meeting: Meeting) -> None:
    """What each invitee did with the invitation and its papers."""
    rows = {row.unit_id: row for row in meeting.invitees}
    for planned in item.invitees:
        if planned.opened_at and planned.opened_by:
            _open(cast, planned, meeting, rows[cast.units[planned.unit]])


def _open(cast: Cast, planned: PlannedInvitee, meeting: Meeting, row: Invitee) -> None:
    assert planned.opened_at is not None  # the caller has looked
    actor = cast.actor(planned.opened_by)
    receipts.open_invitation(cast.at(planned.opened_at), actor, meeting.id)
    for paper, opened_at in zip(meeting.papers, planned.papers_opened, strict=False):
        if opened_at:
            receipts.open_paper(cast.at(opened_at), actor, meeting.id, paper.id)
    if planned.answer and planned.answered_at:
        office = cast.at(planned.answered_at)
        receipts.answer(office, actor, meeting.id, row.id, planned.answer, planned.reason)


def meeting_arrivals(
    cast: Cast, items: Sequence[PlannedDocument | PlannedMeeting]
) -> list[tuple[datetime, str, Callable[[], None]]]:
    """The registering of opened invitations by their recipients' clerks, with the hour and a key of its own."""
    meetings = dict(cast.office.session.execute(select(DemoItem.key, DemoItem.meeting_id)).tuples().all())
    acts = []
    for item in items:
        if not isinstance(item, PlannedMeeting) or not item.issued_at:
            continue
        for planned in item.invitees:
            if planned.opened_at and BY_KEY[planned.unit].is_agency and planned.unit != item.convener:
                when = planned.opened_at + AFTER
                acts.append((when, f"{item.key}>{planned.unit}", _registering(cast, meetings[item.key], planned, when)))
    return acts


def _registering(cast: Cast, meeting_id: int | None, planned: PlannedInvitee, when: datetime) -> Callable[[], None]:
    def register() -> None:
        unit_id = cast.units[planned.unit]
        document_id = cast.office.session.get_one(Meeting, meeting_id).document_id
        query = select(Dispatch).filter_by(document_id=document_id, unit_id=unit_id)
        dispatch = cast.office.session.scalars(query).one_or_none()
        if dispatch is None:
            return
        facts = IncomingFacts(unit_id=unit_id, document=exchange.facts_of(dispatch.document), handler_unit_id=unit_id)
        exchange.register_arrival(cast.at(when), cast.clerk(planned.unit), dispatch.id, facts)

    return register
