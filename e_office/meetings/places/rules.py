"""Rules of rooms and bridge points: which a meeting uses, when two want the same one, when it is too small.

Times overlap by `rules_overlap`: touching ends do not. Nothing here keeps an invitation back; a room that is taken
asks for the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from e_office.core.problems import Problem, msg
from e_office.meetings.rules_form import IN_PERSON, Where
from e_office.meetings.rules_overlap import overlap

LONGEST_NAME = 120
MOST_SEATS = 5000
SHORTEST_REASON = 10
"""Characters of the reason for a room that is taken: a word alone explains nothing."""


@dataclass(frozen=True)
class PlaceFacts:
    """A room or bridge point as the rules see it; `names` have no accents, the first is the one shown."""

    id: int
    name: str
    names: tuple[str, ...]
    seats: int | None = None
    in_use: bool = True


@dataclass(frozen=True)
class Taken:
    """What one meeting takes: from when until when (None: nobody has said), and which places."""

    meeting_id: int
    state: str
    starts_at: datetime
    ends_at: datetime | None
    places: frozenset[int]


@dataclass(frozen=True)
class Clash:
    """Another meeting in the same place at the same time; a mere draft of one is a soft conflict."""

    place_id: int
    meeting_id: int
    hard: bool


def places_named(where: Where, places: Iterable[PlaceFacts]) -> list[PlaceFacts]:
    """The places a meeting uses: those its room and its bridge points name; texts come without accents.

    Several are parted by semicolons; after the name a comma may say more ("phong hop 1, tru so"). A link is no
    place. A meeting in person uses no bridge point, whatever is left in that field; one online has its main
    bridge point where it names a room.
    """
    texts = where.place if where.form == IN_PERSON else f"{where.place};{where.bridge}"
    said = [" ".join(part.split()) for part in texts.split(";") if part.strip()]
    return [place for place in places if any(_names(part, name) for part in said for name in place.names)]


def _names(said: str, name: str) -> bool:
    return bool(name) and (said == name or said.startswith(f"{name},"))


def clashes(mine: Taken, others: Iterable[Taken]) -> list[Clash]:
    """Where and with whom a meeting meets another at the same time, those issued before mere drafts.

    What was called off takes nothing. Each place in common counts, a bridge point like a room.
    """
    found = [
        (Clash(place, other.meeting_id, other.state == "issued"), other.starts_at)
        for other in others
        if other.meeting_id != mine.meeting_id and other.state in {"issued", "draft"} and overlap(mine, other)
        for place in sorted(mine.places & other.places)
    ]
    return [clash for clash, _ in sorted(found, key=lambda one: (not one[0].hard, one[1], one[0].place_id))]


def is_too_small(seats: int | None, invited: int, form: str) -> bool:
    """Whether a room has fewer seats than are invited; of a meeting with bridge points nobody knows who sits where."""
    return form == IN_PERSON and seats is not None and invited > seats


def over_problems(hard: Sequence[object], reason: str) -> Iterator[Problem]:
    """To issue or move into a room that is taken takes a reason, kept in the log; a draft of others asks for none."""
    if hard and len(reason.strip()) < SHORTEST_REASON:
        text = msg(
            "Phòng hoặc điểm cầu đã có cuộc họp khác. Muốn vẫn họp ở đó thì ghi lý do, ít nhất %(n)s ký tự.",
            n=SHORTEST_REASON,
        )
        yield Problem("room_reason", text, "over_reason")


def bridge_problems(*, state: str, form: str, listed: bool) -> Iterator[Problem]:
    """What keeps a room from serving as bridge point of another agency's meeting (M12)."""
    if state != "issued":
        yield Problem("not_held", msg("Cuộc họp này đã hủy hoặc chưa phát hành, không cần điểm cầu."))
    elif form == IN_PERSON:
        yield Problem("in_person", msg("Cuộc họp này họp trực tiếp, không có điểm cầu."))
    if not listed:
        yield Problem("place_gone", msg("Phòng này không còn trong danh sách của cơ quan. Chọn phòng khác."), "room")


def place_problems(*, name: str, seats: int | None, taken: bool) -> Iterator[Problem]:
    """Everything that keeps a room or bridge point from being kept in the list."""
    if not name.strip():
        yield Problem("name_missing", msg("Chưa ghi tên phòng hoặc điểm cầu."), "name")
    elif len(name) > LONGEST_NAME:
        text = msg("Tên dài %(n)s ký tự, tối đa %(most)s.", n=len(name), most=LONGEST_NAME)
        yield Problem("name_long", text, "name")
    elif ";" in name:
        yield Problem("name_parted", msg("Tên không có dấu chấm phẩy: dấu này ngăn cách các điểm cầu."), "name")
    elif taken:
        yield Problem("name_taken", msg("Trong danh sách đã có tên này. Đặt tên khác hoặc sửa dòng đó."), "name")
    if seats is not None and not 0 < seats <= MOST_SEATS:
        yield Problem("seats_wrong", msg("Số chỗ từ 1 đến %(most)s.", most=MOST_SEATS), "seats")
