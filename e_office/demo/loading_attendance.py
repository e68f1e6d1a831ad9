"""Who came to the meetings of the demonstration's past, as the clerk noted it: the rows alone."""

from __future__ import annotations

import random
from datetime import time, timedelta

from sqlalchemy import exists, insert, select

from e_office.core.clock import at
from e_office.demo.province import Cast
from e_office.meetings.minutes.models import Attendance, Attended
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState

NOTED_AFTER = timedelta(minutes=20)
DEPUTY, DEPUTYS_POST = "Trần Hữu Phúc", "Phó Trưởng phòng"
"""Who comes unannounced in somebody's place."""
CARELESS = ("HUONGKHE", "SXD")
"""Units that stay away and send others more often than the rest, so that the figures have something to tell."""


def note_who_came(cast: Cast) -> None:
    """Note presence, substitutes and absences of all meetings that are over and have no note yet; may run again."""
    keys = {unit_id: key for key, unit_id in cast.units.items()}
    noted = exists().where(Attendance.invitee_id == Invitee.id)
    query = (
        select(
            *(Invitee.id, Invitee.meeting_id, Invitee.unit_id, Invitee.answer, Invitee.answer_reason),
            *(Meeting.starts_at, Meeting.created_by_id),
        )
        .join(Invitee.meeting)
        .where(Meeting.state == MeetingState.ISSUED, Meeting.starts_at < at(cast.today, time()), ~noted)
        .where(Meeting.created_by_id.is_not(None))
        .order_by(Invitee.id)
    )
    rows = []
    for row in cast.office.session.execute(query):
        unit = keys.get(row.unit_id, "")
        came = _came(cast.dice("came", str(row.starts_at), unit), row.answer, careless=unit in CARELESS)
        if came is not None:
            other = came is Attended.SUBSTITUTE
            rows.append({
                "meeting_id": row.meeting_id, "invitee_id": row.id, "state": came,
                "name": DEPUTY if other else "", "post": DEPUTYS_POST if other else "",
                "reason": row.answer_reason if came is Attended.ABSENT and row.answer == Answer.ABSENT else "",
                "noted_at": row.starts_at + NOTED_AFTER, "noted_by_id": row.created_by_id,
            })  # fmt: skip
    if rows:
        cast.office.session.execute(insert(Attendance), rows)


def _came(dice: random.Random, answer: str | None, *, careless: bool) -> Attended | None:
    """Who said they would not come did not; who said they would mostly did; the others now and then."""
    chance = dice.random() - (0.15 if careless else 0.0)
    if answer == Answer.ABSENT:
        return Attended.ABSENT
    stays_away, sends_another = (0.03, 0.07) if answer else (0.1, 0.2)
    if chance < stays_away:
        return Attended.ABSENT
    if chance < sends_another:
        return Attended.SUBSTITUTE
    return Attended.PRESENT if answer or chance < 0.9 else None
