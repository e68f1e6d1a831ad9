"""Rules of opinions, appraisal, decision and answer: what keeps a dossier from the leader, what a decision takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg

LEAST_WORDS = 10
"""Characters words of a decision, or a reason, have at least."""


class Answer(StrEnum):
    """What a consulted agency said (O6): agree, agree with changes, disagree, or nothing yet."""

    WAITING = "waiting"
    AGREE = "agree"
    AGREE_IF = "agree_if"
    DISAGREE = "disagree"

    @property
    def label(self) -> Message:
        """The name people read."""
        return ANSWER_LABELS[self]


ANSWER_LABELS = MappingProxyType(
    {
        Answer.WAITING: msg("Chưa trả lời"),
        Answer.AGREE: msg("Đồng ý"),
        Answer.AGREE_IF: msg("Đồng ý, đề nghị sửa"),
        Answer.DISAGREE: msg("Không đồng ý"),
    }
)
DEEMED = msg("Quá hạn, coi như đồng ý")
OBJECTS = frozenset({Answer.AGREE_IF, Answer.DISAGREE})
"""Answers with something to take up or to explain (O11)."""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """The opinion of a consulted agency as the rules see it; `taken` None: nobody has said what was done with it."""

    name: str
    answer: Answer = Answer.WAITING
    due_on: date | None = None
    has_file: bool = False
    taken: bool | None = None
    why_not: str = ""


def opinion_problems(opinions: Sequence[Opinion]) -> Iterator[Problem]:
    """An opinion is a written one (H4, H5), and what is not taken up is explained (O11)."""
    for one in opinions:
        if one.answer != Answer.WAITING and not one.has_file:
            text = msg("Ý kiến của %(name)s chưa có tệp văn bản.", name=one.name)
            yield Problem("opinion_file", text, "opinions")
        if one.answer in OBJECTS and one.taken is None:
            text = msg("Chưa ghi tiếp thu hay không tiếp thu ý kiến của %(name)s.", name=one.name)
            yield Problem("opinion_unsettled", text, "opinions")
        elif one.answer in OBJECTS and not one.taken and len(one.why_not.strip()) < LEAST_WORDS:
            text = msg("Chưa giải trình vì sao không tiếp thu ý kiến của %(name)s.", name=one.name)
            yield Problem("opinion_unexplained", text, "opinions")


def is_deemed(answer: Answer, due_on: date | None, today: date) -> bool:
    """No reply by the day is agreement (O7); without a day nothing is ever deemed (O8)."""
    return answer == Answer.WAITING and due_on is not None and today > due_on


def is_outstanding(answer: Answer, due_on: date | None, today: date) -> bool:
    """Whether an agency still has to answer: neither has it replied nor is its silence consent."""
    return answer == Answer.WAITING and not is_deemed(answer, due_on, today)


def asking_problems(*, named: bool, twice: bool, due_on: date | None) -> Iterator[Problem]:
    """An agency is asked once, by a day: the Decision fixes no number of days, so the day is a field (O7, O8)."""
    if not named:
        yield Problem("agency_missing", msg("Chưa chọn cơ quan lấy ý kiến."), "agency")
    if twice:
        yield Problem("agency_twice", msg("Cơ quan này đã có trong danh sách lấy ý kiến."), "agency")
    if due_on is None:
        yield Problem("due_missing", msg("Chưa ghi hạn trả lời, dạng 05/12/2013."), "due_on")


@dataclass(frozen=True)
class Outstanding:
    """An opinion that has not come: whose, and by when it is due (None: no day was given)."""

    name: str
    due_on: date | None = None


def gate_problems(opinions: Sequence[Outstanding], appraisals: Sequence[Outstanding]) -> Iterator[Problem]:
    """What keeps the Office from putting a dossier before the leader: opinions (H5) and appraisal (H6) are in."""
    for one in opinions:
        yield Problem("opinion_outstanding", _missing(msg("%(name)s chưa có ý kiến", name=one.name), one.due_on))
    for one in appraisals:
        yield Problem("appraisal_open", _missing(msg("%(name)s chưa thẩm định xong", name=one.name), one.due_on))


def _missing(what: Message, due_on: date | None) -> Message:
    if due_on is None:
        return msg("%(what)s.", what=what)
    return msg("%(what)s, hạn %(day)s.", what=what, day=f"{due_on:%d/%m/%Y}")


def appraisal_problems(*, named: bool, due_on: date | None, today: date) -> Iterator[Problem]:
    """An appraisal is given to somebody by a day (H6)."""
    if not named:
        yield Problem("appraiser_missing", msg("Chưa chọn cơ quan thẩm định."), "unit_id")
    if due_on is None:
        yield Problem("due_missing", msg("Chưa ghi hạn thẩm định, dạng 05/12/2013."), "due_on")
    elif due_on < today:
        yield Problem("due_past", msg("Hạn thẩm định đã qua."), "due_on")


def report_problems(
    *, result: str, has_file: bool, due_on: date, today: date, late_reason: str, open_: bool
) -> Iterator[Problem]:
    """The appraiser answers for quality and day (H6): a result, its file, and why it is late where it is."""
    if not open_:
        yield Problem("reported", msg("Việc thẩm định này đã có kết quả."))
    if len(result.strip()) < LEAST_WORDS:
        yield Problem("result_missing", msg("Chưa ghi kết quả thẩm định."), "result")
    if not has_file:
        yield Problem("file_missing", msg("Chưa có tệp văn bản thẩm định."), "files")
    if today > due_on and len(late_reason.strip()) < LEAST_WORDS:
        days = (today - due_on).days
        yield Problem("late_unexplained", msg("Quá hạn %(n)s ngày: ghi rõ lý do chậm.", n=days), "late_reason")


class Decision(StrEnum):
    """What the leader decides on a dossier."""

    AGREE = "agree"
    CHANGED = "changed"
    REFUSE = "refuse"
    MORE = "more"

    @property
    def label(self) -> Message:
        """The name people read."""
        return DECISION_LABELS[self]


DECISION_LABELS = MappingProxyType(
    {
        Decision.AGREE: msg("Đồng ý với dự thảo"),
        Decision.CHANGED: msg("Đồng ý, có sửa"),
        Decision.REFUSE: msg("Không đồng ý"),
        Decision.MORE: msg("Yêu cầu bổ sung"),
    }
)


def decision_problems(
    decision: Decision | None, *, words: str, seen: str, current: str, outside_body: str = "", consented: bool = True
) -> Iterator[Problem]:
    """What a decision takes: words where it is no plain yes, and the very text that was shown.

    H9: before an answer goes to a body outside, the Chairman has agreed to it. `seen` and `current` are SHA-256 of
    the draft on the page and in the dossier.
    """
    if decision is None:
        yield Problem("decision_missing", msg("Chưa chọn ý kiến."), "decision")
        return
    if decision != Decision.AGREE and len(words.strip()) < LEAST_WORDS:
        yield Problem("words_missing", msg("Ghi rõ ý kiến, ít nhất %(n)s chữ cái.", n=LEAST_WORDS), "words")
    if seen != current:
        yield Problem("other_file", msg("Dự thảo đã đổi sau khi bạn mở trang này. Xem lại rồi cho ý kiến."))
    if decision in {Decision.AGREE, Decision.CHANGED}:
        yield from consent_problems(outside_body, consented)


def consent_problems(outside_body: str, consented: bool) -> Iterator[Problem]:
    """H9: what bodies outside the People's Committee ask for is answered after the Chairman has agreed."""
    if outside_body.strip() and not consented:
        text = msg("Trả lời %(body)s phải được Chủ tịch đồng ý trước.", body=outside_body)
        yield Problem("consent_missing", text, None, msg("Trình Chủ tịch ghi ý kiến đồng ý ở trang hồ sơ này."))


def reply_problems(
    *, asker: str, asked_from_outside: bool, below_committee: bool, consented: bool
) -> Iterator[Problem]:
    """H9: an agency under the People's Committee answers a body outside it, with no consent of the Chairman on record.

    The Decision (II.2.1) wants the consent for reports, information and work "có liên quan đến thẩm quyền của UBND
    tỉnh, Chủ tịch UBND tỉnh". Held for every such reply that bypasses a dossier: that it answers a body outside,
    that its agency stands under the committee, that no dossier of the agency has the consent for that body. Whether
    the matter is of the committee's authority only a person can tell: so it is asked, not refused, and the clerk's
    word goes into the journal. The committee's own replies, and what nobody asked for, are not meant.
    """
    if asked_from_outside and below_committee and not consented:
        text = msg(
            "Trả lời %(body)s, ngoài UBND tỉnh: nếu thuộc thẩm quyền của UBND tỉnh "
            "thì phải được Chủ tịch đồng ý trước.",
            body=asker,
        )
        yield Problem("consent_asked", text, "seen_worries")


def is_overdue(due_on: date | None, *, answered: bool, today: date) -> bool:
    """H8: whether a written answer is late; `due_on` is the last day on which it is in time."""
    return not answered and due_on is not None and today > due_on
