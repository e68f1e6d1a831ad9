"""Requests to test with, made by the same use cases the screens call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from e_office.core.office import Office
from e_office.meetings.requests import asking, examining
from e_office.meetings.requests.asking import RequestFacts
from e_office.meetings.requests.rules_consent import RequestKind
from tests.factories.world import World


def make_request(
    office: Office, world: World, *, login: str = "vanthu.stnmt", kind: RequestKind = RequestKind.INVITE, **changes: Any
) -> int:
    """A department's wish to invite the leaders of a district, not looked at yet; gives its id."""
    facts: dict[str, Any] = {
        "purpose": "Họp bàn đóng cửa các điểm mỏ hết phép", "leader_id": world.persons["chutich"],
        "starts_at": office.clock.now() + timedelta(days=6), "place": "Phòng họp Sở",
        "unit_ids": [world.units["kyanh"]],
    }  # fmt: skip
    with office.transaction():
        return asking.send(office, world.actor(login), kind, RequestFacts(**facts | changes)).id


def make_examined(office: Office, world: World, **changes: Any) -> int:
    """The same before the Chairman; the province's specialist follows it."""
    request_id = make_request(office, world, **changes)
    with office.transaction():
        examining.examine(
            office, world.actor("chanhvanphong"), request_id, officer_id=world.persons["chuyenvien"],
            leader_id=world.persons["chutich"], advice="Đề nghị đồng ý",
        )  # fmt: skip
    return request_id
