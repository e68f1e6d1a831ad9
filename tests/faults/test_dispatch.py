"""A dispatch to 292 agencies, killed between each two of its steps: in the end all have it, none twice."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from e_office import create_app
from e_office.core import audit
from e_office.core.clock import FixedClock
from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents.models import Document, Reader
from e_office.exchange import service, views
from e_office.exchange.messages.models import DispatchEvent
from e_office.exchange.models import Dispatch
from e_office.notices.models import Notice
from e_office.people.models import Unit
from e_office.registry.models import OutgoingEntry, RegisterCounter, WaitingFile
from tests.conftest import MORNING, Browser
from tests.factories.documents import docx_bytes
from tests.factories.world import World
from tests.faults.fresh import fresh_processes
from tests.web.test_flow_exchange import TYPED

AGENCIES = 292
STEPS = (
    ("register_outgoing", 1, "before"), ("register_outgoing", 1, "after"), ("_dispatch", 1, "before"),
    ("_dispatch", AGENCIES, "after"), ("_put_before", 1, "before"), ("note_state", 1, "after"),
    ("note_state", AGENCIES // 2, "after"), ("admit", 1, "before"), ("admit", 1, "after"), ("tell_unit", 1, "before"),
    ("tell_unit", AGENCIES // 2, "before"), ("tell_unit", AGENCIES, "after"), ("queue_dispatches", 1, "before"),
    ("queue_dispatches", 1, "after"), ("seal", 1, "before"), ("seal", 1, "after"), ("answer_once", 1, "after"),
)  # fmt: skip
"""Which call of which step the process dies at, and on which side of it."""


def deadly(work: Callable[..., Any], number: int, side: str) -> Callable[..., Any]:
    """The same function, and death at its n-th call."""
    calls = Counter[str]()

    def called(*args: Any, **kwargs: Any) -> Any:
        if work is audit.seal and not args[0].info.get(audit.PENDING):
            return work(*args, **kwargs)  # a transaction that did nothing: the log-in was looked at
        calls["n"] += 1
        if calls["n"] == number and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = work(*args, **kwargs)
        if calls["n"] == number and side == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return called


def press(browser: Browser, form: dict[str, Any]) -> int:
    return browser.post("/outgoing/new", form, follow=False).status_code


def dying(settings: Settings, form: dict[str, Any], step: str, number: int, side: str) -> None:
    """A web server's worker that answers one request and dies on the way."""
    app = create_app(settings)
    app.extensions["office"] = replace(app.extensions["office"], clock=FixedClock(MORNING))
    with app.app_context():
        browser = Browser(app, "vanthu")
        browser.get("/account")
        place: Any = {"seal": audit, "answer_once": views}.get(step, service)
        setattr(place, step, deadly(getattr(place, step), number, side))
        press(browser, form)
    os._exit(7)  # it lived: the step was never reached


@pytest.fixture
def province(office: Office, world: World) -> list[int]:
    """As many agencies as a province has; their ids."""
    with office.transaction() as session:
        rows = [
            Unit(
                code=f"002.{i:03}.05.H27", name=f"Cơ quan số {i}", short_name=f"CQ {i}", notation=f"CQ{i}",
                level_code="commune", position=100 + i, parent_id=world.units["ubnd"], is_agency=True, place="Hà Tĩnh",
            )
            for i in range(AGENCIES)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def made(office: Office) -> Counter[str]:
    """How many rows there are of everything a dispatch makes."""
    office.session.rollback()
    models = (Document, OutgoingEntry, Dispatch, DispatchEvent)
    found = Counter[str]()
    for model in models:
        found[model.__tablename__] = office.session.scalar(select(func.count()).select_from(model)) or 0
    found["reader"] = office.session.scalar(select(func.count()).select_from(Reader).filter_by(why="sent")) or 0
    found["notice"] = office.session.scalar(select(func.count()).select_from(Notice).filter_by(kind="dispatch")) or 0
    return +found


@pytest.mark.usefixtures("both_databases")
def test_killed_between_each_two_steps_all_get_it_and_none_twice(
    app: Flask, office: Office, settings: Settings, province: list[int]
) -> None:
    """F-07: what was not committed is not there at all, and the same form sent again makes exactly one."""
    browser = Browser(app, "vanthu")
    context = fresh_processes()
    # SQLite keeps the same promises through the same code: there each third step is tried, the time is the suite's.
    steps = STEPS if settings.database_url.startswith("postgresql") else STEPS[::-3]
    for turn, (step, number, side) in enumerate(steps, start=1):
        files = {"files": [(BytesIO(docx_bytes(f"Văn bản thứ {turn}")), f"{turn}.docx")]}
        browser.get("/outgoing/new")
        browser.post("/outgoing/files", files, content_type="multipart/form-data")
        waiting = office.session.scalars(select(WaitingFile.id).filter_by(registered_at=None)).one()
        form = {
            **TYPED,
            "files": [str(waiting)],
            "subject": f"V/v thứ {turn}",
            "form_key": f"key-{turn}",
            "all-commune": "electronic",
        }
        before = made(office)
        db.session.remove()
        db.engine.dispose()
        child = context.Process(target=dying, args=(settings, form, step, number, side))
        child.start()
        child.join(120)
        assert child.exitcode == -signal.SIGKILL, (step, number, side, child.exitcode)
        killed = made(office) - before
        whole = Counter(
            document=1, outgoing_entry=1, dispatch=AGENCIES, dispatch_event=AGENCIES, reader=AGENCIES, notice=AGENCIES
        )
        assert killed == (whole if step == "answer_once" else Counter()), (step, number, side)
        browser.get("/account")
        assert press(browser, form) == 303, (step, number, side)
        assert made(office) - before == whole, (step, number, side)
    office.session.rollback()
    counts = office.session.execute(
        select(Dispatch.document_id, func.count(), func.count(Dispatch.unit_id.distinct())).group_by(
            Dispatch.document_id
        )
    )
    assert [tuple(row)[1:] for row in counts] == [(AGENCIES, AGENCIES)] * len(steps)
    assert office.session.scalars(select(OutgoingEntry.number).order_by(OutgoingEntry.number)).all() == list(
        range(1, len(steps) + 1)
    )
    assert office.session.scalars(select(RegisterCounter.last)).all() == [len(steps)]
    assert set(office.session.scalars(select(Dispatch.unit_id))) == set(province)
