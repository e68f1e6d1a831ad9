"""Telling people: a notice on the desk, a mail to a unit's mailbox; both once, whoever calls how often."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, or_, select

from e_office.core.db import write_once
from e_office.core.office import Office
from e_office.core.problems import Message
from e_office.notices.models import MailOut, Notice
from e_office.people.queries import get_person, get_unit


def tell_unit(
    office: Office,
    unit_id: int,
    *,
    key: str,
    kind: str,
    message: Message,
    document_id: int | None = None,
    meeting_id: int | None = None,
) -> None:
    """Put a notice on the desk of everybody who reads for a unit; once per `key`."""
    _tell(office, key, kind, message, unit_id=unit_id, document_id=document_id, meeting_id=meeting_id)


def tell_person(
    office: Office,
    person_id: int,
    *,
    key: str,
    kind: str,
    message: Message,
    document_id: int | None = None,
    meeting_id: int | None = None,
) -> None:
    """Put a notice on one person's desk; once per `key`."""
    _tell(office, key, kind, message, person_id=person_id, document_id=document_id, meeting_id=meeting_id)


def withdraw(office: Office, document_id: int, *, units: Collection[int], persons: Collection[int]) -> None:
    """Take notices of a document off the desks of those it is closed to: they name what nobody there may know."""
    theirs = or_(Notice.unit_id.in_(units), Notice.person_id.in_(persons))
    office.session.execute(delete(Notice).where(Notice.document_id == document_id, theirs))


def _tell(office: Office, key: str, kind: str, message: Message, **about: int | None) -> None:
    told = {"kind": kind, "text": message.text, "facts": plain_facts(message.values), **about}
    write_once(office.session, Notice, "key", key=key, created_at=office.clock.now(), **told)


def mail_unit(
    office: Office,
    unit_id: int,
    *,
    job: Callable[..., None],
    message_id: str,
    template: str,
    document_id: int | None = None,
    meeting_id: int | None = None,
    **facts: Any,
) -> MailOut | None:
    """Leave a mail to a unit's own mailbox (M1) for after the commit; None where the unit has none.

    One mail per recipient: `message_id` (`<…@host>`) is stable, so asking twice writes one row, and a mail
    that is sent twice after a crash is recognised as the same. `job` is called `job(office, mail_id=…)` and
    hands the rendered mail to `notices.jobs.send`. `facts` are kept with it, for the template.
    """
    unit = get_unit(office, unit_id)
    about = {"unit_id": unit.id, "document_id": document_id, "meeting_id": meeting_id}
    return _mail(office, unit.mailbox, job, message_id, template, facts, **about)


def mail_person(
    office: Office, person_id: int, *, job: Callable[..., None], message_id: str, template: str, **facts: Any
) -> MailOut | None:
    """Leave a mail to a person's own address, like `mail_unit`; None where the person has none."""
    return _mail(office, get_person(office, person_id).email, job, message_id, template, facts)


def _mail(
    office: Office,
    address: str | None,
    job: Callable[..., None],
    message_id: str,
    template: str,
    facts: Mapping[str, Any],
    **about: int | None,
) -> MailOut | None:
    if not address:
        return None
    kept = {"template": template, "address": address, "facts": plain_facts(facts), "created_at": office.clock.now()}
    written = write_once(office.session, MailOut, "message_id", message_id=message_id, **kept, **about)
    mail = office.session.scalars(select(MailOut).filter_by(message_id=message_id)).one()
    if written is not None:
        office.later(job, dedupe=message_id, mail_id=mail.id)
    return mail


def message_id_for(office: Office, *parts: object) -> str:
    """A stable Message-ID of what the mail is about: `<meeting.7.unit.3@host of base_url>`."""
    host = urlsplit(office.settings.base_url).hostname or "localhost"
    return f"<{'.'.join(str(part) for part in parts)}@{host}>"


def plain_facts(values: Any) -> dict[str, Any]:
    """Values as JSON keeps them: days and instants in ISO 8601, messages in Vietnamese."""
    return {name: _plain(value) for name, value in dict(values).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | dict | type(None)) else str(value)
