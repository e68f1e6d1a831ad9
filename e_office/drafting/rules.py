"""Rules of a draft: its states, who holds it, which version an upload starts from, what amends what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from e_office.core.clock import local
from e_office.core.problems import Message, Problem, msg
from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES
from e_office.registry.types import LETTER

LONGEST_SUBJECT = 500
"""Characters of a subject at most (NĐ 30/2020 Annex VI)."""
LEAST_REASON = 10
"""Characters a reason has at least: "không" explains nothing."""


class State(StrEnum):
    """Where a draft (dự thảo) stands."""

    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    ISSUED = "issued"
    DROPPED = "dropped"

    @property
    def label(self) -> Message:
        """The name people read."""
        return STATE_LABELS[self]


STATE_LABELS = MappingProxyType(
    {
        State.DRAFTING: msg("Đang soạn"),
        State.IN_REVIEW: msg("Đang duyệt"),
        State.RETURNED: msg("Bị trả lại"),
        State.APPROVED: msg("Chờ phát hành"),
        State.ISSUED: msg("Đã phát hành"),
        State.DROPPED: msg("Đã bỏ"),
    }
)
FOLLOWS = MappingProxyType(
    {
        State.DRAFTING: frozenset({State.IN_REVIEW, State.DROPPED}),
        State.IN_REVIEW: frozenset({State.DRAFTING, State.RETURNED, State.APPROVED}),
        State.RETURNED: frozenset({State.DRAFTING, State.IN_REVIEW, State.DROPPED}),
        State.APPROVED: frozenset({State.DRAFTING, State.RETURNED, State.ISSUED}),
        State.ISSUED: frozenset(),
        State.DROPPED: frozenset(),
    }
)
"""Which state may follow which: a new version leads back to drafting, what was issued or dropped stays so."""
OPEN = frozenset({State.DRAFTING, State.IN_REVIEW, State.RETURNED, State.APPROVED})
SENDABLE = frozenset({State.DRAFTING, State.RETURNED})


class Amends(StrEnum):
    """What a draft does to a document that was issued already (NĐ 30/2020 Art. 18.3)."""

    NOTHING = ""
    CORRECTION = "correction"
    REPLACEMENT = "replacement"

    @property
    def label(self) -> Message:
        """The name people read (đính chính, thay thế)."""
        return AMENDS_LABELS[self]


AMENDS_LABELS = MappingProxyType(
    {
        Amends.NOTHING: msg("Văn bản mới"),
        Amends.CORRECTION: msg("Đính chính"),
        Amends.REPLACEMENT: msg("Thay thế"),
    }
)


def step_problems(now: State, wanted: State) -> Iterator[Problem]:
    """Whether one state may follow another; two people act at the same moment and the second is told."""
    if wanted not in FOLLOWS[now]:
        text = msg("Dự thảo đã ở trạng thái “%(state)s”, tải lại trang để xem.", state=now.label)
        yield Problem("too_late", text)


def draft_problems(*, type_code: str, subject: str, known_types: Collection[str]) -> Iterator[Problem]:
    """Everything that keeps a draft from being opened (NĐ 30/2020 Art. 8, 10).

    An invitation is drafted with its meeting, where the lead time is judged (M2).
    """
    if type_code in ELECTRONIC_ONLY_TYPES:
        text = msg("Giấy mời được soạn ở mục Giấy mời, họp, nơi xét đủ thời gian gửi trước.")
        yield Problem("invitation_elsewhere", text, "type_code")
    elif type_code not in known_types:
        yield Problem("type_unknown", msg("Chưa chọn tên loại văn bản."), "type_code")
    if not subject.strip():
        yield Problem("subject_missing", msg("Chưa có trích yếu nội dung."), "subject")
    elif len(subject) > LONGEST_SUBJECT:
        yield Problem("subject_long", msg("Trích yếu dài %(n)s ký tự, tối đa 500.", n=len(subject)), "subject")


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Who has checked a draft out (giữ để sửa) until when; `name` is shown to those who have to wait."""

    person_id: int
    name: str
    until: datetime


def is_held(hold: Hold | None, now: datetime) -> bool:
    """Whether somebody holds it: a hold that has run out is none, and nobody has to take it away."""
    return hold is not None and now < hold.until


def held_until(now: datetime, hours: int) -> datetime:
    """When a hold taken or renewed now runs out; `hours` is the installation's setting."""
    return now + timedelta(hours=hours)


def hold_problems(hold: Hold | None, *, person_id: int, now: datetime) -> Iterator[Problem]:
    """Why somebody cannot check a draft out or upload: another one holds it."""
    if hold is not None and is_held(hold, now) and hold.person_id != person_id:
        text = msg("%(name)s đang giữ dự thảo để sửa đến %(hour)s.", name=hold.name, hour=_hour(hold.until, now))
        cure = msg("Chờ người giữ nộp bản mới, hoặc nhờ lãnh đạo đơn vị gỡ giữ.")
        yield Problem("held", text, "base", cure)


def version_problems(*, base: int, current: int, author: str, at: datetime | None, now: datetime) -> Iterator[Problem]:
    """An upload made from a version that is not the newest would undo somebody's work: it is refused.

    `base` is the version the uploader started from, 0 before the first; `author` and `at` are the newest one's.
    """
    if base == current:
        return
    text = msg(
        "Bạn sửa từ lần %(base)s, nhưng đã có lần %(current)s của %(name)s lúc %(hour)s.",
        base=base,
        current=current,
        name=author,
        hour=_hour(at, now) if at else "",
    )
    cure = msg("Xem bản mới nhất đã sửa gì, đưa phần bạn sửa vào đó, rồi nộp lại. Tệp của bạn vẫn còn ở dưới.")
    yield Problem("stale", text, "base", cure, {"base": base, "current": current})


def file_problems(*, main: int, current: int) -> Iterator[Problem]:
    """The first version has its text; later ones may bring only annexes. Never two texts."""
    if main > 1:
        yield Problem("two_texts", msg("Chỉ một tệp nội dung; các tệp khác chọn ở ô phụ lục."), "files")
    elif main == 0 and current == 0:
        yield Problem("text_missing", msg("Chưa chọn tệp nội dung của dự thảo."), "files")


@dataclass(frozen=True, kw_only=True)
class Original:
    """What is known of a document that a draft would correct or replace."""

    type_code: str
    own: bool
    recalled: bool
    replaced: bool


def amend_problems(kind: Amends, *, original: Original | None, type_code: str, reason: str) -> Iterator[Problem]:
    """What a correction or a replacement takes (NĐ 30/2020 Art. 18.3).

    Wrong in content: replaced by a document of equal form. Wrong in form or procedure: corrected by a letter
    (công văn) of the agency that issued it. Both name the document and say why.
    """
    if kind is Amends.NOTHING:
        return
    if original is None:
        yield Problem("original_unknown", msg("Chưa tìm thấy văn bản đi phải sửa trong sổ của cơ quan."), "amends_code")
        return
    if not original.own:
        text = msg("Chỉ cơ quan ban hành đính chính, thay thế văn bản của mình.")
        yield Problem("original_foreign", text, "amends_code")
    if original.recalled:
        yield Problem("original_recalled", msg("Văn bản này đã thu hồi, không còn gì để sửa."), "amends_code")
    elif original.replaced:
        yield Problem("original_replaced", msg("Văn bản này đã được thay thế. Sửa văn bản thay thế nó."), "amends_code")
    if kind is Amends.CORRECTION and type_code != LETTER:
        text = msg("Đính chính bằng công văn (NĐ 30/2020, Điều 18.3). Chọn tên loại Công văn.")
        yield Problem("correction_by_letter", text, "type_code")
    if kind is Amends.REPLACEMENT and type_code != original.type_code:
        text = msg("Thay thế bằng văn bản có hình thức tương đương (NĐ 30/2020, Điều 18.3). Chọn cùng tên loại.")
        yield Problem("replacement_equal", text, "type_code")
    yield from reason_problems(reason, "amends_reason")


def reason_problems(reason: str, field: str = "reason") -> Iterator[Problem]:
    """A reason is a sentence, and is kept: somebody else's work waits for it."""
    if len(reason.strip()) < LEAST_REASON:
        yield Problem("reason_missing", msg("Chưa ghi rõ lý do, ít nhất %(n)s chữ cái.", n=LEAST_REASON), field)


def _hour(instant: datetime, now: datetime) -> str:
    """The hour on the office's clock, with the day where it is another one than now's."""
    there = local(instant)
    return f"{there:%H:%M}" if there.date() == local(now).date() else f"{there:%H:%M %d/%m}"
