"""Where people sit at a meeting with bridge points (điểm cầu, M12): the places, whose is whose, the code of each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from e_office.meetings.live.rules_present import CODE_DIGITS
from e_office.meetings.rules_form import IN_PERSON, Where
from search import fold
from search.syllables import spell

HALL = "hall"
ONLINE = "online"
ONLINE_NAME = "Trực tuyến"
LONGEST_PLACE = 200
KINDS = ("thi xa", "thanh pho", "thi tran", "huyen", "phuong", "xa")
"""Kinds of districts and communes as "điểm cầu UBND các huyện, thành phố" names them all; "thị xã" is no "xã"."""
KIND_OF_UNIT = re.compile(rf"(?:ubnd )?({'|'.join(KINDS)}) (?!hoi\b)")
"""How a unit of such a kind is called from the first word on: "Sở Lao động - Thương binh và Xã hội" is no "xã"."""
BEFORE_PLACE = re.compile(r"^(?:điểm cầu|diem cau|tại|tai|ở|số|so|\d+|[\s:.,–-])*(?!\w)[\s:.,–-]*")
"""What stands before the name of a point's place."""


@dataclass(frozen=True)
class Point:
    """A place where people sit: its key stands in the address of its wall, its name in the minutes."""

    key: str
    name: str
    agency_id: int | None = None
    """The agency whose own choice it is; None for a place that the invitation names."""


@dataclass(frozen=True)
class OwnRoom:
    """The room of its own from which an agency takes part, and how that agency is called."""

    agency_id: int
    room: str
    name: str
    short_name: str


def points_of(where: Where, rooms: Iterable[OwnRoom] = ()) -> tuple[Point, ...]:
    """The places of a meeting (M12): the hall, each bridge point named, online where a link is named, agencies' rooms.

    Bridge points are parted by semicolons. The main one ("điểm cầu chính") is the hall, where a room is named. A room
    that an agency chose counts where the invitation arranges no point for it. A meeting of one place has none to tell
    apart.
    """
    if where.form == IN_PERSON:
        return ()
    found: dict[str, Point] = {}
    if hall := " ".join(where.place.split()):
        found[HALL] = Point(HALL, hall[:LONGEST_PLACE])
    for part in (" ".join(one.split()) for one in where.bridge.split(";")):
        folded = fold(part)
        if not part or (HALL in found and folded.startswith("diem cau chinh")):
            continue
        name = ONLINE_NAME if _is_link(part) else (part[:1].upper() + part[1:])[:LONGEST_PLACE]
        key = _free(ONLINE if _is_link(part) else _key(folded), name, found)
        found.setdefault(key, Point(key, name))
    named = list(found.values())
    for one in rooms:
        if arranged_for(named, (one.name, one.short_name)) is None:
            name = _of_agency(one)
            key = _free(f"u{one.agency_id}", name, found)
            found[key] = Point(key, name, one.agency_id)
    return tuple(found.values()) if len(found) > 1 else ()


def arranged_for(points: Sequence[Point], names: Iterable[str], agency_id: int | None = None) -> Point | None:
    """The bridge point arranged for a unit: its agency's own, the one that bears its name, one for all of its kind.

    None where there is none of these: then the unit is expected in the hall.
    """
    for point in points:
        if agency_id is not None and point.agency_id == agency_id:
            return point
    own = [name for name in names if name]
    bridges = [one for one in points if one.key not in {HALL, ONLINE} and one.agency_id is None]
    for point in bridges:
        if any(_bears(point.name, name) for name in own):
            return point
    kinds = {found[1] for name in own if (found := KIND_OF_UNIT.match(fold(_short(name))))}
    return next((one for one in bridges if kinds & _all_of(fold(one.name))), None)


def expected_at(points: Sequence[Point], names: Iterable[str], agency_id: int | None = None) -> str:
    """Where somebody of a unit is expected: at the point arranged for it, else in the hall; "" where nobody knows."""
    point = arranged_for(points, names, agency_id) or next((one for one in points if one.key == HALL), None)
    return point.name if point else ""


def codes_of(seed: str, hall: str, points: Iterable[Point], former: Collection[str] = ()) -> dict[str, str]:
    """Point key -> the code that is typed there; one for each, so that whoever types it need not say where they are.

    The hall has the meeting's own, the others come of the seed and are neither that one nor a `former` code.
    """
    codes, used = {HALL: hall}, {hall, *former}
    for point in points:
        if point.key != HALL:
            codes[point.key] = next(code for code in _drawn(seed, point.key) if code not in used)
            used.add(codes[point.key])
    return codes


def _drawn(seed: str, key: str) -> Iterator[str]:
    turn = 0
    while True:
        drawn = hashlib.sha256(f"{seed}/{key}/{turn}".encode()).digest()
        yield f"{int.from_bytes(drawn) % 10**CODE_DIGITS:0{CODE_DIGITS}}"
        turn += 1


def _key(folded: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", folded)) or "point"


def _of_agency(one: OwnRoom) -> str:
    """ "Phòng họp tầng 1, Sở Tài chính"; the agency is not said twice."""
    agency = one.short_name or one.name
    said = spell(agency) in spell(one.room) or spell(one.name) in spell(one.room)
    return (one.room if said else f"{one.room}, {agency}")[:LONGEST_PLACE]


def _is_link(part: str) -> bool:
    return "://" in part or part.lower().startswith("www.")


def _free(key: str, name: str, taken: dict[str, Point]) -> str:
    """The key of a point of that name: "xã Sơn Hạ" has another than "xã Sơn Hà", the same name twice has one."""
    turn, free = 1, key
    while free in taken and spell(taken[free].name) != spell(name):
        turn += 1
        free = f"{key}-{turn}"
    return free


def _short(name: str) -> str:
    return spell(name).replace("ủy ban nhân dân", "ubnd")


def _bears(point: str, unit: str) -> bool:
    """Whether a point bears the name of a unit; "điểm cầu huyện Kỳ Anh" is that of its UBND, not of its police.

    A point written without accents is read without.
    """
    place, name = _short(point), _short(unit)
    if place == fold(point).replace("uy ban nhan dan", "ubnd"):
        name = fold(name)
    if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", place):
        return True
    district = name.removeprefix("ubnd ")
    if district == name or not KIND_OF_UNIT.match(fold(district)):
        return False
    bare = BEFORE_PLACE.sub("", place, count=1)
    return re.search(rf"(?:^|, | và ){re.escape(district)}(?!\w)", bare) is not None


def _all_of(name: str) -> set[str]:
    """The kinds a point is for all of: "diem cau UBND cac huyen, thanh pho" -> huyen, thanh pho."""
    _before, found, after = name.partition(" cac ")
    return {part.strip() for part in re.split(r",| va ", after)} if found else set()
