"""Every `.docx` an address gives, under the format check: all but what only issued documents have must be right (T9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import Context
from datetime import timedelta
from io import BytesIO
from typing import Any, cast

from flask import Flask

from e_office.core.db import db
from e_office.core.office import Office
from e_office.drafting.layout_check import check
from e_office.drafting.layout_check.rules import MISSING
from e_office.meetings.service import ConclusionFacts, ItemFacts, save_conclusion
from tests.conftest import Browser
from tests.factories.meetings import make_draft
from tests.factories.minutes import circulate_minutes, correct_minutes, sign_minutes
from tests.factories.papers import layout_read
from tests.factories.world import World
from tests.web.test_permissions import address, routes, things

__all__ = ["things"]

LOGINS = ("chuyenvien", "vanthu", "chanhvanphong", "chutich")
OF_ISSUED_ONLY = {*MISSING, "end_sign"}
"""Slips, covers, indexes and registers are nobody's letters: they have no number, no addressees, no signature."""


def concluded(office: Office, world: World, clock: Any, meeting_id: int) -> None:
    """The meeting was held, and its conclusion is being written."""
    clock.move(hours=30)
    facts = ConclusionFacts(
        assessment="Công tác rà soát hộ nghèo đã được các địa phương triển khai nghiêm túc, đúng tiến độ đề ra.",
        signer_id=world.persons["chanhvanphong"],
        items=[ItemFacts(text="Tổng hợp kết quả rà soát", lead_unit_id=world.units["stnmt"], due_on=office.today())],
    )
    with office.transaction():
        save_conclusion(office, world.actor("chuyenvien"), meeting_id, facts)
    circulate_minutes(office, world, meeting_id)
    sign_minutes(office, world, meeting_id)
    correct_minutes(office, world, meeting_id)


def test_every_paper_an_address_gives_is_laid_out_as_the_decree_has_it(
    app: Flask, office: Office, world: World, clock: Any, things: dict[str, object],
    sign_in: Callable[[str], Browser],
) -> None:  # fmt: skip
    concluded(office, world, clock, cast(int, things["meeting_id"]))
    draft = make_draft(office, world, ahead=timedelta(days=2))
    choices = [things, things | {"meeting_id": draft}, things | {"book": "outgoing"}]
    rules = [rule for method, rule in routes(app) if method == "GET" and ".docx" in rule]
    assert len(rules) >= 9
    browsers = [sign_in(login) for login in LOGINS]
    wrong = {}
    for rule in rules:
        paths = {address(app, rule, names) for names in choices}
        papers = [paper for path in sorted(paths) if (paper := given(path, browsers))]
        assert papers, f"nobody here is given {rule}"
        departed = [one for paper in papers for one in departures(paper)]
        if departed:
            wrong[rule] = departed
    assert wrong == {}, "\n".join(f"{rule}: {one}" for rule, found in wrong.items() for one in found)


def given(path: str, browsers: Iterable[Browser]) -> bytes:
    """What the first who may have it is given; empty where nobody is."""
    for browser in browsers:
        db.session.rollback()

        def once(client: Any = browser.client) -> bytes:
            with client.get(path, buffered=True) as response:
                return bytes(response.data) if response.status_code == 200 else b""

        if content := Context().run(once):
            return content
    return b""


def departures(paper: bytes) -> list[tuple[str, str, str]]:
    """What a paper departs in, but for what only issued documents have."""
    found = check(layout_read(BytesIO(paper))).departures
    return [(one.rule, one.line, one.found) for one in found if one.rule not in OF_ISSUED_ONLY]
