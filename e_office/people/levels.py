"""Use cases of the levels of the tree (cấp): data, because districts were abolished in 2025."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.people.changes import apply_changes
from e_office.people.models import UnitLevel
from e_office.people.policy import may_administer
from e_office.people.rules import text_problems


def add_level(office: Office, actor: Actor | None, code: str, name: str, rank: int) -> UnitLevel:
    """Add a level of the tree (cấp).

    :raises Refused: where code or name are missing or the code is taken.
    """
    require(actor is None or may_administer(actor), "administer")
    problems = [
        *text_problems(code, "code", missing=msg("Chưa có mã cấp."), most=30),
        *text_problems(name, "name", missing=msg("Chưa có tên cấp.")),
    ]
    if office.session.get(UnitLevel, code) is not None:
        problems.append(Problem("code_taken", msg("Đã có cấp mang mã %(code)s.", code=code), "code"))
    refuse_if(problems)
    level = UnitLevel(code=code, name=name, rank=rank)
    office.session.add(level)
    audit.record(office, actor, "add", "unit_level", None, msg("thêm cấp %(name)s", name=name))
    return level


def change_level(office: Office, actor: Actor | None, code: str, name: str, rank: int) -> None:
    """Rename or rank a level.

    :raises Refused: where the name is missing; :raises NotFound: where there is no such level.
    """
    require(actor is None or may_administer(actor), "administer")
    level = office.session.get(UnitLevel, code)
    if level is None:
        raise NotFound("level")
    refuse_if(text_problems(name, "name", missing=msg("Chưa có tên cấp.")))
    if changed := apply_changes(level, {"name": name, "rank": rank}):
        text = msg("sửa cấp %(name)s: %(changed)s", name=name, changed=changed)
        audit.record(office, actor, "change", "unit_level", None, text)
