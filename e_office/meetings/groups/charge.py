"""The leader in charge (lãnh đạo phụ trách): who that is when an invitation goes out is kept with it and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.problems import Message, Problem, msg
from e_office.meetings.groups.queries import leader_meant
from e_office.meetings.groups.rules import field_of
from e_office.meetings.models import Invitee, Meeting
from e_office.notices.service import tell_person
from e_office.people.models import Post
from search import fold


@dataclass(frozen=True)
class Charge:
    """A unit invited by the leader in charge of a field, and who that is today; None where nobody can say."""

    invitee: Invitee
    post: Post | None

    @property
    def key(self) -> str:
        """What a page says it has shown of it."""
        return f"{self.invitee.id}:{self.post.person_id if self.post else ''}"


def charges_of(office: Office, invitees: Iterable[Invitee]) -> list[Charge]:
    """The units that are invited by a field, in the order of the list."""
    asked = [one for one in invitees if one.person_id is None and field_of(fold(one.capacity))]
    return [Charge(one, leader_meant(office, one.unit_id, one.capacity)) for one in asked]


def shown_as(charges: Iterable[Charge]) -> str:
    """Who was shown on a page, to tell whether it is still so."""
    return ",".join(one.key for one in charges)


def charge_problems(charges: Iterable[Charge], shown: str) -> Iterator[Problem]:
    """Somebody else has a field since the page before issue was looked at."""
    known = set(shown.split(","))
    changed = [one.invitee.unit.name for one in charges if one.key not in known]
    if changed:
        text = msg("Lãnh đạo phụ trách lĩnh vực vừa đổi ở %(names)s. Xem lại rồi phát hành.", names="; ".join(changed))
        yield Problem("charge_changed", text, "invitees")


def fill_charges(office: Office, meeting: Meeting, invitees: Iterable[Invitee], message: Message) -> dict[int, Post]:
    """Keep who is in charge with what goes out, and tell them beside their unit; who is told stays, whoever follows.

    Where nobody can say, the invitation stays one by capacity. Whoever is invited by name knows already.
    """
    by_name = {one.person_id for one in meeting.invitees}
    found = {one.invitee.id: one.post for one in charges_of(office, invitees) if one.post is not None}
    for invitee in invitees:
        post = found.get(invitee.id)
        if post is None:
            continue
        invitee.in_charge_id, invitee.in_charge = post.person_id, f"{post.person.name}, {post.title}"[:200]
        if post.person_id not in by_name:
            tell_person(
                office, post.person_id, key=f"meeting:{meeting.id}:in-charge:{invitee.id}", kind="invitation",
                message=msg("Theo lĩnh vực phụ trách: %(said)s", said=message), meeting_id=meeting.id,
                document_id=meeting.document_id,
            )  # fmt: skip
    return found
