"""Loading planned meetings: drafted, agreed, issued, opened and answered through the room's own services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.demo.acts import Act, Run
from e_office.demo.days import office_hour, shift
from e_office.demo.facts import PlannedInvitee, PlannedMeeting, PlannedPaper
from e_office.demo.files import meeting_paper_file
from e_office.demo.handling import Handling, handling
from e_office.demo.loading_documents import check_number, finish, register_arrival
from e_office.demo.loading_papers import preparing_acts, remark_acts
from e_office.demo.loading_requests import agree_to_invite, asks_district_leaders
from e_office.demo.people import by_login
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY, PROVINCE, SECTIONS
from e_office.documents.service import KeptFile
from e_office.meetings import consent, drafts, issuing, ordering, papers, policy, receipts
from e_office.meetings.agenda import service as agenda
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.models import Invitee, Meeting, Nature, Paper

BEFORE = timedelta(minutes=6)
"""How long before the issue the Chief of Office records an order."""
LONG_BEFORE = timedelta(minutes=20)
"""How long before the issue the Chairman agrees that leaders of districts are invited (M6)."""
AFTER = timedelta(minutes=14)
"""How long after the opening a clerk puts an invitation into the register."""
AGREED = "Sự cần thiết, phạm vi và lộ trình thực hiện."
NOT_AGREED = "Nguồn vốn: Sở Tài chính đề nghị cân đối trong dự toán năm sau, đơn vị chuẩn bị đề nghị bổ sung ngay."
TO_SETTLE = "Cơ quan chủ trì từng phần việc và thời hạn hoàn thành."
"""The three lists of M15."""
FORGOTTEN = timedelta(days=10)
"""An invitation nobody opened is registered late, by the clerk; one of these last days still waits."""


def meeting_acts(cast: Cast, item: PlannedMeeting) -> Iterator[Act]:
    """Everything that was done with a meeting, not in the order of time."""
    yield Act(item.drafted_at, item.key, lambda _files: _draft(cast, item))
    for place, paper in enumerate(item.papers):
        yield from _paper_acts(cast, item, place, paper)
    if not item.issued_at:
        yield from preparing_acts(cast, item, lambda: writer(cast, item))
        return
    if item.starts_at > cast.end:
        yield from remark_acts(cast, item, lambda: writer(cast, item))
    if item.order_reason:
        yield Act(item.issued_at - BEFORE, item.key, lambda _files: _order(cast, item))
    if asks_district_leaders(item):
        yield Act(item.issued_at - LONG_BEFORE, item.key, lambda _files: agree_to_invite(cast, item))
    yield Act(item.issued_at, item.key, lambda _files: _issue(cast, item))
    for planned in item.invitees:
        yield from _invitee_acts(cast, item, planned)


def _paper_acts(cast: Cast, item: PlannedMeeting, place: int, paper: PlannedPaper) -> Iterator[Act]:
    def put(files: Sequence[KeptFile]) -> None:
        office, actor = cast.at(paper.submitted_at), writer(cast, item)
        row = papers.put_paper(office, actor, cast.meetings[item.key], files[0], title=paper.title)
        consent.submit(office, actor, cast.meetings[item.key], [row.id])

    def agree(_files: Sequence[KeptFile]) -> None:
        row = _papers(cast, item)[place]
        consent.agree(cast.at(paper.approved_at), cast.actor(item.chair), row.id, row.file.sha256)

    yield Act(paper.submitted_at, item.key, put, lambda: [(paper.file.name, meeting_paper_file(item, paper))])
    if paper.approved_at:
        yield Act(paper.approved_at, item.key, agree)


def _invitee_acts(cast: Cast, item: PlannedMeeting, planned: PlannedInvitee) -> Iterator[Act]:
    """What one invitee did with the invitation and its papers, and how its clerk registered it."""
    if planned.opened_at:
        yield Act(planned.opened_at, item.key, lambda _files: _open(cast, item, planned))
    for place, opened_at in enumerate(planned.papers_opened):
        if opened_at:
            yield Act(opened_at, item.key, _reading(cast, item, planned, place, opened_at))
    if planned.answer and planned.answered_at:
        yield Act(planned.answered_at, item.key, lambda _files: _answer(cast, item, planned))
    registered_at = _registered_at(cast, item, planned)
    if registered_at and planned.unit != item.convener:
        done = handling(item.key, planned.unit, None, registered_at, day_of(item.starts_at), cast.today)
        yield Act(registered_at, item.key, _registering(cast, item, planned, registered_at, done))
        if done.finished_at:
            yield Act(done.finished_at, item.key, _finishing(cast, item, planned, done))


def _registered_at(cast: Cast, item: PlannedMeeting, planned: PlannedInvitee) -> datetime | None:
    if planned.opened_at:
        return min(planned.opened_at + AFTER, cast.end - AFTER)
    if item.starts_at < cast.end - FORGOTTEN:
        late = office_hour(cast.dice(item.key, planned.unit), shift(day_of(item.starts_at), 2), afternoon=False)
        return late if late < cast.end else None
    return None


def writer(cast: Cast, item: PlannedMeeting) -> Actor:
    """Who writes the invitation: the section's specialist in the province's office, the clerk elsewhere."""
    if item.drafter in SECTIONS:
        return cast.actor(f"chuyenvien.{item.drafter.lower()}")
    return cast.clerk(item.convener)


def _draft(cast: Cast, item: PlannedMeeting) -> None:
    office, actor = cast.at(item.drafted_at), writer(cast, item)
    meeting = drafts.begin(office, actor, cast.units[item.convener])
    drafts.save(office, actor, meeting.id, _facts(cast, item))
    wanted = [
        drafts.Wanted(unit_id=cast.units[one.unit], capacity=one.capacity, leader=one.leader) for one in item.invitees
    ]
    drafts.invite(office, actor, meeting.id, wanted)
    if item.starts_at > cast.end and item.convener == PROVINCE:
        _agenda(cast, office, actor, meeting.id, item)
    cast.known(item.key, meeting_id=meeting.id)


def _agenda(cast: Cast, office: Office, actor: Actor, meeting_id: int, item: PlannedMeeting) -> None:
    """Two items of a meeting to come: the report with its three lists (M15), then what is decided."""
    report = agenda.add_item(office, actor, meeting_id, f"Báo cáo của {BY_KEY[item.preparing_unit].name}")
    decision = agenda.add_item(office, actor, meeting_id, "Thảo luận, thống nhất nội dung và phân công thực hiện")
    facts = [
        agenda.ItemFacts(
            id=report.id, title=report.title, unit_id=cast.units[item.preparing_unit], minutes=45, agreed=AGREED,
            not_agreed=NOT_AGREED, to_settle=TO_SETTLE,
        ),
        agenda.ItemFacts(id=decision.id, title=decision.title, unit_id=cast.units[item.preparing_unit], minutes=60),
    ]  # fmt: skip
    agenda.save_items(office, actor, meeting_id, facts)


def _facts(cast: Cast, item: PlannedMeeting) -> DraftFacts:
    return DraftFacts(
        purpose=item.purpose,
        chair_id=cast.persons[item.chair],
        preparing_unit_id=cast.units[item.preparing_unit],
        starts_at=item.starts_at,
        length=int((item.ends_at - item.starts_at).total_seconds()) // 60,
        form=item.form,
        place=item.place,
        bridge=item.bridge,
        nature=Nature.IMPORTANT if item.important else Nature.ORDINARY,
        contact=item.contact,
        signer_id=cast.persons[item.signer] if item.signer in by_login() else None,
    )


def _order(cast: Cast, item: PlannedMeeting) -> None:
    assert item.issued_at is not None  # the caller has looked
    office, day = cast.at(item.issued_at - BEFORE), day_of(item.starts_at)
    ordering.record_order(office, cast.actor("chanhvp"), cast.meetings[item.key], item.order_reason, day)


def _issue(cast: Cast, item: PlannedMeeting) -> None:
    assert item.issued_at is not None  # the caller has looked
    issued = issuing.issue_invitation(cast.at(item.issued_at), writer(cast, item), cast.meetings[item.key])
    assert issued.meeting.document is not None
    check_number(item.code, issued.meeting.document)
    cast.known(item.key, document_id=issued.meeting.document.id)


def _open(cast: Cast, item: PlannedMeeting, planned: PlannedInvitee) -> None:
    office, actor = cast.at(planned.opened_at), cast.actor(planned.opened_by)
    meeting = office.session.get_one(Meeting, cast.meetings[item.key])
    receipts.open_invitation(office, actor, policy.invited_as(actor, meeting))


def _reading(cast: Cast, item: PlannedMeeting, planned: PlannedInvitee, place: int, opened_at: datetime) -> Run:
    def read(_files: Sequence[KeptFile]) -> None:
        actor, paper = cast.actor(planned.opened_by), _papers(cast, item)[place]
        receipts.open_paper(cast.at(opened_at), actor, cast.meetings[item.key], paper.id)

    return read


def _answer(cast: Cast, item: PlannedMeeting, planned: PlannedInvitee) -> None:
    meeting_id, actor = cast.meetings[item.key], cast.actor(planned.opened_by)
    query = select(Invitee.id).filter_by(meeting_id=meeting_id, unit_id=cast.units[planned.unit])
    invitee_id = cast.office.session.scalars(query).one()
    office = cast.at(planned.answered_at)
    receipts.answer(office, actor, meeting_id, invitee_id, planned.answer or "", planned.reason)


def _registering(cast: Cast, item: PlannedMeeting, planned: PlannedInvitee, when: datetime, done: Handling) -> Run:
    def register(_files: Sequence[KeptFile]) -> None:
        register_arrival(cast, _document_id(cast, item), planned.unit, when, None, done)

    return register


def _finishing(cast: Cast, item: PlannedMeeting, planned: PlannedInvitee, done: Handling) -> Run:
    return lambda _files: finish(cast, _document_id(cast, item), planned.unit, done)


def _document_id(cast: Cast, item: PlannedMeeting) -> int | None:
    return cast.office.session.get_one(Meeting, cast.meetings[item.key]).document_id


def _papers(cast: Cast, item: PlannedMeeting) -> list[Paper]:
    query = select(Paper).filter_by(meeting_id=cast.meetings[item.key]).order_by(Paper.position, Paper.id)
    return list(cast.office.session.scalars(query))
