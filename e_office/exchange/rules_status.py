"""The states a document goes through at its recipient, as QCVN 102:2016 numbers them, and which may follow which."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, msg


class State(StrEnum):
    """What the sender knows of one recipient (trạng thái gửi nhận); all but `SENT` travel as StatusCode."""

    SENT = "sent"
    """The sender's own state before anything came back; it is never told to anybody."""
    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    IN_WORK = "05"
    DONE = "06"
    RECALLED = "13"
    RECALL_AGREED = "15"
    RECALL_REFUSED = "16"

    @property
    def label(self) -> Message:
        """The name people read."""
        return LABELS[self]


LABELS = MappingProxyType(
    {
        State.SENT: msg("Đã gửi"),
        State.ARRIVED: msg("Đã đến"),
        State.REFUSED: msg("Từ chối tiếp nhận"),
        State.ACCEPTED: msg("Đã tiếp nhận"),
        State.ASSIGNED: msg("Đã phân công"),
        State.IN_WORK: msg("Đang xử lý"),
        State.DONE: msg("Đã hoàn thành"),
        State.RECALLED: msg("Đang thu hồi"),
        State.RECALL_AGREED: msg("Đồng ý thu hồi, cập nhật"),
        State.RECALL_REFUSED: msg("Từ chối thu hồi, cập nhật"),
    }
)

_WORK = (State.ACCEPTED, State.ASSIGNED, State.IN_WORK, State.DONE)
FOLLOWS = MappingProxyType(
    {
        State.SENT: frozenset({State.ARRIVED, State.REFUSED, *_WORK, State.RECALLED}),
        State.ARRIVED: frozenset({State.REFUSED, *_WORK, State.RECALLED}),
        State.REFUSED: frozenset(),
        State.ACCEPTED: frozenset({State.ASSIGNED, State.IN_WORK, State.DONE, State.RECALLED}),
        State.ASSIGNED: frozenset({State.IN_WORK, State.DONE, State.RECALLED}),
        State.IN_WORK: frozenset({State.ASSIGNED, State.DONE, State.RECALLED}),
        State.DONE: frozenset({State.RECALLED}),
        State.RECALLED: frozenset({State.RECALL_AGREED, State.RECALL_REFUSED}),
        State.RECALL_AGREED: frozenset(),
        State.RECALL_REFUSED: frozenset({*_WORK, State.RECALLED}),
    }
)
"""What may be told next (`domain.md` 2.11). A system may leave out steps: 06 may be the first word that comes."""


def may_follow(before: State, after: State) -> bool:
    """Whether `after` is news after `before`.

    `domain.md` 2.11 (StatusCode 01-06, 13, 15, 16). Messages overtake one another: what comes late, such as 01
    after 03, is kept in the history but moves nothing back. Refused (02) and agreed (15) are last words.
    """
    return after in FOLLOWS[before]


RECALL_ANSWERS = frozenset({State.RECALL_AGREED, State.RECALL_REFUSED})
_ORDER = (State.SENT, State.ARRIVED, *_WORK)


def moves_on(before: State, after: State) -> bool:
    """Whether a recipient has anything new to tell: only what lies further on the way from 01 to 06, and once.

    `domain.md` 2.11. A direction given anew does not make "đang xử lý" (05) "đã phân công" (04) again.
    """
    if after in _ORDER and before in _ORDER:
        return _ORDER.index(after) > _ORDER.index(before)
    return may_follow(before, after)


def latest(before: State, told: State) -> State:
    """The state to show after `told` came: `told` where it is news, else what was known (`domain.md` 2.11)."""
    return told if may_follow(before, told) else before


def known_state(code: str) -> State | None:
    """The state of a StatusCode as it came; None for one of no state, and for the sender's own."""
    return next((state for state in State if state == code and state is not State.SENT), None)


def may_be_told(state: State, *, asked: bool) -> bool:
    """Whether a recipient may tell this state: that it gives a document up, or not, only where it was asked to.

    `domain.md` 2.11: 13 is the sender's own word, 15 and 16 answer it; nobody recalls what another has issued.
    """
    return state is not State.RECALLED and (asked or state not in RECALL_ANSWERS)


def needs_reason(state: State) -> bool:
    """Whether whoever tells it must say why: a refusal does (NĐ 30/2020 Art. 21.2b; QĐ 28/2018)."""
    return state in {State.REFUSED, State.RECALL_REFUSED}


def is_settled(state: State) -> bool:
    """Whether nothing more is expected of the recipient (`domain.md` 2.11)."""
    return state in {State.REFUSED, State.DONE, State.RECALL_AGREED}


def state_of_work(*, arrived: bool, registered: bool, passed_on: bool, opened: bool, closed: bool) -> State:
    """The furthest state that the receiver's own register shows of a document (`domain.md` 2.11).

    Registered (vào sổ) is 03, passed on (chuyển) 04, opened by whoever handles it 05, finished 06.
    """
    if not registered:
        return State.ARRIVED if arrived else State.SENT
    if closed:
        return State.DONE
    if passed_on:
        return State.IN_WORK if opened else State.ASSIGNED
    return State.ACCEPTED
