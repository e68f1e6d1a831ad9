"""Commands of people: units, persons and posts, one by one or from a file, and passwords."""

from __future__ import annotations

import sys
from typing import Any

import click

from e_office.core.commands import Group, as_json, office_here, print_row, print_rows
from e_office.core.permission import Role
from e_office.core.problems import Problem, Refused
from e_office.people import access, imports, passwords, queries, service
from e_office.people.facts import PersonFacts, PostFacts, UnitFacts
from e_office.people.roles import ROLE_NAMES

unit_group = Group("unit", help="Units of the tree.")
person_group = Group("person", help="Persons, from a file; `user add` adds one with a post and a password.")
post_group = Group("post", help="Posts that persons hold.")
user_group = Group("user", help="Persons and their passwords.")
GROUPS = (unit_group, person_group, post_group, user_group)


def _import_command(group: Group, kind: str, columns: str) -> None:
    """Give a group the command that imports a file of its kind."""

    @group.command("import", help=f"Import a CSV file, all of it or nothing. Columns: {columns}.")
    @click.argument("file", type=click.File("rb"))
    @as_json
    def import_(file: Any, as_json: bool) -> None:
        office = office_here()
        try:
            with office.transaction():
                count = imports.import_file(office, None, kind, file.read())
        except Refused as refusal:
            if not as_json:
                click.echo(str(refusal.title), err=True)
                raise
            print_rows([{"imported": 0, "problems": [_problem_row(problem) for problem in refusal.problems]}], True)
            raise SystemExit(1) from refusal
        print_row({"imported": count, "problems": []}, as_json, f"{count} {kind} imported")


def _problem_row(problem: Problem) -> dict[str, Any]:
    return {"line": problem.message.values.get("line"), "problem": str(problem.message)}


for _group, _kind in ((unit_group, "units"), (person_group, "persons"), (post_group, "posts")):
    _import_command(_group, _kind, ", ".join(imports.LAYOUTS[_kind].columns))


@unit_group.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--level", required=True, help="Code of its level, such as province or department.")
@click.option("--parent", help="Code of the unit above it.")
@click.option("--short-name", default="", help="The name lists show.")
@click.option("--notation", default="", help="What its documents carry, such as UBND; an agency needs one.")
@click.option("--mailbox", help="The unit's own mailbox: invitations go there.")
@click.option("--place", default="", help="The place on its documents.")
@click.option("--section", is_flag=True, help="A part of the agency above it, without registers of its own.")
@click.option("--outside", is_flag=True, help="No state agency: it does not count in the ratio.")
@as_json
def add_unit(code: str, name: str, level: str, parent: str | None, as_json: bool, **more: Any) -> None:
    """Add a unit."""
    office = office_here()
    above = _unit_id(parent) if parent else None
    is_agency, is_state_agency = not more.pop("section"), not more.pop("outside")
    facts = UnitFacts(
        code=code,
        name=name,
        level_code=_level(level),
        parent_id=above,
        is_agency=is_agency,
        is_state_agency=is_state_agency,
        **more,
    )
    with office.transaction():
        unit_id = service.add_unit(office, None, facts).id
    print_row({"id": unit_id, "code": code, "name": name}, as_json, f"{code}  {name}")


@user_group.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Full name.")
@click.option("--unit", "unit_code", required=True, help="Code of the unit of the first post.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--title", default="", help="Title of the post as printed; the role's own name where none is given.")
@click.option("--email")
@as_json
def add(login: str, name: str, unit_code: str, role: str, title: str, email: str | None, as_json: bool) -> None:
    """Add a person with a post and print the initial password, once."""
    office, unit_id = office_here(), _unit_id(unit_code)
    post = PostFacts(unit_id=unit_id, role=Role(role), title=title or str(ROLE_NAMES[Role(role)]))
    with office.transaction():
        person = service.add_person(office, None, PersonFacts(login=login, name=name, email=email))
        service.give_post(office, None, person.id, post)
        password = service.issue_password(office, None, person.id)
    _print_password(login, password, as_json)


@user_group.command("passwd")
@click.argument("login")
@click.option("--stdin", "from_stdin", is_flag=True, help="Read the password from standard input; it is kept.")
@as_json
def passwd(login: str, from_stdin: bool, as_json: bool) -> None:
    """Give a person a fresh initial password and print it; every open log-in of the person ends."""
    office = office_here()
    person = queries.person_by_login(office, login)
    if person is None:
        raise click.ClickException(f"there is no person with the log-in name {login}")
    person_id = person.id
    password = sys.stdin.readline().rstrip("\r\n") if from_stdin else passwords.initial_password()
    with office.transaction():
        found = queries.get_person(office, person_id)
        access.set_password(office, None, found, password, must_change=not from_stdin)
    _print_password(login, None if from_stdin else password, as_json)


def _unit_id(code: str) -> int:
    """The id of the unit of a code.

    :raises click.ClickException: where there is none.
    """
    unit = queries.unit_by_code(office_here(), code)
    if unit is None:
        raise click.ClickException(f"there is no unit with the code {code}")
    return unit.id


def _level(code: str) -> str:
    """The code of a level that there is.

    :raises click.ClickException: naming those there are.
    """
    known = [level.code for level in queries.levels(office_here())]
    if code not in known:
        raise click.ClickException(f"there is no level {code}; known are {', '.join(known) or 'none: run `init`'}")
    return code


def _print_password(login: str, password: str | None, as_json: bool) -> None:
    print_rows([{"login": queries.fold_login(login), "initial_password": password}], as_json)
