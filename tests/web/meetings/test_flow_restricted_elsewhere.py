"""What another agency marked restricted in its own week is restricted in the province's, however it is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.meetings.feeds.models import CalendarFeed
from e_office.meetings.feeds.queries import content_of
from e_office.meetings.feeds.rules import FeedKind
from e_office.meetings.feeds.service import make_feed
from e_office.meetings.leadership.models import WeekRevision
from e_office.meetings.leadership.rules_week import monday_of
from e_office.meetings.leadership.service import mark_line
from tests.conftest import Browser
from tests.factories.calendars import make_published
from tests.factories.meetings import make_issued, start_of
from tests.factories.world import World
from tests.web.meetings.helpers import words_of_docx

SignIn = Callable[[str], Browser]


@pytest.mark.parametrize("marked_first", [True, False])
def test_what_a_department_marked_restricted_the_province_tells_nobody(
    office: Office, world: World, sign_in: SignIn, marked_first: bool
) -> None:
    """On the page, in old revisions, on the sheet and in the feed, whether it was marked before or after publication."""
    head = world.persons["giamdoc.stnmt"]
    meeting_id = make_issued(
        office, world, login="chuyenvien.stnmt", unit="stnmt", papers=(), invited=("stc",), chair_id=head,
        signer_id=head, ahead=timedelta(hours=50), purpose="Họp kín về vụ việc Formosa",
        persons=(("phochutich", "ubnd"),),
    )  # fmt: skip
    day, agency = local(start_of(office, meeting_id)).date(), world.units["ubnd"]

    def mark() -> None:
        said = {"restricted": True, "left_out": False, "officer_id": None}
        clerk, unit = world.actor("vanthu.stnmt"), world.units["stnmt"]
        with office.transaction():
            mark_line(office, clerk, unit, monday_of(day), f"meeting:{meeting_id}", **said)

    if marked_first:
        mark()
    revision_id = make_published(office, world, day=day)
    kept = office.session.get_one(WeekRevision, revision_id).lines
    assert [line.restricted for line in kept] == [marked_first]
    office.session.rollback()
    with office.transaction():
        feed_id = make_feed(office, world.actor("vanthu.sct"), FeedKind.LEADERSHIP, agency)[0].id
    if not marked_first:
        mark()

    reader, week = sign_in("vanthu.sct"), f"week={monday_of(day)}&agency={agency}"
    for address in (f"/meetings/week?{week}", f"/meetings/week?{week}&revision=1"):
        page = reader.get(address).text
        assert "Formosa" not in page, address
        assert "Bận" in page, "that somebody is busy is told"
    assert "Formosa" not in "\n".join(words_of_docx(reader.get(f"/meetings/week.docx?{week}").data))
    content = (content_of(office, office.session.get_one(CalendarFeed, feed_id)) or b"").decode()
    assert f"meeting-{meeting_id}@" in content
    assert "Formosa" not in content.replace("\r\n ", "")
    assert "Formosa" in sign_in("phochutich").get(f"/meetings/week?{week}").text, "who is on it reads it"
