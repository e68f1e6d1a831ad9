"""Rules of a meeting that is being held: when it is opened, how its items move, when somebody may speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from e_office.core.problems import Message, Problem, msg
from e_office.meetings.wording import spoken_moment

EARLIEST = timedelta(hours=2)
"""How long before the start a meeting may be opened: people check in before it begins."""
LATEST = timedelta(hours=24)
"""How long after the start it may still be opened; later, who was there is noted in the minutes."""
MOST_ITEMS = 60
LONGEST_TITLE = 500


class ItemState(StrEnum):
    """Where an item of the running order stands."""

    WAITING = "waiting"
    CURRENT = "current"
    DONE = "done"
    SKIPPED = "skipped"


class ItemAct(StrEnum):
    """What the one who runs the meeting does with an item."""

    START = "start"
    FINISH = "finish"
    SKIP = "skip"
    TAKE_BACK = "take_back"
    UP = "up"
    DOWN = "down"


FROM: dict[ItemAct, frozenset[ItemState]] = {
    ItemAct.START: frozenset({ItemState.WAITING, ItemState.DONE, ItemState.SKIPPED}),
    ItemAct.FINISH: frozenset({ItemState.CURRENT}),
    ItemAct.SKIP: frozenset({ItemState.WAITING, ItemState.CURRENT}),
    ItemAct.TAKE_BACK: frozenset({ItemState.CURRENT, ItemState.DONE, ItemState.SKIPPED}),
    ItemAct.UP: frozenset({ItemState.WAITING}),
    ItemAct.DOWN: frozenset({ItemState.WAITING}),
}
"""The states in which each act is possible; moved are only items whose turn has not come."""

AFTER = {
    ItemAct.START: ItemState.CURRENT,
    ItemAct.FINISH: ItemState.DONE,
    ItemAct.SKIP: ItemState.SKIPPED,
    ItemAct.TAKE_BACK: ItemState.WAITING,
}

NAMES: dict[ItemState, Message] = {
    ItemState.WAITING: msg("chưa tới"),
    ItemState.CURRENT: msg("đang họp"),
    ItemState.DONE: msg("đã xong"),
    ItemState.SKIPPED: msg("bỏ qua"),
}


class SpeechState(StrEnum):
    """Where a request to speak stands."""

    WAITING = "waiting"
    CALLED = "called"
    SPEAKING = "speaking"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class SpeechAct(StrEnum):
    """What becomes of a request to speak."""

    CALL = "call"
    BEGIN = "begin"
    END = "end"
    WITHDRAW = "withdraw"


SPEECH: dict[SpeechAct, tuple[frozenset[SpeechState], SpeechState]] = {
    SpeechAct.CALL: (frozenset({SpeechState.WAITING}), SpeechState.CALLED),
    SpeechAct.BEGIN: (frozenset({SpeechState.WAITING, SpeechState.CALLED}), SpeechState.SPEAKING),
    SpeechAct.END: (frozenset({SpeechState.SPEAKING}), SpeechState.DONE),
    SpeechAct.WITHDRAW: (frozenset({SpeechState.WAITING, SpeechState.CALLED}), SpeechState.WITHDRAWN),
}
"""Act -> the states it starts from, and the one it leads to."""

OPEN_SPEECH = frozenset({SpeechState.WAITING, SpeechState.CALLED, SpeechState.SPEAKING})


def opening_problems(*, issued: bool, start: datetime | None, now: datetime) -> Iterator[Problem]:
    """A meeting is opened once its invitation is out, from two hours before its start until a day after it."""
    if not issued or start is None:
        yield Problem("not_issued", msg("Chỉ cuộc họp đã phát hành giấy mời và không bị hủy mới mở được."))
    elif now < start - EARLIEST:
        text = msg("Cuộc họp bắt đầu lúc %(moment)s.", moment=spoken_moment(start))
        yield Problem("too_early", text, cure=msg("Mở được từ hai giờ trước giờ họp."))
    elif is_past(start, now):
        text = msg("Cuộc họp bắt đầu lúc %(moment)s, quá 24 giờ rồi.", moment=spoken_moment(start))
        yield Problem("too_late", text, cure=msg("Ghi thành phần và diễn biến ở biên bản."))


def is_past(start: datetime, now: datetime) -> bool:
    """Whether a meeting nobody opened is opened no more."""
    return now > start + LATEST


def may_enter(start: datetime, now: datetime, *, opened: bool) -> bool:
    """Whether an invitation leads to the live page: around the hour, and for good where it was opened."""
    return now >= start - EARLIEST and (opened or not is_past(start, now))


def running_problems(*, ended: bool, cancelled: bool = False) -> Iterator[Problem]:
    """Nothing is done in a meeting that was called off, or closed; one that was closed can be opened again."""
    if cancelled:
        cure = msg("Xem lý do ở giấy mời; họp lại thì có giấy mời mới.")
        yield Problem("called_off", msg("Cuộc họp này đã hủy."), cure=cure)
    elif ended:
        yield Problem("ended", msg("Cuộc họp đã kết thúc."), cure=msg("Người điều hành mở lại thì làm tiếp được."))


@dataclass(frozen=True, kw_only=True)
class Held:
    """What has happened on the live pages: states of items and requests to speak, questions put and not withdrawn."""

    items: Sequence[ItemState] = ()
    speeches: Sequence[SpeechState] = ()
    votes: int = 0


def held_problems(held: Held) -> Iterator[Problem]:
    """A meeting that has begun is neither moved nor called off: by its hour, see `rules.move_problems`, and so here.

    Dealt with an item, given the word, put a question: then there is something the minutes have to tell. People who
    checked in are no such thing, nor is an item that was started by mistake and taken back.
    """
    begun = bool({ItemState.CURRENT, ItemState.DONE} & set(held.items))
    spoken = bool({SpeechState.SPEAKING, SpeechState.DONE} & set(held.speeches))
    if begun or spoken or held.votes:
        cure = msg("Kết thúc ở trang điều hành rồi mời họp tiếp; bấm nhầm thì lùi lại nội dung, rút biểu quyết.")
        yield Problem("being_held", msg("Cuộc họp đang diễn ra, không dời hay hủy được nữa."), cure=cure)


def stays_open(start: datetime, now: datetime) -> bool:
    """Whether a meeting that was opened and then moved could be opened now at its new hour too: then it stays open."""
    return now >= start - EARLIEST


def item_problems(act: ItemAct, state: ItemState) -> Iterator[Problem]:
    """An act that the state of the item does not allow: somebody else was faster."""
    if state not in FROM[act]:
        text = msg("Nội dung này vừa chuyển sang “%(state)s”.", state=NAMES[state])
        yield Problem("item_moved_on", text, cure=msg("Xem chương trình bây giờ rồi bấm lại nếu còn cần."))


def added_problems(title: str, count: int) -> Iterator[Problem]:
    """An item added while the meeting runs has a title; there are not too many of them."""
    if not title.strip():
        yield Problem("title_missing", msg("Chưa ghi tên nội dung."), "title")
    elif len(title) > LONGEST_TITLE:
        yield Problem("title_long", msg("Tên nội dung dài quá %(n)s ký tự.", n=LONGEST_TITLE), "title")
    if count >= MOST_ITEMS:
        yield Problem("too_many", msg("Nhiều hơn %(n)s nội dung.", n=MOST_ITEMS), "title")


def moved_among(states: Iterable[tuple[int, ItemState]], item: int, step: int) -> list[int]:
    """The order with a waiting item a step up (-1) or down (1) among those that wait; the others keep their places."""
    rows = list(states)
    places = [place for place, (_id, state) in enumerate(rows) if state == ItemState.WAITING]
    ids = [one for one, _state in rows]
    here = places.index(ids.index(item))
    other = here + step
    if 0 <= other < len(places):
        first, second = places[here], places[other]
        ids[first], ids[second] = ids[second], ids[first]
    return ids


def asking_problems(*, present: bool, open_already: bool) -> Iterator[Problem]:
    """Who asks to speak is there; one request at a time for each delegate."""
    if not present:
        cure = msg("Bấm “Tôi có mặt” trước.")
        yield Problem("not_present", msg("Chưa điểm danh nên chưa xin phát biểu được."), cure=cure)
    if open_already:
        yield Problem("asked_already", msg("Đã có tên trong danh sách chờ phát biểu."))


def speech_problems(act: SpeechAct, state: SpeechState) -> Iterator[Problem]:
    """An act that the state of the request does not allow."""
    if state not in SPEECH[act][0]:
        cure = msg("Xem danh sách phát biểu bây giờ rồi bấm lại nếu còn cần.")
        yield Problem("speech_moved_on", msg("Yêu cầu phát biểu này vừa có người xử lý."), cure=cure)
