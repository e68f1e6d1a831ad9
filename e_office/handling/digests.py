"""One mail a day to a unit and to a person with all that is late or due, never one for each thing.

What other rooms ask of them stands in the same mail, see `notices.digest_lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from e_office.core.clock import local
from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.core.rounds import every
from e_office.handling.overdue import Item, due_items
from e_office.handling.rules import is_digest_hour
from e_office.notices import jobs as mailing
from e_office.notices import letters
from e_office.notices.digest_lines import Key, lines_of_rooms, wanted_by_rooms
from e_office.notices.models import MailOut
from e_office.notices.queries import get_mail
from e_office.notices.service import mail_person, mail_unit, message_id_for
from e_office.people.models import Unit
from e_office.people.queries import holidays
from e_office.people.rules import is_working_day

ROUND = timedelta(minutes=15)
SHOWN = 100
"""Lines of one mail; the screen has the rest."""


@every(ROUND, when=lambda settings: bool(settings.smtp_url))
def leave_digests(office: Office) -> int:
    """On the morning of a working day, leave the day's mails for whoever has something late or due; gives how many.

    Done again and again through the morning: a mail of a day is written once, whoever has one is left alone.
    """
    day = office.today()
    if not is_digest_hour(local(office.clock.now()).time(), is_working_day(day, holidays(office))):
        return 0
    agencies = office.session.scalars(select(Unit.id).where(Unit.is_agency)).all()
    with office.transaction():
        wanted = {key for agency_id in agencies for item in due_items(office, agency_id) if (key := _whose(item))}
        wanted |= wanted_by_rooms(office)
        ids = {key: message_id_for(office, "digest", day.isoformat(), *key) for key in sorted(wanted)}
        there = set(office.session.scalars(select(MailOut.message_id).where(MailOut.message_id.in_(ids.values()))))
        left = [_leave(office, key, message_id, day) for key, message_id in ids.items() if message_id not in there]
    return sum(left)


def _leave(office: Office, key: tuple[str, int], message_id: str, day: date) -> bool:
    """Leave one mail; false where there is no mailbox."""
    kind, number = key
    if kind == "unit":
        return mail_unit(office, number, job=send, message_id=message_id, template="due", day=day) is not None
    return (
        mail_person(office, number, job=send, message_id=message_id, template="due", day=day, person=number) is not None
    )


def _whose(item: Item) -> tuple[str, int] | None:
    """Whom a mail tells of it: the person by name, else the unit; nobody where nobody has it."""
    if item.person is not None:
        return "person", item.person.id
    return ("unit", item.unit.id) if item.unit is not None else None


@job("handling.send_digest")
def send(office: Office, mail_id: int) -> None:
    """Send a day's mail with what is late or due as it stands now; where all was done meanwhile there is none."""
    row = get_mail(office, mail_id)
    if row is None:
        return
    key = ("unit", row.unit_id) if row.unit_id else ("person", int(row.facts["person"]))
    items, lines = _items_of(office, key), lines_of_rooms(office, key)
    if not items and not lines:
        with office.transaction() as session:
            session.delete(session.get_one(MailOut, mail_id))
        return
    more = max(0, len(items) - SHOWN) + max(0, len(lines) - SHOWN)
    shown = {"items": items[:SHOWN], "lines": lines[:SHOWN], "more": more, "total": len(items) + len(lines)}
    mailing.send(office, mail_id, letters.letter(office, row, today=office.today(), **shown))


def _items_of(office: Office, key: Key) -> Sequence[Item]:
    agencies = office.session.scalars(select(Unit.id).where(Unit.is_agency)).all()
    return [item for agency_id in agencies for item in due_items(office, agency_id) if _whose(item) == key]
