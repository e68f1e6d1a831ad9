"""Whether who listens may still listen: signed in, active, still invited or an organiser; asked every heartbeat."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.office import Office
from e_office.meetings.live.queries import live_of, may_follow
from e_office.people.access import session_of, touch_session

USED_AGAIN = timedelta(minutes=10)
"""How often the wall's log-in counts as used while the meeting runs."""


def still_allowed(office: Office, token: str, meeting_id: int, *, touch: bool = False) -> bool:
    """Whether the log-in of that token is open and its person may follow the meeting.

    Nobody touches the wall for hours: with `touch` it counts as used as long as the meeting is open. All other pages
    end as they would anywhere, when nobody does anything.
    """
    row = session_of(office, token)
    if row is None or row.must_change_password:
        return False
    if not may_follow(office, row.actor, meeting_id):
        return False
    live = live_of(office, meeting_id)
    running = live is not None and live.ended_at is None
    if touch and running and office.clock.now() - row.seen_at >= USED_AGAIN:
        session_id = row.id
        with office.transaction():
            touch_session(office, session_id)
    return True
