"""07:30 on PostgreSQL: 16 people a second sign in, and everybody opens the same invitation, for one minute.

The office runs as `make run` starts it, beside a PostgreSQL that keeps its promises about the disk. 292 agencies are
invited to one meeting with two papers. Each person asks for the log-in page and signs in, then asks for more pages a
second apart: the desk, the invitation, and both papers opened and read, of which three people in eight open only one.
With the page of the log-in that is 6.25 pages a person, 100 a second. The first opening of each agency is written as
its receipt, so the pages write too. People come whether or not those before them were served; the client and the
database share the processors with the office.
"""

import re
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import urllib3
from sqlalchemy import select, text

from bench.house import House, Person, house
from bench.province import AGENCIES, SENDER, fill, office_of
from bench.rows import Row, at_least, at_most
from e_office.core.office import Office
from e_office.demo.province import PASSWORD
from e_office.documents.service import keep
from e_office.meetings import service
from e_office.meetings.models import Nature
from e_office.people import models as people
from e_office.people.acting import actor_for
from e_office.people.queries import person_by_login
from storage.embedded import remembered_url
from tests.servers import postgresql

SECONDS, WARMING = 60, 8
LEAD = 10
"""Seconds for which people come before the minute begins: those who came first are at their last page by then."""
LOG_INS, PAGES = 16, 100
"""Log-ins and page requests a second that are aimed at."""
COMERS = LOG_INS * 1.01
"""People who come, a second: a little more than the aim, so that it can be counted."""
PAUSE = 1.0
"""Seconds between two pages of one person."""
SLOWEST = 0.8
"""Seconds in which 95 of 100 are to be answered."""
CHAIR = "chutich"
PAPERS = 2


def run() -> list[Row]:
    """Measure one minute, after some seconds in which every worker has met every page."""
    with tempfile.TemporaryDirectory(prefix="e-office-bench-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user where we are root
        with postgresql.run(Path(folder), quick=False) as server:
            url = postgresql.PostgresServer(server["port"]).fresh_database("office")
            with house(scale=1, database_url=url) as running:
                rush = Rush(running.url, *_invite_everybody(running, url))
                rush.come(WARMING)
                rush.come(LEAD + SECONDS, lead=LEAD)
    return rush.rows()


def _invite_everybody(running: House, url: str) -> tuple[int, list[int]]:
    """One issued meeting to which every agency is invited, with papers; gives its id and those of the papers."""
    with office_of(running, database_url=url, store_url=remembered_url(running.data / "store") or "") as office:
        fill(office)
        agencies = list(office.session.scalars(select(people.Unit).where(people.Unit.is_agency)))
        top = next(unit for unit in agencies if unit.parent_id is None)
        actor, chair = (actor_for(office, _person(office, login)) for login in (SENDER, CHAIR))
        files = [
            keep(office, BytesIO((f"Báo cáo {number}. " + "Tiến độ giải phóng mặt bằng. " * 2000).encode()), name)
            for number, name in enumerate(f"Báo cáo {number + 1}.txt" for number in range(PAPERS))
        ]
        with office.transaction():
            meeting = service.begin(office, actor, top.id)
            invited = [service.Wanted(unit_id=unit.id, capacity="Chuyên viên", leader=False) for unit in agencies]
            service.invite(office, actor, meeting.id, invited)
            facts = service.DraftFacts(
                purpose="Họp trực tuyến về tiến độ giải phóng mặt bằng toàn tỉnh", chair_id=chair.person_id,
                starts_at=office.clock.now() + timedelta(days=6), place="Phòng họp tầng 2, trụ sở UBND tỉnh",
                nature=Nature.ORDINARY, preparing_unit_id=agencies[1].id, signer_id=chair.person_id,
            )  # fmt: skip
            service.save(office, actor, meeting.id, facts)
            for file in files:
                service.put_paper(office, actor, meeting.id, file)
            service.submit(office, actor, meeting.id)
        with office.transaction():
            for paper in meeting.papers:
                service.agree(office, chair, paper.id, paper.file.sha256)
        with office.transaction():
            issued = service.issue_invitation(office, actor, meeting.id).meeting
            found = issued.id, [paper.id for paper in issued.papers]
        with office.transaction() as session:
            session.execute(text("ANALYZE"))  # a database in use has been looked at by its own housekeeping
        return found


def _person(office: Office, login: str) -> people.Person:
    found = person_by_login(office, login)
    assert found is not None, f"the demonstration has no {login}"
    return found


class Asked(NamedTuple):
    """When something was asked for and when it was answered, in seconds of one clock."""

    at: float
    answered: float

    @property
    def took(self) -> float:
        """Seconds that somebody waited."""
        return self.answered - self.at


@dataclass
class Rush:
    """People who come to one office, and how long each answer took them."""

    url: str
    meeting: int
    papers: list[int]
    comers: int = 0
    log_ins: list[Asked] = field(default_factory=list)
    pages: list[Asked] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    begins: float = 0
    ends: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def come(self, seconds: float, lead: float = 0) -> None:
        """Let people come for so long, each in a thread of their own, and wait until the last has read.

        What is measured is asked for after the `lead`, while they still come.
        """
        self.log_ins, self.pages, self.wrong = [], [], []
        started = time.perf_counter()
        self.begins, self.ends = started + lead, started + seconds
        with ThreadPoolExecutor(400, thread_name_prefix="person") as crowd:
            for number in range(int(seconds * COMERS)):
                time.sleep(max(0.0, started + number / COMERS - time.perf_counter()))
                crowd.submit(self._visit, f"bench{self.comers}")
                self.comers += 1

    def _visit(self, login: str) -> None:
        """One person: signs in, then asks for a page a second."""
        person = Person(self.url, login, urllib3.PoolManager(retries=False, timeout=60))
        try:
            self._sign_in(person)
            papers = self.papers[:1] if int(login[5:]) % 8 < 3 else self.papers
            for number, (method, path) in enumerate(self._way(papers)):
                began = time.perf_counter()
                page = self._timed(self.pages, person, method, path)
                if number == 0:  # the log-in made a new session, its forms carry a token of their own
                    person.token = _token(page)
                time.sleep(max(0.0, began + PAUSE - time.perf_counter()))
        except (AssertionError, urllib3.exceptions.HTTPError, OSError) as error:
            with self._lock:
                self.wrong.append(f"{login}: {error!r}")

    def _sign_in(self, person: Person) -> None:
        """The form is a page, the answer to it the log-in."""
        person.token = _token(self._timed(self.pages, person, "GET", "/login"))
        self._timed(self.log_ins, person, "POST", "/login", {"login": person.login, "password": PASSWORD})

    def _way(self, papers: list[int]) -> Iterator[tuple[str, str]]:
        """What one person asks for, in order."""
        invitation = f"/meetings/{self.meeting}/invitation"
        yield "GET", "/"
        yield "GET", invitation
        for paper in papers:
            yield "POST", f"/meetings/{self.meeting}/papers/{paper}/open"
            yield "GET", f"/meetings/{self.meeting}/papers/{paper}"

    def _timed(
        self, figures: list[Asked], person: Person, method: str, path: str, fields: dict[str, str] | None = None
    ) -> str:
        """One request, measured; a form is answered by sending the browser on."""
        form = {"fields": {"csrf_token": person.token} | (fields or {}), "encode_multipart": False}
        began = time.perf_counter()
        answer = person.ask(method, path, **(form if method == "POST" else {}))
        asked = Asked(began, time.perf_counter())
        with self._lock:
            figures.append(asked)
        assert answer.status == (303 if method == "POST" else 200), f"{method} {path}: {answer.status}"
        return answer.data.decode()

    def rows(self) -> list[Row]:
        """The slowest of 95 in 100, of the pages and of the log-ins; how many there were; that none failed."""
        pages, log_ins = (
            [one.took for one in figures if self.begins <= one.at < self.ends] for figures in (self.pages, self.log_ins)
        )
        answered = sum(self.begins <= one.answered < self.ends for one in self.pages)
        note = f"{AGENCIES} agencies invited, {len(log_ins)} log-ins, {len(pages):,} pages asked for"
        rate = answered / (self.ends - self.begins)
        return [
            at_least("pages answered at 07:30, PostgreSQL", rate, "a second", PAGES, note),
            at_most("a page at 07:30, p95", quantiles(pages, n=20)[-1], "s", SLOWEST),
            at_most("a log-in at 07:30, p95", quantiles(log_ins, n=20)[-1], "s", SLOWEST),
            at_most("people who were not served at 07:30", len(self.wrong), "", 0, "; ".join(self.wrong[:2])),
        ]


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "no form on the page"
    return found.group(1)
