"""`exchange import` killed between each two of its steps: run again it makes exactly one of each, and loses none."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from e_office import create_app
from e_office.core import audit
from e_office.core.clock import FixedClock
from e_office.core.db import db
from e_office.core.jobs import Job
from e_office.core.office import Office
from e_office.documents.models import Document, DocumentFile
from e_office.exchange.messages import rounds, taking
from e_office.exchange.messages.models import DispatchEvent, ExchangeMessage
from e_office.exchange.models import Dispatch
from e_office.notices.models import Notice
from tests.conftest import MORNING
from tests.factories.documents import docx_bytes, pdf_bytes
from tests.factories.edxml import COMMITTEE, DEPARTMENT, make_attachment, make_message, written
from tests.factories.world import World
from tests.faults.test_dispatch import deadly

STEPS = (
    ("prepare", 1, "before"), ("prepare", 2, "after"), ("add_document", 1, "after"), ("note_state", 1, "before"),
    ("tell_sender", 1, "after"), ("tell_unit", 2, "after"), ("seal", 1, "before"), ("seal", 1, "after"),
    ("take_in", 1, "after"), ("take_in", 2, "after"),
)  # fmt: skip
"""Which call of which step the process dies at, and on which side of it; two messages, the first for two agencies."""


def dying(settings: Settings, paths: list[str], step: str, number: int, side: str) -> None:
    """The command as an administrator runs it, killed on the way."""
    app = create_app(settings)
    app.extensions["office"] = replace(app.extensions["office"], clock=FixedClock(MORNING))
    from e_office.exchange.messages import cli

    place: Any = {"seal": audit, "prepare": rounds, "take_in": cli}.get(step, taking)
    setattr(place, step, deadly(getattr(place, step), number, side))
    with app.app_context():
        app.test_cli_runner().invoke(args=["exchange", "import", *paths])
    os._exit(7)  # it lived: the step was never reached


def made(office: Office) -> Counter[str]:
    office.session.rollback()
    models = (Document, DocumentFile, Dispatch, DispatchEvent, ExchangeMessage, Notice)
    found = {one.__tablename__: office.session.scalar(select(func.count()).select_from(one)) or 0 for one in models}
    return Counter(
        found | {"sent": len(office.session.scalars(select(Job).filter_by(kind="exchange.send_message")).all())}
    )


def messages(folder: Path, turn: int) -> list[str]:
    """Two messages of two documents, one of them for two agencies here."""
    paths = []
    for number, to in enumerate([(COMMITTEE, DEPARTMENT), (DEPARTMENT,)]):
        place = folder / f"{turn}-{number}"
        place.mkdir()
        files = [
            make_attachment(place, docx_bytes(f"Văn bản {turn} {number}"), "a.docx", 1),
            make_attachment(place, pdf_bytes(f"{turn} {number}"), "b.pdf", 2),
        ]
        path = place / "message.edxml"
        path.write_bytes(written(make_message(files, number=f"{turn}{number}", to=to)))
        paths.append(str(path))
    return paths


@pytest.mark.usefixtures("both_databases")
def test_killed_between_each_two_steps_every_message_is_taken_once(
    app: Flask, office: Office, settings: Settings, world: World, tmp_path: Path
) -> None:
    """F-07: what was not committed is not there at all; what was is known again by its DocumentId."""
    context = multiprocessing.get_context("spawn")
    steps = STEPS if settings.database_url.startswith("postgresql") else STEPS[::3]
    whole = Counter(
        document=2, document_file=4, dispatch=3, dispatch_event=3, exchange_message=6, notice=3, sent=3
    )  # three in, and 01 for each of them out
    for turn, (step, number, side) in enumerate(steps, start=1):
        paths, before = messages(tmp_path, turn), made(office)
        db.session.remove()
        db.engine.dispose()
        child = context.Process(target=dying, args=(settings, paths, step, number, side))
        child.start()
        child.join(120)
        assert child.exitcode == -signal.SIGKILL, (step, number, side, child.exitcode)
        again = app.test_cli_runner().invoke(args=["exchange", "import", *paths])
        assert again.exit_code == 0, again.output
        found = made(office) - before
        assert found == whole, (step, number, side, found)
        assert app.test_cli_runner().invoke(args=["exchange", "import", *paths]).output.count("repeated") == 2
        assert made(office) - before == whole, (step, number, side)
