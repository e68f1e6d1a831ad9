"""Beginning the next meeting of a series (M18), or many at once: drafts with what is inherited, nothing issued."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from e_office.core import audit
from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.facts import lock_meeting
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.series.ahead import Wish, planned_days, problems_of, standing_in
from e_office.meetings.series.inheriting import follow
from e_office.meetings.series.queries import first_of, followers_of
from e_office.meetings.series.rules import next_problems
from e_office.meetings.series.rules_ahead import Standing

NOT_BEGUN = msg("Chưa soạn được phiên tiếp theo")
NOT_PLANNED = msg("Chưa soạn trước được các phiên sau")


@dataclass(frozen=True)
class Ahead:
    """The drafts planning has made, and how many of the days wanted had a meeting already."""

    made: Sequence[Meeting]
    there: int


def begin_next(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """A draft that follows an issued meeting: who is invited, chair, place, form and agenda without papers.

    Item 1 approves the minutes of the last meeting that was not called off.

    :raises NotAllowed: for who does not organise it; :raises Refused: by `next_problems`.
    """
    before = _queue(office, meeting_id)
    require(policy.may_edit(actor, before), "write invitation", before)
    drafted = any(one.state == MeetingState.DRAFT for one in followers_of(office, before.id))
    refuse_if(next_problems(issued=before.issued_at is not None, drafted=drafted), NOT_BEGUN)
    return follow(office, actor, before, before)


def plan_ahead(office: Office, actor: Actor, meeting_id: int, wish: Wish, wanted: Collection[date]) -> Ahead:
    """Drafts like this meeting for the days `wanted` of a rhythm; each is its own and is issued by itself.

    Whoever comes second, or presses twice, makes none twice: the series stands in line before its first meeting.
    `wanted` are days of the rhythm as the preview showed them; what it did not offer is not made.

    :raises NotAllowed: for who does not organise it; :raises Refused: naming every problem.
    """
    like = _queue(office, meeting_id)
    require(policy.may_edit(actor, like), "write invitation", like)
    problems = list(problems_of(office, like, wish))
    if not wanted:
        problems.append(Problem("none_wanted", msg("Chưa chọn ngày nào để soạn.")))
    refuse_if(problems, NOT_PLANNED)
    standing = standing_in(office, like)
    days = [one for one in planned_days(office, like, wish) if one.by_rule in wanted]
    made = list[Meeting]()
    for one in days:
        if one.standing == Standing.NEW:
            assert wish.hour is not None, "refused above"
            after = standing.latest_before(one.day) or like
            new = follow(office, actor, like, after, starts_at=at(one.day, wish.hour), planned_on=one.by_rule)
            standing.note(new)
            made.append(new)
    if made:
        said = msg("soạn trước %(n)s phiên của chuỗi họp", n=len(made))
        audit.record(office, actor, "planned", "meeting", like.id, said)
    return Ahead(made, sum(one.standing == Standing.THERE for one in days))


def _queue(office: Office, meeting_id: int) -> Meeting:
    """The meeting, locked, after the first of its series: two who write next ones stand in line."""
    first = first_of(office, meeting_id)
    if first != meeting_id:
        lock_meeting(office, first)
    return lock_meeting(office, meeting_id)
