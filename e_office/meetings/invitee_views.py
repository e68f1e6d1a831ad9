"""Screens of the invitee: the invitation, its papers, the answer, the calendar entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, render_template, request, url_for

from e_office.core.media_types import CALENDAR
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.looking import is_deliberate
from e_office.meetings import calendar, earlier, policy, service
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.absent.queries import asks_seen
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.agenda.queries import program_of
from e_office.meetings.answers import policy as answering
from e_office.meetings.answers.queries import Answers, answers_of, people_of
from e_office.meetings.answers.rules import LONGEST_MEETING
from e_office.meetings.facts import papers_sent, successors
from e_office.meetings.invitation import Invitation, get_invitation, read_papers
from e_office.meetings.live.models import LiveMeeting
from e_office.meetings.live.rules import may_enter
from e_office.meetings.log import call_off_reason, earlier_answers, events_for, holidays_for, last_moves, told_from
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.minutes.queries import readable
from e_office.meetings.models import MeetingState
from e_office.meetings.papers_out import BRING_A_DEVICE
from e_office.meetings.reading.models import PaperPackage
from e_office.meetings.reading.queries import in_turn, package_of
from e_office.meetings.rules import RULE_SETS, worst
from e_office.meetings.rules_form import IN_PERSON
from e_office.meetings.rules_late import late_papers
from e_office.meetings.series.queries import approved_in
from e_office.meetings.tasks.models import ConclusionTask
from e_office.meetings.tasks.queries import tasks_of
from e_office.meetings.telling import mailbox_unit
from e_office.meetings.views import blueprint, find


@blueprint.get("/meetings/<int:meeting_id>/invitation")
def invitation(meeting_id: int) -> Any:
    """The invitation as its invitee reads it, phone first; a deliberate look is the receipt (A-107)."""
    office, actor = current_office(), current_actor()
    seen = get_invitation(office, actor, meeting_id)
    if is_deliberate(request) and any(one.opened_at is None for one in seen.own):
        with office.transaction(noting=True):
            service.open_invitation(office, actor, seen.own)
    return invitation_page(office, actor, seen)


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
        return invitation_page(office, actor, get_invitation(office, actor, meeting_id), error), 422


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


def invitation_page(office: Office, actor: Actor, seen: Invitation, error: Refused | None = None) -> str:
    """The invitation for whoever may read it, with the forms of those who answer."""
    meeting, own, now = seen.meeting, {one.id for one in seen.own}, office.clock.now()
    looked, replaced = read_papers(office, seen), successors(meeting)
    program = program_of(office, meeting, papers_sent(meeting)) if AgendaItem in seen.has else []
    papers = in_turn(meeting, program)
    events = events_for(office, meeting, own)
    told = told_from(office, meeting, events, holidays_for(office, events)).late
    late = {item: found for item, found in told.items() if not own or item[0] in own}
    return render_template(
        "meetings/invitation.html", meeting=meeting, invitees=seen.own, papers=papers, error=error, now=now,
        read={paper.id for paper in papers if paper.id in looked.read}, taken=looked.taken,
        package=package_of(office, meeting, papers) if PaperPackage in seen.has else None,
        old_papers=[paper for paper in meeting.papers if paper.id in replaced], replaced=replaced,
        renewed={paper.id for paper in replaced.values()},
        late=worst(late), urgent=any(found.ordered for (_invitee, paper), found in late.items() if paper is None),
        late_papers=late_papers(told, own), rule=RULE_SETS[meeting.rules],
        moves=last_moves(events), off_reason=call_off_reason(events), answers=earlier_answers(events),
        enters=_enters(seen, now), begun=meeting.starts_at is not None and meeting.starts_at <= now, typed=request.form,
        program=program, approves=approved_in(office, actor, program),
        earlier=earlier.matters(office, actor, meeting), organises=seen.organises,
        bring_a_device=BRING_A_DEVICE, today=office.today(),
        minutes=readable(office, actor, meeting) if Minutes in seen.has else None,
        asks=asks_seen(office, actor, meeting) if AbsentAsk in seen.has else [],
        tasks=tasks_of(office, [meeting.id]).get(meeting.id, []) if ConclusionTask in seen.has else [],
        owes_handed=seen.owes_handed, may_bridge=_may_bridge(actor, seen), **_answering(office, actor, seen),
    )  # fmt: skip


def _enters(seen: Invitation, now: datetime) -> bool:
    """Whether the way to the live page is shown."""
    start, issued = seen.meeting.starts_at, seen.meeting.state == MeetingState.ISSUED
    return issued and start is not None and may_enter(start, now, opened=LiveMeeting in seen.has)


def _may_bridge(actor: Actor, seen: Invitation) -> bool:
    """Whether the way to the own room for an online meeting is shown; its page asks for the agency invited."""
    ours = any(post.role in policy.HEADS and post.agency_id != seen.meeting.unit_id for post in actor.posts)
    return ours and bool(seen.own) and seen.meeting.form != IN_PERSON and seen.meeting.state == MeetingState.ISSUED


def _answering(office: Office, actor: Actor, seen: Invitation) -> dict[str, Any]:
    """What the answers' forms need: substitutes and who comes, and whom the unit may send."""
    meeting = seen.meeting
    begun = meeting.starts_at is not None and meeting.starts_at <= office.clock.now()
    return {
        "stands": answers_of(office, meeting, [one.id for one in seen.own]) if seen.answered_beside else Answers(),
        "people": {one.id: people_of(office, one) for one in seen.own} if not begun else {},
        "may_name": {one.id for one in seen.own if answering.may_name(actor, one)},
        "half_day": LONGEST_MEETING,
        "act": request.endpoint.rpartition(".")[2] if request.endpoint else "",
    }
