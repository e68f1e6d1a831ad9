"""Weeks of the leadership to test with, made by the same use cases the screens call."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from e_office.core.office import Office
from e_office.meetings.leadership import service
from e_office.meetings.leadership.gathering import digest_of, lines_of
from e_office.meetings.leadership.rules import TypedFacts
from e_office.meetings.leadership.rules_week import Kind, monday_of
from tests.factories.world import World


def make_typed(office: Office, world: World, *, starts_at: datetime, hours: float = 3, **changes: Any) -> int:
    """A trip of the Vice-Chairman, typed by the province's clerk; gives its id."""
    facts: dict[str, Any] = {
        "kind": Kind.TRIP, "leader_id": world.persons["phochutich"], "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours), "title": "Kiểm tra hiện trường dự án Khu kinh tế Vũng Áng",
        "place": "Kỳ Anh", "officer_id": world.persons["chuyenvien"],
    }  # fmt: skip
    with office.transaction():
        return service.type_entry(office, world.actor("vanthu"), world.units["ubnd"], TypedFacts(**facts | changes)).id


def make_published(office: Office, world: World, *, day: date | None = None) -> int:
    """The week of a day as it is now, published by the province's clerk; gives the revision's id."""
    monday, agency = monday_of(day or office.today()), world.units["ubnd"]
    seen = digest_of(lines_of(office, agency, monday))
    with office.transaction():
        return service.publish(office, world.actor("vanthu"), agency, monday, seen=seen).id
