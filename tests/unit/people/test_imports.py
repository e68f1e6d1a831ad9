"""Importing units, persons and posts: all of a file or nothing of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.core.problems import Refused
from e_office.people import imports, queries
from e_office.people.acting import actor_for
from e_office.people.models import Person, Unit
from tests.factories.world import World


def refused(work: Any, *args: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        work(*args)
    return [problem.code for problem in caught.value.problems]


UNITS = """code,name,level,notation,parent,mailbox
H.1.1,Phòng Một,section,,H.1,
H.1,Sở Mới,department,SM,000.00.00.H27,vanthu@sm.gov.vn
"""


def test_a_file_of_units_may_name_the_parent_after_the_child(office: Office, world: World) -> None:
    with office.transaction():
        data = UNITS.replace("section,,", "section,PM,").encode()
        assert imports.import_file(office, world.actor("quantri"), "units", data) == 2
    child = queries.unit_by_code(office, "H.1.1")
    assert child is not None
    assert child.parent is not None
    assert child.parent.code == "H.1"


def test_one_wrong_line_keeps_a_whole_file_out_and_every_line_is_told(
    both_databases: str, office: Office, world: World
) -> None:
    before = office.session.scalar(select(func.count(Unit.id)))
    data = """code,name,level,notation,parent,position,valid_from
A.1,Đơn vị một,department,A,,1,
A.2,,nowhere,B,,x,
A.1,Đơn vị lặp,department,A,,,
A.3,Đơn vị ba,department,C,không có,,
A.4,Đơn vị bốn,department,D,A.5,,
A.5,Đơn vị năm,department,E,A.4,,
A.6,Đơn vị sáu,department,F,,,31/02/2026
A.7,Con của hai,department,G,A.2,,
000.00.03.H27,Sở Tài chính,department,STC,,,
"""
    with pytest.raises(Refused) as caught, office.transaction():
        imports.import_file(office, world.actor("quantri"), "units", data.encode())
    told = "\n".join(str(problem.message) for problem in caught.value.problems)
    for line, part in [
        (3, "cột position ghi x"), (4, "trùng với dòng 2"), (5, "không có đơn vị cấp trên mang mã không có"),
        (6, "vòng tròn"), (7, "vòng tròn"), (8, "31/02/2026"), (10, "đã là của Sở Tài chính"),
    ]:  # fmt: skip
        assert f"Dòng {line}: " in told
        assert part in told
    assert "Dòng 9" not in told, "a child whose parent failed is not wrong itself"
    assert office.session.scalar(select(func.count(Unit.id))) == before


def test_persons_and_posts_are_imported_with_roles_in_words(office: Office, world: World) -> None:
    with office.transaction():
        imports.import_file(office, None, "persons", "login,name,phone\nlan.tt,Trần Lan,+84 1\nha,Hà,\n".encode())
        assert refused(imports.import_file, office, None, "persons", "login,name\nHA,Hà\nHa,Hà\n".encode()) == [
            "row",
            "row",
        ]
    with office.transaction():
        data = (
            "login;unit;role;title;starts_on\n"
            "lan.tt;000.00.03.H27;Văn thư;Văn thư;01/01/2026\n"
            "ha;000.00.04.H27;leader;Giám đốc;\n"
        )
        assert imports.import_file(office, None, "posts", data.encode()) == 2
    actor = actor_for(office, office.session.scalars(select(Person).filter_by(login="lan.tt")).one())
    assert actor.holds(Role.CLERK, agency_id=world.units["stc"])
    wrong = (
        "login,unit,role,title,ends_on\n"
        "ai,000.00.03.H27,clerk,X,\n"
        "ha,zzz,clerk,X,\n"
        "ha,000.00.03.H27,king,X,\n"
        "ha,000.00.03.H27,clerk,,1/13/2026\n"
    )
    with pytest.raises(Refused) as caught, office.transaction():
        imports.import_file(office, None, "posts", wrong.encode())
    assert [str(problem.message)[:7] for problem in caught.value.problems] == [f"Dòng {n}:" for n in (2, 3, 4, 5)]
