"""Rules of sending back: on which grounds an arrival goes back to its sender, and with how many words."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg
from e_office.exchange.rules_status import State

SHORTEST_REASON = 10
"""Characters; what is refused to another agency is refused with words."""


class Ground(StrEnum):
    """Why an arrival is not taken (lý do từ chối tiếp nhận)."""

    ADDRESSEE = "addressee"
    BROKEN = "broken"
    UNREADABLE = "unreadable"
    NOT_AUTHENTIC = "not_authentic"
    BREAKS_RULES = "breaks_rules"
    SENDERS_OWN = "senders_own"

    @property
    def label(self) -> Message:
        """The name people read."""
        return GROUNDS[self]


GROUNDS = MappingProxyType(
    {
        Ground.ADDRESSEE: msg("Gửi nhầm nơi nhận"),
        Ground.BROKEN: msg("Tệp hỏng, không toàn vẹn"),
        Ground.UNREADABLE: msg("Không đọc được"),
        Ground.NOT_AUTHENTIC: msg("Không xác thực được chữ ký số"),
        Ground.BREAKS_RULES: msg("Sai thể thức, sai quy định"),
        Ground.SENDERS_OWN: msg("Thuộc thẩm quyền của nơi gửi"),
    }
)
UNTAKEN = (State.SENT, State.ARRIVED)
"""States of a copy that its recipient has neither registered nor sent back."""
WAITING = (*UNTAKEN, State.RECALL_REFUSED)
"""States in which an unregistered copy waits for the clerk: one whose recall was refused still does."""


def refusal_problems(
    state: State, ground: str, reason: str, *, electronic: bool, invitation: bool
) -> Iterator[Problem]:
    """What keeps an arrival from being sent back.

    NĐ 30/2020 Art. 21.2b: what is not authentic, not intact or misaddressed goes back to its sender; QĐ 28/2018:
    so does what breaks the rules, and whoever refuses answers for it; H7: what is the sender's own to decide is
    not pushed on to others. An invitation is answered at its meeting (M5), and paper goes back as paper.
    """
    if not electronic:
        yield Problem("on_paper", msg("Bản giấy thì trả lại theo đường giấy, không từ chối ở đây."))
    elif invitation:
        yield Problem("invitation", msg("Giấy mời, tài liệu họp thì trả lời ở trang của cuộc họp."))
    elif state is State.REFUSED:
        yield Problem("refused_already", msg("Văn bản này đã được trả lại nơi gửi."))
    elif state not in UNTAKEN:
        yield Problem("taken_already", msg("Văn bản này đã vào sổ, không từ chối tiếp nhận được nữa."))
    if ground not in set(Ground):
        yield Problem("ground_missing", msg("Chưa chọn vì sao từ chối."), "ground")
    if len(reason.strip()) < SHORTEST_REASON:
        yield Problem("reason_short", msg("Từ chối thì phải ghi lý do, ít nhất 10 ký tự."), "reason")


def registering_arrival_problems(state: State) -> Iterator[Problem]:
    """What keeps an arrival out of the register: it went back to its sender, or was recalled (NĐ 30 Art. 18.4, 21)."""
    if state is State.REFUSED:
        yield Problem("refused_already", msg("Văn bản này đã được trả lại nơi gửi, không vào sổ nữa."))
    elif state in {State.RECALLED, State.RECALL_AGREED}:
        yield Problem("recalled", msg("Nơi gửi đã thu hồi hoặc thay văn bản này, không vào sổ nữa."))


def again_problems(state: State, *, recalled: bool) -> Iterator[Problem]:
    """What keeps a refused document from being sent to the same recipient again.

    Only what came back (02) is sent again, and nothing that is recalled (NĐ 30/2020 Art. 18.4).
    """
    if recalled:
        yield Problem("recalled", msg("Văn bản đã thu hồi thì không gửi nữa."))
    elif state is not State.REFUSED:
        yield Problem("not_refused", msg("Chỉ gửi lại được văn bản mà nơi nhận đã từ chối."))


def may_be_reminded(state: State, channel: str, *, here: bool) -> bool:
    """Whether a recipient is reminded: one of this installation that has not taken its electronic copy (D4)."""
    return here and channel != "paper" and state in UNTAKEN
