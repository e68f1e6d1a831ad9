"""Rules of a dossier to the leadership: what it must hold, which state follows which, why it is sent back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg
from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES
from e_office.submissions.rules_opinions import Opinion, opinion_problems

LONGEST_MATTER = 500
"""Characters of a subject at most (NĐ 30/2020 Annex VI)."""
LEAST_REASON = 10
"""Characters a reason has at least: "không" explains nothing."""
LOCAL_LEVELS = frozenset({"district", "commune"})
"""Levels whose proposals are answered in writing by a day (H8); communes stand in since districts are gone."""


class State(StrEnum):
    """Where a dossier (hồ sơ trình) stands."""

    COMPOSING = "composing"
    SENT = "sent"
    EXAMINING = "examining"
    RETURNED = "returned"
    SUPPLEMENT = "supplement"
    BEFORE_LEADER = "before_leader"
    AGREED = "agreed"
    AGREED_CHANGED = "agreed_changed"
    NOT_AGREED = "not_agreed"
    DROPPED = "dropped"

    @property
    def label(self) -> Message:
        """The name people read."""
        return STATE_LABELS[self]


STATE_LABELS = MappingProxyType(
    {
        State.COMPOSING: msg("Đang lập"),
        State.SENT: msg("Chờ Văn phòng vào sổ"),
        State.EXAMINING: msg("Văn phòng đang thẩm tra"),
        State.RETURNED: msg("Bị trả lại"),
        State.SUPPLEMENT: msg("Chờ bổ sung"),
        State.BEFORE_LEADER: msg("Chờ lãnh đạo quyết định"),
        State.AGREED: msg("Lãnh đạo đồng ý"),
        State.AGREED_CHANGED: msg("Đồng ý, có sửa"),
        State.NOT_AGREED: msg("Không đồng ý"),
        State.DROPPED: msg("Đã bỏ"),
    }
)
FOLLOWS = MappingProxyType(
    {
        State.COMPOSING: frozenset({State.SENT, State.DROPPED}),
        State.SENT: frozenset({State.EXAMINING, State.RETURNED}),
        State.EXAMINING: frozenset({State.RETURNED, State.SUPPLEMENT, State.BEFORE_LEADER}),
        State.RETURNED: frozenset({State.SENT, State.DROPPED}),
        State.SUPPLEMENT: frozenset({State.SENT, State.DROPPED}),
        State.BEFORE_LEADER: frozenset(
            {State.AGREED, State.AGREED_CHANGED, State.NOT_AGREED, State.SUPPLEMENT, State.EXAMINING}
        ),
        State.AGREED: frozenset(),
        State.AGREED_CHANGED: frozenset(),
        State.NOT_AGREED: frozenset(),
        State.DROPPED: frozenset(),
    }
)
"""Which state may follow which: what the leader decided stays decided."""
WITH_SENDER = frozenset({State.COMPOSING, State.RETURNED, State.SUPPLEMENT})
WITH_OFFICE = frozenset({State.SENT, State.EXAMINING})
DECIDED = frozenset({State.AGREED, State.AGREED_CHANGED, State.NOT_AGREED})
OVER = DECIDED | {State.DROPPED}


class PartKind(StrEnum):
    """What a component of a dossier (thành phần hồ sơ) is."""

    DRAFT = "draft"
    REPORT = "report"
    PAPER = "paper"
    OPINION = "opinion"

    @property
    def label(self) -> Message:
        """The name people read."""
        return PART_LABELS[self]


PART_LABELS = MappingProxyType(
    {
        PartKind.DRAFT: msg("Dự thảo văn bản"),
        PartKind.REPORT: msg("Báo cáo giải trình"),
        PartKind.PAPER: msg("Văn bản liên quan"),
        PartKind.OPINION: msg("Ý kiến cơ quan liên quan"),
    }
)
CHOSEN_KINDS = (PartKind.DRAFT, PartKind.REPORT, PartKind.PAPER)
"""What is put in by hand; opinions come with the agency that gave them."""

POINTS = MappingProxyType(
    {
        "issues": msg("Những vấn đề có liên quan"),
        "laws": msg("Văn bản pháp luật dẫn chiếu"),
        "basis": msg("Căn cứ pháp lý"),
        "agreed": msg("Nội dung đã thống nhất"),
        "not_agreed": msg("Nội dung chưa thống nhất"),
        "position": msg("Quan điểm của đơn vị trình"),
    }
)
"""The six points of the explanatory report (H2), in the order of the Decision."""


class ReturnKind(StrEnum):
    """Why a dossier is sent back (lý do trả lại)."""

    INCOMPLETE = "incomplete"
    OPINIONS = "opinions"
    UNCLEAR = "unclear"
    FORM = "form"
    OWN_TASK = "own_task"
    OTHER = "other"

    @property
    def label(self) -> Message:
        """The name people read."""
        return RETURN_LABELS[self]


RETURN_LABELS = MappingProxyType(
    {
        ReturnKind.INCOMPLETE: msg("Thiếu thành phần hồ sơ"),
        ReturnKind.OPINIONS: msg("Thiếu ý kiến cơ quan liên quan"),
        ReturnKind.UNCLEAR: msg("Giải trình chưa rõ"),
        ReturnKind.FORM: msg("Sai thể thức hoặc thẩm quyền ký"),
        ReturnKind.OWN_TASK: msg("Thuộc thẩm quyền của đơn vị trình"),
        ReturnKind.OTHER: msg("Lý do khác"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A component as the rules see it; `sha256` is empty where there is no electronic file."""

    kind: PartKind
    title: str
    sha256: str = ""
    paper: bool = False


@dataclass(frozen=True, kw_only=True)
class Composition:
    """A dossier as it is put together; `points` are the six of H2 by name."""

    matter: str
    has_leader: bool
    type_code: str
    known_types: frozenset[str]
    wanted_on: date | None = None
    points: MappingProxyType[str, str] | dict[str, str] = field(default_factory=dict)
    parts: Sequence[Part] = ()
    opinions: Sequence[Opinion] = ()


def composition_problems(given: Composition, *, today: date | None = None) -> Iterator[Problem]:
    """Everything a dossier lacks, at once: asked while it is put together, when it is sent, when it is registered.

    H1: the draft is mandatory. H2: an explanatory report with its six points. H3, R12: an electronic file for each
    paper. H4: all related papers, the opinions among them. `today`: where the wanted day must not be past.
    """
    yield from _matter_problems(given, today)
    yield from _draft_and_report_problems(given.parts)
    for name, label in POINTS.items():
        if not given.points.get(name, "").strip():
            yield Problem(f"point_{name}", msg("Báo cáo giải trình chưa nêu: %(point)s.", point=label), name)
    for part in given.parts:
        if not part.sha256:
            text = msg("“%(title)s” chưa có tệp điện tử.", title=part.title)
            cure = msg("Hồ sơ trình ngoài bản giấy phải gửi kèm tệp điện tử.")
            yield Problem("file_missing", text, "parts", cure)
    yield from opinion_problems(given.opinions)


def _matter_problems(given: Composition, today: date | None) -> Iterator[Problem]:
    if not given.matter.strip():
        yield Problem("matter_missing", msg("Chưa ghi nội dung trình."), "matter")
    elif len(given.matter) > LONGEST_MATTER:
        text = msg("Nội dung trình dài %(n)s ký tự, tối đa 500.", n=len(given.matter))
        yield Problem("matter_long", text, "matter")
    if not given.has_leader:
        yield Problem("leader_missing", msg("Chưa chọn lãnh đạo phụ trách lĩnh vực."), "leader_id")
    if given.type_code not in given.known_types or given.type_code in ELECTRONIC_ONLY_TYPES:
        yield Problem("type_unknown", msg("Chưa chọn tên loại của văn bản dự thảo."), "type_code")
    if today is not None and given.wanted_on is not None and given.wanted_on < today:
        text = msg("Ngày đề nghị quyết định %(day)s đã qua.", day=f"{given.wanted_on:%d/%m/%Y}")
        yield Problem("wanted_past", text, "wanted_on")


def _draft_and_report_problems(parts: Sequence[Part]) -> Iterator[Problem]:
    """H1 and H2; one file cannot be both, and the leader decides on one text."""
    drafts = [part for part in parts if part.kind == PartKind.DRAFT]
    reports = [part for part in parts if part.kind == PartKind.REPORT]
    if not drafts:
        yield Problem("draft_missing", msg("Chưa có dự thảo văn bản kèm theo."), "parts")
    if not reports:
        yield Problem("report_missing", msg("Chưa có báo cáo giải trình."), "parts")
    hashes = [part.sha256 for part in parts if part.sha256]
    if len(set(hashes)) < len(hashes):
        yield Problem("same_file", msg("Hai thành phần của hồ sơ là cùng một tệp."), "parts")


def step_problems(now: State, wanted: State) -> Iterator[Problem]:
    """Whether one state may follow another; two people act at the same moment and the second is told."""
    if wanted not in FOLLOWS[now]:
        text = msg("Hồ sơ đã ở trạng thái “%(state)s”, tải lại trang để xem.", state=now.label)
        yield Problem("too_late", text)


def reason_problems(reason: str, field: str = "words") -> Iterator[Problem]:
    """A reason is a sentence."""
    if len(reason.strip()) < LEAST_REASON:
        text = msg("Chưa ghi rõ lý do, ít nhất %(n)s chữ cái.", n=LEAST_REASON)
        yield Problem("reason_missing", text, field)


def return_problems(kinds: Sequence[ReturnKind], words: str) -> Iterator[Problem]:
    """A dossier is sent back with a kind that can be counted and with words (H4; H7 is one of the kinds)."""
    if not kinds:
        yield Problem("kind_missing", msg("Chưa chọn loại lý do trả lại."), "kinds")
    yield from reason_problems(words)
