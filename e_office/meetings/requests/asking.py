"""Use cases of the agency that asks: send a request, change it, withdraw it, begin the invitation it was given for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.meetings import drafts
from e_office.meetings import policy as meeting_policy
from e_office.meetings.calendar_entries.service import take_out
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.facts import lock_meeting
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.requests import policy, queries
from e_office.meetings.requests.models import MeetingRequest, RequestedUnit
from e_office.meetings.requests.rules import CHANGEABLE, Asked, counts_from, request_problems, step_problems
from e_office.meetings.requests.rules_consent import RequestKind, RequestState
from e_office.meetings.requests.telling import asking_side, note, serving_side, tell
from e_office.meetings.rules import reason_problems
from e_office.meetings.wording import spoken_moment
from e_office.people.models import Unit
from e_office.people.queries import get_unit

SOURCE = "request"
NOT_SENT = msg("Chưa gửi được đề nghị")


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """What the form of a request says. `starts_at` is aware."""

    purpose: str = ""
    why: str = ""
    leader_id: int | None = None
    starts_at: datetime | None = None
    minutes: int = 120
    until: date | None = None
    place: str = ""
    unit_ids: Sequence[int] = ()
    restricted: bool = False
    urgent: bool = False
    urgent_reason: str = ""


def send(
    office: Office, actor: Actor, kind: RequestKind, facts: RequestFacts, *, meeting_id: int | None = None
) -> MeetingRequest:
    """Send a request to the leadership above the own agency (M6, M8, M17); its Office is told.

    About a meeting that is being written, its matter is the meeting's own.

    :raises NotAllowed: where the person may not ask this; :raises Refused: naming every problem, nothing sent.
    """
    unit = dict(queries.asking(office, actor)).get(kind)
    require(unit is not None, "send request")
    assert unit is not None
    meeting = _own_meeting(office, actor, unit, meeting_id)
    facts = _of_meeting(facts, meeting)
    now = office.clock.now()
    to = queries.asked_agency(unit)
    counted = _counted_from(office, kind, facts, meeting, now)
    refuse_if(request_problems(_asked(office, kind, facts, to), now, counted), NOT_SENT)
    request = MeetingRequest(
        kind=kind.value, unit_id=unit.id, author_id=actor.person_id, to_unit_id=to.id, created_at=now,
        meeting_id=meeting.id if meeting else None, registered_at=counted,
    )  # fmt: skip
    _write(office, request, facts, now)
    office.session.add(request)
    office.session.flush()
    _tell_office(office, actor, request, "sent")
    return request


def change(office: Office, actor: Actor, request_id: int, facts: RequestFacts) -> MeetingRequest:
    """Change a request: it is examined and decided anew, and what was agreed to before falls away.

    :raises NotAllowed: :raises Refused: where it has ended, its invitation is out, or facts are wanting.
    """
    request = lock_request(office, actor, request_id)
    require(policy.may_change(actor, request), "change request", request)
    refuse_if([*step_problems(RequestState(request.state), CHANGEABLE), *_out_problems(request)], NOT_SENT)
    kind, now = RequestKind(request.kind), office.clock.now()
    facts = _of_meeting(facts, request.meeting)
    before = (day_of(request.starts_at), request.registered_at)
    counted = counts_from(before, day_of(facts.starts_at), now) if facts.starts_at else now
    refuse_if(request_problems(_asked(office, kind, facts, request.to_unit), now, counted), NOT_SENT)
    request.registered_at = counted
    take_out(office, SOURCE, request.id)
    was_decided = request.state == RequestState.CONSENTED
    told = {request.leader_id} if request.state != RequestState.SENT else set()
    _write(office, request, facts, now)
    request.examined_at = request.examined_by_id = None
    request.decided_at = request.decided_by_id = request.decided_for_id = None
    request.words = ""
    office.session.flush()
    _tell_office(office, actor, request, "changed", also=told)
    if was_decided:
        note(office, actor, request, "changed", msg("sửa đề nghị đã được đồng ý, sự đồng ý trước không còn"))
    return request


def withdraw(office: Office, actor: Actor, request_id: int, reason: str) -> MeetingRequest:
    """Withdraw a request with a reason; its entry falls away, everybody concerned is told.

    :raises NotAllowed: :raises Refused:
    """
    request = lock_request(office, actor, request_id)
    require(policy.may_withdraw(actor, request), "withdraw request", request)
    refuse_if([*_out_problems(request), *reason_problems(reason)], msg("Chưa rút được"))
    concerned = {*serving_side(office, request), *asking_side(request)}
    concerned |= {request.leader_id} if request.state != RequestState.SENT else set()
    request.state, request.state_at = RequestState.WITHDRAWN, office.clock.now()
    request.end_reason = " ".join(reason.split())
    take_out(office, SOURCE, request.id)
    said = msg("%(unit)s rút đề nghị: %(purpose)s", unit=request.unit.short_name, purpose=request.purpose)
    tell(office, request, concerned, said, actor)
    note(office, actor, request, "withdrew", msg("rút đề nghị: %(reason)s", reason=request.end_reason))
    return request


def write_invitation(office: Office, actor: Actor, request_id: int) -> Meeting:
    """Begin the invitation a consent was given for: matter, hour, place and those agreed to are written into it."""
    request = lock_request(office, actor, request_id)
    require(policy.may_write_invitation(actor, request), "write invitation", request)
    meeting = drafts.begin(office, actor, request.unit_id)
    facts = DraftFacts(
        purpose=request.purpose, starts_at=request.starts_at, place=request.place, nature="important",
        contact=meeting.contact, preparing_unit_id=request.unit_id,
    )  # fmt: skip
    drafts.save(office, actor, meeting.id, facts)
    wanted = [drafts.Wanted(unit_id=row.unit_id, capacity="Lãnh đạo UBND huyện") for row in request.units]
    if request.kind == RequestKind.REGISTER:
        wanted.append(drafts.Wanted(person_id=request.leader_id))
    drafts.invite(office, actor, meeting.id, wanted)
    request.meeting_id = meeting.id
    note(office, actor, request, "began", msg("bắt đầu soạn giấy mời theo đề nghị này"))
    return meeting


def _own_meeting(office: Office, actor: Actor, unit: Unit, meeting_id: int | None) -> Meeting | None:
    if meeting_id is None:
        return None
    meeting = lock_meeting(office, meeting_id)
    if not meeting_policy.may_edit(actor, meeting) or meeting.unit_id != unit.id:
        raise NotFound
    if meeting.state == MeetingState.CANCELLED:
        refuse_if([Problem("cancelled", msg("Cuộc họp này đã hủy."))], NOT_SENT)
    return meeting


def _counted_from(
    office: Office, kind: RequestKind, facts: RequestFacts, meeting: Meeting | None, now: datetime
) -> datetime:
    """When a new request was registered (M8): now; as its change would be, where it follows an issued invitation."""
    if meeting is None or meeting.state != MeetingState.ISSUED or facts.starts_at is None:
        return now
    agreed = [
        (day_of(one.starts_at), one.registered_at)
        for one in queries.of_meeting(office, meeting.id)
        if (one.kind, one.state, one.leader_id) == (kind, RequestState.CONSENTED, facts.leader_id)
    ]
    return counts_from(agreed[-1] if agreed else None, day_of(facts.starts_at), now)


def _of_meeting(facts: RequestFacts, meeting: Meeting | None) -> RequestFacts:
    return replace(facts, purpose=meeting.purpose) if meeting else facts


def _asked(office: Office, kind: RequestKind, facts: RequestFacts, to: Unit) -> Asked:
    """The facts as the rules see them; a leader or district that cannot be asked counts as none."""
    leaders = {person.id: person.name for person in queries.leaders_of(office, to.id, kind)}
    names = {unit.id: unit.name for unit in queries.district_agencies(office)}
    return Asked(
        kind=kind, purpose=facts.purpose, starts_at=facts.starts_at, minutes=facts.minutes, until=facts.until,
        place=facts.place, leader=leaders.get(facts.leader_id or 0, ""),
        who=[names[one] for one in facts.unit_ids if one in names], urgent=facts.urgent,
        urgent_reason=facts.urgent_reason,
    )  # fmt: skip


def _write(office: Office, request: MeetingRequest, facts: RequestFacts, now: datetime) -> None:
    assert facts.starts_at is not None, "refused before"
    kind = RequestKind(request.kind)
    request.purpose, request.why = " ".join(facts.purpose.split()), facts.why.strip()
    request.leader_id, request.starts_at, request.minutes = facts.leader_id, facts.starts_at, facts.minutes
    request.until = facts.until if kind is RequestKind.INVITE else None
    request.place, request.restricted = facts.place.strip()[:200], facts.restricted
    urgent = kind is RequestKind.REGISTER and facts.urgent
    request.urgent_reason = " ".join(facts.urgent_reason.split()) if urgent else ""
    request.state, request.state_at = RequestState.SENT, now
    if kind is RequestKind.INVITE:
        known = {row.unit_id: row for row in request.units}
        offered = {unit.id for unit in queries.district_agencies(office)}
        wanted = [one for one in dict.fromkeys(facts.unit_ids) if one in offered]
        request.units = [known.get(one) or RequestedUnit(unit=get_unit(office, one)) for one in wanted]


def lock_request(office: Office, actor: Actor, request_id: int) -> MeetingRequest:
    """The request as it is now, locked until the commit; its meeting's row first, as whoever issues does (A-106)."""
    request = queries.get_request(office, actor, request_id)
    if request.meeting_id is not None:
        lock_meeting(office, request.meeting_id)
    return queries.get_request(office, actor, request_id, lock=True)


def _out_problems(request: MeetingRequest) -> list[Problem]:
    if request.meeting is None or request.meeting.state != MeetingState.ISSUED:
        return []
    text = msg("Giấy mời đã phát hành theo đề nghị này.")
    cure = msg("Báo hủy họp, hoặc gửi đề nghị mới cho ngày khác hay thành phần khác.")
    return [Problem("issued", text, None, cure)]


def _tell_office(
    office: Office, actor: Actor, request: MeetingRequest, verb: str, also: set[int | None] | None = None
) -> None:
    what = msg(
        "%(kind)s: %(purpose)s, %(moment)s",
        kind=request.kind_label,
        purpose=request.purpose,
        moment=spoken_moment(request.starts_at),
    )
    tell(office, request, {*serving_side(office, request), *(also or ())}, what, actor)
    said = msg("gửi đề nghị") if verb == "sent" else msg("sửa đề nghị, gửi lại")
    note(office, actor, request, verb, said)
