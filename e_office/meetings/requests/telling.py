"""Telling those concerned of a request: the agency that asks, the Office, the officer, the leader."""

from __future__ import annotations

from collections.abc import Iterable

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.core.problems import Message
from e_office.meetings.requests.models import MeetingRequest
from e_office.notices.service import tell_person
from e_office.people.queries import persons_holding

KIND = "meeting_request"


def tell(
    office: Office, request: MeetingRequest, persons: Iterable[int | None], message: Message, actor: Actor
) -> None:
    """Put it on the desks of these persons, once each; not of the one who acts.

    The key begins with the request, so that the desk can lead to it: not everybody told may see the meeting.
    """
    mark = f"{request.state}:{office.clock.now().timestamp()}"
    for person_id in sorted({one for one in persons if one is not None} - {actor.person_id}):
        key = f"request:{request.id}:{mark}:p{person_id}"
        tell_person(office, person_id, key=key, kind=KIND, message=message)


def asking_side(request: MeetingRequest) -> set[int | None]:
    """Who sent it, and who began the invitation it is about."""
    return {request.author_id, request.meeting.created_by_id if request.meeting else None}


def serving_side(office: Office, request: MeetingRequest) -> set[int | None]:
    """The officer in charge and the Chief of Office."""
    chiefs = persons_holding(office, {Role.CHIEF_OF_OFFICE}, request.to_unit_id)
    return {request.officer_id, *(person.id for person in chiefs)}


def note(office: Office, actor: Actor, request: MeetingRequest, verb: str, message: Message) -> None:
    """Keep the act in the history of the request."""
    audit.record(office, actor, verb, "meeting_request", request.id, message)
