"""Recall and replacement over the axis: as messages of business type 1 and 3, answered with 15 and 16."""

from __future__ import annotations

from dataclasses import replace as changed
from datetime import date
from pathlib import Path

from e_office.core import jobs
from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.exchange import edxml
from e_office.exchange.changing.asking import Wanted, issue_successor, recall
from e_office.exchange.edxml.facts import Business, Organ
from e_office.exchange.messages.rounds import fetch
from e_office.exchange.rules_change import Change
from e_office.registry.service import OutgoingFacts
from tests.factories.documents import kept
from tests.factories.edxml import make_status, written
from tests.factories.world import World
from tests.web.test_flow_messages_out import (
    BUILDING,
    DOCUMENT_ID,
    HEALTH,
    NGHE_AN,
    Folders,
    connected,
    dispatch_to,
    folders,
    read,
    sent_to,
)

__all__ = ["connected", "folders"]

REASON = "Ban hành nhầm bản dự thảo chưa ký"


def told(organ_id: str, code: str) -> bytes:
    """A state of our document, as an agency outside tells it."""
    status = make_status(code, DOCUMENT_ID)
    return written(changed(status, header=changed(status.header, sender=Organ(organ_id=organ_id, name="Nơi nhận"))))


def wanted(world: World, change: Change) -> Wanted:
    return Wanted(change=change, consented_by_id=world.persons["chutich"], reason=REASON)


def left(folders: Folders, folder: Path, *, after: int) -> list[edxml.Message]:
    """The messages that left after so many."""
    found = [read(source, folder / f"m{n}") for n, source in enumerate(folders.out())][after:]
    return [one for one in found if isinstance(one, edxml.Message)]


def test_a_recall_leaves_without_a_file_and_its_answers_come_back(
    connected: Office, world: World, folders: Folders, tmp_path: Path, both_databases: str
) -> None:
    """NĐ 30 Art. 18.4b: over the axis the recipient answers as well, 15 or 16 (`domain.md` 2.11)."""
    document_id = sent_to(connected, world, BUILDING, HEALTH, NGHE_AN)
    jobs.drain(connected)
    assert len(folders.out()) == 2
    with connected.transaction():
        recall(connected, world.actor("vanthu"), document_id, wanted(world, Change.RECALL))
    jobs.drain(connected)
    alone, with_paper = left(folders, tmp_path, after=2)
    for message, paper in ((alone, 0), (with_paper, 1)):
        assert message.business is Business.RECALL
        assert (message.document_id, message.attachments) == (DOCUMENT_ID, ())
        assert (message.trace.business.reason, message.trace.business.paper) == (REASON, paper)
    assert [organ.organ_id for organ in alone.header.recipients] == [BUILDING.organ_id, HEALTH.organ_id]
    assert dispatch_to(connected, BUILDING.organ_id).state == "13"
    folders.place("a.edxml", told(BUILDING.organ_id, "15"))
    folders.place("b.edxml", told(HEALTH.organ_id, "16"))
    assert [outcome.what for outcome in fetch(connected)] == ["taken", "taken"]
    states = {one: dispatch_to(connected, one).state for one in (BUILDING.organ_id, HEALTH.organ_id, NGHE_AN.organ_id)}
    assert states == {BUILDING.organ_id: "15", HEALTH.organ_id: "16", NGHE_AN.organ_id: "13"}


def test_a_replacement_names_the_document_whose_place_it_takes(
    connected: Office, world: World, folders: Folders, tmp_path: Path
) -> None:
    old_id = sent_to(connected, world, BUILDING)
    jobs.drain(connected)
    unit_id, file = world.units["ubnd"], kept(connected, "sửa.docx")
    facts = OutgoingFacts(
        unit_id=unit_id,
        document=DocumentFacts(
            owner_unit_id=unit_id, issuer_unit_id=unit_id, type_code="CV", subject="V/v góp ý dự thảo đã sửa",
            issued_on=date(2026, 11, 24), signer="Đặng Hữu Khánh",
        ),
    )  # fmt: skip
    with connected.transaction():
        issue_successor(connected, world.actor("vanthu"), facts, [file], old_id, wanted(world, Change.REPLACE))
    jobs.drain(connected)
    (message,) = left(folders, tmp_path, after=1)
    assert message.business is Business.REPLACE
    assert message.document_id == "000.00.00.H27,2026/11/24,02/UBND"
    assert [(one.document_id, one.organ_ids) for one in message.trace.business.replaced] == [
        (DOCUMENT_ID, (BUILDING.organ_id,))
    ]
    assert [attachment.name for attachment in message.attachments] == ["sửa.docx"]
