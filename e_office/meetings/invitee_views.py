"""Screens of the invitee: the invitation, its papers, the answer, the calendar entry."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for

from e_office.core.media_types import CALENDAR
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.looking import is_deliberate
from e_office.meetings import calendar, earlier, policy, service
from e_office.meetings.absent.queries import asks_seen
from e_office.meetings.agenda.queries import program_of
from e_office.meetings.answers import policy as answering
from e_office.meetings.answers.queries import answers_of, people_of
from e_office.meetings.answers.rules import LONGEST_MEETING
from e_office.meetings.facts import papers_sent, successors
from e_office.meetings.groups.queries import leader_meant
from e_office.meetings.log import call_off_reason, earlier_answers, events_of, last_moves, told_from
from e_office.meetings.minutes.queries import readable
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.papers_out import BRING_A_DEVICE
from e_office.meetings.reading.queries import copies_of, in_turn, package_of
from e_office.meetings.receipts_table import paper_openings
from e_office.meetings.rules import RULE_SETS, worst
from e_office.meetings.series.queries import approved_in
from e_office.meetings.tasks.queries import tasks_of
from e_office.meetings.telling import mailbox_unit
from e_office.meetings.views import blueprint, find
from e_office.people.queries import holidays


@blueprint.get("/meetings/<int:meeting_id>/invitation")
def invitation(meeting_id: int) -> Any:
    """The invitation as its invitee reads it, phone first; a deliberate look is the receipt (A-107)."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    if meeting.state == MeetingState.DRAFT or meeting.document is None:
        raise NotFound
    if is_deliberate(request) and any(one.opened_at is None for one in policy.invited_as(actor, meeting)):
        with office.transaction():
            service.open_invitation(office, actor, meeting_id)
        meeting = find(office, actor, meeting_id)
    return invitation_page(office, actor, meeting)


@blueprint.post("/meetings/<int:meeting_id>/answer")
def answer(meeting_id: int) -> Any:
    """Answer attend or absent for one invitee."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)

    def work() -> str:
        invitee_id = request.form.get("invitee", 0, type=int)
        given = request.form.get("answer", "")
        invitee = service.answer(office, actor, meeting_id, invitee_id, given, request.form.get("reason", ""))
        name = invitee.unit.name
        say(
            msg("Đã trả lời: %(unit)s dự họp.", unit=name)
            if given == "attend"
            else msg("Đã trả lời: %(unit)s vắng.", unit=name)
        )
        return url_for(".invitation", meeting_id=meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        return invitation_page(office, actor, find(office, actor, meeting_id), error), 422


@blueprint.get("/meetings/<int:meeting_id>/meeting.ics")
def calendar_entry(meeting_id: int) -> Response:
    """The meeting for one's own calendar."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    if meeting.state == MeetingState.DRAFT or meeting.starts_at is None:
        raise NotFound
    theirs = (mailbox_unit(one.unit).mailbox for one in policy.invited_as(actor, meeting))
    address = next(filter(None, theirs), "")  # the entry their mailbox was sent: one calendar shows it once
    entry = calendar.entry(office, meeting, method="PUBLISH", address=address)
    return Response(entry, content_type=CALENDAR, headers={"Content-Disposition": "attachment; filename=giay-moi.ics"})


def invitation_page(office: Office, actor: Actor, meeting: Meeting, error: Refused | None = None) -> str:
    """The invitation for whoever may read it, with the forms of those who answer."""
    invitees, program = policy.invited_as(actor, meeting), program_of(office, meeting, papers_sent(meeting))
    papers = in_turn(meeting, program)
    own = {one.id for one in invitees} or None
    opened, copies = paper_openings(office, papers, own), copies_of(office, papers, own)
    package = package_of(office, meeting, papers)
    now, replaced = office.clock.now(), successors(meeting)
    events = events_of(office, [meeting.id], own)[meeting.id]
    late = told_from(office, meeting, events, holidays(office)).late
    return render_template(
        "meetings/invitation.html", meeting=meeting, invitees=invitees, papers=papers, error=error, now=now,
        read={paper.id for paper in papers if any((one.id, paper.id) in opened for one in invitees)},
        taken={paper.id for paper in papers if any((one.id, paper.id) in copies for one in invitees)}, package=package,
        old_papers=[paper for paper in meeting.papers if paper.id in replaced], replaced=replaced,
        renewed={paper.id for paper in replaced.values()},
        late=worst({item: found for item, found in late.items() if own is None or item[0] in own}),
        rule=RULE_SETS[meeting.rules],
        moves=last_moves(events), off_reason=call_off_reason(events), answers=earlier_answers(events),
        begun=meeting.starts_at is not None and meeting.starts_at <= now, typed=request.form,
        program=program,
        approves=approved_in(office, actor, program),
        earlier=earlier.matters(office, actor, meeting), organises=policy.may_see_receipts(actor, meeting),
        bring_a_device=BRING_A_DEVICE, today=office.today(), minutes=readable(office, actor, meeting),
        asks=asks_seen(office, actor, meeting),
        tasks=tasks_of(office, [meeting.id]).get(meeting.id, []), **_answering(office, actor, meeting, invitees),
    )  # fmt: skip


def _answering(office: Office, actor: Actor, meeting: Meeting, invitees: list[Invitee]) -> dict[str, Any]:
    """What the answers' forms need: substitutes and who comes, and whom the unit may send."""
    begun = meeting.starts_at is not None and meeting.starts_at <= office.clock.now()
    return {
        "stands": answers_of(office, meeting),
        "people": {one.id: people_of(office, one) for one in invitees} if not begun else {},
        "may_name": {one.id for one in invitees if answering.may_name(actor, one)},
        "meant": {one.id: leader_meant(office, one.unit_id, one.capacity) for one in invitees},
        "half_day": LONGEST_MEETING,
        "act": request.endpoint.rpartition(".")[2] if request.endpoint else "",
    }
