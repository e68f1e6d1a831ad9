"""Holding back the mails that have not gone of an invitation whose consent was taken back (A-106)."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.meetings.models import Meeting
from e_office.meetings.requests.needs import stop_problems
from e_office.notices.models import MailOut

STOPPED = "consent revoked"
"""What stands in a mail's row that was held back, in place of a relay's answer."""
GOES_ON = frozenset({"conclusion"})


def must_hold(office: Office, meeting: Meeting, mail: MailOut) -> bool:
    """Whether a mail of a meeting must not go because the consent was taken back.

    That the meeting is called off is told all the same, above all to those whose invitation had gone.
    """
    if mail.sent_at or mail.template in GOES_ON or mail.facts.get("what") == "cancelled":
        return False
    return bool(stop_problems(office, meeting))


def hold(office: Office, mail_id: int) -> None:
    """Say so in its row; it is not tried again."""
    mail = office.session.get_one(MailOut, mail_id)
    mail.refused_at, mail.error = office.clock.now(), STOPPED
