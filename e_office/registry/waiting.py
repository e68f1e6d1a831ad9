"""Files the clerk dropped: kept at once, read, and shown one after the other until they are registered."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, msg
from e_office.documents.extraction import Extracted
from e_office.documents.letters import Letter
from e_office.documents.places import can_give_up, keeps_objects
from e_office.documents.service import KeptFile
from e_office.registry import policy
from e_office.registry.models import WaitingFile
from e_office.registry.reading import ReadFields, read_fields

keeps_objects(
    "waiting file",
    WaitingFile.id,
    (WaitingFile.key, WaitingFile.version, WaitingFile.sha256, WaitingFile.size),
    where=WaitingFile.registered_at.is_(None),
)

TEXT_KEPT = 200_000
"""Characters of a waiting file's text that are kept: enough for its head and a preview."""


def drop(
    office: Office,
    actor: Actor,
    unit_id: int,
    direction: str,
    dropped: Sequence[tuple[KeptFile, Extracted]],
    letter: Letter | None = None,
) -> list[WaitingFile]:
    """Keep dropped files, whose bytes rest in the store, in the queue of one register; those of a mail as a bundle."""
    require(policy.may_register(actor, unit_id), "drop files")
    rows = _rows(office, unit_id, direction, dropped, letter)
    for row in rows:
        row.person_id = actor.person_id
    office.session.add_all(rows)
    office.session.flush()  # the page to go to next is that of the first one's id
    return rows


def arrive(
    office: Office,
    unit_id: int,
    dropped: Sequence[tuple[KeptFile, Extracted]],
    letter: Letter,
    *,
    bundle: str,
) -> list[WaitingFile]:
    """Keep the files of a mail that came into the unit's mailbox; the caller has made sure that it comes once."""
    rows = _rows(office, unit_id, "in", dropped, letter)
    for row in rows:
        row.door, row.bundle = "mailbox", bundle
    office.session.add_all(rows)
    office.session.flush()
    return rows


def _rows(
    office: Office,
    unit_id: int,
    direction: str,
    dropped: Sequence[tuple[KeptFile, Extracted]],
    letter: Letter | None,
) -> list[WaitingFile]:
    said = letter_facts(letter) if letter else None
    bundle = secrets.token_hex(8) if letter else ""
    return [
        WaitingFile(
            unit_id=unit_id,
            direction=direction,
            **asdict(kept),
            text=read.text[:TEXT_KEPT],
            pages=read.pages,
            dropped_at=office.clock.now(),
            bundle=bundle,
            letter=said,
        )
        for kept, read in dropped
    ]


def letter_facts(letter: Letter) -> dict[str, Any]:
    """What a mail says, as its files carry it: sender, subject and the office's day it was sent."""
    return {
        "sender": letter.sender,
        "address": letter.address,
        "subject": letter.subject,
        "day": day_of(letter.sent_at).isoformat() if letter.sent_at else "",
    }


def bundle_of(row: WaitingFile, queue: Sequence[WaitingFile]) -> list[WaitingFile]:
    """The files of the queue that came in the same mail, or the file alone."""
    return [one for one in queue if one.bundle == row.bundle] if row.bundle else [row]


def waiting_for(office: Office, actor: Actor, unit_id: int, direction: str) -> list[WaitingFile]:
    """The queue of one register, first dropped first; only its own clerks see it."""
    require(policy.may_register(actor, unit_id), "see waiting files")
    query = select(WaitingFile).filter_by(unit_id=unit_id, direction=direction, registered_at=None)
    return list(office.session.scalars(query.order_by(WaitingFile.id)))


def take(office: Office, actor: Actor, unit_id: int, ids: Sequence[int]) -> list[WaitingFile]:
    """The waiting files of these ids in this order.

    :raises NotFound: where one is not in this unit's queue any more.
    """
    require(policy.may_register(actor, unit_id), "register")
    query = select(WaitingFile).where(WaitingFile.id.in_(ids), WaitingFile.unit_id == unit_id)
    rows = {row.id: row for row in office.session.scalars(query.where(WaitingFile.registered_at.is_(None)))}
    if set(ids) - set(rows):
        raise NotFound
    return [rows[number] for number in ids]


def used(office: Office, rows: Sequence[WaitingFile]) -> None:
    """They became part of a document, or were put aside: they leave the queue."""
    for row in rows:
        row.registered_at = office.clock.now()
        row.text = ""


@can_give_up
def give_up(office: Office, before: datetime) -> int:
    """Put aside what was dropped before then and never registered."""
    query = select(WaitingFile).where(WaitingFile.registered_at.is_(None), WaitingFile.dropped_at < before)
    rows = office.session.scalars(query).all()
    used(office, rows)
    return len(rows)


def kept(row: WaitingFile) -> KeptFile:
    """The kept original a waiting file stands for."""
    return KeptFile(
        name=row.name,
        type_code=row.type_code,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        key=row.key,
        version=row.version,
    )


def what_it_says(row: WaitingFile) -> ReadFields:
    """What can be read from the file, for the clerk to confirm."""
    return read_fields(row.text)


def withdraw(office: Office, actor: Actor, rows: Sequence[WaitingFile]) -> None:
    """Take files out of the queue because their document is secret (T6); the journal says which objects to destroy.

    The house itself deletes no object: an administrator does it in the store, see the administrator's guide.
    """
    for row in rows:
        message = msg("bỏ một tệp mật khỏi hàng chờ; đối tượng phải hủy trong kho: %(key)s", key=row.key)
        audit.record(office, actor, "withdrawn", "waiting_file", row.id, message)
        row.name = ""
    used(office, rows)
