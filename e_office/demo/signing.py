"""Who signs a document of an agency, in which capacity (NĐ 30/2020 Art. 13)."""

from __future__ import annotations

import random

from e_office.core.paper import Signature
from e_office.demo.matters import Matter
from e_office.demo.people import DemoPerson, by_login, heads
from e_office.demo.units import BY_KEY, PROVINCE

COLLECTIVE = "TM. ỦY BAN NHÂN DÂN"

_OUTSIDE = (
    ("KT. BỘ TRƯỞNG", "Thứ trưởng", "Quách Minh Đăng"),
    ("KT. BỘ TRƯỞNG", "Thứ trưởng", "Lục Thị Ánh Tuyết"),
    ("TL. BỘ TRƯỞNG", "Vụ trưởng", "Khuất Trọng Nhân"),
    ("TL. BỘ TRƯỞNG\nKT. VỤ TRƯỞNG", "Phó Vụ trưởng", "Ngạc Thế Anh"),
    ("TL. BỘ TRƯỞNG", "Chánh Văn phòng", "Giáp Thị Lý"),
)
_OUTSIDE_HEADS = {
    "Văn phòng Chính phủ": ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "Phó Chủ nhiệm", "Cấn Đức Lộc"),
    "Thanh tra Chính phủ": ("KT. TỔNG THANH TRA", "Phó Tổng Thanh tra", "Nghiêm Xuân Thịnh"),
}


def sign(rng: random.Random, issuer: str, type_code: str, matter: Matter) -> tuple[Signature, str]:
    """The signature and the signer's log-in."""
    if issuer == PROVINCE:
        return _for_province(rng, type_code, matter)
    head, *deputies = heads(issuer)
    unit = BY_KEY[issuer]
    if unit.level == "district":
        return Signature(capacity=(COLLECTIVE,), post="Chủ tịch", name=head.name), head.login
    if deputies and rng.random() < 0.45:
        deputy = rng.choice(deputies)
        capacity = (f"KT. {unit.head.upper()}",)
        return Signature(capacity=capacity, post=f"Phó {unit.head}", name=deputy.name), deputy.login
    return Signature(post=unit.head, name=head.name), head.login


def sign_outside(rng: random.Random, agency: str) -> Signature:
    """The signature on a document that came from outside."""
    capacity, post, name = _OUTSIDE_HEADS.get(agency) or rng.choice(_OUTSIDE)
    return Signature(capacity=tuple(capacity.split("\n")), post=post, name=name)


def _for_province(rng: random.Random, type_code: str, matter: Matter) -> tuple[Signature, str]:
    if type_code in {"GM", "TB"} or (type_code == "CV" and rng.random() < 0.5):
        return by_order(matter, deputy=rng.random() < 0.35)
    leader = by_login()[matter.chair]
    if leader.login == "chutich":
        return Signature(capacity=(COLLECTIVE,), post="Chủ tịch", name=leader.name), leader.login
    signature = Signature(capacity=(COLLECTIVE, "KT. CHỦ TỊCH"), post="Phó Chủ tịch", name=leader.name)
    return signature, leader.login


def by_order(matter: Matter, *, deputy: bool = False) -> tuple[Signature, str]:
    """By order of the Chairman: the Chief of Office, or a deputy for him."""
    person: DemoPerson = by_login()["chanhvp"]
    if not deputy:
        return Signature(capacity=("TL. CHỦ TỊCH",), post="Chánh Văn phòng", name=person.name), person.login
    person = by_login()["phovp.vanxa" if matter.section in {"VX1", "NC1"} else "phovp.kinhte"]
    capacity = ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG")
    return Signature(capacity=capacity, post="Phó Chánh Văn phòng", name=person.name), person.login
