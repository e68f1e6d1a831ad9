"""The levels an installation begins with (cấp): what a province had in 2013 and what it has since 2025."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.core.setting_up import setting_up
from e_office.people.levels import add_level
from e_office.people.models import UnitLevel


@dataclass(frozen=True)
class StandardLevel:
    """A level of the tree (cấp); `rank` grows downwards."""

    code: str
    name: str
    rank: int


LEVELS = (
    StandardLevel("province", "Ủy ban nhân dân tỉnh", 1),
    StandardLevel("office", "Văn phòng Ủy ban nhân dân tỉnh", 2),
    StandardLevel("department", "Sở, cơ quan chuyên môn", 2),
    StandardLevel("board", "Ban, đơn vị thuộc Ủy ban nhân dân tỉnh", 2),
    StandardLevel("district", "Ủy ban nhân dân cấp huyện", 2),
    StandardLevel("central", "Cơ quan Trung ương đóng trên địa bàn", 2),
    StandardLevel("body", "Cơ quan Đảng, dân cử, đoàn thể, tư pháp", 2),
    StandardLevel("section", "Phòng, trung tâm", 3),
    StandardLevel("commune", "Ủy ban nhân dân cấp xã", 3),
)
"""Data to begin with: the administrator renames them, ranks them and adds others on screen."""


@setting_up("levels")
def seed_levels(office: Office) -> str:
    """Write them into a table that is empty; one that the administrator has changed is left alone."""
    count = office.session.scalar(select(func.count()).select_from(UnitLevel)) or 0
    if count:
        return f"{count} levels of units"
    with office.transaction():
        for level in LEVELS:
            add_level(office, None, level.code, level.name, level.rank)
    return f"{len(LEVELS)} levels of units, added now: " + ", ".join(level.code for level in LEVELS)
