"""Rules of absent agencies (O5-O8): who was absent, what concerns them, what answers, and what silence is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from e_office.core.problems import Problem, msg
from e_office.meetings.rules import reason_problems
from e_office.people.rules import Holidays, add_working_days
from e_office.submissions.rules_opinions import Answer

LONGEST = 4000
WITHIN = 5
"""Working days that the form offers; the Decision fixes no number, so the day is always written (O8)."""
STANCES = (Answer.AGREE, Answer.AGREE_IF, Answer.DISAGREE)
"""What a written answer says: agree, agree with changes, disagree (O6). Words alone are no answer."""


def taken_as(state: str | None, *, announced: bool) -> str | None:
    """How an invitee counts (O5): as was noted; where nobody noted anything, an absence that was announced stands.

    That somebody came is never taken for granted: without note and answer it stays unknown.
    """
    return "absent" if state is None and announced else state


def is_absent(states: Collection[str | None]) -> bool:
    """Whether an agency was absent, from how each of its invitees counts, see `taken_as`; None: nobody knows.

    What was noted goes before the answer: who announced absence and came was there, and who promised and stayed away
    was not. Who came late or left early was there (the minutes say "present"); a substitute was, too.
    """
    return bool(states) and all(state == "absent" for state in states)


@dataclass(frozen=True)
class Concern:
    """A part of what was concluded as the suggestion sees it: whom it names, its words without accents."""

    key: str
    units: frozenset[int] = frozenset()
    words: str = ""


def suggested(parts: Sequence[Concern], unit_ids: Collection[int], names: Collection[str]) -> list[str]:
    """Keys of the parts that concern an agency: those that give it something to lead, prepare or help with, or name it.

    All of them where none does: the agency itself then sees what touches it. `names` have no accents.
    """
    ids = frozenset(unit_ids)
    found = [
        part.key
        for part in parts
        if part.units & ids or any(f" {name} " in f" {_plain(part.words)} " for name in names if name)
    ]
    return found or [part.key for part in parts]


def _plain(words: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in words).split())


class Standing(StrEnum):
    """Where a request for a written answer stands. An answer is there only where somebody gave one."""

    WAITS = "waits"
    OVERDUE = "overdue"
    """The day is over without an answer. Silence stays silence."""
    DEEMED = "deemed"
    """The same in a conference that took opinions on a scheme: held to agree (O7), still no answer."""
    ANSWERED = "answered"
    LATE = "late"
    """Answered after the day."""
    WITHDRAWN = "withdrawn"
    """Whoever asked does without the answer; the part that was sent stays there to be read."""


ANSWERS = frozenset({Standing.ANSWERED, Standing.LATE})
"""What counts as answered; deemed consent never does."""


OPEN = frozenset({Standing.WAITS, Standing.OVERDUE})
"""What can be given another day, or withdrawn."""


def standing(
    *, answered_on: date | None, due_on: date, today: date, received_on: date | None, consultation: bool,
    withdrawn: bool = False,
) -> Standing:  # fmt: skip
    """Where it stands, by the day of the first answer.

    O7 lets silence be consent only where opinions on a scheme (đề án) were taken (O3), and O8 only where the agency
    has demonstrably received what it is silent about: opened on or before the day it was due. Everywhere else the
    Decision gives silence no meaning, so it has none here. Of what was withdrawn silence says nothing at all.
    """
    if withdrawn and answered_on is None:
        return Standing.WITHDRAWN
    if answered_on is not None:
        return Standing.ANSWERED if answered_on <= due_on else Standing.LATE
    if today <= due_on:
        return Standing.WAITS
    heard = received_on is not None and received_on <= due_on
    return Standing.DEEMED if consultation and heard else Standing.OVERDUE


def asking_problems(
    *, unit: str, absent: bool, asked: bool, parts: int, due_on: date | None, today: date
) -> Iterator[Problem]:
    """What keeps one agency from being asked."""
    if not absent:
        yield Problem("not_absent", msg("%(unit)s không vắng mặt tại cuộc họp này.", unit=unit))
    if asked:
        yield Problem("asked", msg("%(unit)s đã được gửi phần kết luận liên quan.", unit=unit))
    if not parts:
        yield Problem("no_parts", msg("Chưa chọn phần kết luận nào để gửi %(unit)s.", unit=unit), "parts")
    if due_on is None:
        yield Problem("due_missing", msg("Chưa ghi hạn trả lời, dạng 05/12/2013."), "due_on")
    elif due_on < today:
        yield Problem("due_past", msg("Hạn trả lời đã qua."), "due_on")


def ready_problems(*, signed: bool, concluded: bool) -> Iterator[Problem]:
    """There is something to send once the minutes are signed, or the conclusion notice is issued."""
    if not signed and not concluded:
        text = msg("Biên bản chưa đủ hai chữ ký, thông báo kết luận cũng chưa phát hành.")
        yield Problem("not_ready", text, "", msg("Ký biên bản hoặc phát hành kết luận trước."))


def answer_problems(
    *, stance: Answer | None, words: str, has_file: bool, code: str, code_known: bool
) -> Iterator[Problem]:
    """What a written answer takes (O6): a stance; what to change, or why not, where it is no plain yes.

    Written is what is typed here, a file, or a document sent under its own number; one of them at least.
    """
    if stance is None:
        yield Problem("stance_missing", msg("Chưa chọn đồng ý hay không đồng ý."), "stance")
    elif stance != Answer.AGREE and not words.strip():
        text = msg("Ghi rõ điểm không đồng ý, kiến nghị sửa đổi, bổ sung.")
        yield Problem("words_missing", text, "words")
    elif not words.strip() and not has_file and not code.strip():
        text = msg("Trả lời phải bằng văn bản: ghi nội dung, kèm tệp, hoặc ghi số văn bản.")
        yield Problem("not_written", text, "words")
    if len(words) > LONGEST:
        yield Problem(
            "words_long", msg("Nội dung dài %(n)s ký tự, tối đa %(most)s.", n=len(words), most=LONGEST), "words"
        )
    if code.strip() and not code_known:
        text = msg("Không có văn bản đi số %(code)s trong sổ của cơ quan bạn.", code=code.strip())
        yield Problem("code_unknown", text, "code")


def change_problems(*, standing: Standing, reason: str, anew: bool = False) -> Iterator[Problem]:
    """What keeps a request from being withdrawn, or given another day: an answer, a consent by silence, no reason.

    Where silence has become consent (O7) nobody takes it back by asking for longer; an answer stands as it came.
    `anew`: another day is given, which asks once more for what was withdrawn.
    """
    if standing in ANSWERS:
        yield Problem("answered", msg("Cơ quan này đã trả lời, không rút hay lùi hạn được nữa."))
    elif standing == Standing.DEEMED:
        yield Problem("deemed", msg("Quá hạn không trả lời đã coi như đồng ý, không rút hay lùi hạn được nữa."))
    elif standing == Standing.WITHDRAWN and not anew:
        yield Problem("withdrawn", msg("Đề nghị trả lời này đã rút."))
    for problem in reason_problems(reason):
        yield Problem(problem.code, problem.message, "reason")


def extending_problems(due_on: date | None, *, before: date | None, today: date) -> Iterator[Problem]:
    """Another day is a later one, and still to come: who was given a day is never given less (O5).

    `before` is None for what was withdrawn: nobody counts on its day any more.
    """
    if due_on is None:
        yield Problem("due_missing", msg("Chưa ghi hạn trả lời, dạng 05/12/2013."), "due_on")
    elif before is not None and due_on <= before:
        text = msg("Hạn mới phải sau hạn cũ, ngày %(day)s.", day=f"{before:%d/%m/%Y}")
        yield Problem("due_not_later", text, "due_on")
    elif due_on < today:
        yield Problem("due_past", msg("Hạn trả lời đã qua."), "due_on")


class Stage(StrEnum):
    """The reminders of one request, each given once."""

    BEFORE = "before"
    OVERDUE = "overdue"


def due_stage(*, due_on: date, today: date, holidays: Holidays) -> Stage | None:
    """The reminder that is due: from the working day before the last one on, and once more when it is over."""
    if today > due_on:
        return Stage.OVERDUE
    return Stage.BEFORE if add_working_days(today, 1, holidays) >= due_on else None
