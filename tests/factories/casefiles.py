"""Case files for tests, made through the product's own services."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from e_office.casefiles import closing, filing, handing, listing, rights
from e_office.casefiles.models import CaseFile
from e_office.casefiles.rules import FileFacts, HeadingFacts, Level
from e_office.casefiles.service import open_file
from e_office.core.office import Office
from e_office.registry.models import IncomingEntry
from tests.factories.world import World

TITLE = "Hồ sơ bồi thường, giải phóng mặt bằng huyện Kỳ Anh"
WHY = "Việc phát sinh theo chỉ đạo của Chủ tịch"


def make_casefile(office: Office, world: World, login: str = "chuyenvien", **changes: Any) -> int:
    """A file of the province opened outside the list by `login`, who keeps it; its id."""
    facts: dict[str, Any] = {
        "year": 2026, "notation": "01.TH1", "title": TITLE, "retention_years": 10, "started_on": date(2026, 11, 2),
        "keeper_id": world.persons[login], "outside_reason": WHY,
    }  # fmt: skip
    with office.transaction():
        file = open_file(office, world.actor(login), world.units["ubnd"], FileFacts(**(facts | changes)))
        return file.id


def load(office: Office, casefile_id: int) -> CaseFile:
    """The file as it is now."""
    office.session.rollback()
    return office.session.get_one(CaseFile, casefile_id)


def one_of_each(office: Office, world: World, document_id: int) -> dict[str, int]:
    """What the addresses of case files name, all of it the province's: a file with a document, a change that waits."""
    open_id, closed_id = make_casefile(office, world), make_casefile(office, world, notation="02.TH1")
    worker, day = world.actor("chuyenvien"), date(2026, 11, 20)
    unit_id = world.units["ubnd"]
    with office.transaction():
        item = filing.put_document(office, worker, open_id, document_id)
        filing.put_document(office, worker, closed_id, document_id)
        change = rights.ask_change(office, worker, open_id, rights.Holder(unit_id=world.units["vp"]), Level.READ, WHY)
        facts = HeadingFacts(notation="01.TH", title=TITLE, retention_years=10)
        heading = listing.add_heading(office, world.actor("vanthu"), unit_id, 2027, facts)
        entry = office.session.scalars(select(IncomingEntry).filter_by(document_id=document_id)).one_or_none()
        was = entry.closed_at if entry else None
        if entry:
            entry.closed_at = office.clock.now()
        closing.close(office, worker, closed_id, ended_on=day, settled_on=None)
        if entry:
            entry.closed_at = was
        act = handing.offer(office, worker, [closed_id], "")
        return {
            "casefile_id": open_id, "item_id": item.id, "change_id": change.id, "heading_id": heading.id,
            "handover_id": act.id,
        }  # fmt: skip
