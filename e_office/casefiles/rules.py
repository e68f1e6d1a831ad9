"""Rules of case files: the yearly list, opening, what keeps one from being closed, when it is due for the archive."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, Problem, msg
from search import fold

NOTATION_LENGTH = 20
"""FileNotation has 20 characters (NĐ 30/2020 Annex VI)."""
TITLE_LENGTH = 500
LEAST_REASON = 10
"""Characters a reason has at least: "khác" explains nothing."""
WARNING = timedelta(days=30)
"""How long before a file is due for the archive its keeper is warned (NĐ 30/2020 Annex VI)."""
MONTHS, MONTHS_OF_BUILDING = 12, 3
LONGEST = 100
"""Years a retention in years has at most; what is kept longer is permanent."""
PERMANENT = frozenset({"vinh vien", "vv", "permanent"})
LANGUAGE = "Tiếng Việt"


class FileState(StrEnum):
    """Where a case file stands."""

    OPEN = "open"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"

    @property
    def label(self) -> Message:
        """The name people read."""
        return STATE_LABELS[self]


STATE_LABELS = MappingProxyType(
    {
        FileState.OPEN: msg("Đang lập"),
        FileState.CLOSED: msg("Đã kết thúc"),
        FileState.HANDED_OVER: msg("Đã nộp lưu"),
    }
)
FOLLOWS = MappingProxyType(
    {
        FileState.OPEN: frozenset({FileState.CLOSED}),
        FileState.CLOSED: frozenset({FileState.OPEN, FileState.HANDED_OVER}),
        FileState.HANDED_OVER: frozenset(),
    }
)
"""Which state may follow which; what the archive has taken stays as it is (L-10)."""


class Level(StrEnum):
    """What somebody may do with a file by right: read it, or add to it too."""

    READ = "read"
    ADD = "add"

    @property
    def label(self) -> Message:
        """The name people read."""
        return LEVEL_LABELS[self]


LEVEL_LABELS = MappingProxyType({Level.READ: msg("Xem"), Level.ADD: msg("Xem và thêm văn bản")})


@dataclass(frozen=True, kw_only=True)
class HeadingFacts:
    """A line of the list: its big heading, code, title, how long it is kept (None: for ever), who keeps it."""

    notation: str
    title: str
    retention_years: int | None
    chapter: str = ""
    keeper_id: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What is known of a case file when it is opened or corrected; days are the office's."""

    year: int
    notation: str
    title: str
    retention_years: int | None
    keeper_id: int | None
    started_on: date | None
    description: str = ""
    language: str = LANGUAGE
    construction: bool = False
    heading_id: int | None = None
    outside_reason: str = ""


def read_retention(text: str) -> int | None:
    """Years of "10", "10 năm"; None for "vĩnh viễn". NĐ 30/2020 Art. 28, Annex V.

    :raises ValueError: where it is neither.
    """
    folded = " ".join(fold(text).split())
    if folded in PERMANENT:
        return None
    found = re.fullmatch(r"0*(\d{1,3})(?: nam| years?)?", folded)
    if not found or not 1 <= int(found[1]) <= LONGEST:
        raise ValueError(text)
    return int(found[1])


def retention_words(years: int | None) -> Message:
    """How long a file is kept, as lists say it (Maintenance)."""
    return msg("Vĩnh viễn") if years is None else msg("%(n)s năm", n=years)


def naming_problems(notation: str, title: str) -> Iterator[Problem]:
    """A file has a code of at most 20 and a title of at most 500 characters (NĐ 30/2020 Annex VI)."""
    if not notation:
        yield Problem("no_notation", msg("Chưa có số và ký hiệu hồ sơ."), "notation")
    elif len(notation) > NOTATION_LENGTH:
        text = msg("Số và ký hiệu hồ sơ dài %(n)s ký tự, nhiều nhất %(most)s.", n=len(notation), most=NOTATION_LENGTH)
        yield Problem("notation_long", text, "notation")
    if not title:
        yield Problem("no_title", msg("Chưa có tiêu đề hồ sơ."), "title")
    elif len(title) > TITLE_LENGTH:
        text = msg("Tiêu đề hồ sơ dài %(n)s ký tự, nhiều nhất %(most)s.", n=len(title), most=TITLE_LENGTH)
        yield Problem("title_long", text, "title")


def approval_problems(lines: int, *, approved: bool) -> Iterator[Problem]:
    """The head of the agency approves a list that has lines, once (NĐ 30/2020 Art. 28)."""
    if approved:
        yield Problem("approved", msg("Danh mục này đã được phê duyệt."))
    if not lines:
        yield Problem("empty_list", msg("Danh mục chưa có hồ sơ nào."))


def opening_problems(facts: FileFacts, *, today: date, listed: bool, keepers: Sequence[int]) -> Iterator[Problem]:
    """What keeps a file from being opened: from the approved list, or outside it with the reason.

    NĐ 30/2020 Art. 29.2: whoever opens one outside the list settles title, code, retention, keeper and beginning.
    `keepers` are the persons of the agency.
    """
    yield from naming_problems(facts.notation, facts.title)
    if not listed:
        yield from reason_problems(
            facts.outside_reason, msg("Hồ sơ ngoài danh mục phải ghi lý do, ít nhất 10 ký tự."), "outside_reason"
        )
    if facts.keeper_id not in keepers:
        yield Problem("no_keeper", msg("Chưa chọn người lập hồ sơ trong cơ quan."), "keeper_id")
    if facts.started_on is None:
        yield Problem("no_start", msg("Chưa ghi ngày bắt đầu, dạng 05/12/2013."), "started_on")
    elif facts.started_on > today:
        yield Problem("start_ahead", msg("Ngày bắt đầu chưa đến."), "started_on")


def reason_problems(reason: str, message: Message | None = None, field: str = "reason") -> Iterator[Problem]:
    """A reason that says something; every act that goes against the usual way carries one."""
    if len(reason.strip()) < LEAST_REASON:
        yield Problem("no_reason", message or msg("Chưa ghi rõ lý do, ít nhất 10 ký tự."), field)


def step_problems(state: FileState, wanted: FileState) -> Iterator[Problem]:
    """Why a state does not lead to another: the file was handed over, or somebody was quicker (L-10)."""
    if wanted not in FOLLOWS[state]:
        yield Problem(
            "wrong_state", msg("Không làm được việc này khi hồ sơ ở trạng thái: %(state)s.", state=state.label)
        )


def frozen_problems(*, state: FileState, frozen: bool, offered: bool) -> Iterator[Problem]:
    """Nothing is put in, taken out, moved or renamed where a file is closed, locked, offered or handed over (L-10)."""
    if offered and state != FileState.HANDED_OVER:
        yield Problem("offered", msg("Hồ sơ đang chờ lưu trữ nhận, không thay đổi được."))
    elif state == FileState.HANDED_OVER:
        yield Problem("handed_over", msg("Hồ sơ đã nộp lưu, không thay đổi được."))
    elif state == FileState.CLOSED:
        yield Problem("closed", msg("Hồ sơ đã kết thúc. Mở lại hồ sơ trước khi thay đổi."))
    elif frozen:
        yield Problem("frozen", msg("Hồ sơ đang bị khóa. Mở khóa trước khi thay đổi."))


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """One thing of a file as closing looks at it: its name as the reader may know it, and what is missing."""

    name: str
    answered: bool = True
    originals: int = 1
    note: str = ""


def closing_problems(
    items: Sequence[ItemFacts],
    *,
    started_on: date,
    ended_on: date | None,
    today: date,
    construction: bool,
    settled_on: date | None,
    changes: int,
) -> Iterator[Problem]:
    """Everything that keeps a file from being closed, each missing thing by its name (NĐ 30/2020 Art. 29.4).

    An incoming document without its answer, an original that is not here and of which no note says where the paper
    lies, a change of rights that nobody confirmed (`changes`).
    """
    if not items:
        yield Problem("empty", msg("Hồ sơ chưa có văn bản nào."))
    for item in items:
        if not item.answered:
            yield Problem("unanswered", msg("Chưa giải quyết xong: %(name)s", name=item.name))
        if not item.originals and not item.note.strip():
            cure = msg("Bổ sung tệp, hoặc ghi chú bản giấy để ở đâu trong phần sắp xếp.")
            yield Problem("no_original", msg("Chưa có tệp gốc: %(name)s", name=item.name), None, cure)
    if ended_on is None:
        yield Problem("no_end", msg("Chưa ghi ngày kết thúc công việc, dạng 05/12/2013."), "ended_on")
    elif ended_on < started_on:
        yield Problem("end_before", msg("Ngày kết thúc đứng trước ngày bắt đầu."), "ended_on")
    elif ended_on > today:
        yield Problem("end_ahead", msg("Ngày kết thúc chưa đến."), "ended_on")
    if construction and settled_on is None:
        yield Problem("no_settlement", msg("Chưa ghi ngày quyết toán công trình."), "settled_on")
    if construction and settled_on is not None and settled_on > today:
        yield Problem("settlement_ahead", msg("Ngày quyết toán chưa đến."), "settled_on")
    if changes:
        text = msg("Còn %(n)s thay đổi quyền chưa được xác nhận.", n=changes)
        yield Problem("rights_pending", text)


def due_for_archive(ended_on: date, settled_on: date | None = None) -> date:
    """The last day to hand a file to the agency's archive (nộp lưu), NĐ 30/2020 Art. 30.2.

    One year after the work ended; three months after the settlement of a building.
    """
    return _months_later(settled_on, MONTHS_OF_BUILDING) if settled_on else _months_later(ended_on, MONTHS)


def warned_on(due_on: date) -> date:
    """The day on which the keeper is warned that a file is due: 30 days before (NĐ 30/2020 Annex VI)."""
    return due_on - WARNING


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; its last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


GENERIC = frozenset({
    ("bao", "cao"), ("cong", "van"), ("ho", "so"), ("ke", "hoach"), ("trien", "khai"), ("thuc", "hien"),
    ("cong", "tac"), ("tinh", "hinh"), ("ket", "qua"), ("tien", "do"),
    ("uy", "ban"), ("nhan", "dan"), ("nam", "ngay"), ("tra", "loi"),
    ("de", "nghi"), ("gop", "y"), ("tham", "gia"), ("y", "kien"), ("du", "thao"), ("giai", "quyet"),
})  # fmt: skip
"""Words of two syllables, folded, that stand in files of any matter."""


def same_matter(title: str, subject: str) -> bool:
    """Whether a document seems to belong to a file: half of what tells in the file's title stands in its subject."""
    wanted, found = _telling(title), _telling(subject)
    shared = wanted & found
    return len(shared) >= 2 and 2 * len(shared) >= len(wanted)


def _telling(text: str) -> frozenset[tuple[str, str]]:
    """Neighbouring syllables, folded, where no generic word stands in or between them."""
    words, pairs, at = re.findall(r"[a-z]+", fold(text)), set(), 0
    while at + 1 < len(words):
        pair = (words[at], words[at + 1])
        if pair in GENERIC:
            at += 2
        else:
            if tuple(words[at + 1 : at + 3]) not in GENERIC:
                pairs.add(pair)
            at += 1
    return frozenset(pairs)
