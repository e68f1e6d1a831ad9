"""Messages made to harm: forged states, squatted ids, a recall by a stranger, what breaks the reader; none holds others up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.exchange.changing.asking import recall
from e_office.exchange.edxml.facts import Business
from e_office.exchange.messages import rounds
from e_office.exchange.messages.models import DispatchEvent, ExchangeMessage
from e_office.exchange.messages.rounds import fetch
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_change import Change
from e_office.notices.models import Notice
from tests.factories.documents import pdf_bytes
from tests.factories.edxml import (
    COMMITTEE,
    DEPARTMENT,
    HEAD,
    MINISTRY,
    envelope,
    make_attachment,
    make_message,
    written,
)
from tests.factories.world import World
from tests.web.test_flow_messages_out import (
    BUILDING,
    HEALTH,
    Folders,
    SignIn,
    connected,
    dispatch_to,
    folders,
    sent_to,
    told,
)
from tests.web.test_flow_recalls_outside import wanted

__all__ = ["connected", "folders"]
STRANGER = replace(MINISTRY, organ_id="000.00.00.G99", name="Cơ quan lạ")


def outcomes(office: Office) -> list[str]:
    """What became of what waits, with why, in the order of the names."""
    return [one.problems[0].code if one.problems else one.what for one in fetch(office)]


def count(office: Office, model: Any, **where: Any) -> int:
    office.session.rollback()
    return len(office.session.scalars(select(model).filter_by(**where)).all())


def test_nobody_recalls_or_gives_up_what_it_was_not_asked_for(
    connected: Office, world: World, folders: Folders, both_databases: str
) -> None:
    """13 is the sender's word; 15 and 16 answer it (`domain.md` 2.11). Refusing (02) after the end is no news."""
    document_id = sent_to(connected, world, BUILDING, HEALTH)
    jobs.drain(connected)
    for minute, code in enumerate(("13", "15", "16")):
        folders.place(f"{minute}.edxml", told(BUILDING.organ_id, code, minute))
    assert outcomes(connected) == ["not_asked"] * 3
    assert dispatch_to(connected, BUILDING.organ_id).state == "sent"
    assert count(connected, DispatchEvent) == 0
    for minute, code in enumerate(("06", "02"), start=10):
        folders.place(f"{minute}.edxml", told(BUILDING.organ_id, code, minute, "đổi ý"))
    assert outcomes(connected) == ["taken", "taken"]
    assert dispatch_to(connected, BUILDING.organ_id).state == "06"
    refusals = [one.message.text for one in connected.session.scalars(select(Notice).filter_by(kind="message"))]
    assert not [text for text in refusals if "từ chối tiếp nhận" in text]
    with connected.transaction():
        recall(connected, world.actor("vanthu"), document_id, wanted(world, Change.RECALL))
    folders.place("20.edxml", told(BUILDING.organ_id, "16", 20, "Đã phát hành tới xã"))
    folders.place("21.edxml", told(HEALTH.organ_id, "15", 21))
    assert outcomes(connected) == ["taken", "taken"]
    assert [dispatch_to(connected, one.organ_id).state for one in (BUILDING, HEALTH)] == ["16", "15"]


def test_the_sender_hears_who_keeps_a_recalled_document_and_why(
    connected: Office, world: World, folders: Folders, sign_in: SignIn
) -> None:
    document_id = sent_to(connected, world, BUILDING, HEALTH)
    jobs.drain(connected)
    with connected.transaction():
        recall(connected, world.actor("vanthu"), document_id, wanted(world, Change.RECALL))
    folders.place("a.edxml", told(BUILDING.organ_id, "16", 1, "Đã phát hành tới xã"))
    assert outcomes(connected) == ["taken"]
    connected.session.rollback()
    page = sign_in("vanthu").get("/").text
    assert "Từ chối thu hồi, cập nhật. Đã phát hành tới xã" in page


def test_who_refused_outside_stands_on_the_desk_of_the_sending_clerk(
    connected: Office, world: World, folders: Folders, sign_in: SignIn
) -> None:
    sent_to(connected, world, BUILDING)
    jobs.drain(connected)
    folders.place("a.edxml", told(BUILDING.organ_id, "02", 1, "Gửi nhầm cơ quan"))
    assert outcomes(connected) == ["taken"]
    connected.session.rollback()
    desk = sign_in("vanthu").get("/").text
    came_back = desk[desk.index('id="came-back"') :]
    assert "Gửi nhầm cơ quan" in came_back
    assert 'id="came-back"' not in sign_in("vanthu.stc").get("/").text


def place(folders: Folders, folder: Path, name: str, **changes: Any) -> None:
    """A document of the ministry's, its id kept whoever is said to send it."""
    number = changes.pop("file", 1)
    folder = folder / name
    folder.mkdir()
    message = make_message([make_attachment(folder, pdf_bytes(f"{number}"), "a.pdf", 1)], **changes)
    header = replace(message.header, document_id="000.00.00.G08,2026/11/20,1352/BXD-QHKT")
    folders.place(f"{name}.edxml", written(replace(message, header=header)))


def test_an_id_that_a_stranger_took_first_stays_its_owners(
    connected: Office, world: World, folders: Folders, tmp_path: Path, both_databases: str
) -> None:
    """Neither the stranger's document nor its recall stands in the way of who the id names."""
    place(folders, tmp_path, "1", sender=STRANGER, file=7)
    assert outcomes(connected) == ["taken"]
    place(folders, tmp_path, "2")
    assert outcomes(connected) == ["taken"]
    place(folders, tmp_path, "3")
    place(folders, tmp_path, "4", sender=STRANGER, file=8)
    assert outcomes(connected) == ["repeated", "same_id_other_content"]
    place(folders, tmp_path, "5", sender=STRANGER, business=Business.RECALL)
    assert outcomes(connected) == ["taken"]
    place(folders, tmp_path, "6", sender=replace(MINISTRY, organ_id="000.00.00.G77"), business=Business.RECALL)
    assert outcomes(connected) == ["nothing_to_change"]
    place(folders, tmp_path, "7", business=Business.RECALL)
    assert outcomes(connected) == ["taken"]
    asked = connected.session.scalars(select(ExchangeMessage).filter_by(state="asked")).all()
    assert len({one.document_id for one in asked}) == 2
    assert count(connected, Document) == 2


def test_the_same_document_to_two_agencies_in_two_messages_is_one(
    connected: Office, world: World, folders: Folders, tmp_path: Path
) -> None:
    """Who gets paper as well gets a message of its own: so this office sends, and so it takes."""
    place(folders, tmp_path, "1", to=[DEPARTMENT])
    place(folders, tmp_path, "2", to=[COMMITTEE], paper=1)
    assert outcomes(connected) == ["taken", "taken"]
    assert (count(connected, Document), count(connected, Dispatch)) == (1, 2)
    channels = connected.session.scalars(select(Dispatch.channel).order_by(Dispatch.id)).all()
    assert channels == ["electronic", "both"]


def test_fields_of_any_length_and_number_are_taken_or_refused_never_broken(
    connected: Office, world: World, folders: Folders, both_databases: str
) -> None:
    """PostgreSQL refuses what SQLite keeps: too long a text, a number beyond its type."""
    long, sender = "dài " * 20_000, "<x:From><x:OrganId>000.00.00.G08</x:OrganId></x:From>"
    more = (
        f"<x:Code><x:CodeNumber>{'9' * 5000}</x:CodeNumber><x:CodeNotation>{long}</x:CodeNotation></x:Code>"
        f"<x:SignerInfo><x:Position>{long}</x:Position><x:FullName>{long}</x:FullName></x:SignerInfo>"
        f"<x:OtherInfo><x:Priority>{'9' * 30}</x:Priority><x:PageAmount>{'9' * 40}</x:PageAmount></x:OtherInfo>"
        f"<x:DocumentId>000.00.00.G08,2026/11/20,1/A</x:DocumentId>"
    )
    sources = [
        envelope(HEAD.replace("V/v báo cáo", long) + more),
        envelope(HEAD.replace(sender, f"<x:From><x:OrganId>{'A' * 5000}</x:OrganId></x:From>")),
        envelope(HEAD.replace("000.00.00.H27", "B" * 5000)),
        envelope(HEAD.replace("2026/11/20", "0001/01/01")),
    ]
    for number, source in enumerate(sources):
        folders.place(f"{number}.edxml", source)
    assert "reader_failed" not in outcomes(connected)
    assert count(connected, ExchangeMessage, direction="in") == len(sources)
    assert count(connected, Document) == 0


def test_a_message_that_breaks_the_reader_holds_up_no_other(
    connected: Office, world: World, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rounds.take_in

    def breaking(office: Office, stream: Any, name: str) -> Any:
        if name == "1.edxml":
            raise RecursionError("too deep")
        return real(office, stream, name)

    monkeypatch.setattr(rounds, "take_in", breaking)
    folders.place("1.edxml", b"<edXML/>")
    place(folders, tmp_path, "2")
    assert outcomes(connected) == ["reader_failed", "taken"]
    assert list((folders.root / "inbox").iterdir()) == []
    (reason,) = (folders.root / "aside").glob("*.reason.txt")
    assert "Quản trị viên xem nhật ký" in reason.read_text(encoding="utf-8")
