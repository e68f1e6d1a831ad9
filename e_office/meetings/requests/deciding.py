"""Use cases of the leader: consent, which ends in a calendar entry; a reasoned no; taking a consent back."""

from __future__ import annotations

from datetime import datetime

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.meetings.calendar_entries.service import EntryFacts, enter, take_out
from e_office.meetings.leadership.becoming import hand_on_marks
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.requests import policy
from e_office.meetings.requests.asking import SOURCE, lock_request
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.needs import as_consent, stop_problems
from e_office.meetings.requests.queries import of_meeting
from e_office.meetings.requests.rules import consent_fact_problems, step_problems
from e_office.meetings.requests.rules_consent import RequestKind, RequestState
from e_office.meetings.requests.stopping import resume
from e_office.meetings.requests.telling import asking_side, note, serving_side, tell
from e_office.meetings.rules import reason_problems
from e_office.meetings.wording import spoken_moment

NOT_DECIDED = msg("Chưa ghi được ý kiến")


def consent(
    office: Office, actor: Actor, request_id: int, *, starts_at: datetime | None, minutes: int, words: str = ""
) -> MeetingRequest:
    """The leader agrees (M6, M8, M17): to the hour wished for or another; the calendar has it at once.

    :raises NotAllowed: for anybody but the leader it is before, or the deputy (D5); :raises Refused:
    """
    request = lock_request(office, actor, request_id)
    post = policy.deciding_post(actor, request)
    require(post is not None, "decide request", request)
    assert post is not None
    fixed = request.kind == RequestKind.INVITE
    if fixed:  # the meeting is the department's; its hours are not the leader's
        starts_at, minutes = request.starts_at, request.minutes
    problems = [
        *step_problems(RequestState(request.state), frozenset({RequestState.EXAMINED})),
        *consent_fact_problems(starts_at, minutes, office.clock.now(), fixed=fixed),
    ]
    refuse_if(problems, NOT_DECIDED)
    request.decided_for_id = post.in_place_of
    end_in_consent(office, actor, request, starts_at=starts_at, minutes=minutes, words=words)
    said = msg("đồng ý, %(moment)s", moment=spoken_moment(request.starts_at))
    note(office, actor, request, "consented", said)
    return request


def end_in_consent(
    office: Office, actor: Actor, request: MeetingRequest, *, starts_at: datetime | None, minutes: int, words: str
) -> None:
    """Write the consent and its calendar entry, and tell everybody concerned; the caller has judged it."""
    assert starts_at is not None, "refused before"
    request.starts_at, request.minutes = starts_at, minutes
    request.words = " ".join(words.split())
    request.state, request.state_at = RequestState.CONSENTED, office.clock.now()
    request.decided_at, request.decided_by_id = request.state_at, actor.person_id
    office.session.flush()
    _enter(office, actor, request)
    said = msg("Đã đồng ý: %(purpose)s, %(moment)s", purpose=request.purpose, moment=spoken_moment(request.starts_at))
    concerned = {*asking_side(request), *serving_side(office, request), request.leader_id}
    tell(office, request, concerned, said, actor)
    if request.meeting is not None and request.meeting.state == MeetingState.ISSUED:
        resume(office, actor, request.meeting, request.id)


def refuse(office: Office, actor: Actor, request_id: int, reason: str) -> MeetingRequest:
    """The leader says no, with a reason.

    :raises NotAllowed: :raises Refused: without a reason.
    """
    request = lock_request(office, actor, request_id)
    post = policy.deciding_post(actor, request)
    require(post is not None, "decide request", request)
    assert post is not None
    allowed = frozenset({RequestState.EXAMINED})
    refuse_if([*step_problems(RequestState(request.state), allowed), *reason_problems(reason)], NOT_DECIDED)
    request.words, request.decided_for_id = " ".join(reason.split()), post.in_place_of
    request.state, request.state_at = RequestState.REFUSED, office.clock.now()
    request.decided_at, request.decided_by_id = request.state_at, actor.person_id
    said = msg("Không đồng ý: %(purpose)s. %(reason)s", purpose=request.purpose, reason=request.words)
    tell(office, request, {*asking_side(request), *serving_side(office, request)}, said, actor)
    note(office, actor, request, "refused", msg("không đồng ý: %(reason)s", reason=request.words))
    return request


def revoke(office: Office, actor: Actor, request_id: int, reason: str) -> MeetingRequest:
    """The leader takes a consent back: the entry falls away, and of an issued invitation nothing more goes out (A-106).

    What went out stays; the organiser is told to call the meeting off or to ask again.

    :raises NotAllowed: :raises Refused: without a reason, or where there is no consent in force.
    """
    request = lock_request(office, actor, request_id)
    require(policy.deciding_post(actor, request) is not None, "revoke consent", request)
    allowed = frozenset({RequestState.CONSENTED})
    refuse_if([*step_problems(RequestState(request.state), allowed), *reason_problems(reason)], msg("Chưa rút được"))
    request.end_reason = " ".join(reason.split())
    request.state, request.state_at = RequestState.REVOKED, office.clock.now()
    take_out(office, SOURCE, request.id)
    office.session.flush()
    said = msg("Rút sự đồng ý: %(purpose)s. %(reason)s", purpose=request.purpose, reason=request.end_reason)
    tell(office, request, {*asking_side(request), *serving_side(office, request)}, said, actor)
    note(office, actor, request, "revoked", msg("rút sự đồng ý: %(reason)s", reason=request.end_reason))
    return request


def follow_meeting(office: Office, actor: Actor, meeting: Meeting) -> None:
    """Let the calendar follow the invitation that a consent was given for: its place and hour, or that it is off.

    A leader who agreed to another hour, before a new request, is not entered by that older word (M8).
    """
    for request in of_meeting(office, meeting.id):
        if request.state != RequestState.CONSENTED:
            continue
        if meeting.state == MeetingState.CANCELLED or not as_consent(request).holds_at(meeting.starts_at):
            take_out(office, SOURCE, request.id)
        elif meeting.starts_at is not None and not stop_problems(office, meeting):
            _enter(office, actor, request, starts_at=meeting.starts_at, place=meeting.place or meeting.bridge)
            hand_on_marks(office, f"{SOURCE}:{request.id}", f"meeting:{meeting.id}")


def _enter(
    office: Office, actor: Actor, request: MeetingRequest, *, starts_at: datetime | None = None, place: str = ""
) -> None:
    """The entry of a consented request: the leader's own, or, for a department's meeting (M6), its chair's."""
    start = starts_at or request.starts_at
    invite = request.kind == RequestKind.INVITE
    chair = request.meeting.chair_id if request.meeting else None
    facts = EntryFacts(
        unit_id=request.unit_id if invite else request.to_unit_id,
        leader_id=chair if invite else request.leader_id,
        starts_at=start, ends_at=start + (request.ends_at - request.starts_at), title=request.purpose,
        place=place or request.place, preparing_unit_id=request.unit_id,
        officer_id=request.officer_id, restricted=request.restricted,
    )  # fmt: skip
    enter(office, actor, SOURCE, request.id, facts)
