"""Meetings to test with, made by the same use cases the screens call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.service import KeptFile, keep
from e_office.meetings import service
from e_office.meetings.models import Meeting
from tests.factories.world import World

INVITED = ("stnmt", "stc", "kyanh")


def make_file(office: Office, name: str = "Báo cáo tiến độ.txt", words: str | bytes = "Tiến độ đến 30/11") -> KeptFile:
    """A file in the store that no row knows of yet."""
    return keep(office, BytesIO(words if isinstance(words, bytes) else words.encode()), name)


def make_draft(
    office: Office,
    world: World,
    *,
    ahead: timedelta = timedelta(hours=25),
    papers: Sequence[str | tuple[str, bytes]] = ("Báo cáo tiến độ.txt",),
    agreed: bool = True,
    login: str = "chuyenvien",
    unit: str = "ubnd",
    invited: Sequence[str] = INVITED,
    persons: Sequence[tuple[str, str]] = (),
    **changes: Any,
) -> int:
    """A draft of the provincial committee, complete and lawful unless `changes` say otherwise; gives its id.

    `papers` are names, or names with the bytes of the file. `persons` are invited by name: pairs of log-in name and
    unit.
    """
    actor = world.actor(login)
    kept = [
        make_file(office, *one) if isinstance(one, tuple) else make_file(office, one, words=f"{one} {position}")
        for position, one in enumerate(papers)
    ]
    with office.transaction():
        meeting = service.begin(office, actor, world.units[unit])
        wanted = [service.Wanted(unit_id=world.units[key], capacity="Giám đốc") for key in invited]
        wanted += [
            service.Wanted(unit_id=world.units[key], capacity="Đại biểu", person_id=world.persons[login])
            for login, key in persons
        ]
        service.invite(office, actor, meeting.id, wanted)
        facts: dict[str, Any] = {
            "purpose": "Họp nghe báo cáo tiến độ giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng",
            "chair_id": world.persons["phochutich"],
            "preparing_unit_id": world.units["stnmt"],
            "starts_at": office.clock.now() + ahead,
            "place": "Phòng họp tầng 2, trụ sở UBND tỉnh",
            "nature": "important",
            "contact": "Phạm Quốc Duy, máy lẻ 214",
            "signer_id": world.persons["chanhvanphong"],
        }
        service.save(office, actor, meeting.id, service.DraftFacts(**facts | changes))
        for file in kept:
            service.put_paper(office, actor, meeting.id, file)
        if kept:
            service.submit(office, actor, meeting.id)
        meeting_id = meeting.id
    if agreed and kept:
        chair_id = (facts | changes)["chair_id"]
        chair = next(login for login, person_id in world.persons.items() if person_id == chair_id)
        agree_to_all(office, world.actor(chair), meeting_id)
    return meeting_id


def agree_to_all(office: Office, chair: Actor, meeting_id: int) -> None:
    """The chair agrees to every paper that was submitted."""
    with office.transaction() as session:
        for paper in session.get_one(Meeting, meeting_id).papers:
            if paper.state == "submitted":
                service.agree(office, chair, paper.id, paper.file.sha256)


def make_issued(office: Office, world: World, **changes: Any) -> int:
    """An issued invitation; see `make_draft`."""
    meeting_id = make_draft(office, world, **changes)
    with office.transaction():
        service.issue_invitation(office, world.actor(changes.get("login", "chuyenvien")), meeting_id)
    return meeting_id


def start_of(office: Office, meeting_id: int) -> datetime:
    """When it begins."""
    start = office.session.get_one(Meeting, meeting_id).starts_at
    assert start is not None
    return start
