"""Rules of the conclusion notice (thông báo kết luận): what keeps it back, all of it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from e_office.core.problems import Problem, msg
from e_office.meetings.wording import spoken_moment

ANSWER_IT = msg("Ghi sau dấu hai chấm chủ trì trả lời gì, dạng “kiến nghị: ý kiến giải quyết”, hoặc bỏ dòng này.")


def conclusion_problems(
    *,
    start: datetime,
    now: datetime,
    signer: str,
    items: Sequence[tuple[str, str]],
    assessment: str,
    proposals: str = "",
) -> Iterator[Problem]:
    """Everything that keeps a conclusion notice (M14, `domain.md` 6.4) back; items are (task, lead unit)."""
    if now < start:
        yield Problem("not_held", msg("Cuộc họp chưa diễn ra: họp lúc %(moment)s.", moment=spoken_moment(start)))
    if not signer:
        yield Problem("signer_missing", msg("Chưa chọn người ký."), "signer")
    if not items and not assessment.strip():
        message = msg("Chưa có nội dung kết luận: ghi đánh giá chung hoặc ít nhất một nhiệm vụ.")
        yield Problem("empty", message, "assessment")
    for place, (task, lead) in enumerate(items, start=1):
        if not task.strip():
            yield Problem("task_missing", msg("Nhiệm vụ %(n)s chưa có nội dung.", n=place), f"task-{place}")
        if not lead:
            yield Problem("lead_missing", msg("Nhiệm vụ %(n)s chưa có đơn vị chủ trì.", n=place), f"lead-{place}")
    for asked, decided in proposals_in(proposals):
        if not asked or not decided:
            message = msg("Kiến nghị chưa có ý kiến giải quyết: %(line)s", line=(asked or decided)[:160])
            yield Problem("proposal_unanswered", message, "proposals", ANSWER_IT)


def matter_problems(chosen: Sequence[int | None], known: Collection[int]) -> Iterator[Problem]:
    """Tasks (M14), in their order, that name an item which is not on the meeting's agenda (any more)."""
    for place, item_id in enumerate(chosen, start=1):
        if item_id is not None and item_id not in known:
            message = msg("Nội dung của nhiệm vụ %(n)s không có trong chương trình họp. Chọn lại.", n=place)
            yield Problem("matter_gone", message, f"matter-{place}")


def proposals_in(text: str) -> list[tuple[str, str]]:
    """One proposal a line with what the chair answered after the colon, empty where nobody wrote an answer.

    M14 has the notice say what was concluded: an answer nobody gave is never made up for the chair.
    """
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return [(asked.strip(), decided.strip()) for asked, _, decided in lines]
