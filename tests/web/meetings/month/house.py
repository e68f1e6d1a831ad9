"""The house in which the month goes by: the hour it is, who sits before a screen, what came in by mail."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask

from e_office.core.clock import ZONE
from e_office.core.office import Office
from e_office.meetings.log import lateness_of
from e_office.meetings.models import Invitee, Meeting
from e_office.people.queries import holidays
from tests.conftest import Browser, MovingClock
from tests.factories.world import World
from tests.servers import Letter, SmtpSink
from tests.web.meetings.helpers import meeting_of

HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)
BLOCKS = re.compile(r"</?(?:p|div|li|ul|ol|td|th|tr|h\d|dt|dd|section|form|br|legend|label|option)\b[^>]*>")


def words_of(page: str) -> str:
    """The words of a page as somebody reads them: without its marks, its spaces told once."""
    body = page[page.find("<main") :] if "<main" in page else page
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", BLOCKS.sub(" ", HIDDEN.sub("", body)))).split())


@dataclass
class Month:
    """What the steps of the month share."""

    app: Flask
    office: Office
    world: World
    clock: MovingClock
    relay: SmtpSink
    work_off: Callable[[], int]

    def it_is(self, day: str, hour: str = "08:00") -> None:
        """Let it be that hour of the office's wall clock; time only goes on."""
        then = datetime.strptime(f"{day} {hour}", "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)
        assert then >= self.clock.instant, "the month goes forwards"
        self.clock.instant = then

    def sees(self, login: str, path: str) -> str:
        """What that person reads on a page, signed in just now."""
        answer = self.sits(login).get(path)
        assert answer.status_code == 200, f"{login} at {path}: {answer.status_code}"
        return words_of(answer.text)

    def sits(self, login: str, path: str | None = None) -> Browser:
        """Somebody signs in, and opens a page where one is named."""
        browser = Browser(self.app, login)
        if path:
            assert browser.get(path).status_code == 200, f"{login} at {path}"
        return browser

    def mail(self) -> list[Letter]:
        """The worker does its work; what the relay was sent by it, in the order of the mailboxes."""
        before = len(self.relay.messages)
        self.work_off()
        return self.relay.letters_after(before)

    def meeting(self, meeting_id: int) -> Meeting:
        """The meeting as it is now."""
        return meeting_of(self.office, meeting_id)

    def invitee(self, meeting_id: int, unit: str) -> Invitee:
        """The invitee of a unit."""
        return next(one for one in self.meeting(meeting_id).invitees if one.unit_id == self.world.units[unit])

    def late(self, meeting_id: int) -> dict[tuple[str, int | None], timedelta]:
        """Unit and paper (None: the invitation) -> by how much it came too late, as the log says now."""
        meeting = self.meeting(meeting_id)
        who = {one.id: one.unit.short_name for one in meeting.invitees}
        found = lateness_of(self.office, [meeting], holidays(self.office))[meeting_id]
        return {(who[item[0]], item[1]): mark.by for item, mark in found.items()}


def boxes(*places: str) -> list[str]:
    """The addresses of mailboxes of the small province."""
    return [f"vanthu.{place}@hatinh.example" for place in places]


STNMT, STC, SCT, KYANH, UBND = "stnmt.3", "stc.4", "sct.5", "ubnd.6", "ubnd.0"
