"""What `doctor` and `fsck` look at of the exchange with other systems: the way, the certificate, the originals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from e_office.core.checks import Finding, Level, doctor_check, fsck_check
from e_office.core.office import Office
from e_office.exchange.edxml.certificates import CertificateError, load_signer, name_in
from e_office.exchange.messages.models import ExchangeMessage, MessageState
from e_office.exchange.messages.receiving import trusted
from e_office.exchange.transport import NotConfigured, TransportError, open_transport

SOON = timedelta(days=30)


@doctor_check("exchange")
def way(office: Office, deep: bool) -> Iterator[Finding]:
    """The way to other systems: whether there is one, and whether somebody answers."""
    try:
        waiting = open_transport(office.settings.exchange_url).waiting()
    except NotConfigured as error:
        yield Finding("exchange", Level.WARNING, f"{error}: nothing leaves, nothing comes in")
    except TransportError as error:
        yield Finding("exchange", Level.BAD, str(error))
    else:
        yield Finding("exchange", Level.OK, f"the other side answers; {len(waiting)} messages wait to be fetched")


@doctor_check("certificates")
def certificates(office: Office, deep: bool) -> Iterator[Finding]:
    """The key messages are signed with, and the authorities whose signatures are believed."""
    path, password = office.settings.exchange_certificate, office.settings.exchange_certificate_password
    try:
        believed = trusted(office)
        own = load_signer(Path(path), password).chain[0] if path else None
    except CertificateError as error:
        yield Finding("certificates", Level.BAD, str(error))
        return
    if own is None:
        yield Finding(
            "certificates", Level.WARNING, "messages go unsigned: no certificate (EOFFICE_EXCHANGE_CERTIFICATE)"
        )
    else:
        ends, now = own.not_valid_after_utc, office.clock.now()
        level = Level.BAD if ends < now else Level.WARNING if ends < now + SOON else Level.OK
        yield Finding("certificates", level, f"{name_in(own.subject)}, valid until {ends:%Y-%m-%d}")
    level = Level.OK if believed else Level.WARNING
    yield Finding("certificates", level, f"{len(believed)} authorities are believed ({office.settings.exchange_trust})")


@fsck_check("messages")
def unsent(office: Office, deep: bool) -> Iterator[Finding]:
    """Messages nobody takes any more: somebody must look."""
    failed = office.session.query(ExchangeMessage).filter_by(state=MessageState.FAILED).count()
    level = Level.WARNING if failed else Level.OK
    yield Finding("messages", level, f"{failed} messages to other systems could not be sent")
