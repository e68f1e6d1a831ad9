"""Rules of the usual channel: what is laid down for a type and a level, and what a departure from it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg
from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES, Recipient

SHORTEST_REASON = 5
"""Characters of a reason for paper, or for a departure (T2)."""
USUAL = "usual"
"""What is chosen for a recipient that gets a document as it is laid down."""
LABELS: Mapping[str, Message] = MappingProxyType({"electronic": msg("Chỉ điện tử"), "both": msg("Điện tử kèm giấy")})


@dataclass(frozen=True)
class Usual:
    """What is laid down: for a type ("" any) and a level of agencies ("" any), the channel and why."""

    type_code: str
    level_code: str
    channel: str
    reason: str

    @property
    def label(self) -> Message:
        """The name of the channel people read."""
        return LABELS[self.channel]


INVITATIONS = tuple(Usual(code, "", "electronic", "M1, QĐ 3713/QĐ-UBND") for code in sorted(ELECTRONIC_ONLY_TYPES))
"""Laid down by the Decision itself (M1); nobody changes it."""


def usual_channel(laid_down: Iterable[Usual], type_code: str, level_code: str) -> Usual | None:
    """What is laid down for a document of a type to an agency of a level; the narrower rule wins, None where none is.

    T3: paper is replaced step by step, type by type; M1 is fixed and stands above all.
    """
    fixed = next((one for one in INVITATIONS if one.type_code == type_code), None)
    if fixed is not None:
        return fixed
    meant = [one for one in laid_down if one.type_code in {"", type_code} and one.level_code in {"", level_code}]
    return max(meant, key=lambda one: (one.type_code != "", one.level_code != ""), default=None)


def rule_problems(type_code: str, channel: str, reason: str, *, known_types: frozenset[str]) -> Iterator[Problem]:
    """What keeps a rule from being laid down: M1 is not to be changed, and paper is never without a reason (T2)."""
    if type_code in ELECTRONIC_ONLY_TYPES:
        message = msg("Giấy mời chỉ gửi điện tử theo Quyết định 3713, không đặt khác được.")
        yield Problem("fixed", message, "type_code")
    elif type_code and type_code not in known_types:
        yield Problem("type_unknown", msg("Không có tên loại này. Chọn lại trong danh sách."), "type_code")
    if channel not in LABELS:
        yield Problem("channel_unknown", msg("Chưa chọn cách gửi."), "channel")
    if len(reason.strip()) < SHORTEST_REASON:
        yield Problem("reason_missing", msg("Phải ghi lý do hoặc căn cứ của quy định."), "reason")


def departure_problems(recipients: Iterable[Recipient], usual: Mapping[int, Usual]) -> Iterator[Problem]:
    """A recipient that gets a document otherwise than laid down has a reason (T2, T3); `usual` by unit.

    Paper where none is laid down is asked for its reason already; this asks where paper is laid down and left out.
    """
    for recipient in recipients:
        laid_down = usual.get(recipient.unit_id or 0)
        left_out = laid_down is not None and laid_down.channel == "both" and recipient.channel == "electronic"
        if left_out and len(recipient.paper_reason.strip()) < SHORTEST_REASON:
            message = msg(
                "Quy định gửi %(name)s kèm bản giấy. Không gửi giấy thì ghi lý do ở ô lý do.", name=recipient.name
            )
            yield Problem("departure", message, "recipients")
