"""Use cases of the Office: type an entry, change or end it, say something of a line, publish the week."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from e_office.core import audit
from e_office.core.formats import format_date
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.meetings.calendar_entries.queries import entry_of
from e_office.meetings.calendar_entries.service import EntryFacts, enter, take_out
from e_office.meetings.leadership import policy
from e_office.meetings.leadership.becoming import mark_its_meeting, published_lines
from e_office.meetings.leadership.gathering import SOURCE, digest_of, leadership_of, lines_of
from e_office.meetings.leadership.models import TypedEntry, WeekMark, WeekRevision
from e_office.meetings.leadership.queries import get_typed, revisions_of
from e_office.meetings.leadership.rules import TypedFacts, publish_problems, typed_problems, week_problems
from e_office.meetings.leadership.rules_week import as_json, changes_between
from e_office.meetings.leadership.telling import tell_published
from e_office.people.models import Unit
from e_office.people.queries import get_person, get_unit

THING = "leadership_week"
NOT_KEPT = msg("Chưa ghi được vào lịch")


def type_entry(office: Office, actor: Actor, agency_id: int, facts: TypedFacts) -> TypedEntry:
    """Put something into the calendar by hand.

    :raises NotAllowed: :raises Refused:
    """
    require(policy.may_draft(actor, agency_id), "type calendar entry")
    _judge(office, agency_id, facts)
    assert facts.kind is not None, "refused before"
    row = TypedEntry(
        unit_id=agency_id, kind=facts.kind.value, inspected_id=facts.inspected_id, created_at=office.clock.now(),
        created_by_id=actor.person_id,
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()
    _enter(office, actor, row, facts)
    audit.record(office, actor, "typed", "typed_entry", row.id, msg("ghi vào lịch lãnh đạo"))
    return row


def change_entry(
    office: Office, actor: Actor, typed_id: int, facts: TypedFacts, *, version: int | None = None
) -> TypedEntry:
    """Change what was typed; what stood before stays readable in the calendar's rows.

    :raises NotFound: for who does not draft that week; :raises Refused: where somebody changed it meanwhile, or facts
    are missing.
    """
    row = get_typed(office, actor, typed_id, lock=True)
    if version is not None and version != row.version:
        refuse_if([Problem("changed_meanwhile", msg("Người khác vừa sửa mục này. Mở lại rồi sửa tiếp."))], NOT_KEPT)
    _judge(office, row.unit_id, facts)
    assert facts.kind is not None, "refused before"
    row.kind, row.inspected_id = facts.kind.value, facts.inspected_id
    flag_modified(row, "kind")  # the version grows although only its entry of the calendar may have changed
    _enter(office, actor, row, facts)
    audit.record(office, actor, "changed", "typed_entry", row.id, msg("sửa mục của lịch lãnh đạo"))
    return row


def end_entry(office: Office, actor: Actor, typed_id: int) -> TypedEntry:
    """Let what was typed fall away; a published week shows at once that it did.

    :raises NotFound: for who does not draft that week.
    """
    row = get_typed(office, actor, typed_id, lock=True)
    row.ended_at = office.clock.now()
    take_out(office, SOURCE, row.id)
    audit.record(office, actor, "ended", "typed_entry", row.id, msg("bỏ mục khỏi lịch lãnh đạo"))
    return row


def mark_line(
    office: Office, actor: Actor, agency_id: int, week: date, key: str, *, restricted: bool, left_out: bool,
    officer_id: int | None,
) -> WeekMark:  # fmt: skip
    """Say of a line that came of its own that it is restricted, left out, or who goes along.

    :raises NotAllowed: :raises Refused: for a line that the week does not hold, or somebody who does not work there.
    """
    require(policy.may_draft(actor, agency_id), "mark line of the week")
    if officer_id is not None:
        get_person(office, officer_id)
    mark = office.session.query(WeekMark).filter_by(unit_id=agency_id, key=key).one_or_none()
    if mark is None:
        known = {line.key for line in lines_of(office, agency_id, week)}
        if key not in known:
            refuse_if([Problem("no_line", msg("Lịch tuần này không còn mục đó. Mở lại trang."))], NOT_KEPT)
        mark = WeekMark(unit_id=agency_id, key=key, at=office.clock.now())
        office.session.add(mark)
    mark.restricted, mark.left_out, mark.officer_id = restricted, left_out, officer_id
    mark.at, mark.by_id = office.clock.now(), actor.person_id
    mark_its_meeting(office, mark)
    office.session.flush()
    audit.record(office, actor, "marked", "week_mark", mark.id, msg("ghi thêm cho một mục của lịch lãnh đạo"))
    return mark


def publish(office: Office, actor: Actor, agency_id: int, week: date, *, seen: str) -> WeekRevision:
    """Publish the week as it is now: the first time, or again with what changed since; the old one stays.

    `seen` is the digest of the lines the publisher looked at. Everybody concerned is told.

    :raises NotAllowed: :raises Refused: where the lines are no longer those, or nothing changed.
    """
    require(policy.may_draft(actor, agency_id), "publish week")
    refuse_if(week_problems(week))
    # The agency's row is the queue of those who publish; documents that name the unit need not wait for it.
    office.session.get(Unit, agency_id, with_for_update={"key_share": True}, populate_existing=True)
    earlier, lines = revisions_of(office, agency_id, week), lines_of(office, agency_id, week)
    before = earlier[-1] if earlier else None
    changes = changes_between(published_lines(office, earlier, lines)[before.number], lines) if before else ()
    problems = publish_problems(seen=seen, now=digest_of(lines), changed=bool(changes), first=before is None)
    refuse_if(problems, msg("Chưa công bố được lịch tuần"))
    revision = WeekRevision(
        unit_id=agency_id, week=week, number=before.number + 1 if before else 1,
        kept=[as_json(line) for line in lines], published_at=office.clock.now(), published_by_id=actor.person_id,
    )  # fmt: skip
    office.session.add(revision)
    office.session.flush()
    tell_published(office, revision, changes)
    said = msg("công bố lịch tuần từ %(day)s, lần %(n)s", day=format_date(week), n=revision.number)
    audit.record(office, actor, "published", THING, revision.id, said)
    return revision


def _judge(office: Office, agency_id: int, facts: TypedFacts) -> None:
    """:raises NotFound: for a unit or person that is none; :raises Refused: with everything that is missing."""
    for unit_id in filter(None, (facts.unit_id, facts.inspected_id)):
        get_unit(office, unit_id)
    if facts.officer_id is not None:
        get_person(office, facts.officer_id)
    leaders = {person.id for person in leadership_of(office, agency_id)}
    refuse_if(typed_problems(facts, leader_known=facts.leader_id in leaders), NOT_KEPT)


def _enter(office: Office, actor: Actor, row: TypedEntry, facts: TypedFacts) -> None:
    """Its entry in the calendar; one that says the same stays as it is."""
    assert facts.starts_at, "refused before"
    assert facts.ends_at, "refused before"
    said = EntryFacts(
        unit_id=row.unit_id, leader_id=facts.leader_id, starts_at=facts.starts_at, ends_at=facts.ends_at,
        title=facts.title, place=facts.place, preparing_unit_id=facts.unit_id, officer_id=facts.officer_id,
        restricted=facts.restricted,
    )  # fmt: skip
    entry = entry_of(office, SOURCE, row.id)
    if entry is None or any(getattr(entry, name) != value for name, value in vars(said).items()):
        enter(office, actor, SOURCE, row.id, said)
