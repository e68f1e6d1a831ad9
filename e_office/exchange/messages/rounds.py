"""What the exchange with other systems does by itself: fetch what waits, tell how far what came is."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import BinaryIO

from sqlalchemy.exc import IntegrityError, OperationalError

from config import Settings
from e_office.core.office import Office
from e_office.core.problems import Problem, msg
from e_office.core.rounds import every
from e_office.exchange.edxml.certificates import CertificateError
from e_office.exchange.messages import progress
from e_office.exchange.messages.receiving import limits, prepare
from e_office.exchange.messages.taking import Outcome, take
from e_office.exchange.transport import TransportError, open_transport
from storage import StorageError

log = logging.getLogger(__name__)

ROUND = timedelta(minutes=1)
ENVIRONMENT = (TransportError, StorageError, CertificateError, OperationalError)
"""What has nothing to do with the message: the next round tries again."""
AT_ONCE = 20
"""Messages fetched in one round; the worker has other things to do in between."""


def take_in(office: Office, stream: BinaryIO, name: str) -> Outcome:
    """Read a message and make of it what it is, in a transaction of its own; another worker may do the same.

    :raises StorageError: where the store takes nothing; :raises CertificateError: for a bad file of trust.
    """
    office.session.rollback()
    parcel = prepare(office, stream, name)
    try:
        with office.transaction():
            return take(office, parcel)
    except IntegrityError:  # the same message came in at the same moment, and is there now
        with office.transaction():
            return take(office, parcel)


def _taken(office: Office, stream: BinaryIO, name: str) -> Outcome:
    """What became of a message; one that breaks what reads it is put aside, so that no other waits behind it."""
    try:
        return take_in(office, stream, name)
    except ENVIRONMENT:
        raise
    except Exception:
        log.exception("message %s could not be taken", name)
        office.session.rollback()
        message = msg("Thông điệp này làm việc đọc bị lỗi. Quản trị viên xem nhật ký của máy chủ.")
        return Outcome("aside", problems=(Problem("reader_failed", message),))


def is_connected(settings: Settings) -> bool:
    """Whether there is a way to other systems."""
    return bool(settings.exchange_url)


@every(ROUND, when=is_connected)
def fetch(office: Office) -> list[Outcome]:
    """Fetch what waits at the other side; what is taken is acknowledged, what is not is put aside there too.

    :raises TransportError: where nobody answers; the next round tries again.
    """
    transport = open_transport(office.settings.exchange_url, most=limits(office).message)
    outcomes = []
    for waiting in transport.waiting(AT_ONCE):
        try:
            with transport.open(waiting.name) as stream:
                outcome = _taken(office, stream, waiting.name)
        except TransportError as error:
            log.warning("message %s was not fetched: %s", waiting.name, error)
            continue
        outcomes.append(outcome)
        if outcome.what == "aside":
            transport.put_aside(waiting.name, outcome.reason)
        else:
            transport.acknowledge(waiting.name)
    return outcomes


@every(ROUND, when=lambda _settings: True)
def report_here(office: Office) -> int:
    """Tell senders of this installation how far their documents are; an idle round takes no lock."""
    ids = progress.moved_on_here(office)
    office.session.rollback()
    if not ids:
        return 0
    with office.transaction():
        return progress.report_those(office, ids)


@every(ROUND, when=is_connected)
def report_progress(office: Office) -> int:
    """Tell senders outside how far their documents are (03 to 06); gives how many had moved on."""
    with office.transaction():
        return progress.report_all(office)
