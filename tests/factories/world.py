"""A small province: the People's Committee with its Office, three departments, a district, and their people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.people.models import Person, Post, Unit, UnitLevel

PASSWORD = "mot-mat-khau-dai-2013"

LEVELS = (
    ("province", "Tỉnh", 1),
    ("department", "Sở, ngành", 2),
    ("office", "Văn phòng", 2),
    ("section", "Phòng", 3),
    ("district", "Huyện", 3),
    ("commune", "Xã", 4),
    ("other", "Cơ quan khác", 5),
)

UNITS: tuple[tuple[str, str, str, str, str, str | None, bool], ...] = (
    # code, name, short name, notation, level, parent, is_agency
    ("000.00.00.H27", "Ủy ban nhân dân tỉnh Hà Tĩnh", "UBND tỉnh", "UBND", "province", None, True),
    ("000.00.01.H27", "Văn phòng UBND tỉnh", "VP UBND tỉnh", "VP", "office", "000.00.00.H27", False),
    ("001.00.01.H27", "Phòng Tổng hợp 1", "Phòng TH1", "TH1", "section", "000.00.01.H27", False),
    ("000.00.02.H27", "Sở Tài nguyên và Môi trường", "Sở TNMT", "STNMT", "department", "000.00.00.H27", True),
    ("000.00.03.H27", "Sở Tài chính", "Sở Tài chính", "STC", "department", "000.00.00.H27", True),
    ("000.00.04.H27", "Sở Công Thương", "Sở Công Thương", "SCT", "department", "000.00.00.H27", True),
    ("000.00.05.H27", "Ủy ban nhân dân huyện Kỳ Anh", "UBND huyện Kỳ Anh", "UBND", "district", "000.00.00.H27", True),
)

PEOPLE: tuple[tuple[str, str, str, Role, str], ...] = (
    # login, name, unit, role, title
    ("chutich", "Đặng Hữu Khánh", "000.00.00.H27", Role.CHAIRMAN, "Chủ tịch UBND tỉnh"),
    ("phochutich", "Lê Thị Minh Hòa", "000.00.00.H27", Role.VICE_CHAIRMAN, "Phó Chủ tịch UBND tỉnh"),
    ("chanhvanphong", "Nguyễn Trọng Tuệ", "000.00.01.H27", Role.CHIEF_OF_OFFICE, "Chánh Văn phòng UBND tỉnh"),
    ("vanthu", "Bùi Thị Thu Hà", "000.00.01.H27", Role.CLERK, "Văn thư"),
    ("chuyenvien", "Phạm Quốc Duy", "001.00.01.H27", Role.SPECIALIST, "Chuyên viên"),
    ("giamdoc.stnmt", "Võ Đức Nhân", "000.00.02.H27", Role.LEADER, "Giám đốc Sở"),
    ("vanthu.stnmt", "Trần Thị Lan", "000.00.02.H27", Role.CLERK, "Văn thư"),
    ("chuyenvien.stnmt", "Đặng Thị Nga", "000.00.02.H27", Role.SPECIALIST, "Chuyên viên"),
    ("giamdoc.stc", "Ngô Văn Thắng", "000.00.03.H27", Role.LEADER, "Giám đốc Sở"),
    ("vanthu.stc", "Ngô Thị Hằng", "000.00.03.H27", Role.CLERK, "Văn thư"),
    ("vanthu.sct", "Hồ Thị Yến", "000.00.04.H27", Role.CLERK, "Văn thư"),
    ("vanthu.kyanh", "Lê Thị Hoài", "000.00.05.H27", Role.CLERK, "Văn thư"),
    ("chutich.kyanh", "Trần Viết Sáng", "000.00.05.H27", Role.LEADER, "Chủ tịch UBND huyện"),
    ("quantri", "Phan Văn Quản", "000.00.01.H27", Role.ADMINISTRATOR, "Quản trị hệ thống"),
    ("kiemtoan", "Mai Thị Soát", "000.00.01.H27", Role.AUDITOR, "Kiểm tra viên"),
)

SECRET_KEEPERS = frozenset({"vanthu"})
"""To whose posts the register of secret documents is open."""


@dataclass
class World:
    """The units by notation-like key and the persons by login."""

    office: Office
    units: dict[str, int]
    persons: dict[str, int]

    def unit(self, code: str) -> Unit:
        """The unit of a short key: ubnd, vp, th1, stnmt, stc, sct, kyanh."""
        return self.office.session.get_one(Unit, self.units[code])

    def person(self, login: str) -> Person:
        """The person of a login."""
        return self.office.session.get_one(Person, self.persons[login])

    def actor(self, login: str) -> Actor:
        """Who acts, as the application itself builds it."""
        from e_office.people.acting import actor_for

        return actor_for(self.office, self.person(login))


KEYS = ("ubnd", "vp", "th1", "stnmt", "stc", "sct", "kyanh")


def make_world(office: Office) -> World:
    """Write the small province; the password of everybody is `PASSWORD` and needs no change."""
    from e_office.people.service import hash_password

    with office.transaction() as session:
        session.add_all(UnitLevel(code=code, name=name, rank=rank) for code, name, rank in LEVELS)
        session.flush()
        units: dict[str, Unit] = {}
        for position, row in enumerate(UNITS):
            units[row[0]] = _unit(position, row, units)
            session.add(units[row[0]])
            session.flush()
        hashed = hash_password(office, PASSWORD)
        persons = {}
        for login, name, code, role, title in PEOPLE:
            person = Person(login=login, name=name, password_hash=hashed, must_change_password=False)
            person.posts.append(Post(unit=units[code], role=role, title=title, sees_secrets=login in SECRET_KEEPERS))
            session.add(person)
            persons[login] = person
        session.flush()
        return World(
            office,
            {key: unit.id for key, unit in zip(KEYS, units.values(), strict=True)},
            {login: person.id for login, person in persons.items()},
        )


def _unit(position: int, row: tuple[Any, ...], units: dict[str, Unit]) -> Unit:
    code, name, short, notation, level, parent, is_agency = row
    mailbox = f"vanthu.{notation.lower()}.{position}@hatinh.example" if is_agency else None
    return Unit(
        code=code,
        name=name,
        short_name=short,
        notation=notation,
        level_code=level,
        position=position,
        parent_id=units[parent].id if parent else None,
        is_agency=is_agency,
        mailbox=mailbox,
        place="Kỳ Anh" if level == "district" else "Hà Tĩnh",
    )
