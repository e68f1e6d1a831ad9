"""Rules of a conclusion's tasks (M14, M16): how they go from open to done, when they are late, what a report needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from e_office.core.problems import Problem, msg
from e_office.people.rules import Holidays, add_working_days

LONGEST = 4000

_FOUND = "\0"
"""Before the id of a unit that was recognised; nobody types it."""


class TaskState(StrEnum):
    """Where a task stands: with the lead unit, reported to the agency that gave it, confirmed by it."""

    OPEN = "open"
    REPORTED = "reported"
    DONE = "done"


class StepKind(StrEnum):
    """What is done with a task."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


FROM = {
    StepKind.REPORTED: TaskState.OPEN,
    StepKind.CONFIRMED: TaskState.REPORTED,
    StepKind.RETURNED: TaskState.REPORTED,
}
"""The state each step starts from; a task that is done stays done."""


@dataclass(frozen=True)
class Standing:
    """What the steps of a task tell: its state, and when what stands was reported."""

    state: TaskState
    reported_at: datetime | None = None


def standing_of(steps: Iterable[tuple[StepKind, datetime]]) -> Standing:
    """Read the steps, oldest first; a report that was sent back counts for nothing, its hour neither."""
    standing = Standing(TaskState.OPEN)
    for kind, at in steps:
        if kind is StepKind.REPORTED:
            standing = Standing(TaskState.REPORTED, at)
        elif kind is StepKind.RETURNED:
            standing = Standing(TaskState.OPEN)
        else:
            standing = Standing(TaskState.DONE, standing.reported_at)
    return standing


def is_late(due_on: date | None, reported_on: date | None, today: date) -> bool:
    """Whether a task is late: it had to be done before `due_on` ("trước ngày"), so that day itself is too late.

    Judged by the day of the report that stands, and by `today` while there is none.
    """
    return due_on is not None and (reported_on or today) >= due_on


def is_near(due_on: date | None, today: date, holidays: Holidays) -> bool:
    """Whether the day's mail tells of an open task: its day is the next working day, today, or over."""
    return due_on is not None and add_working_days(today, 1, holidays) >= due_on


def step_problems(state: TaskState, kind: StepKind) -> Iterator[Problem]:
    """Whether a task in that state takes that step."""
    if FROM[kind] == state:
        return
    text = {
        TaskState.OPEN: msg("Việc này chưa có báo cáo hoàn thành để xem xét."),
        TaskState.REPORTED: msg("Việc này đã báo cáo hoàn thành, đang chờ nơi giao xác nhận."),
        TaskState.DONE: msg("Việc này đã được xác nhận hoàn thành."),
    }[TaskState(state)]
    yield Problem("wrong_state", text)


def words_problems(kind: StepKind, words: str) -> Iterator[Problem]:
    """A report says what was done, sending back says why; a confirmation needs no words."""
    if not words.strip() and kind is not StepKind.CONFIRMED:
        text = msg("Chưa ghi kết quả đã làm.") if kind is StepKind.REPORTED else msg("Chưa ghi lý do trả lại.")
        yield Problem("words_missing", text, "words")
    elif len(words) > LONGEST:
        yield Problem(
            "words_long", msg("Nội dung dài %(n)s ký tự, tối đa %(most)s.", n=len(words), most=LONGEST), "words"
        )


def own_report_problems(reported_by: int | None, decides: int) -> Iterator[Problem]:
    """Nobody confirms what they reported themselves."""
    if reported_by == decides:
        yield Problem("own_report", msg("Bạn là người báo cáo việc này. Người khác của cơ quan giao việc xác nhận."))


def helpers_named(text: str, units: Sequence[tuple[int, str]]) -> list[int]:
    """Ids of the units that a list of co-operating ones names, in its order, each once.

    `text` and the names are without accents and in small letters already. Names part at ";", "," and line ends; the
    longest name is tried first, for some hold a comma. What names no unit stays words.
    """
    found: list[int] = []
    for part in _parts_read(text, units):
        if part.startswith(_FOUND) and int(part[1:]) not in found:
            found.append(int(part[1:]))
    return found


def names_unknown(text: str, units: Sequence[tuple[int, str]]) -> list[str]:
    """The names in a list of co-operating units that name no unit: the notice (M14) reaches nobody under them.

    In the form of `text`, "ubnd" for "uy ban nhan dan".
    """
    return [part for part in _parts_read(text, units) if part and not part.startswith(_FOUND)]


def _parts_read(text: str, units: Sequence[tuple[int, str]]) -> list[str]:
    rest = f";{plain(text)};"
    for unit_id, name in sorted(units, key=lambda one: -len(one[1])):
        mark = f";{plain(name)};"
        while name and mark in rest:
            rest = rest.replace(mark, f";{_FOUND}{unit_id};")
    return rest.split(";")


def plain(text: str) -> str:
    """Names without accents as they are compared: each without blanks around it, parted by ";"."""
    parts = (" ".join(part.split()) for part in text.replace(",", ";").replace("\n", ";").split(";"))
    return ";".join(part.replace("uy ban nhan dan", "ubnd") for part in parts if part)
