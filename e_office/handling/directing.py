"""Use cases of whoever directs: the direction (bút phê), passing a part on within a unit, granting more time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, PostHeld, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.service import admit
from e_office.exchange.rules_status import State as Told
from e_office.handling import policy, reporting, rules
from e_office.handling.models import Assignment, TimeRequest
from e_office.handling.queries import get_assignment, get_entry
from e_office.handling.reminding import remind_later
from e_office.handling.rules import OPEN, Given, Part, State
from e_office.notices.service import tell_person, tell_unit
from e_office.people.acting import actor_for
from e_office.people.models import Person
from e_office.people.queries import persons_holding, units_below, units_of_agency
from e_office.registry.models import IncomingEntry

NOT_DIRECTED = msg("Chưa ghi được chỉ đạo")
NOT_PASSED_ON = msg("Chưa giao lại được")


def direct(
    office: Office, actor: Actor, entry_id: int, lines: Sequence[Given], *, leader_id: int | None = None
) -> list[Assignment]:
    """Say who leads, who works along and who is to know, each with a day and words (bút phê).

    Given by a leader of the agency, or by its clerk in the name of `leader_id`, who then confirms. An earlier
    direction that is still open is taken back; what was done under it stays. The lead becomes the register's handler.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    entry = _lock(office, actor, entry_id)
    require(policy.may_direct(actor, entry), "direct", entry)
    post = policy.directing_post(actor, entry)
    giver = None if post else _leader(office, entry, leader_id)
    problems = [*rules.direction_problems(lines, today=office.today()), *_strangers(office, entry, lines)]
    if post is None and giver is None:
        problems.append(Problem("no_leader", msg("Chưa chọn lãnh đạo cho chỉ đạo này."), "leader_id"))
    refuse_if(problems, NOT_DIRECTED)
    _take_back(office, entry)
    rows = [_give(office, actor, entry, line, post, giver) for line in lines]
    lead = next(row for row in rows if row.part == Part.LEAD)
    entry.handler_unit_id, entry.handler_id, entry.due_on = lead.unit_id, lead.person_id, lead.due_on
    entry.forwarded_at = entry.forwarded_at or office.clock.now()
    text = msg("chỉ đạo: %(name)s chủ trì", name=lead.holder)
    audit.record(office, actor, "directed", "document", entry.document_id, text)
    reporting.tell(office, actor, entry, Told.ASSIGNED)
    return rows


def confirm(office: Office, actor: Actor, assignment_id: int) -> IncomingEntry:
    """The leader confirms what the clerk wrote down in the leader's name; all of one direction at once."""
    row = get_assignment(office, actor, assignment_id, lock=True)
    require(policy.may_confirm(actor, row), "confirm direction", row)
    query = select(Assignment).filter_by(entry_id=row.entry_id, given_by_id=row.given_by_id, confirmed_at=None)
    for one in office.session.scalars(query.where(Assignment.entered_by_id.is_not(None))):
        one.confirmed_at = office.clock.now()
    audit.record(office, actor, "confirmed", "document", row.entry.document_id, msg("xác nhận chỉ đạo do văn thư ghi"))
    return row.entry


def pass_on(office: Office, actor: Actor, assignment_id: int, lines: Sequence[Given]) -> list[Assignment]:
    """A unit's head gives its part to persons or sections of the unit (giao lại), not beyond the unit's own day.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    whole = get_assignment(office, actor, assignment_id, lock=True)
    require(policy.may_pass_on(actor, whole), "pass on", whole)
    problems = [*rules.direction_problems(lines, today=office.today(), whole=False)]
    for line in lines:
        problems += rules.part_below_problems(line.due_on, whole.due_on)
    problems += _strangers(office, whole.entry, lines, within=whole.unit_id)
    refuse_if(problems, NOT_PASSED_ON)
    post = policy.passing_post(actor, whole)
    if whole.state == State.GIVEN:
        whole.state, whole.taken_at, whole.taken_by_id = State.IN_WORK, office.clock.now(), actor.person_id
        reporting.tell(office, actor, whole.entry, Told.IN_WORK)
    rows = [_give(office, actor, whole.entry, line, post, None, parent=whole) for line in lines]
    names = ", ".join(row.holder for row in rows)
    audit.record(
        office, actor, "passed_on", "document", whole.entry.document_id, msg("giao lại cho %(names)s", names=names)
    )
    return rows


def decide_time(office: Office, actor: Actor, request_id: int, *, agreed: bool, answer: str) -> TimeRequest:
    """Grant more time or not; a refusal says why. The request and the answer stay.

    :raises NotFound: where nothing waits for the actor's word; :raises Refused:
    """
    request = office.session.get(TimeRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound("time request")
    row = get_assignment(office, actor, request.assignment_id, lock=True)
    require(policy.may_decide_time(actor, row), "decide on time", row)
    problems = [] if request.agreed is None else [Problem("decided", msg("Đề nghị này đã có trả lời."), "answer")]
    if not agreed:
        problems += rules.reason_problems(answer, "answer")
    refuse_if(problems, msg("Chưa trả lời được"))
    request.agreed, request.decided_at = agreed, office.clock.now()
    request.decided_by_id, request.answer = actor.person_id, answer.strip()
    day = f"{request.wanted_on:%d/%m/%Y}"
    if agreed:
        _set_day(office, row, request.wanted_on)
    text = msg("Đồng ý gia hạn đến %(day)s", day=day) if agreed else msg("Không gia hạn đến %(day)s", day=day)
    tell_person(
        office, request.asked_by_id, key=f"time:{request.id}", kind="handling",
        document_id=row.entry.document_id, message=text,
    )  # fmt: skip
    audit.record(office, actor, "decided_time", "document", row.entry.document_id, text)
    return request


def _set_day(office: Office, row: Assignment, day: date) -> None:
    row.due_on = day
    if row.parent_id is None and row.part == Part.LEAD:
        row.entry.due_on = day
    remind_later(office, row)


def _lock(office: Office, actor: Actor, entry_id: int) -> IncomingEntry:
    entry = get_entry(office, actor, entry_id)
    office.session.refresh(entry, with_for_update=True)
    return entry


def _leader(office: Office, entry: IncomingEntry, leader_id: int | None) -> Person | None:
    """The leader of the agency in whose name the clerk writes."""
    leaders = persons_holding(office, LEADING_ROLES, entry.unit_id)
    return next((person for person in leaders if person.id == leader_id), None)


def _strangers(
    office: Office, entry: IncomingEntry, lines: Sequence[Given], *, within: int | None = None
) -> list[Problem]:
    """Nobody outside the agency (or the unit) is given work: other agencies are written to."""
    units = units_below(office, within) if within else units_of_agency(office, entry.unit_id)
    problems = []
    for line in lines:
        person = office.session.get(Person, line.person_id) if line.person_id else None
        own = (
            line.unit_id in units
            if line.unit_id
            else bool(person and any(post.unit_id in units for post in actor_for(office, person).posts))
        )
        if not own:
            problems.append(Problem("stranger", msg("Chỉ giao việc trong cơ quan; nơi khác thì gửi văn bản."), "lead"))
    return problems[:1]


def _take_back(office: Office, entry: IncomingEntry) -> None:
    query = select(Assignment).where(Assignment.entry_id == entry.id, Assignment.state.in_(OPEN))
    for row in office.session.scalars(query.with_for_update()):
        row.state, row.closed_at = State.TAKEN_BACK, office.clock.now()


def _give(
    office: Office,
    actor: Actor,
    entry: IncomingEntry,
    line: Given,
    post: PostHeld | None,
    giver: Person | None,
    *,
    parent: Assignment | None = None,
) -> Assignment:
    now = office.clock.now()
    row = Assignment(
        entry_id=entry.id,
        parent_id=parent.id if parent else None,
        part=line.part,
        unit_id=line.unit_id,
        person_id=line.person_id,
        words=line.words.strip(),
        due_on=line.due_on,
        given_by_id=giver.id if giver else actor.person_id,
        given_title=post.title if post else giver.posts[0].title if giver and giver.posts else "",
        in_place_of_id=post.in_place_of if post else None,
        entered_by_id=actor.person_id if giver else None,
        given_at=now,
        confirmed_at=None if giver else now,
        state=State.GIVEN,
    )
    office.session.add(row)
    office.session.flush()  # notices and reminders carry its id
    admit(office, entry.document, units=_some(line.unit_id), persons=_some(line.person_id), why="handling")
    _tell(office, entry, row)
    remind_later(office, row)
    return row


def _tell(office: Office, entry: IncomingEntry, row: Assignment) -> None:
    message = msg(
        "%(part)s xử lý số đến %(number)s: %(subject)s",
        part=row.part_label,
        number=entry.number,
        subject=entry.document.subject[:160],
    )
    key = f"assignment:{row.id}"
    if row.unit_id is not None:
        tell_unit(office, row.unit_id, key=key, kind="handling", document_id=entry.document_id, message=message)
    elif row.person_id is not None:
        tell_person(office, row.person_id, key=key, kind="handling", document_id=entry.document_id, message=message)


def _some(value: int | None) -> tuple[int, ...]:
    return () if value is None else (value,)
