"""Every page a person can open, in both languages, on a desk and on a phone: accessible, in one width, whole.

The pages are the addresses of the application itself, so that none can be forgotten. Each is opened once in each
language: in the light theme 1440 px wide, then made 390 px narrow and dark without being loaded again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from e_office.core.db import Base, db
from e_office.core.office import Office
from e_office.documents import rendition
from e_office.meetings import service as meetings
from e_office.meetings.models import Meeting
from e_office.registry.closing.service import close_book
from e_office.registry.types import TYPES
from e_office.submissions.deciding import decide
from e_office.submissions.models import Dossier
from e_office.submissions.rules_opinions import Decision
from tests.browser.looking import (
    TEXTS,
    TOO_SMALL,
    TOO_WIDE,
    complaints_of,
    left_in_vietnamese,
    open_context,
    raw_markers,
    violations,
    wear,
    words_of,
)
from tests.conftest import Browser
from tests.factories.authority import Authority
from tests.factories.meetings import make_draft, make_file, make_issued
from tests.factories.minutes import circulate_minutes, correct_minutes, sign_minutes
from tests.factories.signing import decision, register
from tests.factories.submissions import make_dossier, register_dossier, send_dossier, submit_dossier
from tests.factories.world import World
from tests.web.test_flow_closing import IN_2025, came
from tests.web.test_permissions import address as address_of
from tests.web.test_permissions import drafts_of_every_state, routes, things

__all__ = ["things"]

pytestmark = pytest.mark.browser

PERSONS = (
    "", "vanthu", "chuyenvien", "quantri", "kiemtoan", "chanhvanphong", "phochutich", "chutich", "giamdoc.stnmt",
    "vanthu.stnmt", "vanthu.sct",
)  # fmt: skip
"""Who is tried for each address, one after the other; "" is nobody."""

MORE = (
    ("", "/khong-co-trang-nay", 404),
    ("vanthu", "/khong-co-trang-nay", 404),
    ("vanthu", "/admin/units", 403),
    ("vanthu", "/search?q=giai+phong+mat+bang", 200),
    ("vanthu", "/search?q=khongcogi", 200),
    ("vanthu", "/incoming?q=khongcogi", 200),
    ("vanthu", "/outgoing?q=khongcogi", 200),
    ("phochutich", "/", 200),
    ("giamdoc.stnmt", "/", 200),
    ("quantri", "/", 200),
    ("chuyenvien", "/meetings/ours?view=coming", 200),
    ("quantri", "/admin/persons?q=khongcogi", 200),
)  # fmt: skip
"""Pages that look different for somebody else or when there is nothing: person, address, status."""

LEADS_ON = {"/admin", "/casefiles/list", "/submissions"}
"""Addresses that are no page, but lead to one."""

STREAMS = {"/meetings/<int:meeting_id>/live/events"}
"""Addresses that go on telling news, and send whoever has no thread there to ask instead."""


@dataclass(frozen=True)
class Stop:
    """One page of the round: who opens what, and how it answers."""

    login: str
    path: str
    status: int = 200


@dataclass
class Worlds:
    """Things an address can name, several of a kind, since an address may want its meeting in one state only."""

    app: Flask
    choices: list[dict[str, object]]
    browsers: dict[str, Browser]

    def browser_of(self, login: str) -> Browser:
        """A browser in which this person is signed in."""
        if login not in self.browsers:
            self.browsers[login] = Browser(self.app, login or None)
        return self.browsers[login]

    def stop_of(self, rule: str) -> Stop | None:
        """Who can open it, and with what; None where it answers with a file, not with a page.

        A page of a draft is not the page of an issued meeting, hence all choices are tried.
        """
        seen: set[tuple[str, str]] = set()
        for login in PERSONS:
            for names in self.choices:
                path = address_of(self.app, rule, names)
                if (login, path) in seen:
                    continue
                seen.add((login, path))
                status, is_page = self._answer(login, path)
                if status == 200:
                    return Stop(login, path) if is_page else None
        raise AssertionError(f"nobody here can open {rule}: give `worlds` a thing it can be opened with")

    def _answer(self, login: str, path: str) -> tuple[int, bool]:
        """The status, and whether it is a whole page: neither a file nor a part that a page fetches."""
        client = self.browser_of(login).client

        def once() -> tuple[int, bool]:
            with client.get(path, buffered=True) as response:
                whole = response.mimetype == "text/html" and response.data.lstrip().startswith(b"<!doctype html>")
                return response.status_code, whole

        db.session.rollback()
        answer = Context().run(once)
        db.session.rollback()
        return answer


@pytest.fixture
def draw_words(work_off: Callable[[], int]) -> Callable[[], None]:
    """What was left for later, without PDFs of office files: later meetings and drafts have theirs."""

    def draw() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rendition, "find_soffice", lambda: None)
            work_off()

    return draw


@pytest.fixture
def drafts(office: Office, world: World, clock: Any, draw_words: Callable[[], None]) -> dict[str, int]:
    """Meetings in the states an address may want, made before everything else: one of them must be over."""
    held = make_issued(office, world, purpose="họp nghe báo cáo kết quả rà soát hộ nghèo")
    clock.move(hours=30)
    facts = meetings.ConclusionFacts(
        assessment="Công tác rà soát hộ nghèo đã được các địa phương triển khai nghiêm túc.",
        signer_id=world.persons["chanhvanphong"],
        items=[meetings.ItemFacts(text="Tổng hợp kết quả rà soát", lead_unit_id=world.units["stnmt"])],
    )
    with office.transaction():
        meetings.save_conclusion(office, world.actor("chuyenvien"), held, facts)
    circulate_minutes(office, world, held)
    sign_minutes(office, world, held)
    correct_minutes(office, world, held)
    ready = make_draft(office, world, ahead=timedelta(days=2))
    waiting = make_draft(office, world, ahead=timedelta(days=4), agreed=False)
    hasty = make_draft(office, world, ahead=timedelta(hours=6), purpose="họp khẩn triển khai ứng phó với bão")
    draw_words()
    return {"held": held, "ready": ready, "waiting": waiting, "hasty": hasty}


@pytest.fixture
def dossiers(office: Office, world: World, things: dict[str, object]) -> list[int]:
    """Dossiers in the states an address may want: put together, sent, before a leader, agreed to."""
    composing, sent = make_dossier(office, world), send_dossier(office, world, make_dossier(office, world))
    before, agreed = (
        submit_dossier(office, world, register_dossier(office, world, send_dossier(office, world, one)))
        for one in (make_dossier(office, world), make_dossier(office, world))
    )
    with office.transaction():
        part = office.session.get_one(Dossier, agreed).rounds[-1].draft_part
        seen = part.file.sha256 if part else ""
        decide(office, world.actor("phochutich"), agreed, decision=Decision.AGREE, words="", seen=seen)
    return [composing, sent, before, agreed]


@pytest.fixture
def worlds(
    app: Flask, office: Office, world: World, drafts: dict[str, int], things: dict[str, object],
    dossiers: list[int], work_off: Callable[[], int], tmp_path: Path,
) -> Worlds:  # fmt: skip
    """The small world of the permissions' matrix, the same with each meeting of `drafts`, drafts and what can be signed."""
    others = [{"meeting_id": each} for each in drafts.values()] + drafts_of_every_state(office, world)
    others.append(to_be_signed(office, world, tmp_path))
    others += [{"dossier_id": each} for each in dossiers]
    others += [{"kind": "meeting"}, closed_year(office, world), renewed_paper(office, world)]
    work_off()  # their words are drawn
    return Worlds(app, [things, *({**things, **each} for each in others)], {})


def renewed_paper(office: Office, world: World) -> dict[str, object]:
    """A draft's paper in its second version."""
    meeting_id, kept = make_draft(office, world, ahead=timedelta(days=5)), make_file(office, words="Đến 15/12")
    old = office.session.get_one(Meeting, meeting_id).papers[0].id
    with office.transaction():
        new = meetings.put_paper(office, world.actor("chuyenvien"), meeting_id, kept, replaces_id=old)
        return {"meeting_id": meeting_id, "paper_id": new.id}


def closed_year(office: Office, world: World) -> dict[str, object]:
    """A past year whose register of one line is closed."""
    came(office, world, "Văn bản của năm đã khóa", arrived_at=IN_2025)
    with office.transaction():
        close_book(office, world.actor("vanthu"), world.units["ubnd"], "incoming", IN_2025.year)
    return {"year": IN_2025.year}


def to_be_signed(office: Office, world: World, folder: Path) -> dict[str, object]:
    """A decision, and the keys of its signer and its agency."""
    authority = Authority.make()
    authority.trust(office.settings.signature_trust)
    for whose in ({"person": "chutich"}, {"unit": "ubnd"}):
        register(office, world, folder, authority, **whose)
    document = decision(office, world)
    return {"document_id": document.id, "file_id": document.files[0].id}


@pytest.fixture
def data(worlds: Worlds, office: Office) -> set[str]:
    """Every accented word that the office holds: names, subjects, texts."""
    rows = (row for table in Base.metadata.sorted_tables for row in office.session.execute(select(table)))
    words = words_of(value for row in rows for value in row if isinstance(value, str))
    words |= words_of(kind.name_vi for kind in TYPES.values())  # printed books have the words of the law
    office.session.rollback()
    return words


def test_every_page_is_accessible_translated_and_fits_a_desk_and_a_phone(
    chromium: Chromium, address: str, app: Flask, worlds: Worlds, data: set[str]
) -> None:
    rules = [rule for method, rule in routes(app) if method == "GET" and rule not in LEADS_ON | STREAMS]
    stops = [stop for rule in rules if (stop := worlds.stop_of(rule))]
    stops += [Stop(*more) for more in MORE]
    assert len(stops) > 40
    found: list[Any] = []
    for login in dict.fromkeys(stop.login for stop in stops):
        with window(chromium, address, worlds.browser_of(login)) as context:
            page = context.new_page()
            complaints = complaints_of(page)
            for stop, language in product((stop for stop in stops if stop.login == login), ("vi", "en")):
                context.add_cookies([{"name": "lang", "value": language, "url": address}])
                where = (stop.login, stop.path, language)
                found += [(*where, *one) for one in faults(page, address, stop, language, data)]
                found += [(*where, said) for said in complaints if not on_purpose(said, stop)]
                complaints.clear()
    assert found == [], "\n".join(map(str, found))


def on_purpose(said: str, stop: Stop) -> bool:
    """Whether the browser only says that a page was refused, where a refusal was asked for."""
    return stop.status >= 400 and "the server responded with a status of" in said


@contextmanager
def window(chromium: Chromium, address: str, browser: Browser) -> Iterator[BrowserContext]:
    """A window in which a person is signed in, with the theme left to the machine."""
    context = open_context(chromium)
    kept = [{"name": "theme", "value": "auto", "url": address}]
    if cookie := browser.client.get_cookie("office"):
        kept.append({"name": "office", "value": cookie.value, "url": address})
    context.add_cookies(kept)  # type: ignore[arg-type]
    yield context
    context.close()


def faults(page: Page, address: str, stop: Stop, language: str, data: set[str]) -> Iterator[Any]:
    """Everything that is wrong with a page: first on a desk, then on a phone in the dark.

    In English only the words are others, which cannot spoil what the light desk shows more than the dark phone.
    """
    wear(page, "desk", "light")
    answer = page.goto(address + stop.path)
    assert answer
    if answer.status != stop.status:
        yield "status", answer.status
        return
    if language == "vi":
        yield from (("desk", fault) for fault in violations(page))
    if wide := page.evaluate(TOO_WIDE):
        yield "desk", f"{wide} px too wide"
    if (heads := page.locator("h1").count()) != 1:
        yield "h1", heads
    if page.locator("html").get_attribute("lang") != language:
        yield "lang", language
    texts = page.evaluate(TEXTS)
    yield from (("raw", text) for text in raw_markers(texts))
    if language == "en":
        yield from (("untranslated", text) for text in left_in_vietnamese(texts, data))
    wear(page, "phone", "dark")
    yield from (("phone", fault) for fault in violations(page))
    if wide := page.evaluate(TOO_WIDE):
        yield "phone", f"{wide} px too wide"
    yield from (("too small", one) for one in page.evaluate(TOO_SMALL))
