"""Handing mails to the relay: at least once, one for each recipient, patiently; the trial mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from e_office.core.jobs import NotNow, job
from e_office.core.mail import Mail, MailError, MailNotConfigured, MailRefused
from e_office.core.office import Office
from e_office.notices import letters
from e_office.notices.models import MailOut
from e_office.notices.queries import MailState, get_mail, state_of

WITHOUT_RELAY = timedelta(minutes=10)
"""How long a mail waits before it is looked at again where no relay is configured."""

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)

PATIENCE = timedelta(days=5)
"""How long a mail is tried before it counts as a failed job (RFC 5321 4.5.4.1)."""


def send(office: Office, mail_id: int, mail: Mail) -> None:
    """Hand over the rendered `mail` of a row and mark the row sent, or refused where the relay says 5xx.

    Does nothing for a row that was sent or refused. No transaction is open while the relay is spoken to; a crash
    between the handing over and the mark sends the same Message-ID again.

    :raises NotNow: where the relay is not there or not configured; :raises MailError: after five days of it.
    """
    row = get_mail(office, mail_id)
    if row is None or state_of(row) is not MailState.WAITING:
        return
    created_at = row.created_at
    office.session.rollback()
    try:
        office.mailer.send(mail)
    except MailRefused as error:
        _mark(office, mail_id, refused_at=office.clock.now(), error=str(error)[:2000])
    except MailNotConfigured as error:
        raise NotNow(str(error), WITHOUT_RELAY) from error
    except MailError as error:
        _mark(office, mail_id, error=str(error)[:2000])
        age = office.clock.now() - created_at
        if age > PATIENCE:
            raise
        raise NotNow(str(error), min(LONGEST_WAIT, max(SHORTEST_WAIT, age / 4))) from error
    else:
        _mark(office, mail_id, sent_at=office.clock.now(), error=None)


def _mark(office: Office, mail_id: int, **values: datetime | str | None) -> None:
    with office.transaction() as session:
        session.execute(update(MailOut).where(MailOut.id == mail_id).values(**values))


@job("notices.send_trial")
def send_trial(office: Office, mail_id: int) -> None:
    """Send the trial mail of the administrator's page."""
    row = get_mail(office, mail_id)
    if row is not None:
        send(office, mail_id, letters.letter(office, row, **row.facts))
