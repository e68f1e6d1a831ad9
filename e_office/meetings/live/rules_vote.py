"""Majority rules by name, who may vote, and what a vote has decided; every rule says where it comes from.

The Decision itself names one majority (O13). The others stand in the law and in the working rules of bodies (quy chế
làm việc): who opens the vote chooses the one that binds this body, and the page names it before anybody votes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from e_office.core.problems import Message, Problem, msg

YES, NO, OTHER = 0, 1, 2
"""The places of the three choices of a vote (6.5: đồng ý, không, khác)."""
NAMES = (msg("Đồng ý"), msg("Không đồng ý"), msg("Ý kiến khác"))
CHOICES = tuple(map(str, NAMES))
FEWEST, MOST = 2, 6
"""Choices of an opinion poll."""
LONGEST = 300
FEWEST_SECRET = 3
"""Ballots of a secret vote, and who may cast them: of one, figures tell the choice; of two, each knows the other's."""


class Majority(StrEnum):
    """What a question needs to be carried."""

    HALF_OF_ALL = "half_of_all"
    HALF_OF_PRESENT = "half_of_present"
    TWO_THIRDS_OF_ALL = "two_thirds_of_all"
    TWO_THIRDS_OF_PRESENT = "two_thirds_of_present"
    POLL = "poll"


@dataclass(frozen=True)
class Rule:
    """A majority: its name, its source, and the share of all members that must be there where the rule names one."""

    name: Message
    source: Message
    quorum: Fraction | None = None


WORKING_RULES = msg("Quy chế làm việc của cơ quan")
RULES: dict[Majority, Rule] = {
    Majority.HALF_OF_ALL: Rule(
        msg("Quá nửa tổng số thành viên"),
        msg("QĐ 3713/QĐ-UBND; ít nhất hai phần ba tham dự theo quy chế làm việc"),
        Fraction(2, 3),
    ),
    Majority.HALF_OF_PRESENT: Rule(msg("Quá nửa số có mặt"), WORKING_RULES),
    Majority.TWO_THIRDS_OF_ALL: Rule(msg("Ít nhất hai phần ba tổng số thành viên"), WORKING_RULES, Fraction(2, 3)),
    Majority.TWO_THIRDS_OF_PRESENT: Rule(msg("Ít nhất hai phần ba số có mặt"), WORKING_RULES),
    Majority.POLL: Rule(msg("Thăm dò ý kiến, không quyết định"), msg("Chủ trì tham khảo")),
}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The figures of a vote: all who have the right, those of them who count as present, votes for each choice.

    See `counts_as_present`: there are never more votes than people present.
    """

    members: int
    present: int
    counts: Sequence[int]

    @property
    def cast(self) -> int:
        """How many voted."""
        return sum(self.counts)


def carried(rule: Majority, tally: Tally) -> bool | None:
    """Whether the question is carried; None for an opinion poll, which carries nothing.

    O13: "được thông qua khi có quá nửa số thành viên … đồng ý": of ALL members, not of those who vote. Who abstains,
    says something else, is silent or absent is not a yes; consent by silence (O7) has no place in a vote. A tie is no
    majority: "quá nửa" is more than half, "ít nhất hai phần ba" is two thirds or more. Of nobody there is no majority.
    Where the rule names how many must be there and fewer are, nothing is carried, whatever they say.
    """
    if rule == Majority.POLL:
        return None
    if not has_quorum(rule, tally.members, tally.present):
        return False
    base = tally.members if rule in {Majority.HALF_OF_ALL, Majority.TWO_THIRDS_OF_ALL} else tally.present
    yes = tally.counts[YES]
    if base <= 0 or yes <= 0:
        return False
    if rule in {Majority.HALF_OF_ALL, Majority.HALF_OF_PRESENT}:
        return yes * 2 > base
    return yes * 3 >= base * 2


def quorum_of(rule: Majority, members: int) -> int | None:
    """How many must be there; None where the rule names no number. Two thirds of 10 are 7, not 6."""
    share = RULES[rule].quorum
    return None if share is None else -(-members * share.numerator // share.denominator)


def has_quorum(rule: Majority, members: int, present: int) -> bool:
    """Whether enough are there for the rule."""
    needed = quorum_of(rule, members)
    return needed is None or present >= needed > 0


def counts_as_present(*, voted: bool, there: bool) -> bool:
    """Whether somebody who has the right counts as present for a question: who voted on it, or is there at its end.

    O13 and the working rules say "có mặt" of those who take part in the vote. A vote that was given counts, whoever
    gave it leaves before the others have voted: then that person stands in the base too, else the share of yes would
    be taken of fewer people than voted. Who left without a vote took no part.
    """
    return voted or there


def may_cast(*, present: bool, agreed: bool, empowered: bool | None) -> bool:
    """Who may cast a unit's vote: present, in the capacity asked for; a substitute is agreed to and empowered (M5, M7).

    `agreed`: not in the wrong capacity. `empowered`: of a substitute whether empowered to decide, None for others.
    """
    return present and agreed and empowered is not False


def question_problems(
    question: str, choices: Sequence[str], rule: str, voters: int, *, secret: bool = False
) -> Iterator[Problem]:
    """A question with its choices, a known rule, and somebody who may vote."""
    if not question.strip():
        yield Problem("question_missing", msg("Chưa ghi nội dung biểu quyết."), "question")
    elif len(question) > LONGEST:
        yield Problem("question_long", msg("Nội dung biểu quyết dài quá %(n)s ký tự.", n=LONGEST), "question")
    if rule not in set(Majority):
        yield Problem("rule_missing", msg("Chưa chọn cách tính đa số."), "rule")
    if not FEWEST <= len(choices) <= MOST or len(set(choices)) < len(choices):
        text = msg("Thăm dò cần từ %(least)s đến %(most)s phương án khác nhau.", least=FEWEST, most=MOST)
        yield Problem("choices_wrong", text, "choices", msg("Ghi mỗi phương án một dòng."))
    if voters == 0:
        yield Problem("no_voters", msg("Chưa chọn ai được biểu quyết."), "voters")
    elif secret and voters < FEWEST_SECRET:
        text = msg("Bỏ phiếu kín cần ít nhất %(n)s người, ít hơn thì lộ ai chọn gì.", n=FEWEST_SECRET)
        yield Problem("secret_few", text, "voters", msg("Chọn thêm người, hoặc biểu quyết công khai."))


def standing_problems(*, is_open: bool) -> Iterator[Problem]:
    """Only a question that stands is voted on, counted or withdrawn."""
    if not is_open:
        cure = msg("Xem kết quả ở trang phiên họp; cần quyết lại thì lấy biểu quyết mới.")
        yield Problem("vote_closed", msg("Biểu quyết này đã kết thúc."), "", cure)


def open_vote_problems(*, stands: bool) -> Iterator[Problem]:
    """One question at a time, and no meeting ends in the middle of one."""
    if stands:
        cure = msg("Kiểm phiếu hoặc rút biểu quyết đó trước.")
        yield Problem("vote_open", msg("Đang có một biểu quyết chưa kết thúc."), "", cure)


def right_problems(*, present: bool, votes: bool) -> Iterator[Problem]:
    """Why who sits in an invitee's place has no vote there (M5, M7)."""
    if not present:
        cure = msg("Bấm “Tôi có mặt” và nhập mã trên màn hình hội trường trước.")
        yield Problem("not_present", msg("Chưa điểm danh nên chưa biểu quyết được."), "", cure)
    elif not votes:
        text = msg("Người dự thay chưa được chủ trì đồng ý, hoặc không được quyền quyết định.")
        cure = msg("Đề nghị chủ trì đồng ý ở trang người dự thay, hoặc người được mời tự biểu quyết.")
        yield Problem("no_right", text, "", cure)


def closing_problems(*, secret: bool, cast: int) -> Iterator[Problem]:
    """A secret vote is not counted out after the first ballots: figures of so few would tell who chose what."""
    if secret and 0 < cast < FEWEST_SECRET:
        text = msg("Mới có %(n)s phiếu kín, công bố thì lộ ai chọn gì.", n=cast)
        yield Problem("secret_few", text, "", msg("Chờ thêm phiếu, hoặc rút biểu quyết."))


def cast_problems(*, is_open: bool, choice: int, choices: int) -> Iterator[Problem]:
    """A vote is cast while the question stands, for one of its choices."""
    if not is_open:
        yield from standing_problems(is_open=False)
    if not 0 <= choice < choices:
        yield Problem("choice_missing", msg("Chưa chọn phương án."))


def may_be_written(*, voted: bool, entered: bool, own: bool) -> bool:
    """Whether a vote is written into a seat: `own` by who sits there, else by who runs the meeting for a raised hand.

    The vote is the delegate's (M5, M7). What they gave themselves stands, against a second one of theirs and against
    the clerk; what was entered for them gives way to their own, and to nobody else's.
    """
    return not voted or (own and entered)


def entry_problems(*, secret: bool, is_open: bool) -> Iterator[Problem]:
    """Raised hands are entered while an open vote stands; of a secret one nobody but the voter may know the choice."""
    if secret:
        cure = msg("Đại biểu mượn máy để tự bỏ phiếu, hoặc rút biểu quyết này và lấy biểu quyết công khai.")
        yield Problem("secret_entry", msg("Bỏ phiếu kín thì không ai ghi thay được."), "", cure)
    if not is_open:
        yield from standing_problems(is_open=False)


def entered_problems(choices: Sequence[int], among: int) -> Iterator[Problem]:
    """Somebody's hand was seen, and for one of the choices."""
    if not choices:
        cure = msg("Chọn phương án ở từng nơi giơ tay rồi ghi lại.")
        yield Problem("nobody_chosen", msg("Chưa chọn phương án cho nơi nào."), "", cure)
    elif not all(0 <= one < among for one in choices):
        yield Problem("choice_missing", msg("Chưa chọn phương án."))


def result_line(
    question: str,
    choices: Sequence[str],
    tally: Tally,
    *,
    rule: Majority,
    secret: bool,
    item: str = "",
    entered: int = 0,
) -> str:
    """The line of the minutes (6.5: tổng, đồng ý, không, khác), in the language of documents.

    `item`: the title of the item it was on, "" for the whole meeting. `entered`: how many of the votes were raised
    hands that who ran the meeting noted.
    """
    kind = "Thăm dò ý kiến" if rule == Majority.POLL else "Biểu quyết"
    way = f"{'kín' if secret else 'công khai'}{f' về “{item}”' if item else ''}"
    counted = ", ".join(f"{name.lower()} {count}" for name, count in zip(choices, tally.counts, strict=True))
    hands = f" ({entered} ghi thay khi giơ tay)" if entered else ""
    parts = [
        f"{kind} {way}: {question.strip().rstrip('.')}",
        f"tổng số {tally.members}, có mặt {tally.present}, đã biểu quyết {tally.cast}{hands}",
        counted,
    ]
    outcome = carried(rule, tally)
    if not has_quorum(rule, tally.members, tally.present):
        needed = quorum_of(rule, tally.members)
        parts.append(f"không đủ số dự họp để biểu quyết có giá trị (có mặt {tally.present}, cần {needed})")
    elif outcome is not None:
        parts.append(f"{'thông qua' if outcome else 'không thông qua'} ({str(RULES[rule].name).lower()})")
    return "; ".join(parts) + "."
