"""Importing units, persons and posts from CSV: the whole file is tried, then all of it is kept or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from e_office.core.office import Office
from e_office.core.permission import Actor, Role, require
from e_office.core.problems import Message, Problem, Refused, msg, refuse_if
from e_office.people import service
from e_office.people.csv_files import LAYOUTS, Row, read_rows
from e_office.people.facts import PersonFacts, PostFacts, UnitFacts
from e_office.people.policy import may_administer
from e_office.people.queries import fold_login, person_by_login, unit_by_code
from e_office.people.roles import ROLE_NAMES
from search import fold

YES = frozenset({"1", "x", "co", "yes", "true", "dung"})
NO = frozenset({"0", "", "khong", "no", "false", "sai"})
DAY_FORMS = ("%d/%m/%Y", "%Y-%m-%d")


class _Unreadable(Exception):
    """A cell that cannot be read; carries what to say of it."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


def import_file(office: Office, actor: Actor | None, kind: str, data: bytes) -> int:
    """Import a whole file of one kind (`units`, `persons`, `posts`); gives how many rows it had.

    Rows are tried one after the other with the checks of the screens; where any fails the caller's
    transaction takes everything back.

    :raises Refused: with every problem of every line; :raises NotAllowed: unless an administrator.
    """
    require(actor is None or may_administer(actor), "import")
    rows, problems = read_rows(data, LAYOUTS[kind])
    work = {"units": _import_units, "persons": _import_persons, "posts": _import_posts}[kind]
    problems += work(office, actor, rows)
    title = msg("Chưa nhập dòng nào: tệp có %(n)s chỗ phải sửa", n=len(problems))
    refuse_if(problems, title)
    return len(rows)


def _try_row(row: Row, work: Callable[[], object]) -> Iterator[Problem]:
    """Do the work of a row; what speaks against it comes back with the line's number."""
    try:
        work()
    except _Unreadable as error:
        yield _at(row, error.message)
    except Refused as refusal:
        yield from (_at(row, problem.message) for problem in refusal.problems)


def _at(row: Row, message: Message) -> Problem:
    return Problem("row", msg("Dòng %(line)s: %(problem)s", line=row.line, problem=message), "file")


def _twice(rows: Iterable[Row], columns: tuple[str, ...]) -> Iterator[Problem]:
    """Rows that say the same thing as an earlier one of the file."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.values.get(column, "").casefold() for column in columns)
        if key in seen:
            yield _at(row, msg("trùng với dòng %(line)s của tệp.", line=seen[key]))
        else:
            seen[key] = row.line


def _import_units(office: Office, actor: Actor | None, rows: list[Row]) -> list[Problem]:
    problems = list(_twice(rows, ("code",)))
    waiting = {row.values["code"]: row for row in rows}
    done: set[str] = set()
    while waiting:
        ready = [code for code, row in waiting.items() if row.values.get("parent", "") not in waiting]
        if not ready:
            problems += (_at(row, msg("đơn vị cấp trên xếp thành vòng tròn.")) for row in waiting.values())
            break
        for code in ready:
            problems += _try_row(waiting[code], lambda row=waiting[code]: _add_unit(office, actor, row, done))  # type: ignore[misc]
        done.update(ready)
        for code in ready:
            del waiting[code]
    return problems


def _add_unit(office: Office, actor: Actor | None, row: Row, in_file: set[str]) -> None:
    get, code = row.values.get, row.values.get("parent", "")
    parent = unit_by_code(office, code) if code else None
    if code and parent is None and code not in in_file:  # a parent that failed itself is told at its own line
        raise _Unreadable(msg("không có đơn vị cấp trên mang mã %(code)s.", code=code))
    facts = UnitFacts(
        code=row.values["code"],
        name=row.values["name"],
        level_code=row.values["level"],
        short_name=get("short_name", ""),
        notation=get("notation", ""),
        parent_id=parent.id if parent else None,
        is_agency=_truth(row, "is_agency", True),
        is_state_agency=_truth(row, "is_state_agency", True),
        place=get("place", ""),
        mailbox=get("mailbox") or None,
        position=_whole(row, "position"),
        one_sequence=_truth(row, "one_sequence", False),
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
    )
    service.add_unit(office, actor, facts)


def _import_persons(office: Office, actor: Actor | None, rows: list[Row]) -> list[Problem]:
    problems = list(_twice(rows, ("login",)))
    for row in {fold_login(row.values["login"]): row for row in reversed(rows)}.values():
        facts = PersonFacts(
            login=row.values["login"],
            name=row.values["name"],
            email=row.values.get("email") or None,
            phone=row.values.get("phone") or None,
        )
        problems += _try_row(row, lambda facts=facts: service.add_person(office, actor, facts))  # type: ignore[misc]
    return problems


def _import_posts(office: Office, actor: Actor | None, rows: list[Row]) -> list[Problem]:
    problems = list(_twice(rows, LAYOUTS["posts"].columns))
    for row in rows:
        problems += _try_row(row, lambda row=row: _give_post(office, actor, row))  # type: ignore[misc]
    return problems


def _give_post(office: Office, actor: Actor | None, row: Row) -> None:
    person, unit = person_by_login(office, row.values["login"]), unit_by_code(office, row.values["unit"])
    if person is None:
        raise _Unreadable(msg("không có người dùng %(login)s.", login=row.values["login"]))
    if unit is None:
        raise _Unreadable(msg("không có đơn vị mang mã %(code)s.", code=row.values["unit"]))
    facts = PostFacts(
        unit_id=unit.id,
        role=_role(row),
        title=row.values["title"],
        starts_on=_day(row, "starts_on"),
        ends_on=_day(row, "ends_on"),
    )
    service.give_post(office, actor, person.id, facts)


def _role(row: Row) -> Role:
    text = row.values["role"]
    for role, name in ROLE_NAMES.items():
        if text.casefold() == role.value or fold(text) == fold(str(name)):
            return role
    raise _Unreadable(msg("không có quyền tên %(role)s.", role=text))


def _truth(row: Row, column: str, default: bool) -> bool:
    text = row.values.get(column)
    if not text:
        return default
    if fold(text) in YES | NO:
        return fold(text) in YES
    raise _Unreadable(msg("cột %(column)s ghi %(text)s, cần 1 hoặc 0.", column=column, text=text))


def _whole(row: Row, column: str) -> int:
    text = row.values.get(column) or "0"
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return int(text)
    raise _Unreadable(msg("cột %(column)s ghi %(text)s, cần một số.", column=column, text=text))


def _day(row: Row, column: str) -> date | None:
    text = row.values.get(column)
    if not text:
        return None
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    raise _Unreadable(msg("cột %(column)s ghi %(text)s, cần ngày dạng 05/12/2013.", column=column, text=text))
