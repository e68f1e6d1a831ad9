"""Many buttons pressed in one moment: one form sent fifty times is one document; two clerks get two numbers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.documents.models import Document
from e_office.exchange.models import Dispatch
from e_office.people.models import Post
from e_office.registry.models import IncomingEntry, OutgoingEntry, RegisterCounter, WaitingFile
from tests.conftest import Browser
from tests.factories.world import World
from tests.web.test_flow_exchange import TYPED
from tests.web.test_flow_registry import FORM, drop, letter

SignIn = Callable[[str], Browser]
PRESSES = 50


def press_at_once(sends: list[tuple[Browser, str, dict[str, Any]]]) -> list[tuple[int, str | None]]:
    """Send every form in one moment, each from a connection of its own; gives status and where it leads."""
    together, answers = threading.Barrier(len(sends)), []

    def press(browser: Browser, path: str, form: dict[str, Any]) -> None:
        client = browser.app.test_client()
        client._cookies.update(browser.client._cookies)
        together.wait()
        response = client.post(path, data=form)
        answers.append((response.status_code, response.location))

    threads = [threading.Thread(target=press, args=send) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def form_of(clerk: Browser, office: Office, typed: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The clerk's form as the page holds it, with the file dropped last."""
    waiting = office.session.scalars(select(WaitingFile.id).order_by(WaitingFile.id.desc()).limit(1)).one()
    office.session.rollback()
    keys = {name: clerk.field(name) for name in ("csrf_token", "form_key")}
    return {**typed, **keys, "files": [str(waiting)], **more}


def count(office: Office, model: Any) -> int:
    return office.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.usefixtures("both_databases")
def test_fifty_identical_submits_register_once(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"))
    form = form_of(clerk, office, FORM)
    answers = press_at_once([(clerk, "/incoming/new", form)] * PRESSES)
    assert answers == [(303, "/incoming")] * PRESSES
    assert count(office, IncomingEntry) == count(office, Document) == 1
    assert office.session.scalars(select(RegisterCounter.last)).all() == [1]


@pytest.mark.usefixtures("both_databases")
def test_fifty_identical_submits_issue_and_dispatch_once(sign_in: SignIn, office: Office, world: World) -> None:
    clerk = sign_in("vanthu")
    drop(clerk, (letter(), "a.docx"), path="/outgoing")
    to = {f"to-{world.units[key]}": "electronic" for key in ("stc", "stnmt", "kyanh")}
    answers = press_at_once([(clerk, "/outgoing/new", form_of(clerk, office, TYPED, **to))] * PRESSES)
    assert {status for status, _location in answers} == {303}
    assert len({location for _status, location in answers}) == 1
    assert count(office, OutgoingEntry) == count(office, Document) == 1
    assert count(office, Dispatch) == 3


@pytest.mark.usefixtures("both_databases")
def test_two_clerks_never_get_one_number(sign_in: SignIn, office: Office, world: World) -> None:
    with office.transaction() as session:
        second, unit_id = world.persons["chuyenvien"], world.units["vp"]
        session.add(Post(person_id=second, unit_id=unit_id, role=Role.CLERK, title="Văn thư", position=9))
    sends = []
    for number, login in enumerate(("vanthu", "chuyenvien") * 4):
        clerk = sign_in(login)
        drop(clerk, (letter(number=f"{number + 1}/UBND-TNMT"), f"{number}.docx"))
        sends.append((clerk, "/incoming/new", form_of(clerk, office, FORM, code=f"{number + 1}/UBND-TNMT")))
    assert {status for status, _location in press_at_once(sends)} == {303}
    assert sorted(office.session.scalars(select(IncomingEntry.number))) == list(range(1, 9))
