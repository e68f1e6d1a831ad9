"""What rows say to the rules of consent: whom an invitation asks for, which requests are about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.problems import Problem, msg
from e_office.meetings.groups.queries import asks_leader
from e_office.meetings.models import Invitee, Meeting, MeetingState
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.queries import of_meeting
from e_office.meetings.requests.rules_consent import (
    Consent,
    Needs,
    RequestKind,
    RequestState,
    consent_problems,
    needed_consent,
)
from e_office.people.models import Unit
from e_office.people.queries import agency_of

STOPPED = msg("Lãnh đạo đã rút sự đồng ý")


def needs_of(office: Office, meeting: Meeting, typed: Mapping[int, tuple[str, bool]] | None = None) -> Needs:
    """The leaders the invitation asks for beyond the own house, and the requests about it.

    `typed`: invitee id -> capacity and mark as they stand in the form, kept or not.
    """
    said = typed or {}
    people = [(one, *said.get(one.id, (one.capacity, one.leader))) for one in meeting.invitees]
    asked = asked_leaders(office, meeting.unit, people)
    if not asked or meeting.id is None:
        return Needs(asked)
    issued = meeting.state == MeetingState.ISSUED
    return Needs(asked, [as_consent(one) for one in of_meeting(office, meeting.id)], issued)


def asked_leaders(
    office: Office, inviting: Unit, people: Iterable[tuple[Invitee, str, bool]]
) -> dict[RequestKind, dict[str, str]]:
    """By kind of consent: key of each leader asked for (M6, M8; who is one is judged as for M10) -> name."""
    asked: dict[RequestKind, dict[str, str]] = {}
    for invitee, capacity, leader in people:
        agency = agency_of(invitee.unit)
        kind = needed_consent(inviting.level_code, agency.level_code)
        if kind is None or not asks_leader(office, invitee.person, capacity, leader):
            continue
        if kind is RequestKind.REGISTER and invitee.person is not None:
            asked.setdefault(kind, {})[f"p{invitee.person_id}"] = invitee.person.name
        else:
            asked.setdefault(kind, {})[f"u{agency.id}"] = agency.short_name or agency.name
    return asked


def as_consent(request: MeetingRequest) -> Consent:
    """A request as the rules take it. A leader who comes is covered in person, and as the agency's leadership."""
    keys, register = {f"u{row.unit_id}" for row in request.units}, request.kind == RequestKind.REGISTER
    if register:
        keys = {f"p{request.leader_id}", f"u{request.to_unit_id}"}
    return Consent(
        id=request.id,
        kind=RequestKind(request.kind),
        state=RequestState(request.state),
        purpose=request.purpose,
        first=day_of(request.starts_at),
        last=request.last_day,
        keys=frozenset(keys),
        reason=request.end_reason or request.words,
        start=request.starts_at if register else None,
    )


def stop_problems(office: Office, meeting: Meeting) -> list[Problem]:
    """What has to stand still because a leader took a consent back and no other covers the meeting (A-106).

    Nothing of an issued invitation goes on then but its calling off.
    """
    requests = of_meeting(office, meeting.id)
    revoked = [one for one in requests if one.state == RequestState.REVOKED]
    if not revoked or not list(consent_problems(needs_of(office, meeting), meeting.purpose, meeting.starts_at)):
        return []
    text = msg("Lãnh đạo đã rút sự đồng ý: %(reason)s", reason=revoked[-1].end_reason)
    cure = msg("Báo hủy họp, hoặc gửi đề nghị mới và chờ đồng ý.")
    return [Problem("consent_revoked", text, None, cure, {"seen": revoked[-1].id})]
