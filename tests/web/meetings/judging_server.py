"""A server of its own that judges the forty instants by HTTP: `TZ=... python -m tests.web.meetings.judging_server DIR URL`.

Prints one line of JSON: how far the process is from UTC, and for each instant what the server answered.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from e_office.core.clock import FixedClock, local
from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents import rendition
from e_office.meetings.log import lateness_of
from e_office.meetings.models import Meeting
from e_office.people.queries import holidays
from tests.conftest import MORNING, Browser
from tests.factories.meetings import make_draft
from tests.factories.world import World, make_world
from tests.making import make_app, settings_of
from tests.unit.meetings.test_boundary_instants import INSTANTS, here, keep_holidays

ORDER = "Bão số 9 đổ bộ, Chủ tịch ra lệnh họp ngay"


def answers(app: Flask, office: Office, world: World, row: tuple[Any, ...], turn: int) -> dict[str, Any]:
    """Issue at one instant; where that is refused, by the chair's order, which marks what it lets through."""
    name, rules, sent, start, _late = row
    then = replace(
        office, clock=FixedClock(here(sent)), settings=replace(office.settings, meeting_rules=rules, smtp_url="")
    )
    app.extensions["office"] = then
    meeting_id = make_draft(then, world, starts_at=here(start), purpose=f"Họp thứ {turn}", papers=(), invited=("stc",))
    writer = Browser(app, "chuyenvien")
    found: dict[str, Any] = {"name": name, "status": press(writer, meeting_id), "too_near": "quá gần" in writer.page}
    found["state"] = str(now_is(then, meeting_id).state)
    if found["status"] == 422:
        day = f"{local(here(start)):%d/%m/%Y}"
        chief = Browser(app, "chanhvanphong")
        chief.post(f"/meetings/{meeting_id}/order", {"day": day, "reason": ORDER}, follow=False)
        found["ordered"] = press(writer, meeting_id)
    found["stamped"] = "Gửi muộn" in Browser(app, "vanthu.stc").get(f"/meetings/{meeting_id}/invitation").text
    meeting = now_is(then, meeting_id)
    marks = lateness_of(then, [meeting], holidays(then))[meeting_id]
    found["late"] = [mark.by // timedelta(microseconds=1) for mark in marks.values()]
    with then.transaction():  # the chair is free again for the next one
        meeting.starts_at = MORNING - timedelta(days=turn)
    return found


def press(writer: Browser, meeting_id: int) -> int:
    answer = writer.post(f"/meetings/{meeting_id}/issue", follow=False)
    return answer.status_code


def now_is(office: Office, meeting_id: int) -> Meeting:
    office.session.rollback()
    return office.session.get_one(Meeting, meeting_id, populate_existing=True)


def main(directory: str, url: str) -> None:
    """All of them, in the order in which they were sent."""
    rendition.find_soffice = lambda: None
    app = make_app(settings_of(Path(directory), url))
    with app.app_context():
        office: Office = app.extensions["office"]
        world = make_world(office)
        keep_holidays(office)
        rows = sorted(INSTANTS, key=lambda row: here(row[2]))
        judged = [answers(app, office, world, row, turn) for turn, row in enumerate(rows, start=1)]
        zone = office.session.execute(db.text("SHOW TIME ZONE")).scalar() if "postgresql" in url else ""
    ahead = datetime(2026, 11, 24, tzinfo=UTC).astimezone().utcoffset() or timedelta()
    print(json.dumps({"ahead": ahead / timedelta(hours=1), "database": zone, "judged": judged}))


if __name__ == "__main__":
    main(*sys.argv[1:])
