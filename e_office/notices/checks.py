"""What `doctor` says of the mail: whether a relay is configured, what waits and what was refused."""

from __future__ import annotations

from collections.abc import Iterator

from e_office.core.checks import Finding, Level, doctor_check
from e_office.core.office import Office
from e_office.notices.queries import MailState, count_mails


@doctor_check("mail")
def mail(office: Office, _deep: bool) -> Iterator[Finding]:
    """Mails that cannot leave are not lost, but nobody reads them."""
    counts = count_mails(office)
    if not office.settings.smtp_url:
        text = f"no relay is configured (EOFFICE_SMTP_URL); {counts[MailState.WAITING]} mails wait"
        yield Finding("mail", Level.WARNING, text)
        return
    level = Level.WARNING if counts[MailState.REFUSED] else Level.OK
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    yield Finding("mail", level, told)
