"""What may still change once an invitation is out: its hour or place, more invitees, more papers, calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.drafts import Wanted, add_invitees
from e_office.meetings.facts import (
    as_moved,
    is_ordered,
    judge_of,
    lock_meeting,
    other_starts,
    paper_facts,
    papers_sent,
    where_of,
)
from e_office.meetings.groups.queries import asks_leader
from e_office.meetings.issuing import hand_over
from e_office.meetings.lineage import note_place_given_up
from e_office.meetings.live.rescheduling import being_held, follow_call_off, follow_move, follow_relocation
from e_office.meetings.log import log_event
from e_office.meetings.models import Invitee, Meeting, MeetingForm, MeetingState, Paper, PaperState
from e_office.meetings.ordering import end_order, ordered_as
from e_office.meetings.papers import admit_to_paper, distribute
from e_office.meetings.places.service import note_shared, sharing_problems
from e_office.meetings.preparing.steps import changes_in, steps_of
from e_office.meetings.reading.jobs import make_package
from e_office.meetings.requests.deciding import follow_meeting
from e_office.meetings.requests.needs import needs_of, stop_problems
from e_office.meetings.requests.rules_consent import consent_problems
from e_office.meetings.rules import (
    EventKind,
    added_invitee_problems,
    move_problems,
    paper_problems,
    reason_problems,
)
from e_office.meetings.rules_form import Where
from e_office.meetings.rules_order import Ordered, order_covers
from e_office.meetings.rules_time import Judge
from e_office.meetings.telling import mail_invitees
from e_office.meetings.telling_changes import Changed, tell_all, tell_length, tell_moved, tell_relocated
from e_office.people.queries import get_person


def move(
    office: Office,
    actor: Actor,
    meeting_id: int,
    *,
    starts_at: datetime | None,
    place: str,
    bridge: str,
    reason: str,
    form: str = "",
    length: int | None = None,
    over: str = "",
    besides: Sequence[Problem] = (),
) -> Meeting:
    """Move an issued meeting to another hour (dời họp), place, bridge or length in minutes; every invitee is told.

    The log keeps what was before; without `form` or `length` that stays what it is. An order of the chair that does
    not cover the new day ends (M9). `over`: why it goes there although the room is taken; `besides`: what else is
    missing.

    :raises NotAllowed: :raises Refused: by `rules.move_problems`, with nothing moved.
    """
    meeting = _lock_issued(office, actor, meeting_id, "move meeting")
    before, judge, was = _start(meeting), judge_of(office, meeting), ordered_as(meeting)
    old, new = where_of(meeting), Where(form or str(meeting.form), place.strip(), bridge.strip())
    lasts = meeting.length, length or meeting.length
    problems = list(
        move_problems(
            before=before, after=starts_at, where=(old, new), length=lasts, reason=reason, judge=judge,
            ordered=order_covers(meeting.order_for, starts_at), busy=other_starts(office, meeting, meeting.chair_id),
        )
    )  # fmt: skip
    problems += [*sharing_problems(office, actor, meeting, over, as_moved(meeting, starts_at, new, length)), *besides]
    problems += _in_the_way(office, meeting, starts_at)
    refuse_if(problems, msg("Chưa dời được"))
    meeting.starts_at, meeting.place, meeting.bridge = starts_at, new.place, new.bridge
    meeting.form, meeting.length = MeetingForm(new.form), lasts[1]
    changed = Changed(before, (old, new), lasts, " ".join(reason.split()))
    _keep_and_tell(office, actor, meeting, judge, changed, was)
    note_shared(office, actor, meeting, judge, over)
    follow_meeting(office, actor, meeting)
    return meeting


def _in_the_way(office: Office, meeting: Meeting, starts_at: datetime | None) -> list[Problem]:
    """Another hour needs a consent that holds then; another place alone stands still with one taken back (A-106)."""
    if starts_at == meeting.starts_at:
        return stop_problems(office, meeting)
    return [
        *being_held(office, meeting),
        *consent_problems(needs_of(office, meeting), meeting.purpose, starts_at),
    ]


def _keep_and_tell(
    office: Office, actor: Actor, meeting: Meeting, judge: Judge, changed: Changed, was: Ordered
) -> None:
    """Of hour, place and length the first that differs names the change; the log keeps each as it was."""
    kept = {"reason": changed.reason, "sequence": meeting.sequence + 1, **changed.kept}
    if meeting.starts_at != changed.before:
        log_event(office, actor, meeting, EventKind.MOVED, judge, before=changed.before.isoformat(), **kept)
        end_order(office, actor, meeting, was, judge)
        tell_moved(office, actor, meeting, changed)
        follow_move(office, actor, meeting, now=judge.now)
    elif changed.elsewhere:
        log_event(office, actor, meeting, EventKind.RELOCATED, judge, **kept)
        tell_relocated(office, actor, meeting, changed)
        follow_relocation(office, actor, meeting, changed.where[1].spoken)
    else:
        log_event(office, actor, meeting, EventKind.LENGTH, judge, **kept)
        tell_length(office, actor, meeting, changed)


def invite_more(office: Office, actor: Actor, meeting_id: int, wanted: Sequence[Wanted]) -> list[Invitee]:
    """Invite more after issue (mời thêm): each has the invitation and every paper from now on (A-100).

    :raises NotAllowed: :raises Refused: where it is too late for them.
    """
    meeting = _lock_issued(office, actor, meeting_id, "invite more")
    judge = judge_of(office, meeting)
    problems = list(
        added_invitee_problems(
            start=_start(meeting),
            judge=judge,
            ordered=is_ordered(meeting),
            nature=meeting.nature,
            leaders=sum(_asks_leader(office, one) for one in wanted),
        )
    )
    if not wanted:
        problems.append(Problem("nobody", msg("Chưa chọn đơn vị hoặc người mời thêm."), "who"))
    refuse_if(problems, msg("Chưa mời thêm được"))
    added = add_invitees(office, meeting, wanted, judge.now)
    if not added:
        refuse_if([Problem("known", msg("Những nơi này đã có trong thành phần."), "who")], msg("Chưa mời thêm được"))
    refuse_if(
        consent_problems(needs_of(office, meeting), meeting.purpose, meeting.starts_at), msg("Chưa mời thêm được")
    )
    meeting.sequence += 1
    office.session.expire(meeting, ["invitees"])
    hand_over(office, actor, meeting, added, judge)
    for paper in papers_sent(meeting):
        admit_to_paper(office, meeting, paper, added)
    mail_invitees(office, meeting, added, "invitation", f"invitation.{meeting.sequence}")
    names = ", ".join(invitee.unit.short_name for invitee in added)
    audit.record(office, actor, "invited", "meeting", meeting.id, msg("mời thêm %(names)s", names=names))
    return added


def _asks_leader(office: Office, wanted: Wanted) -> bool:
    person = get_person(office, wanted.person_id) if wanted.person_id else None
    return asks_leader(office, person, wanted.capacity, wanted.leader)


def send_paper(office: Office, actor: Actor, meeting_id: int, paper_id: int) -> Paper:
    """Send an agreed paper of an issued meeting to every invitee, new or in the place of another (A-101).

    :raises NotAllowed: :raises Refused: too late, or without the chair's consent to these very bytes (M3).
    """
    meeting = lock_meeting(office, meeting_id)
    paper = next((one for one in meeting.papers if one.id == paper_id), None)
    if paper is None:
        raise NotFound
    require(policy.may_handle(actor, paper), "send paper", meeting)
    if paper.state == PaperState.DISTRIBUTED:
        return paper
    judge = judge_of(office, meeting)
    problems = [
        *_not_issued(meeting),
        *stop_problems(office, meeting),
        *paper_problems(
            paper=paper_facts(meeting, paper, meeting.chair_id),
            start=_start(meeting),
            judge=judge,
            ordered=is_ordered(meeting),
        ),
    ]
    refuse_if(problems, msg("Chưa gửi được tài liệu"))
    replaced = distribute(office, actor, meeting, paper, judge)
    said = (
        msg("thay tài liệu “%(title)s”", title=paper.title)
        if replaced
        else msg("gửi thêm tài liệu “%(title)s”", title=paper.title)
    )
    office.later(make_package, dedupe=str(meeting.id), meeting_id=meeting.id)
    changes = changes_in(steps_of(office, [paper])[paper.id])
    if replaced:
        message = msg("Thay tài liệu họp %(title)s: %(changes)s", title=paper.title, changes=changes)
    else:
        message = msg("Tài liệu họp: %(title)s", title=paper.title)
    tell_all(office, meeting, "replaced" if replaced else "paper", message, title=paper.title, changes=changes)
    audit.record(office, actor, "sent paper", "meeting", meeting.id, said)
    return paper


def call_off(office: Office, actor: Actor, meeting_id: int, reason: str) -> Meeting:
    """Call an issued meeting off (báo hủy họp): number, log and every mark stay (A-102)."""
    meeting = _lock_issued(office, actor, meeting_id, "call off")
    judge = judge_of(office, meeting)
    problems = [*reason_problems(reason), *being_held(office, meeting)]
    if judge.now >= _start(meeting):
        problems.append(Problem("begun", msg("Cuộc họp đã bắt đầu, không báo hủy được.")))
    refuse_if(problems, msg("Chưa báo hủy được"))
    meeting.state = MeetingState.CANCELLED
    reason = " ".join(reason.split())
    log_event(office, actor, meeting, EventKind.CANCELLED, judge, reason=reason)
    note_place_given_up(office, actor, meeting, judge)
    follow_call_off(office, meeting, now=judge.now)
    tell_all(office, meeting, "cancelled", msg("Hủy họp: %(subject)s", subject=meeting.purpose), reason=reason)
    audit.record(office, actor, "called off", "meeting", meeting.id, msg("báo hủy họp: %(reason)s", reason=reason))
    follow_meeting(office, actor, meeting)
    return meeting


def _lock_issued(office: Office, actor: Actor, meeting_id: int, verb: str) -> Meeting:
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_change(actor, meeting), verb, meeting)
    refuse_if(_not_issued(meeting), msg("Chưa làm được việc này"))
    return meeting


def _not_issued(meeting: Meeting) -> list[Problem]:
    if meeting.state == MeetingState.CANCELLED:
        return [Problem("cancelled", msg("Cuộc họp này đã hủy."))]
    if meeting.state != MeetingState.ISSUED:
        return [Problem("draft", msg("Giấy mời này chưa phát hành."))]
    return []


def _start(meeting: Meeting) -> datetime:
    if meeting.starts_at is None:
        raise NotFound
    return meeting.starts_at
