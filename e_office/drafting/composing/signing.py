"""In what capacity somebody signs (quyền hạn ký): TM., KT., TL., TUQ., Q., from the post held (NĐ 30/2020 Art. 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from e_office.core.permission import Role
from e_office.core.problems import Problem, msg

COLLECTIVES = ("Ủy ban nhân dân", "Hội đồng nhân dân")
DEPUTY = "Phó "
ACTING = ("Quyền ", "Q. ")
OF_AGENCY = re.compile(r"\s+(?:UBND|HĐND|Ủy ban|Hội đồng|Sở|tỉnh|huyện|thành phố|thị xã|xã|phường)\b.*")


@dataclass(frozen=True)
class Capacity:
    """One lawful way somebody signs: a code for the form, the lines above the post, and the post."""

    code: str
    lines: tuple[str, ...]
    post: str


def collective_of(agency: str) -> str:
    """The body an agency is, where it decides together: "Ủy ban nhân dân"; empty for one with a single head."""
    return next((body for body in COLLECTIVES if agency.startswith(body)), "")


def short_post(title: str) -> str:
    """A post as it is signed, without the agency it is of: "Chủ tịch UBND tỉnh" → "Chủ tịch" (Annex I, II.7)."""
    return OF_AGENCY.sub("", title).strip() or title


def head_title(title: str) -> str:
    """The post of the head a deputy stands in for: "Phó Chủ tịch" → "Chủ tịch"."""
    title = short_post(title)
    for prefix in (DEPUTY, *ACTING):
        title = title.removeprefix(prefix)
    return title[:1].upper() + title[1:]


def capacities(*, title: str, role: Role, agency: str, agency_head: str) -> tuple[Capacity, ...]:
    """The ways the holder of a post signs for an agency, the usual one first.

    A deputy signs KT.; who decides for a collective TM.; a head of a part of the agency TL. by order or TUQ. by a
    written delegation, which is not handed on (Art. 13.3).
    """
    body, deputy = collective_of(agency), title.startswith(DEPUTY)
    post = f"Q. {head_title(title)}" if title.startswith(ACTING) else short_post(title)
    if role in {Role.CHIEF_OF_OFFICE, Role.SECTION_HEAD, Role.SPECIALIST, Role.CLERK}:
        if deputy:
            return (Capacity("tl_kt", (f"TL. {agency_head}", f"KT. {head_title(title)}"), post),)
        return (Capacity("tl", (f"TL. {agency_head}",), post), Capacity("tuq", (f"TUQ. {agency_head}",), post))
    instead = (f"KT. {head_title(title)}",) if deputy else ()
    own = Capacity("kt" if deputy else "own", instead, post)
    if not body:
        return (own,)
    return (Capacity("tm_kt" if deputy else "tm", (f"TM. {body}", *instead), post), own)


def signing_problems(*, capacity: tuple[str, ...], post: str, name: str) -> Iterator[Problem]:
    """What keeps a signature block from being lawful (Art. 13; Annex I, II.7)."""
    if not name.strip():
        yield Problem("signer_missing", msg("Chưa chọn người ký."), "signer")
    if name.strip() and not post.strip():
        yield Problem("post_missing", msg("Chưa ghi chức vụ của người ký."), "post")
    if post.startswith(DEPUTY) and not any(line.startswith("KT. ") for line in capacity):
        yield Problem("kt_missing", msg("Cấp phó ký thay người đứng đầu: thêm dòng “KT. …” ở quyền hạn."), "capacity")
    wrong = [line for line in capacity if not line.startswith(("TM. ", "KT. ", "TL. ", "TUQ. "))]
    if wrong:
        text = msg("Quyền hạn “%(line)s” không bắt đầu bằng TM., KT., TL. hoặc TUQ.", line=wrong[0])
        yield Problem("capacity_unknown", text, "capacity")
