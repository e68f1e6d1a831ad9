"""Fetching units' mailboxes: each mail is looked at once, and becomes files that wait for the clerk, or a reason."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import InterfaceError, OperationalError

from config import Settings
from e_office.core import audit
from e_office.core.db import write_once
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.core.problems import Problem, Refused, msg
from e_office.core.rounds import every
from e_office.documents.extraction import Extracted
from e_office.documents.letters import Letter, hear, keep_letter, reply_in
from e_office.documents.service import KeptFile
from e_office.exchange.mailbox.contract import Mailbox, MailboxError, WaitingMail, addresses, open_mailbox
from e_office.exchange.mailbox.models import FetchedMail
from e_office.notices.service import plain_facts, tell_person, tell_unit
from e_office.people.models import Unit
from e_office.people.queries import persons_holding, unit_by_code
from e_office.registry import waiting
from e_office.signatures.examining import Judging
from storage import StorageError

log = logging.getLogger(__name__)

ROUND = timedelta(minutes=2)
ENVIRONMENT = (MailboxError, StorageError, OperationalError, InterfaceError, OSError)
"""What has nothing to do with one mail: the next round tries again."""
AT_ONCE = 20
"""Mails fetched from one box in one round."""
MEGABYTE = 1_000_000
LARGEST = 60 * MEGABYTE
"""Bytes of a mail that is fetched at all; a larger one is refused by its size alone."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a mail turned out to be, before any row is written; with `problems` it is not taken."""

    letter: Letter | None = None
    key: str = ""
    files: Sequence[tuple[KeptFile, Extracted]] = ()
    judging: Judging | None = None
    problems: tuple[Problem, ...] = ()


def has_mailboxes(settings: Settings) -> bool:
    """Whether mailboxes are configured."""
    return settings.mailboxes.exists()


@every(ROUND, when=has_mailboxes)
def fetch_mailboxes(office: Office) -> int:
    """Fetch every unit's mailbox; gives how many mails became waiting files. One box that is away holds up no other."""
    taken = 0
    for code, url in addresses(office.settings.mailboxes).items():
        unit = unit_by_code(office, code)
        office.session.rollback()
        if unit is None or not unit.is_agency:
            log.warning("mailbox of %s: there is no such agency", code)
            continue
        try:
            taken += _fetch(office, unit.id, url)
        except MailboxError as error:
            log.warning("mailbox of %s: %s", code, error)
    return taken


def _fetch(office: Office, unit_id: int, url: str) -> int:
    box = open_mailbox(url)
    try:
        validity = box.validity()
        query = select(func.max(FetchedMail.uid)).filter_by(unit_id=unit_id, validity=validity)
        after = office.session.scalar(query) or 0
        office.session.rollback()
        return sum(_take(office, unit_id, validity, mail, box) for mail in box.waiting(after, AT_ONCE))
    finally:
        box.close()


def _take(office: Office, unit_id: int, validity: int, mail: WaitingMail, box: Mailbox) -> bool:
    """Whether a mail's files wait now; one that breaks what reads it is set aside, so that no other waits behind it."""
    try:
        opened = _too_large(mail) if mail.size > LARGEST else _open(office, box.fetch(mail.uid))
        with office.transaction():
            return _keep(office, unit_id, validity, mail, opened) == "taken"
    except ENVIRONMENT:
        raise
    except Exception:
        log.exception("mail %s of the mailbox of unit %s could not be taken", mail.uid, unit_id)
        office.session.rollback()
        with office.transaction():
            _set_aside(office, unit_id, validity, mail)
        return False


def _set_aside(office: Office, unit_id: int, validity: int, mail: WaitingMail) -> None:
    """Note it with nothing of what it says, which may be what broke its reader; clerk and administrators are told."""
    broken = msg("Thư này làm việc đọc bị lỗi, đã để riêng, còn nguyên trong hộp thư. Quản trị viên đã được báo.")
    if _keep(office, unit_id, validity, mail, Opened(problems=(Problem("reader_failed", broken),))) == "known":
        return
    unit = office.session.get_one(Unit, unit_id)
    said = msg(
        "Một thư trong hộp thư của %(unit)s làm việc đọc bị lỗi, đã để riêng. Xem nhật ký của máy chủ, thư số %(uid)s.",
        unit=unit.short_name or unit.name, uid=mail.uid,
    )  # fmt: skip
    for person in persons_holding(office, {Role.ADMINISTRATOR}):
        key = f"mail-aside:{unit_id}:{validity}:{mail.uid}:p{person.id}"
        tell_person(office, person.id, key=key, kind="mail", message=said)


def _too_large(mail: WaitingMail) -> Opened:
    values = {"size": mail.size // MEGABYTE, "limit": LARGEST // MEGABYTE}
    return Opened(problems=(Problem("mail_too_large", msg("Thư lớn %(size)s MB, quá %(limit)s MB.", **values)),))


def _open(office: Office, raw: bytes) -> Opened:
    key = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    if answered := reply_in(io.BytesIO(raw)):
        return Opened(letter=answered, key=answered.message_id or key)
    try:
        judging = Judging(office)
        letter, kept, refused = keep_letter(office, io.BytesIO(raw), "thư.eml", judging)
    except Refused as error:
        return Opened(key=key, problems=error.problems)
    if len(kept) < 2 and refused:  # nothing but the mail itself could be kept
        return Opened(letter=letter, key=letter.message_id or key, problems=refused[0].problems)
    return Opened(letter=letter, key=letter.message_id or key, files=kept, judging=judging)


def _keep(office: Office, unit_id: int, validity: int, mail: WaitingMail, opened: Opened) -> str:
    """Write what a mail became, once; gives its state, "known" where another worker was a moment earlier."""
    office.session.get_one(Unit, unit_id, with_for_update=True)  # the queue in which the same mail stands twice
    known = FetchedMail.state.in_(("taken", "answered"))
    again = select(FetchedMail.id).filter_by(unit_id=unit_id, message_key=opened.key).where(known)
    repeated = bool(opened.key) and office.session.scalar(again.limit(1)) is not None
    state = "repeated" if repeated else "refused" if opened.problems else "taken"
    letter = opened.letter
    row_id = write_once(
        office.session,
        FetchedMail,
        "unit_id",
        "validity",
        "uid",
        unit_id=unit_id,
        validity=validity,
        uid=mail.uid,
        message_key=opened.key[:400],
        state=state,
        sender=letter.sender[:200] if letter else "",
        subject=letter.subject if letter else "",
        sent_at=letter.sent_at if letter else None,
        size=mail.size,
        problems=_plain(opened.problems),
        fetched_at=office.clock.now(),
    )
    if row_id is None:
        return "known"
    if state == "taken" and letter is not None and letter.is_reply:
        return _hear(office, unit_id, row_id, letter)
    if state == "taken" and letter is not None:
        waiting.arrive(office, unit_id, opened.files, letter, bundle=f"mail-{row_id}")
        if opened.judging is not None:
            opened.judging.remember()
    if state != "repeated":
        _tell(office, unit_id, row_id, opened)
    return state


def _hear(office: Office, unit_id: int, row_id: int, letter: Letter) -> str:
    """A calendar's answer becomes no document: the room that invited counts it, or it is kept with its reason."""
    heard = hear(office, letter, unit_id)
    row = office.session.get_one(FetchedMail, row_id)
    row.state, row.problems = "refused" if heard.problems else "answered", _plain(heard.problems)
    if heard.problems:
        _tell(office, unit_id, row_id, Opened(letter=letter, problems=heard.problems))
    return row.state


def _plain(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [{"text": one.message.text, "values": plain_facts(one.message.values)} for one in problems]


def _tell(office: Office, unit_id: int, row_id: int, opened: Opened) -> None:
    letter = opened.letter
    values = {"sender": letter.sender if letter else "", "subject": letter.subject if letter else ""}
    if opened.problems:
        values["reason"] = "; ".join(str(one.message) for one in opened.problems)
        message = msg("Một thư của hộp thư đơn vị không nhận được: %(sender)s, %(subject)s. %(reason)s", **values)
    else:
        message = msg("Hộp thư đơn vị: %(sender)s, %(subject)s", **values)
    tell_unit(office, unit_id, key=f"mail:{row_id}", kind="mail", message=message)
    audit.record(office, None, "fetched", "fetched_mail", row_id, message)
