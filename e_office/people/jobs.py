"""What is forgotten of log-ins, hourly and not at each log-in: at half past seven those have enough to do."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists
from sqlalchemy.orm import aliased

from e_office.core.office import Office
from e_office.core.rounds import every
from e_office.people.models import LoginAttempt, LoginSession
from e_office.people.rules import FAILURES_KEPT

SESSIONS_KEPT = timedelta(days=90)
"""Ended log-ins are shown to nobody; they tell which accounts belong to a network (see `network_is_hot`)."""


@every(timedelta(hours=1), when=lambda _settings: True)
def forget_log_ins(office: Office) -> None:
    """Forget failures that count no more, and log-ins of long ago but for a person's last, see `access.last_seen`."""
    now, later = office.clock.now(), aliased(LoginSession)
    came_again = exists().where(later.person_id == LoginSession.person_id, later.created_at > LoginSession.created_at)
    with office.transaction() as session:
        session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - FAILURES_KEPT))
        session.execute(delete(LoginSession).where(LoginSession.created_at < now - SESSIONS_KEPT, came_again))
