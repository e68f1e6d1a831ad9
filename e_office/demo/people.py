"""Invented people of the demonstration province and the posts they hold; the same at every start.

No name is taken from a real office-holder: names are drawn from lists of common family, middle and given names.
"""

# ruff: noqa: SIM905 - names read best as words, not as a list of strings
from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from e_office.core.permission import Role
from e_office.demo.units import BY_KEY, DOMAIN, OFFICE, PROVINCE, SECTIONS, UNITS, DemoUnit

FAMILY = (
    "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Phan Phan Hoàng Bùi Đặng Võ Hồ Phạm Dương Đinh Hà Thái Lương "
    "Cao Đoàn Tôn Mai"
).split()
MIDDLE_MEN = "Văn Hữu Đình Quang Xuân Bá Trọng Thế Công Viết Sỹ Đăng Duy Mạnh Ngọc".split()
MIDDLE_WOMEN = "Thị Thị Thị Thu Ngọc Thanh Minh Phương Hồng Bích".split()
GIVEN_MEN = (
    "An Bảo Bình Chính Cường Dũng Đạt Đồng Giang Hải Hiếu Hoàn Hòa Hùng Khánh Kiên Lâm Long Lợi Mạnh Nam Nghĩa Phong "
    "Phúc Quân Quyết Sơn Tài Tâm Thắng Thành Thuận Tiến Toàn Trí Trung Tuấn Tùng Vinh Vượng"
).split()
GIVEN_WOMEN = (
    "Anh Châu Chi Dung Duyên Giang Hà Hạnh Hằng Hiền Hoa Hương Huyền Lan Liên Linh Loan Mai Nga Ngân Nhung Oanh "
    "Phượng Quyên Tâm Thảo Thơm Thủy Trang Vân Xuân Yến"
).split()


@dataclass(frozen=True)
class DemoPost:
    """A post: the unit's key, the role it gives, its title as printed."""

    unit: str
    role: Role
    title: str


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody with posts, the first being the one shown beside the name."""

    login: str
    name: str
    female: bool
    phone: str
    email: str
    posts: tuple[DemoPost, ...]

    @property
    def title(self) -> str:
        """The title of the main post."""
        return self.posts[0].title

    @property
    def polite_name(self) -> str:
        """ "ông Nguyễn Văn An", "bà Trần Thị Hà": within a sentence."""
        return f"{'bà' if self.female else 'ông'} {self.name}"


@dataclass(frozen=True)
class Account:
    """A demonstration log-in worth remembering."""

    login: str
    role: Role
    name: str
    unit: str


# login, role, unit, title: the province's own people
_PROVINCE_POSTS: tuple[tuple[str, Role, str, str], ...] = (
    ("chutich", Role.CHAIRMAN, PROVINCE, "Chủ tịch UBND tỉnh"),
    ("pct.kinhte", Role.VICE_CHAIRMAN, PROVINCE, "Phó Chủ tịch UBND tỉnh"),
    ("pct.vanxa", Role.VICE_CHAIRMAN, PROVINCE, "Phó Chủ tịch UBND tỉnh"),
    ("pct.noichinh", Role.VICE_CHAIRMAN, PROVINCE, "Phó Chủ tịch Thường trực UBND tỉnh"),
    ("chanhvp", Role.CHIEF_OF_OFFICE, OFFICE, "Chánh Văn phòng UBND tỉnh"),
    ("phovp.kinhte", Role.LEADER, OFFICE, "Phó Chánh Văn phòng UBND tỉnh"),
    ("phovp.vanxa", Role.LEADER, OFFICE, "Phó Chánh Văn phòng UBND tỉnh"),
    ("vanthu", Role.CLERK, PROVINCE, "Văn thư UBND tỉnh"),
    ("vanthu2", Role.CLERK, PROVINCE, "Văn thư UBND tỉnh"),
    ("kiemtra", Role.AUDITOR, PROVINCE, "Cán bộ kiểm tra, giám sát"),
    ("quantri", Role.ADMINISTRATOR, "CBTH", "Quản trị hệ thống"),
)
WITH_SPECIALISTS = ("SNV", "STNMT", "SNNPTNT", "SXD", "STTTT", "KKTVA", "KYANH", "THACHHA")
"""Agencies that show a specialist besides leader and clerk."""

WITH_HEADS = ("CA", "BCHQS", "CT", "CTK", "BHXH")
"""Central agencies that send documents here, and so need somebody who signs them."""

_MEMORABLE = (
    "vanthu", "chuyenvien.nl1", "truongphong.nl1", "chanhvp", "chutich", "pct.kinhte", "vanthu.stnmt",
    "giamdoc.stnmt", "chuyenvien.stnmt", "vanthu.kyanh", "chutich.kyanh", "kiemtra", "quantri",
)  # fmt: skip

_EXTRA_POSTS = {"pct.kinhte": (DemoPost("NTM", Role.LEADER, "Trưởng Ban Chỉ đạo xây dựng nông thôn mới tỉnh"),)}
"""Posts held besides the main one: a vice-chairman leads the steering board that the rural office serves."""

_TITLES = {
    "TTR": "Thanh tra tỉnh",
    "KKTVA": "BQL Khu kinh tế Vũng Áng",
    "KKTCT": "BQL Khu kinh tế cửa khẩu Cầu Treo",
    "NTM": "Điều phối nông thôn mới tỉnh",
}
"""How a title goes on after the post, where the short name would say a word twice."""


def fold(text: str) -> str:
    """Lower case without accents: for log-ins."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def _wanted() -> Iterator[tuple[str, Role, str, str]]:
    yield from _PROVINCE_POSTS
    for key in SECTIONS:
        slug = key.lower()
        yield f"truongphong.{slug}", Role.SECTION_HEAD, key, _title(BY_KEY[key].head, BY_KEY[key])
        yield f"chuyenvien.{slug}", Role.SPECIALIST, key, "Chuyên viên"
    for unit in UNITS:
        if unit.is_agency and unit.key != PROVINCE:
            yield from _agency_posts(unit)


def _agency_posts(unit: DemoUnit) -> Iterator[tuple[str, Role, str, str]]:
    slug = unit.key.lower()
    if unit.level in {"department", "board", "district"} or unit.key in WITH_HEADS:
        yield f"{_slug(unit.head)}.{slug}", Role.LEADER, unit.key, _title(unit.head, unit)
    if unit.level == "department":
        yield f"pho{_slug(unit.head)}.{slug}", Role.LEADER, unit.key, _title(f"Phó {unit.head}", unit)
    if unit.key in WITH_SPECIALISTS:
        yield f"chuyenvien.{slug}", Role.SPECIALIST, unit.key, "Chuyên viên"
    yield f"vanthu.{slug}", Role.CLERK, unit.key, f"Văn thư {unit.short_name}"


def _title(post: str, unit: DemoUnit) -> str:
    """ "Giám đốc Sở Nội vụ", "Chánh Thanh tra tỉnh": no word twice where post and name meet."""
    words, name = post.split(), _TITLES.get(unit.key, unit.short_name).split()
    meet = max(n for n in range(len(name)) if [w.lower() for w in words[-n:]] == [w.lower() for w in name[:n]] or not n)
    return " ".join(words + name[meet:])


def _slug(title: str) -> str:
    return fold(title).replace(" ", "")


@cache
def people() -> tuple[DemoPerson, ...]:
    """Every person; no two share a name, also not without accents."""
    rng, taken = random.Random(3713), set[str]()
    made = []
    for place, (login, role, unit, title) in enumerate(_wanted()):
        female = rng.random() < (0.75 if role is Role.CLERK else 0.28)
        name = _fresh_name(rng, female, taken)
        posts = (DemoPost(unit, role, title), *_EXTRA_POSTS.get(login, ()))
        phone = f"0239 000 {place + 100:03d}"  # 000: no exchange of the province begins so
        person = DemoPerson(login=login, name=name, female=female, phone=phone, email=f"{login}@{DOMAIN}", posts=posts)
        made.append(person)
    return tuple(made)


def _fresh_name(rng: random.Random, female: bool, taken: set[str]) -> str:
    while True:
        middle, given = (MIDDLE_WOMEN, GIVEN_WOMEN) if female else (MIDDLE_MEN, GIVEN_MEN)
        name = f"{rng.choice(FAMILY)} {rng.choice(middle)} {rng.choice(given)}"
        words = name.split()
        if fold(name) not in taken and len(set(words)) == len(words):
            taken.add(fold(name))
            return name


@cache
def by_login() -> dict[str, DemoPerson]:
    """The same people by log-in."""
    return {person.login: person for person in people()}


def heads(unit: str) -> tuple[DemoPerson, ...]:
    """The head of an agency and the deputies, the head first."""
    return tuple(person for person in people() if person.posts[0].unit == unit and person.posts[0].role in _LEADING)


_LEADING = (Role.LEADER, Role.CHAIRMAN, Role.VICE_CHAIRMAN, Role.CHIEF_OF_OFFICE)


def clerk(unit: str) -> DemoPerson:
    """The clerk of an agency (văn thư)."""
    return by_login()["vanthu" if unit == PROVINCE else f"vanthu.{unit.lower()}"]


ACCOUNTS: tuple[Account, ...] = tuple(
    Account(person.login, person.posts[0].role, person.name, BY_KEY[person.posts[0].unit].name)
    for person in (by_login()[login] for login in _MEMORABLE)
)
"""One log-in of each role, for the page that greets a newcomer."""
