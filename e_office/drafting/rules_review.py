"""Rules of review and approval: the route a type takes, the states of a step, what an approval is bound to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, Role
from e_office.core.problems import Message, Problem, msg
from e_office.drafting.rules import reason_problems


class Step(StrEnum):
    """What a step of the route looks at (NĐ 30/2020 Art. 10-12)."""

    SECTION_HEAD = "section_head"
    LEGAL = "legal"
    OFFICE = "office"
    LEADER = "leader"

    @property
    def label(self) -> Message:
        """The name people read."""
        return STEP_LABELS[self]


STEP_LABELS = MappingProxyType(
    {
        Step.SECTION_HEAD: msg("Lãnh đạo đơn vị soạn thảo"),
        Step.LEGAL: msg("Kiểm tra pháp chế"),
        Step.OFFICE: msg("Văn phòng kiểm tra thể thức"),
        Step.LEADER: msg("Người có thẩm quyền ký"),
    }
)
ROLES = MappingProxyType(
    {
        Step.SECTION_HEAD: LEADING_ROLES | {Role.SECTION_HEAD},
        Step.LEGAL: CONTENT_ROLES - {Role.CLERK},
        Step.OFFICE: CONTENT_ROLES,
        Step.LEADER: LEADING_ROLES,
    }
)
"""Who can take a step: the competent person signs, so that the last one is a leader (Art. 13)."""


class StepState(StrEnum):
    """Where a step stands."""

    AHEAD = "ahead"
    OPEN = "open"
    PASSED = "passed"
    RETURNED = "returned"
    VOID = "void"
    OFF = "off"

    @property
    def label(self) -> Message:
        """The name people read."""
        return STEP_STATE_LABELS[self]


STEP_STATE_LABELS = MappingProxyType(
    {
        StepState.AHEAD: msg("Chưa tới"),
        StepState.OPEN: msg("Đang chờ"),
        StepState.PASSED: msg("Đã duyệt"),
        StepState.RETURNED: msg("Trả lại"),
        StepState.VOID: msg("Mất hiệu lực vì có bản mới"),
        StepState.OFF: msg("Không tới lượt"),
    }
)
STEP_FOLLOWS = MappingProxyType(
    {
        StepState.AHEAD: frozenset({StepState.OPEN, StepState.OFF}),
        StepState.OPEN: frozenset({StepState.PASSED, StepState.RETURNED, StepState.OFF}),
        StepState.PASSED: frozenset({StepState.VOID}),
        StepState.RETURNED: frozenset(),
        StepState.VOID: frozenset(),
        StepState.OFF: frozenset(),
    }
)
"""Which state may follow which: nothing that was decided is decided anew, an approval can only lose its force."""

_WEIGHTY = ("NQ", "QD", "CT", "QC", "QYD", "DE_AN", "DU_AN")
_USUAL = (Step.SECTION_HEAD, Step.LEADER)
DEFAULT_ROUTES: Mapping[str, tuple[Step, ...]] = MappingProxyType(
    dict.fromkeys(_WEIGHTY, (Step.SECTION_HEAD, Step.LEGAL, Step.LEADER))
)
"""The route of a type where the drafter's unit has set none; every type that is not named takes the usual one."""
NORMATIVE_ROUTE = (Step.SECTION_HEAD, Step.LEGAL, Step.OFFICE, Step.LEADER)


def default_route(type_code: str, *, legal_normative: bool = False) -> tuple[Step, ...]:
    """The steps of a type by default: decisions and their like see the legal check, normative ones the office too."""
    return NORMATIVE_ROUTE if legal_normative else DEFAULT_ROUTES.get(type_code, _USUAL)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A step of a route with the person who shall take it; None where nobody was chosen."""

    step: Step
    person_id: int | None


def without_twice(route: Sequence[Chosen]) -> list[Chosen]:
    """The steps to take: who stands at several takes the last of them alone, which is the weightiest."""
    later: set[int] = set()
    kept: list[Chosen] = []
    for one in reversed(route):
        if one.person_id is None or one.person_id not in later:
            kept.append(one)
        if one.person_id is not None:
            later.add(one.person_id)
    return kept[::-1]


def route_problems(
    route: Sequence[Chosen], *, drafter_id: int, able: Mapping[Step, Collection[int]]
) -> Iterator[Problem]:
    """Everything that keeps a draft from being sent for review; `able` are those who can take each step.

    The last word is a leader's, whose signature it takes (NĐ 30/2020 Art. 13). Nobody reviews an own draft; a
    leader may write what the same leader signs.
    """
    if not route or route[-1].step is not Step.LEADER:
        yield Problem("no_leader", msg("Chưa chọn người có thẩm quyền ký."), "leader")
    for one in route:
        name = one.step.value
        if one.person_id is None:
            yield Problem("nobody", msg("Chưa chọn ai cho bước “%(step)s”.", step=one.step.label), name)
        elif one.person_id not in able.get(one.step, ()):
            text = msg("Người được chọn không làm được bước “%(step)s”.", step=one.step.label)
            yield Problem("not_able", text, name)
        elif one.person_id == drafter_id and one.step is not Step.LEADER:
            text = msg("Người soạn không tự duyệt ở bước “%(step)s”.", step=one.step.label)
            yield Problem("own_draft", text, name)


def decision_problems(*, passed: bool, opinion: str, seen: str, current: str) -> Iterator[Problem]:
    """A decision is on the bytes that were seen, by their SHA-256; a return says why.

    `seen` is the hash the page showed, `current` the newest version's.
    """
    if seen != current:
        text = msg("Đã có bản mới từ lúc bạn mở trang. Xem bản mới rồi hãy cho ý kiến.")
        yield Problem("another_version", text, "seen")
    if not passed:
        yield from reason_problems(opinion, "opinion")


@dataclass(frozen=True, kw_only=True)
class Approval:
    """A step as the seal of a draft sees it: whether it passed, and which bytes it saw."""

    state: StepState
    sha256: str
    version: int


def approval_problems(steps: Sequence[Approval], *, sha256: str, version: int) -> Iterator[Problem]:
    """What is issued is what was approved: every step of the round passed, on this version and these bytes."""
    if not steps or any(step.state is not StepState.PASSED for step in steps):
        yield Problem("not_approved", msg("Dự thảo chưa được duyệt đủ các bước."))
    elif any((step.sha256, step.version) != (sha256, version) for step in steps):
        yield Problem("approval_void", msg("Tệp đã khác bản được duyệt. Trình duyệt lại bản mới."))
