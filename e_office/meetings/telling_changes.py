"""Telling everybody invited what became of an issued meeting: every change grows SEQUENCE (RFC 5545)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, msg
from e_office.meetings.models import Meeting
from e_office.meetings.rules_form import Where
from e_office.meetings.telling import mail_invitees, tell_invitees
from e_office.meetings.wording import spoken_length, spoken_moment


class Changed(NamedTuple):
    """What a move changed: the start before; form and place, then minutes, before and after each; and why."""

    before: datetime
    where: tuple[Where, Where]
    lasts: tuple[int | None, int | None]
    reason: str

    @property
    def elsewhere(self) -> bool:
        """Whether form, room or bridge differ."""
        return self.where[0] != self.where[1]

    @property
    def longer(self) -> dict[str, int | None]:
        """Minutes before and after, where they differ."""
        before, after = self.lasts
        return {"length_before": before, "length": after} if before != after else {}

    @property
    def kept(self) -> dict[str, Any]:
        """What the log keeps besides the hour: another place or bridge, another form, another length."""
        (old, new), kept = self.where, dict[str, Any](self.longer)
        if old[1:] != new[1:]:
            kept |= {"place_before": old.place, "bridge_before": old.bridge, "place": new.place, "bridge": new.bridge}
        if old.form != new.form:
            kept |= {"form_before": old.form, "form": new.form}
        return kept

    @property
    def told(self) -> dict[str, Any]:
        """What each mail says of it besides the hour."""
        before, after = self.where[0].spoken, self.where[1].spoken
        return {"place_before": before if before != after else "", "reason": self.reason, **self.longer}


def tell_moved(office: Office, actor: Actor, meeting: Meeting, changed: Changed) -> None:
    """Another hour, and whatever else changed with it; the caller has set it."""
    before, after = spoken_moment(changed.before), _moment(meeting)
    message = msg("Họp dời sang %(moment)s: %(subject)s", moment=after, subject=meeting.purpose)
    tell_all(office, meeting, "moved", message, before=changed.before, **changed.told)
    said = msg("dời họp từ %(before)s sang %(after)s: %(reason)s", before=before, after=after, reason=changed.reason)
    audit.record(office, actor, "moved", "meeting", meeting.id, said)


def tell_relocated(office: Office, actor: Actor, meeting: Meeting, changed: Changed) -> None:
    """Another place or form at the same hour."""
    before, after, reason = changed.where[0].spoken, changed.where[1].spoken, changed.reason
    message = msg("Họp đổi sang %(place)s: %(subject)s", place=after, subject=meeting.purpose)
    tell_all(office, meeting, "relocated", message, **changed.told | {"place_before": before})
    said = msg("đổi nơi họp từ %(before)s sang %(after)s: %(reason)s", before=before, after=after, reason=reason)
    audit.record(office, actor, "moved", "meeting", meeting.id, said)


def tell_length(office: Office, actor: Actor, meeting: Meeting, changed: Changed) -> None:
    """Another length at the same hour and place: the calendars' entries end otherwise."""
    span = spoken_length(changed.lasts[1])
    message = msg("Họp dự kiến kéo dài %(span)s: %(subject)s", span=span, subject=meeting.purpose)
    tell_all(office, meeting, "length", message, **changed.told)
    said = msg("đổi thời lượng dự kiến thành %(span)s: %(reason)s", span=span, reason=changed.reason)
    audit.record(office, actor, "moved", "meeting", meeting.id, said)


def tell_all(office: Office, meeting: Meeting, what: str, message: Any, **facts: Any) -> None:
    """Every change grows SEQUENCE and reaches every mailbox and desk."""
    meeting.sequence += 1
    mark = f"change.{meeting.sequence}"
    mail_invitees(office, meeting, meeting.invitees, "change", mark, what=what, **facts)
    tell_invitees(office, meeting, meeting.invitees, mark, "invitation", message)


def _moment(meeting: Meeting) -> Message:
    assert meeting.starts_at is not None  # an issued meeting has a start
    return spoken_moment(meeting.starts_at)
