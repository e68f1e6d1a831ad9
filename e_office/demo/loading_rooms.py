"""The rooms of the demonstration: the province's list, and a draft that wants a room another meeting has."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from e_office.demo.province import Cast
from e_office.demo.sittings import ROOMS
from e_office.demo.units import PROVINCE
from e_office.meetings import drafts
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.places.models import PlaceKind
from e_office.meetings.places.service import PlaceWanted, make_place

LIST = (
    PlaceWanted(name=ROOMS[0], seats=24, equipment="màn hình 85 inch, hệ thống họp trực tuyến, 24 micro"),
    PlaceWanted(name=ROOMS[1], seats=12, equipment="màn hình 65 inch"),
    PlaceWanted(name=ROOMS[2], seats=220, equipment="máy chiếu, âm thanh hội trường, họp trực tuyến"),
    PlaceWanted(kind=PlaceKind.BRIDGE, name="Điểm cầu chính tại UBND tỉnh", seats=60, equipment="MCU 40 điểm cầu"),
)
"""Entered on the day the office is opened: meetings that name them use them from then on."""
MATTER = "họp rà soát công tác chuẩn bị hội nghị trực tuyến tổng kết năm"

BESIDE_THE_PLAN = 2
"""Meetings drafted here, and the next one of a series (`loading_series`)."""


def furnish_rooms(cast: Cast) -> None:
    """Keep the list, and let a section draft a meeting in a room that is taken at that hour."""
    office, clerk, province = cast.office, cast.clerk(PROVINCE), cast.units[PROVINCE]
    for wanted in LIST:
        make_place(office, clerk, province, wanted)
    query = (
        select(Meeting)
        .where(Meeting.unit_id == province, Meeting.state == MeetingState.ISSUED, Meeting.starts_at > cast.end)
        .where(Meeting.place.in_(ROOMS))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    taken = office.session.scalars(query).first()
    if taken is None or taken.starts_at is None:
        return
    writer = cast.actor("chuyenvien.th1")
    draft = drafts.begin(office, writer, province)
    facts = DraftFacts(
        purpose=MATTER, starts_at=taken.starts_at + timedelta(minutes=30), length=90, place=taken.place,
        nature="ordinary", contact=draft.contact,
    )  # fmt: skip
    drafts.save(office, writer, draft.id, facts)
