"""A server of its own that judges the forty instants by HTTP: `TZ=... python -m tests.web.meetings.judging_server DIR URL`.

At each instant an invitation goes out, and a paper of a meeting whose invitation went out long before. Prints one line
of JSON: how far the process is from UTC, and for each instant what the server answered about both.
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
from e_office.meetings import service
from e_office.meetings.log import lateness_of
from e_office.meetings.models import Meeting
from e_office.people.queries import holidays
from tests.conftest import MORNING, Browser
from tests.factories.meetings import agree_to_all, make_draft, make_file, make_issued
from tests.factories.world import World, make_world
from tests.making import make_app, settings_of
from tests.unit.meetings.test_boundary_instants import INSTANTS, here, keep_holidays

ORDER = "Bão số 9 đổ bộ, Chủ tịch ra lệnh họp ngay"


LONG_BEFORE = timedelta(days=20)


def answers(app: Flask, office: Office, world: World, row: tuple[Any, ...], turn: int) -> dict[str, Any]:
    """What the server says of an invitation and of a paper that go out at one instant."""
    name, rules, sent, start, _late = row
    then = replace(
        office, clock=FixedClock(here(sent)), settings=replace(office.settings, meeting_rules=rules, smtp_url="")
    )
    app.extensions["office"] = then
    writer = Browser(app, "chuyenvien")
    invitation = of_the_invitation(app, then, world, writer, here(start), turn)
    paper = of_the_paper(app, then, world, writer, here(start), turn)
    return {"name": name, "invitation": invitation, "paper": paper}


def of_the_invitation(
    app: Flask, office: Office, world: World, writer: Browser, start: datetime, turn: int
) -> dict[str, Any]:
    """Issue it; where that is refused, by the chair's order, which marks what it lets through."""
    meeting_id = make_draft(office, world, starts_at=start, purpose=f"Họp thứ {turn}", papers=(), invited=("stc",))
    path = f"/meetings/{meeting_id}/issue"
    found: dict[str, Any] = {"status": press(writer, path), "too_near": "quá gần" in writer.page}
    found["state"] = str(now_is(office, meeting_id).state)
    if found["status"] == 422:
        order(app, meeting_id, start)
        found["ordered"] = press(writer, path)
    return found | seen_late(app, office, meeting_id, turn)


def of_the_paper(
    app: Flask, office: Office, world: World, writer: Browser, start: datetime, turn: int
) -> dict[str, Any]:
    """Send it alone, agreed to long before as its meeting was called; where that is refused, by the chair's order."""
    before, actor = replace(office, clock=FixedClock(office.clock.now() - LONG_BEFORE)), world.actor("chuyenvien")
    meeting_id = make_issued(before, world, starts_at=start, purpose=f"Họp số {turn}", papers=(), invited=("stc",))
    with before.transaction():
        paper_id = service.put_paper(before, actor, meeting_id, make_file(before, "Tờ trình.txt", f"Lần {turn}")).id
        service.submit(before, actor, meeting_id)
    agree_to_all(before, world.actor("phochutich"), meeting_id)
    path, send = f"/meetings/{meeting_id}/papers", {"act": f"send:{paper_id}"}
    found: dict[str, Any] = {"status": press(writer, path, send), "too_near": "quá muộn" in writer.page}
    found["state"] = state_of(office, meeting_id)
    if found["status"] == 422:
        order(app, meeting_id, start)
        found["ordered"] = press(writer, path, send)
        found["state_then"] = state_of(office, meeting_id)
    return found | seen_late(app, office, meeting_id, turn)


def order(app: Flask, meeting_id: int, start: datetime) -> None:
    chief = Browser(app, "chanhvanphong")
    day = f"{local(start):%d/%m/%Y}"
    chief.post(f"/meetings/{meeting_id}/order", {"day": day, "reason": ORDER}, follow=False)


def seen_late(app: Flask, office: Office, meeting_id: int, turn: int) -> dict[str, Any]:
    """Whether the invitee sees the stamp, and what is late by how many microseconds; then the chair is free again."""
    stamped = "Gửi muộn" in Browser(app, "vanthu.stc").get(f"/meetings/{meeting_id}/invitation").text
    meeting = now_is(office, meeting_id)
    marks = lateness_of(office, [meeting], holidays(office))[meeting_id]
    late = [
        ["invitation" if paper is None else "paper", mark.by // timedelta(microseconds=1)]
        for (_invitee, paper), mark in marks.items()
    ]
    with office.transaction():
        meeting.starts_at = MORNING - timedelta(days=turn)
    return {"stamped": stamped, "late": late}


def press(writer: Browser, path: str, form: dict[str, Any] | None = None) -> int:
    return writer.post(path, form, follow=False).status_code


def now_is(office: Office, meeting_id: int) -> Meeting:
    office.session.rollback()
    return office.session.get_one(Meeting, meeting_id, populate_existing=True)


def state_of(office: Office, meeting_id: int) -> str:
    (paper,) = now_is(office, meeting_id).papers
    return str(paper.state)


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
