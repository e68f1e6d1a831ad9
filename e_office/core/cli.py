"""Commands of the house itself: set up, worker and jobs, the rule book, doctor and fsck."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from e_office.core import checks, jobs
from e_office.core.commands import Command, Group, as_json, office_here, print_row, print_rows
from e_office.core.rule_book import rule_book
from e_office.core.setting_up import make_home, set_up
from e_office.core.worker import PAUSE, work


def register(app: Flask) -> None:
    """Add the commands to `flask --app app`."""
    for command in (init, worker, rules, doctor, fsck, jobs_group):
        app.cli.add_command(command)


@click.command(cls=Command)
@as_json
@with_appcontext
def init(as_json: bool) -> None:
    """Create or upgrade the database and what an empty installation needs; safe to repeat."""
    office = office_here()
    make_home(office.settings)
    upgrade()
    rows = [{"step": "schema", "text": f"the database is at the newest schema, {checks.newest_schema()}"}]
    rows += [{"step": name, "text": text} for name, text in set_up(office)]
    print_rows(rows, as_json)


@click.command(cls=Command)
@click.option("--once", is_flag=True, help="Do what is due and stop; fails where a job failed.")
@click.option("--pause", default=PAUSE, show_default=True, help="Seconds between looks.")
@with_appcontext
def worker(once: bool, pause: float) -> None:
    """Do what was left for later: mail, text, index. Exactly one worker writes the index."""
    failed = work(office_here(), once=once, pause=pause)
    raise SystemExit(1 if once and failed else 0)


jobs_group = Group("jobs", help="What was left for later.")


@jobs_group.command("run")
@as_json
def jobs_run(as_json: bool) -> None:
    """Do everything that is due now; fails where a job failed."""
    ran = jobs.drain(office_here())
    told = f"{ran.tried} jobs tried, {ran.failed} failed, {ran.parked} of these parked, {ran.put_off} put off"
    print_row(asdict(ran), as_json, told)
    if ran.failed:
        click.echo("`jobs list` tells why; what is not parked is tried again by itself.", err=True)
        raise SystemExit(1)


@jobs_group.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that are done as well.")
@as_json
def jobs_list(everything: bool, as_json: bool) -> None:
    """What waits, and what is parked after too many failures."""
    query = select(jobs.Job).order_by(jobs.Job.id)
    if not everything:
        query = query.where(jobs.Job.done_at.is_(None))
    print_rows([_job_row(row) for row in office_here().session.scalars(query)], as_json)


@jobs_group.command("retry")
@as_json
def jobs_retry(as_json: bool) -> None:
    """Give parked jobs another round."""
    office = office_here()
    with office.transaction():
        count = jobs.retry_parked(office)
    print_row({"retried": count}, as_json, f"{count} jobs given another round")


def _job_row(row: jobs.Job) -> dict[str, Any]:
    state = "done" if row.done_at else "parked" if row.parked_at else "waiting"
    return {
        "id": row.id,
        "kind": row.kind,
        "state": state,
        "attempts": row.attempts,
        "available_at": row.available_at,
        "payload": row.payload,
        "error": row.error,
    }


@click.command(cls=Command)
@click.argument("word", required=False)
@as_json
@with_appcontext
def rules(word: str | None, as_json: bool) -> None:
    """Print the rule book: every rule, where it stands, and the law in its docstring.

    With WORD only the rules that cite that article (M2), or have the word in name or docstring.
    """
    from e_office import ROOMS  # the package imports this module

    found = [rule for rule in rule_book(ROOMS) if not word or rule.answers(word)]
    if not found:
        raise click.ClickException(f"no rule cites {word} or speaks of it; `rules` alone prints the whole book")
    if as_json:
        print_rows([asdict(rule) for rule in found], True)
        return
    for rule in found:
        click.echo("  ".join(part for part in (rule.id, ", ".join(rule.cites), f"({rule.place})") if part))
        click.echo("    " + rule.docstring.replace("\n", "\n    ") + "\n")


@click.command(cls=Command)
@as_json
@with_appcontext
def doctor(as_json: bool) -> None:
    """Look over the installation: database, store and its locks, index, worker, mail, tools."""
    _print_findings(list(checks.run_doctor(office_here())), as_json)


@click.command(cls=Command)
@click.option("--deep", is_flag=True, help="Read every original and compare its hash.")
@as_json
@with_appcontext
def fsck(deep: bool, as_json: bool) -> None:
    """Compare database, objects, index, numbers and journal; changes nothing."""
    _print_findings(list(checks.run_fsck(office_here(), deep)), as_json)


def _print_findings(found: list[checks.Finding], as_json: bool) -> None:
    print_rows([asdict(finding) for finding in found], as_json)
    if any(finding.level is checks.Level.BAD for finding in found):
        raise SystemExit(1)
