"""Use cases of the Office: examine a request and put it before the leader; arrange an urgent one (M8, M9)."""

from __future__ import annotations

from datetime import datetime

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.meetings.requests import policy, queries
from e_office.meetings.requests.asking import lock_request
from e_office.meetings.requests.deciding import end_in_consent
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules import consent_fact_problems, examine_problems, step_problems
from e_office.meetings.requests.rules_consent import OPEN, RequestKind, RequestState
from e_office.meetings.requests.telling import asking_side, note, tell
from e_office.meetings.rules import reason_problems

NOT_EXAMINED = msg("Chưa trình được")


def examine(
    office: Office, actor: Actor, request_id: int, *, officer_id: int | None, leader_id: int | None, advice: str
) -> MeetingRequest:
    """Name the officer who follows it (M8), say what the Office thinks, and put it before the leader.

    :raises NotAllowed: for an urgent one for anybody but the Chief of Office (M9); :raises Refused:
    """
    request = lock_request(office, actor, request_id)
    require(policy.may_examine(actor, request), "examine request", request)
    officer, leader = _names(office, request, officer_id, leader_id)
    problems = [*step_problems(RequestState(request.state), OPEN), *examine_problems(officer=officer, leader=leader)]
    refuse_if(problems, NOT_EXAMINED)
    now = office.clock.now()
    request.officer_id, request.leader_id, request.advice = officer_id, leader_id, advice.strip()
    request.examined_at, request.examined_by_id = now, actor.person_id
    request.state, request.state_at = RequestState.EXAMINED, now
    tell(office, request, [leader_id], msg("Xin ý kiến: %(purpose)s", purpose=request.purpose), actor)
    followed = msg("Phân công theo dõi: %(purpose)s", purpose=request.purpose)
    tell(office, request, {officer_id} - {leader_id}, followed, actor)
    told = msg("Văn phòng đã trình lãnh đạo đề nghị: %(purpose)s", purpose=request.purpose)
    tell(office, request, asking_side(request) - {officer_id, leader_id}, told, actor)
    said = msg("trình %(leader)s, phân công %(officer)s theo dõi", leader=leader, officer=officer)
    note(office, actor, request, "examined", said)
    return request


def arrange(
    office: Office,
    actor: Actor,
    request_id: int,
    *,
    officer_id: int | None,
    leader_id: int | None,
    starts_at: datetime | None,
    minutes: int,
    words: str,
) -> MeetingRequest:
    """An urgent matter: the Chief of Office has reported to the leader directly and arranges the hour (M9).

    `words` say what was reported and answered; the leader is told and can take the consent back.

    :raises NotAllowed: for anybody but the Chief of Office; :raises Refused:
    """
    request = lock_request(office, actor, request_id)
    require(policy.may_arrange(actor, request), "arrange urgent request", request)
    officer, leader = _names(office, request, officer_id, leader_id)
    problems = [
        *step_problems(RequestState(request.state), OPEN),
        *examine_problems(officer=officer, leader=leader),
        *consent_fact_problems(starts_at, minutes, office.clock.now()),
        *reason_problems(words),
    ]
    refuse_if(problems, msg("Chưa ghi được"))
    request.officer_id, request.leader_id = officer_id, leader_id
    request.examined_at, request.examined_by_id = office.clock.now(), actor.person_id
    end_in_consent(office, actor, request, starts_at=starts_at, minutes=minutes, words=words)
    said = msg("báo cáo trực tiếp %(leader)s và bố trí thời gian: %(words)s", leader=leader, words=request.words)
    note(office, actor, request, "arranged", said)
    return request


def _names(office: Office, request: MeetingRequest, officer_id: int | None, leader_id: int | None) -> tuple[str, str]:
    """Their names; empty for somebody who cannot be chosen."""
    officers = {one.id: one.name for one in queries.officers_of(office, request.to_unit_id)}
    leaders = queries.leaders_of(office, request.to_unit_id, RequestKind(request.kind))
    return officers.get(officer_id or 0, ""), {one.id: one.name for one in leaders}.get(leader_id or 0, "")
