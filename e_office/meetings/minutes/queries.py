"""Reads of minutes: those of a meeting, who was there, versions of a part, what waits for somebody's signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload

from e_office.core import audit
from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound
from e_office.meetings.minutes import policy
from e_office.meetings.minutes.models import (
    Attendance,
    Attended,
    Minutes,
    MinutesAnnex,
    MinutesPart,
    MinutesRevision,
    MinutesSignature,
    MinutesState,
    OtherAttendance,
    Signs,
)
from e_office.meetings.minutes.rules import milestones, presider_signs
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.queries import get_meeting, organised_by
from e_office.people.models import Person

LASTS = timedelta(hours=4)
"""So long after its start a meeting is taken to be over on the desk."""
AGO = timedelta(days=30)
"""So long the desk asks who was there."""
SHOWN = 60
"""Versions of a part that are listed, the newest first."""


def minutes_of(office: Office, meeting_id: int) -> Minutes | None:
    """The minutes of a meeting, None where nobody began them."""
    return office.session.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))


def half_signed_by(written: Minutes | None) -> str:
    """Who has signed minutes that are not signed by both yet; "" where nobody has."""
    if written is None or written.state == MinutesState.SIGNED:
        return ""
    return next((one.person.name for one in written.signatures if one.annex == 0), "")


def readable(office: Office, actor: Actor, meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting where there are any the actor may read."""
    minutes = minutes_of(office, meeting.id)
    return minutes if minutes is not None and policy.may_read(actor, meeting, minutes) else None


def get_minutes(office: Office, actor: Actor, meeting: Meeting) -> Minutes:
    """The minutes where the actor may read them. :raises NotFound: where there are none, or none for them."""
    minutes = readable(office, actor, meeting)
    if minutes is None:
        raise NotFound
    return minutes


def find_meeting(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting for those who may know of it, and for the secretary named, whatever else they are.

    :raises NotFound: for everybody else.
    """
    try:
        return get_meeting(office, actor, meeting_id)
    except NotFound:
        minutes = minutes_of(office, meeting_id)
        if minutes is None or not policy.may_write(actor, minutes.meeting, minutes):
            raise
        return minutes.meeting


def attended(office: Office, meeting_id: int) -> dict[int, Attendance]:
    """Invitee id -> whether and as whom they were there."""
    rows = office.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {row.invitee_id: row for row in rows}


@dataclass(frozen=True)
class Others:
    """What is noted of the chair, None for nothing, and everybody who came uninvited, in the order they were noted."""

    chair: OtherAttendance | None
    uninvited: Sequence[OtherAttendance]


def others_at(office: Office, meeting_id: int) -> Others:
    """Who else was at a meeting."""
    query = select(OtherAttendance).where(OtherAttendance.meeting_id == meeting_id).order_by(OtherAttendance.id)
    rows = list(office.session.scalars(query))
    chair = next((one for one in rows if one.chair_of is not None), None)
    return Others(chair, [one for one in rows if one.chair_of is None])


def presided_by(office: Office, meeting: Meeting) -> Person | None:
    """Who signs as the chair (O4): who presided instead, as far as they can sign, else the chair appointed."""
    row = others_at(office, meeting.id).chair
    return row.person if row is not None and presider_signs(row.state, row.person_id) else meeting.chair


def annex_secretary(office: Office, annex: MinutesAnnex) -> Person:
    """Who signs an annex beside the chair (O4): whoever drew it up, the secretary of the minutes may have left.

    The chair is no secretary: what the chair drew up is signed by that of the minutes. Who has signed stays it.
    """
    for one in annex.minutes.signatures:
        if (one.annex, one.signs) == (annex.number, Signs.SECRETARY):
            return one.person
    chair = presided_by(office, annex.minutes.meeting)
    return annex.minutes.secretary if chair is not None and annex.author_id == chair.id else annex.author


def changes(office: Office, minutes: Minutes) -> list[audit.JournalEntry]:
    """What the journal keeps of these minutes beside their text, the newest first: who wrote, hours, who was there."""
    return [
        entry
        for entry in audit.history(office.session, "meeting", minutes.meeting_id)
        if entry.verb.startswith("minutes_")
    ]


def _unnoted(actor: Actor, until: datetime, since: datetime) -> Select[tuple[Meeting]]:
    held = (Meeting.state == MeetingState.ISSUED, Meeting.starts_at <= until, Meeting.starts_at > since)
    return select(Meeting).where(organised_by(actor), *held, ~exists().where(Attendance.meeting_id == Meeting.id))


@shows(lambda anybody: _unnoted(anybody, anybody.now(-LASTS), anybody.now(-AGO)))
def unnoted(office: Office, actor: Actor) -> list[Meeting]:
    """Meetings that are over of which nobody noted who was there, for those who write their minutes, oldest first.

    On attendance hang what absent agencies are sent (O5) and what attendees owe their head (O9).
    """
    now = office.clock.now()
    query = _unnoted(actor, now - LASTS, now - AGO).order_by(Meeting.starts_at, Meeting.id)
    rows = office.session.scalars(query.options(joinedload(Meeting.document)))
    return [one for one in rows if policy.may_write(actor, one)]


def versions(office: Office, part: MinutesPart) -> list[MinutesRevision]:
    """The texts of a part that are worth showing, the newest first."""
    of_part = MinutesRevision.part_id == part.id
    query = select(MinutesRevision.number, MinutesRevision.author_id, MinutesRevision.at).where(of_part)
    saved = [(row.number, row.author_id, row.at) for row in office.session.execute(query.order_by("number"))]
    numbers = milestones(saved)[-SHOWN:]
    rows = select(MinutesRevision).where(of_part, MinutesRevision.number.in_(numbers))
    query_rows = rows.order_by(MinutesRevision.number.desc()).options(joinedload(MinutesRevision.author))
    return list(office.session.scalars(query_rows))


def revision(office: Office, part: MinutesPart, number: int) -> MinutesRevision | None:
    """One text of a part; None for number 0, the empty one, and for numbers that never were."""
    return office.session.scalar(select(MinutesRevision).filter_by(part_id=part.id, number=number))


def _unsigned(actor: Actor) -> Select[tuple[Minutes]]:
    return select(Minutes).join(Minutes.meeting).where(_waits_for(actor))


@shows(_unsigned)
def to_sign(office: Office, actor: Actor) -> list[Minutes]:
    """Circulated minutes, and signed ones with an annex, that wait for the actor's signature, the oldest first."""
    query = _unsigned(actor).options(joinedload(Minutes.meeting)).order_by(Minutes.circulated_at)
    return list(office.session.scalars(query))


def _chair_id() -> ColumnElement[int | None]:
    """Who signs as the chair of a meeting, as `presided_by` says it."""
    instead = (OtherAttendance.chair_of == Meeting.id, OtherAttendance.state == Attended.SUBSTITUTE)
    presider = select(OtherAttendance.person_id).where(*instead).correlate(Meeting).scalar_subquery()
    return func.coalesce(presider, Meeting.chair_id)


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    def unsigned(signs: Signs, annex: ColumnElement[int]) -> ColumnElement[bool]:
        return ~exists().where(
            MinutesSignature.minutes_id == Minutes.id, MinutesSignature.annex == annex, MinutesSignature.signs == signs
        )

    def by(secretary: ColumnElement[int], annex: ColumnElement[int]) -> ColumnElement[bool]:
        return or_(
            and_(secretary == actor.person_id, unsigned(Signs.SECRETARY, annex)),
            and_(_chair_id() == actor.person_id, unsigned(Signs.CHAIR, annex)),
        )

    drew = case((MinutesAnnex.author_id == _chair_id(), Minutes.secretary_id), else_=MinutesAnnex.author_id)
    correction = exists().where(
        MinutesAnnex.minutes_id == Minutes.id, MinutesAnnex.document_id.is_(None), by(drew, MinutesAnnex.number)
    )
    return or_(
        and_(Minutes.state == MinutesState.CIRCULATED, by(Minutes.secretary_id, literal(0))),
        and_(Minutes.state == MinutesState.SIGNED, correction),
    )
