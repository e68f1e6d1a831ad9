"""What minutes must hold and who must sign them (O4, QĐ 45/2018 Art. 14; sample 1.9 of NĐ 30/2020)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from e_office.core.problems import Message, Problem, msg

LONGEST_PART = 200_000
"""Characters of one part: the minutes of a week of sessions would not reach it."""
PAUSE = timedelta(minutes=10)
"""A pause after which what the same person goes on to write counts as another version."""


@dataclass(frozen=True, kw_only=True)
class MinutesFacts:
    """What the rules look at; `unnoted` are the invitees of whom nobody noted whether they came."""

    chair_id: int | None
    secretary_id: int
    started_at: datetime | None
    ended_at: datetime | None
    texts: Mapping[str, str]
    unnoted: Sequence[str] = ()


def minutes_problems(facts: MinutesFacts, now: datetime) -> Iterable[Problem]:
    """What keeps minutes from being circulated or signed.

    Minutes contain the chair and the list of who was present, the sequence, the opinions, the votes and the
    conclusion (QĐ 45/2018 Art. 14); sample 1.9 adds when it began and ended. Opinions and votes may be none.
    """
    if facts.chair_id is None:
        yield Problem("no_chair", msg("Cuộc họp chưa có người chủ trì."))
    elif facts.chair_id == facts.secretary_id:
        text = msg("Thư ký và chủ trì phải là hai người khác nhau (cả hai cùng ký biên bản).")
        yield Problem("one_person", text, "secretary", msg("Chọn người khác làm thư ký."))
    yield from time_problems(facts.started_at, facts.ended_at, now)
    if not facts.texts.get("course", "").strip():
        yield Problem("no_course", msg("Chưa ghi diễn biến cuộc họp."), "course")
    if not facts.texts.get("conclusion", "").strip():
        yield Problem("no_conclusion", msg("Chưa ghi kết luận của chủ trì."), "conclusion")
    if facts.unnoted:
        names = ", ".join(facts.unnoted[:5])
        yield Problem(
            "unnoted",
            msg("Chưa ghi có mặt hay vắng: %(names)s (%(n)s nơi).", names=names, n=len(facts.unnoted)),
            "attendance",
        )


def time_problems(started_at: datetime | None, ended_at: datetime | None, now: datetime) -> Iterable[Problem]:
    """When a meeting began and ended: both, in that order, and not in the future."""
    if started_at is None:
        yield Problem("no_start", msg("Chưa ghi giờ bắt đầu."), "started")
    if ended_at is None:
        yield Problem("no_end", msg("Chưa ghi giờ kết thúc."), "ended")
    if started_at and ended_at and ended_at <= started_at:
        yield Problem("ends_first", msg("Giờ kết thúc phải sau giờ bắt đầu."), "ended")
    if ended_at and ended_at > now:
        yield Problem("not_over", msg("Giờ kết thúc còn ở phía trước."), "ended")


def signing_problems(
    *,
    signer_id: int,
    expected_id: int | None,
    other_ids: Collection[int],
    shown: str,
    now_sha256: str,
    signed: Collection[str] = (),
) -> Iterable[Problem]:
    """Who may sign which sheet: "phải được ghi biên bản có chữ ký của chủ tọa và thư ký cuộc họp" (O4).

    Two different persons, each in the part that is theirs, and exactly the sheet that was shown: `shown` is the hash
    the page carried, `now_sha256` that of the sheet as it would be now, `signed` those that have a signature already:
    both sign one sheet.
    """
    if expected_id is None or signer_id != expected_id:
        yield Problem("not_theirs", msg("Chỉ chính chủ trì và thư ký của cuộc họp mới ký biên bản."))
    if signer_id in other_ids:
        yield Problem("both", msg("Một người không ký cả hai vai: chủ trì và thư ký phải là hai người khác nhau."))
    if shown != now_sha256:
        cure = msg("Đọc lại bản mới rồi ký.")
        yield Problem("changed", msg("Biên bản vừa được sửa sau khi trang này mở ra, nên chưa ký."), cure=cure)
    if any(one != now_sha256 for one in signed):
        cure = msg("Người đã ký rút chữ ký, rồi cả hai ký bản mới.")
        yield Problem("other_sheet", msg("Bản này khác bản người kia đã ký."), cure=cure)


def presider_signs(state: str | None, person_id: int | None) -> bool:
    """Whether who presided instead signs as the chair: "chữ ký của chủ tọa" is that of who presided (O4).

    `state` is what is noted of the chair, `person_id` who presided instead. Somebody from outside the house (None)
    cannot sign here: then the chair who was appointed does, and the sheet says who presided.
    """
    return state == "substitute" and person_id is not None


def part_problems(text: str, title: Message) -> Iterable[Problem]:
    """A part that is too long to be one."""
    if len(text) > LONGEST_PART:
        yield Problem("too_long", msg("Phần “%(title)s” dài quá 200.000 ký tự.", title=title))


def milestones(saved: Sequence[tuple[int, int, datetime]]) -> list[int]:
    """Of texts saved one after the other (number, author, instant) those worth showing as versions.

    While one person goes on writing without a long pause only the last one counts: a text is saved every few seconds.
    """
    kept: list[tuple[int, int, datetime]] = []
    for number, author, at in saved:
        if kept and kept[-1][1] == author and at - kept[-1][2] <= PAUSE:
            kept.pop()
        kept.append((number, author, at))
    return [number for number, _author, _at in kept]
