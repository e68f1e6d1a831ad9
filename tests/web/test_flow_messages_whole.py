"""A message's whole way: in, registered, directed, answered, out again; over folders, and between two offices by HTTPS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.db import db
from e_office.core.office import Office
from e_office.exchange import edxml
from e_office.exchange.edxml.facts import ResponseFor
from e_office.exchange.messages.models import ExchangeMessage
from e_office.exchange.messages.rounds import fetch, report_progress
from e_office.exchange.models import Dispatch
from e_office.people.models import Unit
from e_office.registry.models import IncomingEntry
from storage import open_store
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.authority import Authority, pem
from tests.factories.documents import pdf_bytes
from tests.factories.edxml import MINISTRY, make_attachment, make_message, written
from tests.factories.world import World, make_world
from tests.making import Databases, make_app, settings_of
from tests.servers.axis import PASSWORD, USER, Axis, axis_server
from tests.web.test_flow_exchange import drop, send
from tests.web.test_flow_exchange import store_url as store_url
from tests.web.test_flow_handling import direct, part
from tests.web.test_flow_messages_out import Folders, connected, folders, read
from tests.web.test_flow_registry import letter

__all__ = ["connected", "folders"]
SignIn = Callable[[str], Browser]
NGHE_AN = "000.00.00.H41"
WRONG_PLACE = "Gửi nhầm cơ quan, việc này của Sở Xây dựng"


def worked_through(office: Office, world: World, sign_in: SignIn, recipient: str) -> None:
    """What waits is registered, directed, taken up, answered by a letter to `recipient`, and closed: all by HTTP."""
    clerk, leader, worker = sign_in("vanthu"), sign_in("chutich"), sign_in("chuyenvien")
    dispatch_id = office.session.scalars(select(Dispatch.id).where(Dispatch.registered_at.is_(None))).one()
    clerk.get("/arrivals")
    assert "Đã vào sổ, số đến" in clerk.post(f"/arrivals/{dispatch_id}/register").text
    entry_id = office.session.scalars(select(IncomingEntry.id)).one()
    direct(leader, entry_id, lead=f"p{world.persons['chuyenvien']}")
    lead = part(office, part="lead")
    worker.get("/")
    assert worker.post(f"/assignments/{lead.id}/take-up").status_code == 200
    drop(clerk, (letter("V/v trả lời", number="01/UBND"), "Trả lời.docx"), path="/outgoing")
    assert send(clerk, office, {}, outside=recipient, outside_state="1") == 200
    worker.get(f"/assignments/{lead.id}/close")
    assert "Đã giải quyết xong" in worker.post(f"/assignments/{lead.id}/close", {"answer_code": "01/UBND"}).text
    report_progress(office)
    jobs.drain(office)


@pytest.mark.usefixtures("both_databases")
def test_a_message_comes_in_is_answered_and_its_answer_goes_out(
    connected: Office, world: World, folders: Folders, sign_in: SignIn, tmp_path: Path
) -> None:
    """Over folders: the ministry is told 01, 03, 04, 05, 06 in this order, and its letter is named by the answer."""
    folders.place("in.edxml", written(make_message([make_attachment(tmp_path, pdf_bytes(), "a.pdf")])))
    assert [outcome.what for outcome in fetch(connected)] == ["taken"]
    worked_through(connected, world, sign_in, f"Bộ Xây dựng ({MINISTRY.organ_id})")
    found = [read(source, tmp_path / f"{number}") for number, source in enumerate(folders.out())]
    told = [one.header for one in found if isinstance(one, edxml.Status)]
    assert [one.code for one in told] == ["01", "03", "04", "05", "06"]
    assert {one.response.document_id for one in told} == {"000.00.00.G08,2026/11/20,1352/BXD-QHKT"}
    (answer,) = (one for one in found if isinstance(one, edxml.Message))
    assert [one.organ_id for one in answer.header.recipients] == [MINISTRY.organ_id]
    assert answer.header.responses == (
        ResponseFor(
            organ_id=MINISTRY.organ_id,
            code="1352/BXD-QHKT",
            day=date(2026, 11, 20),
            document_id="000.00.00.G08,2026/11/20,1352/BXD-QHKT",
        ),
    )
    folders.place("again.edxml", written(make_message([make_attachment(tmp_path, pdf_bytes(), "a.pdf", 2)])))
    assert [outcome.what for outcome in fetch(connected)] in (["repeated"], ["aside"])
    assert len(connected.session.scalars(select(IncomingEntry)).all()) == 1


@dataclass
class Installation:
    """One office with its own database, store and way; whatever is asked of it runs in its own context."""

    app: Flask
    office: Office
    world: World
    axis: Axis

    def sign_in(self, login: str) -> Browser:
        return Browser(self.app, login)


@pytest.fixture
def axes(tmp_path: Path) -> Iterator[list[tuple[Axis, str]]]:
    """Two doors of the axis between systems, one for each office."""
    authority = Authority.make()
    key, certificate = authority.issue("trục thử", host="127.0.0.1")
    ca, server = authority.trust(tmp_path / "ca") / "ca.pem", pem(tmp_path / "server.pem", key, certificate)
    with axis_server(server) as one, axis_server(server) as other:
        login = f"{USER}:{quote(PASSWORD)}"
        yield [(axis, f"https://{login}@127.0.0.1:{axis.port}/truc?ca={quote(str(ca))}") for axis in (one, other)]


@pytest.fixture
def here(app: Flask, office: Office, world: World, axes: list[tuple[Axis, str]]) -> Installation:
    axis, url = axes[0]
    app.extensions["office"] = replace(office, settings=replace(office.settings, exchange_url=url))
    return Installation(app, app.extensions["office"], world, axis)


@pytest.fixture
def there(
    here: Installation,
    axes: list[tuple[Axis, str]],
    sqlite_databases: Databases,
    tmp_path: Path,
    clock: MovingClock,
) -> Iterator[Installation]:
    """The office of the next province, whose units have codes of its own."""
    data = tmp_path / "there"
    data.mkdir()
    axis, url = axes[1]
    settings = settings_of(data, sqlite_databases.empty_at(data / "office.sqlite"))
    app = make_app(replace(settings, exchange_url=url))
    made: Office = app.extensions["office"]
    office = replace(made, clock=clock, mailer=Outbox(), store=open_store("memory:"))
    app.extensions["office"] = office
    with app.app_context():
        world = make_world(office)
        with office.transaction() as session:
            for unit in session.scalars(select(Unit)):
                unit.code = unit.code.replace("H27", "H41")
                unit.name = unit.name.replace("tỉnh Hà Tĩnh", "tỉnh Nghệ An")
    yield Installation(app, office, world, axis)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    made.engine.close()


def carry(one: Installation, other: Installation) -> list[str]:
    """What the axis does between the two, and what the other office made of each."""
    for key in list(one.axis.came):
        other.axis.inbox[key] = one.axis.came.pop(key)
    with other.app.app_context():
        outcomes = fetch(other.office)
        report_progress(other.office)
        jobs.drain(other.office)
    return [outcome.what for outcome in outcomes]


def states(office: Office) -> list[str]:
    """How far what this office sent outside is, as it knows."""
    office.session.rollback()
    office.session.expire_all()
    query = select(Dispatch.state).where(Dispatch.organ_id == NGHE_AN).order_by(Dispatch.id)
    return [str(state) for state in office.session.scalars(query)]


def send_out(here: Installation, name: str) -> None:
    clerk = here.sign_in("vanthu")
    drop(clerk, (letter(name), f"{name}.docx"), path="/outgoing")
    assert send(clerk, here.office, {}, outside=f"UBND tỉnh Nghệ An ({NGHE_AN})", outside_state="1") == 200
    jobs.drain(here.office)


@pytest.mark.usefixtures("both_databases")
def test_two_offices_exchange_a_letter_its_states_and_its_answer(here: Installation, there: Installation) -> None:
    """01 to 06 run back by themselves, the answer comes in as an arrival that names what it answers; 02 says why."""
    send_out(here, "V/v phối hợp")
    assert states(here.office) == ["sent"]
    assert carry(here, there) == ["taken"]
    assert carry(there, here) == ["taken"]
    assert states(here.office) == ["01"]
    with there.app.app_context():
        worked_through(there.office, there.world, there.sign_in, "UBND tỉnh Hà Tĩnh (000.00.00.H27)")
    assert sorted(carry(there, here)) == ["taken"] * 5
    assert states(here.office) == ["06"]
    sent = here.office.session.scalars(select(Dispatch).filter_by(organ_id=NGHE_AN)).one()
    history = here.sign_in("vanthu").get(f"/documents/{sent.document_id}/recipients").text
    for words in ("Đã đến", "Đã tiếp nhận", "Đã phân công", "Đang xử lý", "Đã hoàn thành"):
        assert words in history, words

    answer = here.office.session.scalars(select(ExchangeMessage).filter_by(direction="in", kind="document")).one()
    assert answer.head["responses"] == ["01/UBND"]
    clerk = here.sign_in("vanthu")
    assert "Ủy ban nhân dân tỉnh Nghệ An" in clerk.get("/arrivals").text
    arrived = here.office.session.scalars(select(Dispatch).where(Dispatch.message_id == answer.id)).one()
    clerk.post(f"/arrivals/{arrived.id}/register")
    assert "Đã vào sổ, số đến 1" in clerk.page
    jobs.drain(here.office)
    assert set(carry(here, there)) == {"taken"}

    send_out(here, "V/v việc khác")
    assert carry(here, there) == ["taken"]
    with there.app.app_context():
        other = there.sign_in("vanthu")
        waits = there.office.session.scalars(
            select(Dispatch.id).where(Dispatch.registered_at.is_(None), Dispatch.unit_id.is_not(None))
        ).all()
        other.get(f"/arrivals/{waits[-1]}/refuse")
        form = {"ground": "addressee", "reason": WRONG_PLACE}
        assert other.post(f"/arrivals/{waits[-1]}/refuse", form).status_code == 200
        jobs.drain(there.office)
    assert set(carry(there, here)) == {"taken"}
    assert states(here.office) == ["06", "02"]
    assert WRONG_PLACE in here.sign_in("vanthu").get("/").text
    assert (here.axis.aside, there.axis.aside) == ({}, {})
