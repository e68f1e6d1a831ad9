"""Dossiers to the leadership for tests: complete, sent, registered, before the leader."""

from __future__ import annotations

from datetime import date
from typing import Any

from e_office.core.office import Office
from e_office.submissions import composing, examining, sending
from e_office.submissions.composing import DossierFacts
from e_office.submissions.models import Dossier
from e_office.submissions.sending import SendFacts
from tests.factories.documents import docx_bytes, kept
from tests.factories.world import World

MATTER = "Ban hành Quy định về quản lý khoáng sản trên địa bàn tỉnh"
POINTS = {
    "issues": "Khai thác trái phép ở 12 điểm mỏ",
    "laws": "Luật Khoáng sản 2010",
    "basis": "Quyết định 3713/QĐ-UBND",
    "agreed": "Thẩm quyền cấp phép",
    "not_agreed": "không có",
    "position": "Đề nghị ban hành trong tháng 12",
}
COMPONENTS = (("draft", "Dự thảo Quyết định"), ("report", "Báo cáo giải trình"), ("paper", "Biên bản họp"))


def dossier_facts(world: World, **changes: Any) -> DossierFacts:
    """Everything a dossier of the department of resources says of itself."""
    facts: dict[str, Any] = {
        "matter": MATTER, "leader_id": world.persons["phochutich"], "type_code": "QD", "urgency": "normal",
        "wanted_on": date(2026, 12, 10),
    }  # fmt: skip
    return DossierFacts(**(facts | POINTS | changes))


def make_dossier(
    office: Office,
    world: World,
    *,
    login: str = "chuyenvien.stnmt",
    unit: str = "stnmt",
    paper: bool = True,
    **changes: Any,
) -> int:
    """A complete dossier of an agency, not sent yet; its id."""
    files = {title: kept(office, f"{kind}.docx", docx_bytes(title, MATTER)) for kind, title in COMPONENTS}
    with office.transaction():
        actor = world.actor(login)
        row = composing.open_dossier(office, actor, world.units[unit], dossier_facts(world, **changes))
        for kind, title in COMPONENTS:
            composing.add_part(office, actor, row.id, kind, title, paper, [files[title]])
        return row.id


def send_dossier(office: Office, world: World, dossier_id: int, *, login: str = "vanthu.stnmt") -> int:
    """Send it by the agency's clerk; its id."""
    with office.transaction():
        facts = SendFacts(issued_on=office.today(), signer="Võ Đức Nhân", signer_title="Giám đốc Sở")
        sending.send(office, world.actor(login), dossier_id, facts)
    return dossier_id


def register_dossier(office: Office, world: World, dossier_id: int, *, due_on: date | None = None) -> int:
    """Register it by the province's clerk and give it to the specialist; its id."""
    with office.transaction():
        examining.register(
            office, world.actor("vanthu"), dossier_id, officer_id=world.persons["chuyenvien"],
            answer_due_on=due_on or date(2026, 12, 4),
        )  # fmt: skip
    return dossier_id


def submit_dossier(office: Office, world: World, dossier_id: int, *, leader: str = "phochutich") -> int:
    """Put it before a leader by the specialist; its id."""
    with office.transaction():
        examining.submit(
            office,
            world.actor("chuyenvien"),
            dossier_id,
            leader_id=world.persons[leader],
            advice="Kính đề nghị ký ban hành",
        )
    return dossier_id


def the_dossier(office: Office, dossier_id: int) -> Dossier:
    """The row as it is in the database now."""
    office.session.rollback()
    office.session.expire_all()
    return office.session.get_one(Dossier, dossier_id)
