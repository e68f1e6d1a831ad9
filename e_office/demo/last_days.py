"""The last days of the demonstration: what lies on the desks when a newcomer signs in.

Days are counted in working days; nothing of it happens on the day the office is opened.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from e_office.core.clock import at
from e_office.core.paper import Urgency
from e_office.demo.days import shift
from e_office.demo.episodes import Draft, settled
from e_office.demo.matters import BY_CODE
from e_office.demo.units import PROVINCE

UPCOMING = (("khoang-san", -3, 1), ("gpmb-vung-ang", -2, 2), ("van-ban-dien-tu", -1, 3), ("kinh-te-xa-hoi", -1, 5))
"""Matter; issued so many working days before the last one; starts so many working days after today."""

HELD_TODAY, HELD_ISSUED, HELD_AT = "ho-dap", -2, time(8)
"""The matter of the meeting that is held on the very day; issued so many working days before the last one; its hour."""

NOT_OPENED_BY = {"gpmb-vung-ang": ("STNMT", "KYANH"), "kinh-te-xa-hoi": ("STNMT",)}
"""Who has not opened the invitation to a meeting to come."""


@dataclass(frozen=True)
class Late:
    """A document of the last days: `ago` days before the last one at an hour; to be answered `due` days from today."""

    ago: int
    hour: time
    issuer: str
    type_code: str
    matter: str
    to: tuple[str, ...]
    due: int | None = None
    urgency: Urgency = Urgency.NONE


WAITING = time(15, 40)
"""From this hour of the last day on it waits for the clerk."""

LATE = (
    Late(4, time(8, 10), "STNMT", "TTr", "dat-trai-tham-quyen", (PROVINCE,), -1),
    Late(4, time(9, 25), PROVINCE, "CV", "khoang-san", ("STNMT", "KYANH", "THACHHA"), -1),
    Late(3, time(8, 40), "SNV", "TTr", "cai-cach", (PROVINCE,), 0),
    Late(3, time(14, 5), PROVINCE, "CV", "gpmb-vung-ang", ("STNMT", "KYANH", "STC"), 0, Urgency.URGENT),
    Late(2, time(8, 5), "KYANH", "CV", "gpmb-vung-ang", (PROVINCE, "STNMT"), 1, Urgency.VERY_URGENT),
    Late(2, time(9, 50), "STC", "TTr", "du-toan", (PROVINCE,), 3),
    Late(2, time(14, 20), "SNNPTNT", "BC", "ho-dap", (PROVINCE,), None),
    Late(1, time(8, 15), "TTR", "BC", "khieu-nai", (PROVINCE,), 4),
    Late(1, time(10, 30), "SXD", "CV", "gpmb-vung-ang", (PROVINCE, "STNMT"), 5),
    Late(0, time(8, 2), "SNNPTNT", "BC", "dich-gia-suc", (PROVINCE,), 2, Urgency.EXPRESS),
    Late(0, time(9, 12), PROVINCE, "CV", "moi-truong-kkt", ("STNMT", "KYANH", "KKTVA"), 6),
    Late(0, WAITING, "STNMT", "BC", "khoang-san", (PROVINCE,)),
    Late(0, WAITING, "KYANH", "TTr", "gpmb-vung-ang", (PROVINCE,)),
    Late(0, WAITING, "SNV", "BC", "cai-cach", (PROVINCE,)),
    Late(0, WAITING, "STC", "TTr", "du-toan", (PROVINCE,)),
    Late(0, WAITING, "THACHHA", "BC", "ho-dap", (PROVINCE, "SNNPTNT")),
    Late(0, WAITING, PROVINCE, "CV", "khoang-san", ("STNMT", "KYANH", "THACHHA", "CA")),
    Late(0, WAITING, PROVINCE, "CV", "van-ban-dien-tu", ("STTTT", "SNV", "TPHT", "KYANH")),
)


def last_documents(rng: random.Random, last_day: date, today: date) -> Iterator[Draft]:
    """What was sent last, before the day the office is opened."""
    for one in LATE:
        day = shift(last_day, -one.ago)
        matter = settled(BY_CODE[one.matter], rng, day)
        about = {
            "BC": f"về {matter.title}",
            "TTr": f"về việc phê duyệt {matter.product}",
            "CV": f"đôn đốc thực hiện {matter.product}" if one.issuer == PROVINCE else f"xin ý kiến về {matter.title}",
        }[one.type_code]
        spread = timedelta(minutes=rng.randint(0, 75 if one.hour == WAITING else 9), seconds=rng.randint(0, 59))
        yield Draft(
            at=at(day, one.hour) + spread, type_code=one.type_code, issuer=one.issuer, matter=matter, subject=about,
            to=one.to, due=None if one.due is None else shift(today, one.due), urgency=one.urgency,
        )  # fmt: skip


def unopened(invitation: Draft) -> Draft:
    """The invitation with some invitees who have not opened it yet."""
    meeting, units = invitation.meeting, NOT_OPENED_BY.get(invitation.matter.code, ())
    assert meeting is not None
    invitees = tuple(
        replace(
            one,
            opened_at=None,
            opened_by="",
            papers_opened=(),
            answer=None,
            reason="",
            answered_at=None,
        )
        if one.unit in units
        else one
        for one in meeting.invitees
    )
    return replace(invitation, meeting=replace(meeting, invitees=invitees))
