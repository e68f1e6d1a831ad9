"""Writing an invitation before it is issued: begin, save, invite, take off the list, cross out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.draft_facts import DraftFacts
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.models import Conclusion, Invitee, Meeting, MeetingForm, MeetingState, Nature, PaperState
from e_office.meetings.ordering import end_order, ordered_as
from e_office.meetings.rules_level import rules_for
from e_office.people.models import Person, Unit
from e_office.people.queries import get_person, get_unit
from search import fold

MOST_INVITEES = 400
"""More than every agency and commune of a province."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Somebody to be invited: a unit in a capacity, or a person."""

    unit_id: int | None = None
    person_id: int | None = None
    capacity: str = ""
    leader: bool = True


def begin(office: Office, actor: Actor, unit_id: int) -> Meeting:
    """An empty invitation of an agency, judged by the rule set of its level."""
    require(policy.may_write(actor, unit_id), "write invitation")
    meeting = Meeting(
        unit_id=unit_id,
        state=MeetingState.DRAFT,
        purpose="",
        rules=rules_of_agency(office, unit_id),
        created_at=office.clock.now(),
        created_by_id=actor.person_id,
        contact=_contact(actor),
    )
    office.session.add(meeting)
    office.session.flush()
    audit.record(office, actor, "began", "meeting", meeting.id, msg("bắt đầu soạn giấy mời"))
    return meeting


def rules_of_agency(office: Office, unit_id: int) -> str:
    """The rule set that new meetings of an agency are judged by."""
    level, settings = get_unit(office, unit_id).level_code, office.settings
    return rules_for(level, settings.meeting_rules_of, settings.meeting_rules)


def save(office: Office, actor: Actor, meeting_id: int, facts: DraftFacts, *, version: int | None = None) -> Meeting:
    """Keep what the form says, complete or not; an order for another chair, matter or day ends with it (M9).

    :raises Refused: where it was issued, or where somebody else saved after `version`.
    """
    meeting = lock_draft(office, actor, meeting_id)
    refuse_if(version_problems(meeting, version))
    before = ordered_as(meeting)
    apply(office, meeting, facts)
    end_order(office, actor, meeting, before, judge_of(office, meeting))
    return meeting


def apply(office: Office, meeting: Meeting, facts: DraftFacts) -> None:
    """Write the form's facts into the row; also used to judge a form that is not saved."""
    meeting.purpose = " ".join(facts.purpose.split())
    meeting.chair_id, meeting.chair_title = _named(office, meeting, facts.chair_id)
    meeting.signer_id, meeting.signer_title = _named(office, meeting, facts.signer_id)
    meeting.preparing_unit_id = get_unit(office, facts.preparing_unit_id).id if facts.preparing_unit_id else None
    meeting.starts_at = facts.starts_at
    meeting.form = MeetingForm(facts.form) if facts.form in set(MeetingForm) else MeetingForm.IN_PERSON
    meeting.length = facts.length
    meeting.place, meeting.bridge = facts.place.strip(), facts.bridge.strip()
    meeting.nature = Nature(facts.nature) if facts.nature in set(Nature) else None
    meeting.consults = facts.consults
    meeting.contact, meeting.requirements = facts.contact.strip(), facts.requirements.strip()
    for invitee in meeting.invitees:
        if change := facts.invitees.get(invitee.id):
            invitee.capacity = change.capacity.strip()[:200] or invitee.capacity
            invitee.leader = change.leader
            invitee.key = _key(invitee.unit_id, invitee.person_id, invitee.capacity)
    for paper in meeting.papers:
        if paper.state != PaperState.DISTRIBUTED and (title := facts.titles.get(paper.id, "").strip()):
            paper.title = title[:500]
            paper.document.subject = paper.title
    office.session.flush()
    office.session.expire(meeting, ["chair", "signer", "preparing_unit"])


def invite(office: Office, actor: Actor, meeting_id: int, wanted: Sequence[Wanted]) -> list[Invitee]:
    """Put units or persons on the list; who is on it in the same capacity already is left alone."""
    meeting = lock_draft(office, actor, meeting_id)
    made = add_invitees(office, meeting, wanted, office.clock.now())
    grow_version(meeting)
    return made


def add_invitees(office: Office, meeting: Meeting, wanted: Sequence[Wanted], now: datetime) -> list[Invitee]:
    """Make the rows, added at `now`, without asking who may; the caller has."""
    known = {invitee.key for invitee in meeting.invitees}
    if len(known) + len(wanted) > MOST_INVITEES:
        refuse_if([Problem("too_many", msg("Nhiều hơn %(n)s thành phần.", n=MOST_INVITEES), "who")])
    made = []
    for one in wanted:
        unit, person = _unit_and_person(office, one)
        capacity = one.capacity.strip()[:200] or (_title_in(person, unit) if person else "") or "Lãnh đạo"
        key = _key(unit.id, one.person_id, capacity)
        if key in known:
            continue
        known.add(key)
        made.append(
            Invitee(
                meeting_id=meeting.id,
                key=key,
                position=len(known),
                unit=unit,
                person=person,
                capacity=capacity,
                leader=one.leader,
                added_at=now,
            )
        )
    office.session.add_all(made)
    office.session.flush()
    office.session.expire(meeting, ["invitees"])
    return made


def uninvite(office: Office, actor: Actor, meeting_id: int, invitee_id: int) -> None:
    """Take an invitee off the list of a draft."""
    meeting = lock_draft(office, actor, meeting_id)
    invitee = next((one for one in meeting.invitees if one.id == invitee_id), None)
    if invitee is not None:
        meeting.invitees.remove(invitee)
        office.session.delete(invitee)
        grow_version(meeting)


def cross_out(office: Office, actor: Actor, meeting_id: int) -> None:
    """Give a draft up; it keeps its place in the history and can no longer be issued."""
    meeting = lock_draft(office, actor, meeting_id)
    meeting.state = MeetingState.CANCELLED
    audit.record(office, actor, "crossed out", "meeting", meeting.id, msg("bỏ bản soạn giấy mời, chưa cấp số"))


def lock_draft(office: Office, actor: Actor, meeting_id: int) -> Meeting:
    """The draft, locked, where the actor may write it.

    :raises NotAllowed: :raises Refused: where it is no draft any more.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_edit(actor, meeting), "write invitation", meeting)
    if meeting.state != MeetingState.DRAFT:
        refuse_if([Problem("not_draft", msg("Giấy mời này không còn là dự thảo."))], msg("Chưa lưu được"))
    return meeting


def version_problems(row: Meeting | Conclusion, version: int | None) -> list[Problem]:
    """Somebody else wrote it since the page was shown."""
    if version is None or version == row.version:
        return []
    text = msg("Người khác vừa sửa bản này. Mở lại trang để thấy bản mới nhất rồi làm tiếp.")
    return [Problem("changed_meanwhile", text)]


def grow_version(meeting: Meeting) -> None:
    """Let the version grow although only rows beside it changed: a confirmation shown before is out of date."""
    flag_modified(meeting, "purpose")


def _unit_and_person(office: Office, wanted: Wanted) -> tuple[Unit, Person | None]:
    if wanted.person_id is None:
        return get_unit(office, wanted.unit_id or 0), None
    person = get_person(office, wanted.person_id)
    post = next((post for post in person.posts if post.ends_on is None or post.ends_on >= office.today()), None)
    if post is None:
        refuse_if([Problem("no_post", msg("%(name)s không giữ chức vụ ở đơn vị nào.", name=person.name), "who")])
        raise NotFound
    return post.unit, person


def _title_in(person: Person, unit: Unit) -> str:
    return next((post.title for post in person.posts if post.unit_id == unit.id), "")


def _named(office: Office, meeting: Meeting, person_id: int | None) -> tuple[int | None, str]:
    """A person with the post held in the inviting agency, as it is written on the invitation."""
    if person_id is None:
        return None, ""
    person = get_person(office, person_id)
    return person.id, person.posts[0].title if person.posts else ""


def _key(unit_id: int, person_id: int | None, capacity: str) -> str:
    return f"p{person_id}" if person_id else f"u{unit_id}:{fold(capacity)}"[:200]


def _contact(actor: Actor) -> str:
    post = actor.main_post
    return f"{actor.name}, {post.unit_name}" if post else actor.name
