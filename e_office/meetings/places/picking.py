"""Choosing a room or bridge point by its button while an invitation is written: its name goes into the form."""

from __future__ import annotations

from dataclasses import replace

from e_office.core.office import Office
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.models import Meeting
from e_office.meetings.places.models import PlaceKind
from e_office.meetings.places.queries import places_of, used_by
from e_office.meetings.rules_form import BOTH, IN_PERSON


def place_picked(office: Office, meeting: Meeting, what: str, said: DraftFacts) -> DraftFacts:
    """What the form says after the button of a place was pressed; one that is not in the list changes nothing.

    A room takes the place of the one written. A bridge point comes to those written, and a meeting in person
    is held both ways from then on.
    """
    place = next((one for one in places_of(office, meeting.unit_id) if str(one.id) == what), None)
    if place is None or place in used_by(said, [place]):
        return said
    if place.kind == PlaceKind.ROOM:
        return replace(said, place=place.name)
    bridge = "; ".join(part for part in (said.bridge.strip().rstrip(";"), place.name) if part)
    return replace(said, bridge=bridge, form=BOTH if said.form == IN_PERSON else said.form)
