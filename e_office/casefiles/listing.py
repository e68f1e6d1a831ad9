"""Use cases of the yearly list of files (danh mục hồ sơ): writing its lines, taking last year's, approving it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from e_office.casefiles import policy, rules
from e_office.casefiles.models import FileList, Heading
from e_office.casefiles.queries import get_heading, list_of
from e_office.casefiles.rules import HeadingFacts
from e_office.casefiles.service import persons_of
from e_office.core import audit
from e_office.core.db import write_once
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if

NOT_WRITTEN = msg("Chưa ghi được danh mục")
APPROVED = Problem("approved", msg("Danh mục đã phê duyệt không sửa được. Mở hồ sơ ngoài danh mục khi phát sinh."))
FIRST_YEAR, LAST_YEAR = 1900, 2200


def draft_list(office: Office, actor: Actor, unit_id: int, year: int) -> FileList:
    """The list of an agency and year that is being written, begun where there is none.

    :raises Refused: for one that was approved.
    """
    require(policy.may_prepare_list(actor, unit_id), "prepare the list of files")
    if not FIRST_YEAR < year < LAST_YEAR:
        refuse_if([Problem("no_year", msg("Năm không hợp lệ."), "year")], NOT_WRITTEN)
    write_once(office.session, FileList, "unit_id", "year", unit_id=unit_id, year=year, approved_title="")
    files = list_of(office, unit_id, year, lock=True)
    assert files is not None
    if files.approved_at is not None:
        refuse_if([APPROVED], NOT_WRITTEN)
    return files


def add_heading(office: Office, actor: Actor, unit_id: int, year: int, facts: HeadingFacts) -> Heading:
    """Write a line at the end of the list. :raises Refused: naming every problem."""
    files = draft_list(office, actor, unit_id, year)
    return add_headings(office, actor, files, [facts])[0]


def add_headings(office: Office, actor: Actor, files: FileList, lines: Sequence[HeadingFacts]) -> list[Heading]:
    """Write lines at the end of a list that is being written; each is checked. :raises Refused:"""
    known = {row.notation for row in files.headings}
    last = max((row.position for row in files.headings), default=0)
    keepers = {person.id for person in persons_of(office, files.unit_id)}
    added = []
    for facts in lines:
        refuse_if(_line_problems(facts, known, keepers), NOT_WRITTEN)
        known.add(facts.notation)
        last += 1
        row = Heading(position=last)
        _write(row, facts)
        files.headings.append(row)
        added.append(row)
    office.session.flush()
    _note(office, actor, "wrote_list", files, msg("ghi %(n)s hồ sơ vào danh mục", n=len(added)))
    return added


def change_heading(office: Office, actor: Actor, heading_id: int, facts: HeadingFacts) -> Heading:
    """Correct a line of a list that is being written. :raises Refused: naming every problem."""
    row = _own_heading(office, actor, heading_id)
    known = {other.notation for other in row.list.headings if other.id != row.id}
    keepers = {person.id for person in persons_of(office, row.list.unit_id)}
    refuse_if(_line_problems(facts, known, keepers), NOT_WRITTEN)
    _write(row, facts)
    _note(office, actor, "wrote_list", row.list, msg("sửa hồ sơ %(code)s trong danh mục", code=row.notation))
    return row


def remove_heading(office: Office, actor: Actor, heading_id: int) -> FileList:
    """Take a line out of a list that is being written."""
    row = _own_heading(office, actor, heading_id)
    files = row.list
    files.headings.remove(row)
    _note(office, actor, "wrote_list", files, msg("bỏ hồ sơ %(code)s khỏi danh mục", code=row.notation))
    return files


def copy_last(office: Office, actor: Actor, unit_id: int, year: int) -> int:
    """Take over the lines of the year before that this list does not have; gives how many.

    A keeper who has left the agency is not taken over. :raises Refused: where there is nothing to take.
    """
    files = draft_list(office, actor, unit_id, year)
    before = list_of(office, unit_id, year - 1)
    known = {row.notation for row in files.headings}
    rows = [row for row in (before.headings if before else ()) if row.notation not in known]
    if not rows:
        text = msg("Danh mục năm %(year)s không có hồ sơ nào để lấy sang.", year=year - 1)
        refuse_if([Problem("nothing", text)], NOT_WRITTEN)
    keepers = {person.id for person in persons_of(office, unit_id)}
    lines = [
        HeadingFacts(
            notation=row.notation, title=row.title.replace(str(year - 1), str(year)), chapter=row.chapter,
            retention_years=row.retention_years, note=row.note,
            keeper_id=row.keeper_id if row.keeper_id in keepers else None,
        )
        for row in rows
    ]  # fmt: skip
    return len(add_headings(office, actor, files, lines))


def approve(office: Office, actor: Actor, unit_id: int, year: int) -> FileList:
    """Approve the list (phê duyệt): from now on files are opened from it, and no line changes (NĐ 30/2020 Art. 28).

    :raises Refused: for one without lines, or approved already.
    """
    post = policy.approving_post(actor, unit_id)
    require(post is not None, "approve the list of files")
    assert post is not None
    files = list_of(office, unit_id, year, lock=True)
    count = len(files.headings) if files else 0
    approved = files is not None and files.approved_at is not None
    refuse_if(rules.approval_problems(count, approved=approved), msg("Chưa phê duyệt được danh mục"))
    assert files is not None
    files.approved_at, files.approved_by_id = office.clock.now(), actor.person_id
    files.approved_title, files.in_place_of_id = post.title, post.in_place_of
    _note(office, actor, "approved_list", files, msg("phê duyệt danh mục %(n)s hồ sơ", n=count))
    return files


def _own_heading(office: Office, actor: Actor, heading_id: int) -> Heading:
    """A line whose list the actor may change, the list's row locked."""
    row = get_heading(office, heading_id, actor.agency_ids(*policy.OVERSEERS))
    office.session.scalars(select(FileList).where(FileList.id == row.list_id).with_for_update()).one()
    require(policy.may_prepare_list(actor, row.list.unit_id), "prepare the list of files")
    if row.list.approved_at is not None:
        refuse_if([APPROVED], NOT_WRITTEN)
    return row


def _line_problems(facts: HeadingFacts, known: set[str], keepers: set[int]) -> list[Problem]:
    problems = list(rules.naming_problems(facts.notation, facts.title))
    if facts.notation in known:
        text = msg("Số và ký hiệu %(code)s đã có trong danh mục.", code=facts.notation)
        problems.append(Problem("taken", text, "notation"))
    if facts.keeper_id is not None and facts.keeper_id not in keepers:
        problems.append(Problem("no_keeper", msg("Người lập hồ sơ không thuộc cơ quan."), "keeper_id"))
    return problems


def _write(row: Heading, facts: HeadingFacts) -> None:
    row.chapter, row.notation, row.title = facts.chapter, facts.notation, facts.title
    row.retention_years, row.keeper_id, row.note = facts.retention_years, facts.keeper_id, facts.note


def _note(office: Office, actor: Actor, verb: str, files: FileList, message: Message) -> None:
    audit.record(office, actor, verb, "file_list", files.id, message)
