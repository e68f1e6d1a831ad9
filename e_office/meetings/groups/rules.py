"""Rules of whom a capacity means: a leader or a specialist section (M10), and who has the portfolio asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from e_office.core.problems import Problem, msg

LONGEST_NAME = 120

LEADERS = (
    "lanh dao", "ban lanh dao", "giam doc", "pho giam doc", "tong giam doc", "pho tong giam doc", "ban giam doc",
    "chu tich", "pho chu tich", "thu truong", "pho thu truong", "cuc truong", "pho cuc truong", "bi thu", "pho bi thu",
    "nguoi dung dau", "thuong truc", "chanh thanh tra", "pho chanh thanh tra", "chanh van phong", "pho chanh van phong",
    "chanh an", "pho chanh an", "vien truong", "pho vien truong", "truong ban", "pho truong ban",
    "hieu truong", "pho hieu truong", "chi huy truong", "pho chi huy truong", "chinh uy", "pho chinh uy",
)  # fmt: skip
"""How a capacity that asks for a leader of the unit begins, without accents."""

PARTS = re.compile(r"(?:(?:cac|cap) )?(?:phong|trung tam|(?:ban )?quan ly du an|to|chi cuc)(?: |$)")
"""What follows where a leader of a mere part of the unit is meant: "lãnh đạo phòng chuyên môn" is no leader (M10)."""

INNER = re.compile(r"(?:hdnd(?:,| va| -|-) ?)?(?:ubnd )?(?:so|huyen(?! uy)|thi xa|thanh pho)\b")
"""What follows "chánh thanh tra" and "chánh văn phòng" of a department or a district: they head a mere part of it."""

BEFORE_TITLE = re.compile(
    r"^[\s(\-–]*(?:(?:dai dien|cac|tap the|dong chi|d/c|d\.c|dc|ong|ba|quyen|q|mot|hai|\d+|kinh moi|"
    r"moi(?: (?:don vi|co quan|dia phuong))?)(?!\w)[\s.,:()\-–]*)+"
)
"""What stands before a title without changing whom it means, without accents: "01 đồng chí", "quyền", "mỗi đơn vị"."""

IN_CHARGE = "phu trach"


def title_in(capacity: str) -> str:
    """The title a capacity begins with once "đại diện", "01 đồng chí" before it are left out; no accents in or out."""
    return BEFORE_TITLE.sub("", " ".join(capacity.split()), count=1)


def names_leader(capacity: str) -> bool:
    """Whether a capacity asks for a leader of the unit (M6, M8, M10), whatever was ticked.

    `capacity` has no accents. Who is asked to send somebody of its leaders is asked for a leader: "đại diện lãnh đạo".
    """
    words = title_in(capacity)
    title = next((one for one in LEADERS if re.match(rf"{one}\b", words)), None)
    if title is None:
        return False
    rest = words.removeprefix(title).strip(" ,")
    inner = title.endswith(("chanh thanh tra", "chanh van phong")) and INNER.match(rest)
    return not (inner or PARTS.match(rest))


def asks_for_leader(capacity: str, *, ticked: bool, leads: bool) -> bool:
    """Whether a leader is invited (M6, M8, M10): ticked, meant by the words, or somebody who leads; no mark hides it.

    `capacity` has no accents; `leads`: a person is invited by name who holds a leading post.
    """
    return ticked or leads or names_leader(capacity)


@dataclass(frozen=True)
class PostFacts:
    """A leading post as the rules see it; `title` without accents."""

    id: int
    title: str


def field_of(capacity: str) -> str:
    """The field of "lãnh đạo phụ trách lĩnh vực đất đai"; empty where none is named. No accents in, none out."""
    _, found, rest = " ".join(capacity.split()).partition(IN_CHARGE)
    return rest.strip().removeprefix("linh vuc").removeprefix("cong tac").strip(" .,…") if found else ""


def in_charge(capacity: str, posts: Sequence[PostFacts]) -> PostFacts | None:
    """The one leading post whose title names the field asked for; None where none or several do: it stays words.

    An agency keeps a portfolio in the title of the post ("Phó Giám đốc phụ trách đất đai, khoáng sản").
    """
    field = field_of(capacity).split()
    if not field:
        return None
    having = [(post, field_of(post.title)) for post in posts if IN_CHARGE in post.title]
    found = [post for post, portfolio in having if set(field) <= set(portfolio.replace(",", " ").split())]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class PortfolioFacts:
    """A field of work of an agency's list (P6) as the rules see it; `name` without accents."""

    leader_id: int
    name: str


def led_by_list(capacity: str, portfolios: Sequence[PortfolioFacts]) -> frozenset[int]:
    """Who leads the field a capacity names, by the agency's own list (P6); nobody where it knows none.

    The field of that very name, else all that have its words: where those are several leaders, nobody is meant.
    """
    field = _words(field_of(capacity))
    same = frozenset(one.leader_id for one in portfolios if field and _words(one.name) == field)
    return same or frozenset(one.leader_id for one in portfolios if field and set(field) <= set(_words(one.name)))


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def group_problems(*, name: str, units: int, taken: bool) -> Iterator[Problem]:
    """Everything that keeps a group of units from being kept."""
    if not name.strip():
        yield Problem("name_missing", msg("Chưa đặt tên nhóm."), "name")
    elif len(name) > LONGEST_NAME:
        message = msg("Tên nhóm dài %(n)s ký tự, tối đa %(most)s.", n=len(name), most=LONGEST_NAME)
        yield Problem("name_long", message, "name")
    elif taken:
        yield Problem("name_taken", msg("Đã có nhóm tên này. Đặt tên khác hoặc sửa nhóm đó."), "name")
    if not units:
        yield Problem("units_missing", msg("Chưa chọn đơn vị nào cho nhóm."), "units")
