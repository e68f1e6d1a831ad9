"""Commands of people: `user add`, `user passwd`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import click
from flask.cli import AppGroup

from e_office.core.cli import as_json, office_here, print_rows
from e_office.core.permission import Role
from e_office.core.problems import Refused
from e_office.people import access, passwords, queries, service
from e_office.people.facts import PersonFacts, PostFacts
from e_office.people.roles import ROLE_NAMES

user_group = AppGroup("user", help="Persons and their passwords.")
T = TypeVar("T")


def _or_stop(work: Callable[[], T]) -> T:
    """Do `work` in one transaction; print every problem and stop where it is refused."""
    try:
        with office_here().transaction():
            return work()
    except Refused as refusal:
        for problem in refusal.problems:
            click.echo(f"refused: {problem.message}", err=True)
        raise SystemExit(1) from refusal


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
    office = office_here()
    unit = queries.unit_by_code(office, unit_code)
    if unit is None:
        click.echo(f"refused: there is no unit with the code {unit_code}", err=True)
        raise SystemExit(1)
    unit_id = unit.id

    def work() -> str:
        person = service.add_person(office, None, PersonFacts(login=login, name=name, email=email))
        post = PostFacts(unit_id=unit_id, role=Role(role), title=title or str(ROLE_NAMES[Role(role)]))
        service.give_post(office, None, person.id, post)
        return service.issue_password(office, None, person.id)

    _print(login, _or_stop(work), as_json)


@user_group.command("passwd")
@click.argument("login")
@click.option("--stdin", "from_stdin", is_flag=True, help="Read the password from standard input; it is kept.")
@as_json
def passwd(login: str, from_stdin: bool, as_json: bool) -> None:
    """Give a person a fresh initial password and print it; every open log-in of the person ends."""
    office = office_here()
    person = queries.person_by_login(office, login)
    if person is None:
        click.echo(f"refused: there is no person with the log-in name {login}", err=True)
        raise SystemExit(1)
    person_id = person.id
    password = sys.stdin.readline().rstrip("\r\n") if from_stdin else passwords.initial_password()

    def work() -> None:
        found = queries.get_person(office, person_id)
        access.set_password(office, None, found, password, must_change=not from_stdin)

    _or_stop(work)
    _print(login, None if from_stdin else password, as_json)


def _print(login: str, password: str | None, as_json: bool) -> None:
    rows = [{"login": queries.fold_login(login), "initial_password": password}]
    print_rows(rows, as_json)
