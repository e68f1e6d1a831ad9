"""The forms of minutes: who writes, when it began and ended, who was there, a correction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from e_office.core.clock import at, local
from e_office.core.fields import Area, Day, Hour, OfficeForm
from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES
from e_office.core.problems import Problem
from e_office.meetings.minutes.coming import Came, Shown, mark, outcome
from e_office.meetings.minutes.heading import head_of, marks_of
from e_office.meetings.minutes.models import Attendance, Attended, Minutes
from e_office.meetings.minutes.queries import presided_by
from e_office.meetings.minutes.rules_merge import Drawn
from e_office.meetings.minutes.rules_shown import Outcome
from e_office.meetings.models import Meeting
from e_office.people.queries import persons_holding


def _id(value: str | None) -> int | None:
    return int(value) if value and str(value).isdigit() else None


class HeadForm(OfficeForm):
    """Who writes the minutes; the hours are those of the office's clock, the day that of the meeting's start."""

    secretary = SelectField(_l("Thư ký"), coerce=_id, validate_choice=False)
    day = Day(_l("Ngày"))
    started = Hour(_l("Bắt đầu"))
    end_day = Day(_l("Ngày kết thúc"))
    ended = Hour(_l("Kết thúc"))

    def offer(self, office: Office, minutes: Minutes) -> None:
        """Those of the inviting agency and of the preparing unit's who may write; the one named always."""
        meeting = minutes.meeting
        chair = presided_by(office, meeting)
        chairs = {meeting.chair_id, chair.id if chair else None}
        agencies = {meeting.unit_id} | ({meeting.preparing_unit_id} if meeting.preparing_unit_id else set())
        persons = {
            person.id: person
            for agency_id in agencies
            for person in persons_holding(office, CONTENT_ROLES, agency_id)
            if person.id not in chairs
        }
        persons[minutes.secretary_id] = minutes.secretary
        ordered = sorted(persons.values(), key=lambda person: person.name)
        self.secretary.choices = [SelectChoice(str(one.id), one.name) for one in ordered]

    def started_at(self) -> datetime | None:
        """The start as an instant; None where day or hour is missing."""
        return at(self.day.data, self.started.data) if self.day.data and self.started.data else None

    def ended_at(self) -> datetime | None:
        """The end as an instant, on the day of the start where no other is given."""
        day = self.end_day.data or self.day.data
        return at(day, self.ended.data) if day and self.ended.data else None


def head_form(office: Office, minutes: Minutes) -> HeadForm:
    """The form as the minutes say it."""
    start = local(minutes.started_at) if minutes.started_at else None
    end = local(minutes.ended_at) if minutes.ended_at else None
    form = HeadForm(
        secretary=str(minutes.secretary_id),
        day=start.date() if start else None,
        started=start.time() if start else None,
        end_day=end.date() if end and start and end.date() != start.date() else None,
        ended=end.time() if end else None,
    )
    form.offer(office, minutes)
    return form


def shown_head(minutes: Minutes, sent: Mapping[str, str], problems: Collection[Problem] = ()) -> dict[str, str]:
    """What the form shows of the head, as its marks; of one that was sent what it carried.

    Where somebody else's word was told of, it has been shown from then on.
    """
    now = marks_of(head_of(minutes))
    told = {problem.field for problem in problems if problem.code == "meanwhile"}
    return {key: word if key in told else sent.get(f"shown-{key}", word) for key, word in now.items()}


class AnnexForm(OfficeForm):
    """A correction of signed minutes."""

    text = Area(_l("Nội dung sửa"))
    reason = Area(_l("Lý do"))


def part_from(sent: Mapping[str, str]) -> tuple[str, int, Drawn]:
    """The text of a part, the revision its page shows, and whether as it was drawn or as it was typed on since."""
    base = sent.get("base", "")
    drawn = Drawn.TEXT if sent.get("drawn") == Drawn.TEXT else Drawn.TYPED
    return sent.get("text", ""), int(base) if base.isdecimal() and len(base) < 10 else 0, drawn


def came_from(meeting: Meeting, sent: Mapping[str, str]) -> dict[int, Came]:
    """Who was there, as the rows of the form say it; an invitee without a choice is left out."""
    found = {}
    for invitee in meeting.invitees:
        chosen = sent.get(f"state-{invitee.id}", "")
        if chosen in set(Attended):
            found[invitee.id] = Came(
                state=Attended(chosen),
                name=sent.get(f"name-{invitee.id}", "")[:200],
                post=sent.get(f"post-{invitee.id}", "")[:200],
                reason=sent.get(f"reason-{invitee.id}", "")[:2000],
            )
    return found


def shown_from(meeting: Meeting, sent: Mapping[str, str]) -> dict[int, Shown]:
    """What the form that was sent had shown of each invitee."""
    return {one.id: Shown(sent.get(f"filled-{one.id}", ""), sent.get(f"kept-{one.id}", "")) for one in meeting.invitees}


@dataclass(frozen=True)
class Row:
    """An invitee's row of the form: what stands in it, and the marks it carries along."""

    came: Came | Attendance | None
    shown: Shown


def rows_of(
    meeting: Meeting,
    kept: Mapping[int, Attendance],
    guess: Mapping[int, Came],
    sent: Mapping[int, Came] | None = None,
    shown: Mapping[int, Shown] | None = None,
) -> dict[int, Row]:
    """The rows of the form: as they are kept, else as the answers let `guess`; after a refusal as they were `sent`.

    What the sender had not touched is shown as others have noted it meanwhile.
    """
    found = {}
    for invitee in meeting.invitees:
        row, typed = kept.get(invitee.id), (sent or {}).get(invitee.id)
        was = (shown or {}).get(invitee.id, Shown())
        if typed is not None and outcome(typed, was, row) != Outcome.LEAVE:
            found[invitee.id] = Row(typed, Shown(mark(row), mark(row)))
        else:
            came = row or (None if kept else guess.get(invitee.id))
            found[invitee.id] = Row(came, Shown(mark(came), mark(row)))
    return found
