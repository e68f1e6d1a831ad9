"""Use cases of a case file itself: opening it, correcting what it says of itself, locking it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from e_office.casefiles import policy, rules
from e_office.casefiles.models import CaseFile, Heading, Right
from e_office.casefiles.queries import get_casefile
from e_office.casefiles.rules import FileFacts, FileState, Level
from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.people.models import Person, Unit
from e_office.people.queries import persons_holding

NOT_OPENED = msg("Chưa mở được hồ sơ")
NOT_CHANGED = msg("Chưa ghi được")
TAKEN = msg("Số và ký hiệu này đã có trong năm.")


def open_file(office: Office, actor: Actor, agency_id: int, facts: FileFacts) -> CaseFile:
    """Open a case file (mở hồ sơ) from a line of the approved list, or outside it with the reason.

    It is open to the unit of its keeper at first. :raises Refused: naming every problem.
    """
    require(policy.may_open(actor, agency_id), "open a file")
    office.session.get_one(Unit, agency_id, with_for_update=True)  # two who want one code wait for each other
    heading = _heading(office, agency_id, facts.heading_id)
    if heading is not None:
        facts = replace(
            facts, year=heading.list.year, notation=heading.notation, retention_years=heading.retention_years
        )
    keepers = [person.id for person in persons_of(office, agency_id)]
    problems = [
        *rules.opening_problems(facts, today=office.today(), listed=heading is not None, keepers=keepers),
        *_taken(office, agency_id, facts, None),
        *_heading_problems(facts, heading),
    ]
    refuse_if(problems, NOT_OPENED)
    assert facts.started_on is not None
    assert facts.keeper_id is not None
    file = CaseFile(
        unit_id=agency_id, year=facts.year, notation=facts.notation, title=facts.title, heading_id=facts.heading_id,
        outside_reason="" if heading else facts.outside_reason.strip(), retention_years=facts.retention_years,
        language=facts.language, started_on=facts.started_on, description=facts.description,
        construction=facts.construction, keeper_id=facts.keeper_id, opened_by_id=actor.person_id,
        opened_at=office.clock.now(), rights=_first_rights(office, actor, agency_id, facts.keeper_id),
    )  # fmt: skip
    office.session.add(file)
    office.session.flush()
    note(office, actor, "opened_file", file, msg("mở hồ sơ %(code)s", code=file.notation))
    return file


def persons_of(office: Office, agency_id: int) -> list[Person]:
    """Who can keep files of an agency: everybody with content rights in it."""
    return persons_holding(office, CONTENT_ROLES, agency_id)


def correct(office: Office, actor: Actor, casefile_id: int, facts: FileFacts) -> CaseFile:
    """Correct what a file says of itself; code and year stay, or the papers that name them would be wrong.

    :raises Refused: naming every problem, that the file is frozen among them (L-10).
    """
    file = get_casefile(office, actor, casefile_id, lock=True)
    require(policy.may_manage(actor, file), "correct a file", file)
    facts = replace(facts, year=file.year, notation=file.notation, outside_reason=file.outside_reason)
    keepers = [person.id for person in persons_of(office, file.unit_id)]
    problems = [
        *changeable_problems(file),
        *rules.opening_problems(facts, today=office.today(), listed=file.heading_id is not None, keepers=keepers),
    ]
    refuse_if(problems, NOT_CHANGED)
    assert facts.started_on is not None
    assert facts.keeper_id is not None
    file.title, file.retention_years, file.language = facts.title, facts.retention_years, facts.language
    file.started_on, file.description, file.construction = facts.started_on, facts.description, facts.construction
    file.keeper_id = facts.keeper_id
    note(office, actor, "corrected_file", file, msg("sửa thông tin hồ sơ"))
    return file


def freeze(office: Office, actor: Actor, casefile_id: int, reason: str) -> CaseFile:
    """Lock a file against every change (khóa hồ sơ, L-10), with the reason; a second time changes nothing."""
    file = get_casefile(office, actor, casefile_id, lock=True)
    require(policy.may_freeze(actor, file), "lock a file", file)
    if file.frozen_at is not None:
        return file
    refuse_if(rules.reason_problems(reason), msg("Chưa khóa được hồ sơ"))
    file.frozen_at, file.frozen_by_id, file.frozen_reason = office.clock.now(), actor.person_id, reason.strip()
    note(office, actor, "froze_file", file, msg("khóa hồ sơ: %(reason)s", reason=reason.strip()))
    return file


def unfreeze(office: Office, actor: Actor, casefile_id: int, reason: str) -> CaseFile:
    """Unlock a file, with the reason; what the archive has taken has no lock that could be opened (L-10)."""
    file = get_casefile(office, actor, casefile_id, lock=True)
    require(policy.may_freeze(actor, file), "unlock a file", file)
    if file.frozen_at is None:
        return file
    refuse_if(rules.reason_problems(reason), msg("Chưa mở khóa được hồ sơ"))
    file.frozen_at, file.frozen_by_id, file.frozen_reason = None, None, ""
    note(office, actor, "unfroze_file", file, msg("mở khóa hồ sơ: %(reason)s", reason=reason.strip()))
    return file


def changeable_problems(file: CaseFile) -> list[Problem]:
    """Why nothing in a file may be changed at present (L-10)."""
    return list(
        rules.frozen_problems(
            state=FileState(file.state), frozen=file.frozen_at is not None, offered=file.handover_id is not None
        )
    )


def note(office: Office, actor: Actor, verb: str, file: CaseFile, message: Message) -> None:
    """Write an act into the file's journal; it names no document, whose readers are others than the file's."""
    audit.record(office, actor, verb, "case_file", file.id, message)


def _heading(office: Office, agency_id: int, heading_id: int | None) -> Heading | None:
    row = office.session.get(Heading, heading_id) if heading_id else None
    return row if row is not None and row.list.unit_id == agency_id else None


def _heading_problems(facts: FileFacts, heading: Heading | None) -> list[Problem]:
    if facts.heading_id is None:
        return []
    if heading is None or heading.list.approved_at is None:
        return [Problem("no_heading", msg("Không có dòng này trong danh mục đã phê duyệt."), "heading_id")]
    if heading.casefile is not None:
        return [Problem("heading_used", msg("Hồ sơ của dòng này đã được mở."), "heading_id")]
    return []


def _taken(office: Office, agency_id: int, facts: FileFacts, own: int | None) -> list[Problem]:
    query = select(CaseFile.id).filter_by(unit_id=agency_id, year=facts.year, notation=facts.notation)
    there = office.session.scalar(query)
    return [Problem("taken", TAKEN, "notation")] if there is not None and there != own else []


def _first_rights(office: Office, actor: Actor, agency_id: int, keeper_id: int) -> list[Right]:
    """The keeper's own unit may see it and add to it; whoever opened it for somebody else too."""
    now, keeper = office.clock.now(), office.session.get_one(Person, keeper_id)
    own = {post.unit_id for post in keeper.posts if post.role in CONTENT_ROLES}
    units = [unit.id for unit in office.session.scalars(select(Unit).where(Unit.id.in_(own))) if not unit.is_agency]
    rights = [Right(unit_id=unit_id, level=Level.ADD, since=now) for unit_id in sorted(units)]
    if actor.person_id != keeper_id:
        rights.append(Right(person_id=actor.person_id, level=Level.ADD, since=now))
    return rights
