"""Rules of remarks before a meeting (M13): what is said and until when, and what an answer needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from e_office.core.problems import Problem, msg

LONGEST = 4000
LONGEST_NOTE = 20_000
KINDS = frozenset({"comment", "question"})


def remark_problems(*, text: str, kind: str, start: datetime | None, now: datetime) -> Iterator[Problem]:
    """What keeps a remark back (M13): it says something, and before the meeting begins; then it is said there."""
    yield from text_problems(text)
    if kind not in KINDS:
        yield Problem("kind_missing", msg("Chưa chọn là ý kiến hay câu hỏi."), "kind")
    if start is None or now >= start:
        yield Problem("begun", msg("Cuộc họp đã bắt đầu, ý kiến nêu tại cuộc họp."))


def items_of_remark(item_id: int | None, paper_id: int | None, papers: Mapping[int, Collection[int]]) -> list[int]:
    """The items a remark counts to: delegates prepare what they say on each (M13), and a paper is read for its item.

    `item_id`, `paper_id`: what it is on, of a paper the first version. `papers`: item -> first versions of its papers.
    """
    if item_id is not None:
        return [item_id] if item_id in papers else []
    return [item for item, own in papers.items() if paper_id in own]


def text_problems(text: str) -> Iterator[Problem]:
    """What a remark or an answer must say."""
    if not text.strip():
        yield Problem("text_missing", msg("Chưa ghi nội dung."), "text")
    elif len(text) > LONGEST:
        yield Problem("text_long", msg("Nội dung dài %(n)s ký tự, tối đa %(most)s.", n=len(text), most=LONGEST), "text")


def note_problems(text: str) -> Iterator[Problem]:
    """A note for oneself (M13) may say anything; only its length is bounded."""
    if len(text) > LONGEST_NOTE:
        message = msg("Ghi chú dài %(n)s ký tự, tối đa %(most)s.", n=len(text), most=LONGEST_NOTE)
        yield Problem("note_long", message, "note")


def joined_notes(texts: Iterable[str | None]) -> str:
    """Notes on several versions of a paper as one, in the order given: none noted before (M13) is lost to another."""
    return "\n\n".join(filter(None, texts))
