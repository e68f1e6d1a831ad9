"""Rules of exchange: who is sent what by which channel, and the share of wholly electronic exchange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from e_office.core.problems import Problem, msg

TARGET = 60
"""Per cent of official documents exchanged wholly electronically (QĐ 1605/QĐ-TTg; T1 of the Decision)."""

ELECTRONIC_ONLY_TYPES = frozenset({"GM"})
"""Types for which no paper channel exists: invitations (M1)."""


class Class(StrEnum):
    """How a document was exchanged as a whole."""

    ELECTRONIC = "electronic"
    MIXED = "mixed"
    PAPER = "paper"


@dataclass(frozen=True)
class Sent:
    """One (document, recipient) pair as it counts: by which ways a state agency got it."""

    electronic: bool
    paper: bool


def sent_by(channel: str, paper_received: bool) -> Sent:
    """How a pair counts: the recipient's "paper also received" demotes it (`domain.md` 3)."""
    return Sent(electronic=channel in {"electronic", "both"}, paper=channel in {"paper", "both"} or paper_received)


def classify(pairs: Sequence[Sent]) -> Class | None:
    """E, M or P of a document from its pairs with state agencies; None where there is none (out of scope).

    E: every one got it electronically and none on paper. P: paper only. M: anything between; "hoàn toàn"
    means that song song does not count (QĐ 1605/QĐ-TTg, `domain.md` 3).
    """
    if not pairs:
        return None
    if all(pair.electronic and not pair.paper for pair in pairs):
        return Class.ELECTRONIC
    if not any(pair.electronic for pair in pairs):
        return Class.PAPER
    return Class.MIXED


@dataclass(frozen=True)
class Counts:
    """Documents by class, and pairs: all that the ratio is made of."""

    electronic: int = 0
    mixed: int = 0
    paper: int = 0
    pairs: int = 0
    electronic_pairs: int = 0

    @property
    def documents(self) -> int:
        """All documents in scope."""
        return self.electronic + self.mixed + self.paper

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.electronic + other.electronic,
            self.mixed + other.mixed,
            self.paper + other.paper,
            self.pairs + other.pairs,
            self.electronic_pairs + other.electronic_pairs,
        )


@dataclass(frozen=True)
class Ratio:
    """The figures in per cent; None where nothing is in scope (0 of 0 is not 0 %)."""

    documents: float | None
    dispatches: float | None
    any_electronic: float | None


def ratio(counts: Counts) -> Ratio:
    """E / (E + M + P), the headline; the same by pairs; and "có bản điện tử", which is not the target.

    `domain.md` 3; T1. Pure over counts: computed on every look, never stored.
    """
    return Ratio(
        documents=_share(counts.electronic, counts.documents),
        dispatches=_share(counts.electronic_pairs, counts.pairs),
        any_electronic=_share(counts.electronic + counts.mixed, counts.documents),
    )


def missing_documents(counts: Counts, target: int = TARGET) -> int:
    """How many more of these documents would have had to go wholly electronically to reach the target."""
    return max(0, -(-counts.documents * target // 100) - counts.electronic)


def if_electronic_only(by_type: Mapping[str, Counts], types: Iterable[str]) -> Counts:
    """The counts if every document of `types` had gone electronically only; changes nothing (T3)."""
    wanted, total = frozenset(types), Counts()
    for code, counts in by_type.items():
        if code in wanted:
            counts = Counts(electronic=counts.documents, pairs=counts.pairs, electronic_pairs=counts.pairs)
        total += counts
    return total


@dataclass(frozen=True)
class Recipient:
    """Somebody a document is sent to: a unit of this installation, or an outside body by name."""

    unit_id: int | None
    name: str
    channel: str
    state_agency: bool = True
    paper_reason: str = ""
    organ_id: str = ""
    """Mã định danh of an outside body that is reached through the axis; without one only paper reaches it."""


def dispatch_problems(
    recipients: Sequence[Recipient], *, type_code: str, kind: str, issuer_unit_id: int
) -> Iterator[Problem]:
    """Everything that keeps a dispatch back.

    M1: invitations and meeting papers go electronically only. T2: paper needs a reason. The same recipient
    twice is a slip of the pen.
    """
    if not recipients:
        yield Problem("recipients_missing", msg("Chưa có nơi nhận."), "recipients")
    electronic_only = type_code in ELECTRONIC_ONLY_TYPES or kind in {"invitation", "paper"}
    seen = set()
    for recipient in recipients:
        key = recipient.unit_id or recipient.organ_id or recipient.name.casefold().strip()
        if key in seen:
            yield Problem(
                "recipient_twice", msg("%(name)s có hai lần trong nơi nhận.", name=recipient.name), "recipients"
            )
        seen.add(key)
        yield from _recipient_problems(recipient, electronic_only, issuer_unit_id)


def issue_problems(type_code: str) -> Iterator[Problem]:
    """What may not be issued from the clerk's desk.

    An invitation goes out from its meeting alone, where the lead time and the consent are judged (M2, M3).
    """
    if type_code in ELECTRONIC_ONLY_TYPES:
        message = msg("Giấy mời được phát hành từ mục Giấy mời, họp, nơi xét đủ thời gian gửi trước.")
        yield Problem("invitation_elsewhere", message, "type_code")


def sending_problems(*, recalled: bool) -> Iterator[Problem]:
    """A recalled document is frozen: it goes nowhere any more (NĐ 30/2020 Art. 18.4, Annex VI; L-05)."""
    if recalled:
        yield Problem("recalled", msg("Văn bản đã thu hồi thì không gửi nữa."))


def _recipient_problems(recipient: Recipient, electronic_only: bool, issuer_unit_id: int) -> Iterator[Problem]:
    name = recipient.name
    if recipient.unit_id == issuer_unit_id:
        message = msg("%(name)s là nơi ban hành, không gửi cho chính mình.", name=name)
        yield Problem("recipient_self", message, "recipients")
    if electronic_only and recipient.channel != "electronic":
        message = msg("Giấy mời và tài liệu họp chỉ gửi bản điện tử, không gửi giấy tới %(name)s.", name=name)
        yield Problem("electronic_only", message, "recipients")
    elif recipient.channel not in {"electronic", "paper", "both"}:
        yield Problem("channel_unknown", msg("Chưa chọn cách gửi tới %(name)s.", name=name), "recipients")
    elif recipient.channel != "electronic" and len(recipient.paper_reason.strip()) < 5:
        message = msg("Gửi bản giấy tới %(name)s thì phải ghi lý do.", name=name)
        yield Problem("paper_reason", message, "recipients")


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
