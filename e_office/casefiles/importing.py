"""The yearly list of files from a CSV file: the whole file is tried, then all of it is kept or nothing."""

from __future__ import annotations

from e_office.casefiles import rules
from e_office.casefiles.listing import add_headings, draft_list
from e_office.casefiles.rules import HeadingFacts
from e_office.casefiles.service import persons_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.people.csv_files import Layout, Row, read_rows

LAYOUT = Layout(
    ("notation", "title", "retention"),
    ("chapter", "keeper", "note"),
    ("01.TH", "Hồ sơ xây dựng chương trình công tác năm 2026 của UBND tỉnh", "20 năm", "I. Tổng hợp", "duy.pq", ""),
)
"""The columns of the file; `retention` is "10 năm" or "vĩnh viễn", `keeper` a log-in name of the agency."""


def import_list(office: Office, actor: Actor, unit_id: int, year: int, data: bytes) -> int:
    """Write the lines of a file at the end of the list that is being written; gives how many.

    :raises Refused: with every problem of every line, and nothing kept.
    """
    files = draft_list(office, actor, unit_id, year)
    rows, problems = read_rows(data, LAYOUT)
    known = {row.notation for row in files.headings}
    keepers = {person.login: person.id for person in persons_of(office, unit_id)}
    lines = []
    for row in rows:
        facts, wrong = _read(row, known, keepers)
        known.add(facts.notation)
        lines.append(facts)
        problems += wrong
    refuse_if(problems, msg("Chưa nhập dòng nào: tệp có %(n)s chỗ phải sửa", n=len(problems)))
    return len(add_headings(office, actor, files, lines))


def _read(row: Row, known: set[str], keepers: dict[str, int]) -> tuple[HeadingFacts, list[Problem]]:
    """The facts of a row and what speaks against them, with the line's number."""
    get, wrong = row.values.get, []
    years: int | None = 1
    try:
        years = rules.read_retention(row.values["retention"])
    except ValueError:
        given = row.values["retention"]
        wrong.append(_at(row, msg("thời hạn ghi %(text)s, cần 10 năm hoặc vĩnh viễn.", text=given or "(trống)")))
    login = get("keeper", "").casefold()
    if login and login not in keepers:
        wrong.append(_at(row, msg("không có người dùng %(login)s trong cơ quan.", login=login)))
    facts = HeadingFacts(
        notation=row.values["notation"], title=row.values["title"], retention_years=years,
        chapter=get("chapter", "")[:200], keeper_id=keepers.get(login), note=get("note", "")[:500],
    )  # fmt: skip
    wrong += [_at(row, problem.message) for problem in rules.naming_problems(facts.notation, facts.title)]
    if facts.notation in known:
        wrong.append(_at(row, msg("số và ký hiệu %(code)s ghi hai lần.", code=facts.notation)))
    return facts, wrong


def _at(row: Row, message: Message) -> Problem:
    return Problem("row", msg("Dòng %(line)s: %(problem)s", line=row.line, problem=message), "file")
