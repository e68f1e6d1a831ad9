"""Rules of handling an incoming document: who may be given what, by when, and which state follows which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg
from e_office.people.rules import Holidays, add_working_days

LEAST_REASON = 10
"""Characters a reason has at least: "không" explains nothing."""


class Part(StrEnum):
    """What somebody is to do with a document: lead, work along, or know of it."""

    LEAD = "lead"
    JOIN = "join"
    KNOW = "know"

    @property
    def label(self) -> Message:
        """The name people read (chủ trì, phối hợp, xem để biết)."""
        return PART_LABELS[self]


PART_LABELS = MappingProxyType({Part.LEAD: msg("Chủ trì"), Part.JOIN: msg("Phối hợp"), Part.KNOW: msg("Xem để biết")})


class RemarkKind(StrEnum):
    """What an opinion is."""

    OPINION = "opinion"
    PROPOSAL = "proposal"
    """The handler's on the processing slip (NĐ 30/2020 Annex IV)."""
    OBJECTION = "objection"
    """Kiến nghị: what was ordered is against the law, reported at once to who ordered it (D3)."""


class State(StrEnum):
    """Where an assignment stands."""

    GIVEN = "given"
    IN_WORK = "in_work"
    DONE = "done"
    HANDED_BACK = "handed_back"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> Message:
        """The name people read."""
        return STATE_LABELS[self]


STATE_LABELS = MappingProxyType(
    {
        State.GIVEN: msg("Chưa nhận việc"),
        State.IN_WORK: msg("Đang xử lý"),
        State.DONE: msg("Đã xong"),
        State.HANDED_BACK: msg("Đã trả lại"),
        State.TAKEN_BACK: msg("Đã thay bằng chỉ đạo khác"),
    }
)
OPEN = frozenset({State.GIVEN, State.IN_WORK})
FOLLOWS = MappingProxyType(
    {
        State.GIVEN: frozenset({State.IN_WORK, State.DONE, State.HANDED_BACK, State.TAKEN_BACK}),
        State.IN_WORK: frozenset({State.DONE, State.HANDED_BACK, State.TAKEN_BACK}),
        State.DONE: frozenset(),
        State.HANDED_BACK: frozenset(),
        State.TAKEN_BACK: frozenset(),
    }
)
"""Which state may follow which; what is over stays over, and is given anew where need be."""


class Lateness(StrEnum):
    """How near its day something is; `SOON` on the next working day."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"


@dataclass(frozen=True, kw_only=True)
class Given:
    """One line of a direction: what, to whom, by when, with which words."""

    part: Part
    unit_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None
    words: str = ""


def direction_problems(lines: Sequence[Given], *, today: date, whole: bool = True) -> Iterator[Problem]:
    """Everything that speaks against a direction (bút phê), all at once.

    NĐ 30/2020 Art. 23 and Annex IV (processing slip): exactly one leads, the others work along or know of it,
    each with its own day. `whole` false: further lines below a unit's own, where the lead may be the unit itself.
    """
    leads = sum(line.part == Part.LEAD for line in lines)
    if not lines:
        yield Problem("nobody", msg("Chưa chọn ai xử lý."), "lead")
    elif whole and leads == 0:
        yield Problem("no_lead", msg("Chưa chọn nơi chủ trì."), "lead")
    elif leads > 1:
        yield Problem("two_leads", msg("Chỉ một nơi chủ trì; các nơi khác phối hợp."), "lead")
    seen = set()
    for line in lines:
        who = (line.unit_id, line.person_id)
        if who in seen:
            yield Problem("twice", msg("Có nơi được ghi hai lần."), "join")
        seen.add(who)
        if line.due_on is not None and line.due_on < today:
            text = msg("Hạn %(day)s đã qua.", day=f"{line.due_on:%d/%m/%Y}")
            yield Problem("due_past", text, "due_on")


def part_below_problems(due_on: date | None, whole_due_on: date | None) -> Iterator[Problem]:
    """What is passed on within a unit may not end after the day the unit itself was given."""
    if due_on is not None and whole_due_on is not None and due_on > whole_due_on:
        text = msg("Hạn giao lại không được sau hạn của đơn vị, %(day)s.", day=f"{whole_due_on:%d/%m/%Y}")
        yield Problem("due_after", text, "due_on")


def reminder_days(due_on: date, today: date, holidays: Holidays) -> tuple[date, ...]:
    """The mornings on which somebody is reminded: the working day before, and the day itself; none that is past.

    Where the day itself is no working day, the last working day before it counts as the day (D4: what is not chased is
    not done).
    """
    before = add_working_days(due_on, -1, holidays)
    return tuple(day for day in (before, due_on) if day > today)


def lateness(due_on: date | None, today: date, next_day: date) -> Lateness | None:
    """Late, due today, or due on the next working day; None for what has time, or no day (D2, NĐ 30/2020 Annex VI)."""
    if due_on is None or due_on > next_day:
        return None
    if due_on < today:
        return Lateness.LATE
    return Lateness.TODAY if due_on == today else Lateness.SOON


MORNING, NOON = time(7), time(12)
"""Between these, in the office's own time, the day's mail is left."""


def is_digest_hour(now: time, working_day: bool) -> bool:
    """Whether the day's mail of what is late or due is left now: on the morning of a working day (D2, D4)."""
    return working_day and MORNING <= now < NOON


def reason_problems(reason: str, field: str = "reason") -> Iterator[Problem]:
    """A reason is a sentence (D2: "phải kịp thời báo cáo rõ lý do")."""
    if len(reason.strip()) < LEAST_REASON:
        text = msg("Chưa ghi rõ lý do, ít nhất %(n)s chữ cái.", n=LEAST_REASON)
        yield Problem("reason_missing", text, field)


def step_problems(now: State, wanted: State) -> Iterator[Problem]:
    """Whether one state may follow another; two people act at the same moment and the second is told."""
    if wanted not in FOLLOWS[now]:
        yield Problem("too_late", msg("Việc này đã ở trạng thái “%(state)s”, tải lại trang để xem.", state=now.label))


def closing_problems(
    *, part: Part, due_on: date | None, today: date, result: str, answered: bool, late_reason: str, open_below: int
) -> Iterator[Problem]:
    """What closing takes: an answer or a reason, why it is late (D2), and nothing left open below it.

    Known documents are closed by reading; the real province's software closed a job only with its e-document sent.
    """
    if part == Part.KNOW:
        return
    if not answered and len(result.strip()) < LEAST_REASON:
        text = msg("Chọn văn bản trả lời, hoặc ghi vì sao kết thúc không cần văn bản.")
        yield Problem("no_answer", text, "result")
    if due_on is not None and today > due_on and len(late_reason.strip()) < LEAST_REASON:
        days = (today - due_on).days
        yield Problem("late_unexplained", msg("Quá hạn %(n)s ngày: ghi rõ lý do chậm.", n=days), "late_reason")
    if open_below:
        text = msg("Còn %(n)s phần việc giao lại chưa xong.", n=open_below)
        yield Problem("open_below", text, "result")


def more_time_problems(*, due_on: date | None, wanted_on: date | None, today: date, reason: str) -> Iterator[Problem]:
    """Asking for more time: a later day, not one that is past, and why (D2)."""
    if wanted_on is None:
        yield Problem("no_day", msg("Chưa ghi ngày xin gia hạn tới, dạng 05/12/2013."), "wanted_on")
    elif due_on is not None and wanted_on <= due_on:
        text = msg("Ngày xin gia hạn phải sau hạn hiện nay, %(day)s.", day=f"{due_on:%d/%m/%Y}")
        yield Problem("not_later", text, "wanted_on")
    elif wanted_on < today:
        yield Problem("day_past", msg("Ngày xin gia hạn đã qua."), "wanted_on")
    yield from reason_problems(reason)


def progress(parts: Sequence[tuple[Part, State, date | None]], *, closed: bool, today: date) -> str:
    """One word for the follow-up register: `done`, `late`, `handed_back`, `in_work`, `given` or `undirected`.

    NĐ 30/2020 Annex IV, column "tiến độ giải quyết": the lead's state counts, lateness above it.
    """
    if closed:
        return "done"
    leads = [(state, due_on) for part, state, due_on in parts if part == Part.LEAD and state != State.TAKEN_BACK]
    if not leads:
        return "undirected"
    state, due_on = leads[-1]
    if state in OPEN and due_on is not None and today > due_on:
        return "late"
    return str(state.value)
