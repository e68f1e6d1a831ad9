"""The page of one's own week and of one's unit's, as people open it to read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.meetings.leadership.rules_week import Kind, monday_of
from e_office.meetings.leadership.service import mark_line
from tests.conftest import Browser
from tests.factories.calendars import make_published, make_typed
from tests.factories.world import World

SignIn = Callable[[str], Browser]


def test_an_open_published_inspection_is_in_the_calendar_of_the_inspected_unit_m19(
    office: Office, world: World, sign_in: SignIn
) -> None:
    """M19: what is published is known to whom it concerns; a draft is not, and a restricted one may come unannounced."""
    soon = office.clock.now() + timedelta(hours=20)
    inspection = {"kind": Kind.INSPECTION, "inspected_id": world.units["kyanh"], "officer_id": None}
    open_id = make_typed(office, world, starts_at=soon, title="Thanh tra đất đai", **inspection)
    make_typed(office, world, starts_at=soon + timedelta(hours=4), title="Thanh tra đột xuất", restricted=True,
               **inspection)  # fmt: skip
    clerk, address = sign_in("vanthu.kyanh"), f"/meetings/calendar?unit={world.units['kyanh']}"
    assert "Thanh tra đất đai" not in clerk.get(address).text, "a draft is nobody's to read"
    make_published(office, world)
    page = clerk.get(address).text
    assert _part(page, "Thanh tra đất đai") == "được thanh tra, kiểm tra"
    assert "1 việc trong tuần" in page, "not that anything else comes"
    assert "Thanh tra đột xuất" not in page
    assert "Thanh tra đất đai" not in sign_in("vanthu.stc").get(f"/meetings/calendar?unit={world.units['stc']}").text
    with office.transaction():
        said = {"restricted": True, "left_out": False, "officer_id": None}
        week, agency = monday_of(local(soon).date()), world.units["ubnd"]
        mark_line(office, world.actor("vanthu"), agency, week, f"typed:{open_id}", **said)
    assert "Tuần này chưa có lịch" in clerk.get(address).text
    assert "Thanh tra đất đai" not in clerk.page


def _part(page: str, title: str) -> str:
    """What the reader does there, as the line with that title says."""
    rows = [row for row in page.split("<tr") if title in row]
    assert len(rows) == 1, f"once in the week: {title}"
    found = re.search(r'<p class="meta"><span>([^<]*)</span>', rows[0])
    assert found, "a line says why it is there"
    return found.group(1)
