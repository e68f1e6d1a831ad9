"""A message comes in, is answered, and the answer that leaves names what it answers (ResponseFor)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.office import Office
from e_office.drafting.issuing import IssueFacts
from e_office.drafting.issuing import issue as issue_draft
from e_office.drafting.models import Draft
from e_office.drafting.reviewing import decide, send_for_review
from e_office.drafting.rules_review import Chosen, Step
from e_office.drafting.service import DraftFacts, open_draft
from e_office.drafting.versions import add_version
from e_office.exchange import edxml
from e_office.exchange.edxml.facts import ResponseFor
from e_office.exchange.messages.rounds import fetch
from e_office.exchange.models import Dispatch
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser
from tests.factories.documents import docx_bytes, kept, pdf_bytes
from tests.factories.edxml import MINISTRY, make_attachment, make_message, written
from tests.factories.world import World
from tests.web.test_flow_handling import direct, part
from tests.web.test_flow_messages_out import BUILDING, Folders, connected, folders, read, sent_to

__all__ = ["connected", "folders"]

SignIn = Callable[[str], Browser]
THEIRS = ResponseFor(
    organ_id=MINISTRY.organ_id,
    code="1352/BXD-QHKT",
    day=date(2026, 11, 20),
    document_id="000.00.00.G08,2026/11/20,1352/BXD-QHKT",
)


@pytest.fixture
def entry_id(connected: Office, world: World, folders: Folders, sign_in: SignIn, tmp_path: Path) -> int:
    """A ministry's letter that came as a message and stands in the province's register."""
    folders.place("in.edxml", written(make_message([make_attachment(tmp_path, pdf_bytes(), "a.pdf")])))
    assert [outcome.what for outcome in fetch(connected)] == ["taken"]
    dispatch_id = connected.session.scalars(select(Dispatch.id)).one()
    connected.session.rollback()
    clerk = sign_in("vanthu")
    clerk.get("/arrivals")
    clerk.post(f"/arrivals/{dispatch_id}/register")
    found = connected.session.scalars(select(IncomingEntry.id)).one()
    connected.session.rollback()
    return found


def what_left(office: Office, folders: Folders, folder: Path) -> list[edxml.Message]:
    """The documents among the messages that left."""
    jobs.drain(office)
    parsed = [read(source, folder / f"{number}") for number, source in enumerate(folders.out())]
    return [message for message in parsed if isinstance(message, edxml.Message)]


@pytest.mark.usefixtures("both_databases")
def test_an_answer_that_was_drafted_names_the_message_it_answers(
    connected: Office, world: World, folders: Folders, entry_id: int, tmp_path: Path
) -> None:
    drafter, leader = world.actor("chuyenvien"), world.actor("chutich")
    facts = DraftFacts(
        unit_id=world.units["th1"], type_code="CV", subject="V/v trả lời Bộ Xây dựng", recipients=(BUILDING,),
        answers_id=entry_id,
    )  # fmt: skip
    steps = [Chosen(step=step, person_id=leader.person_id) for step in (Step.SECTION_HEAD, Step.LEADER)]
    with connected.transaction():
        draft_id = open_draft(connected, drafter, facts).id
        text = kept(connected, "Trả lời.docx", docx_bytes("Kính gửi: Bộ Xây dựng"))
        add_version(connected, drafter, draft_id, base=0, main=[text])
        send_for_review(connected, drafter, draft_id, steps)
        seen = connected.session.get_one(Draft, draft_id).sha256
        decide(connected, leader, draft_id, passed=True, opinion="Nhất trí", seen=seen)
    with connected.transaction():
        signed = IssueFacts(issued_on=connected.today(), signer="Đặng Hữu Khánh", signer_title="CHỦ TỊCH")
        issue_draft(connected, world.actor("vanthu"), draft_id, signed)
    (answer,) = what_left(connected, folders, tmp_path)
    assert answer.header.responses == (THEIRS,)
    assert [one.organ_id for one in answer.header.recipients] == [MINISTRY.organ_id]


def test_an_answer_with_which_a_part_was_closed_names_the_message_it_answers(
    app: Flask, connected: Office, world: World, folders: Folders, entry_id: int, sign_in: SignIn, tmp_path: Path
) -> None:
    leader, worker = sign_in("chutich"), sign_in("chuyenvien")
    direct(leader, entry_id, lead=f"p{world.persons['chuyenvien']}")
    sent_to(connected, world, BUILDING)
    row = part(connected, part="lead")
    worker.get(f"/assignments/{row.id}/close")
    assert "Đã giải quyết xong" in worker.post(f"/assignments/{row.id}/close", {"answer_code": "01/UBND"}).text
    (answer,) = what_left(connected, folders, tmp_path)
    assert answer.header.responses == (THEIRS,)


def test_what_answers_nothing_names_nothing(connected: Office, world: World, folders: Folders, tmp_path: Path) -> None:
    sent_to(connected, world, BUILDING)
    (letter,) = what_left(connected, folders, tmp_path)
    assert letter.header.responses == ()
