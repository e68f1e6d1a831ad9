"""Commands of the house itself: set up, worker and jobs, the rule book, doctor and fsck."""

from __future__ import annotations

import importlib.util
import inspect
import json
import signal
import threading
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from e_office.core import checks, jobs
from e_office.core.office import Office

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def office_here() -> Office:
    """The office of the command that runs."""
    office: Office = current_app.extensions["office"]
    return office


def print_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Rows as JSON, or as lines with their values in columns."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values() if value is not None))


def register(app: Flask) -> None:
    """Add the commands to `flask --app app`."""
    for command in (init, worker, rules, doctor, fsck, jobs_group):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def init() -> None:
    """Create or upgrade the database; safe to repeat."""
    upgrade()
    click.echo("The database is at the newest schema.")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@click.option("--pause", default=0.5, help="Seconds between looks.")
@with_appcontext
def worker(once: bool, pause: float) -> None:
    """Do what was left for later: mail, text, index. Exactly one worker writes the index."""
    office, stop = office_here(), threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        tried = jobs.run_due(office)
        office.db.session.remove()
        if once and not tried:
            return
        if not tried:
            stop.wait(pause)


jobs_group = AppGroup("jobs", help="What was left for later.")


@jobs_group.command("run")
def jobs_run() -> None:
    """Do everything that is due now."""
    click.echo(f"{jobs.drain(office_here())} jobs tried")


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
def jobs_retry() -> None:
    """Give parked jobs another round."""
    office = office_here()
    with office.transaction():
        click.echo(f"{jobs.retry_parked(office)} jobs given another round")


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


@click.command()
@as_json
@with_appcontext
def rules(as_json: bool) -> None:
    """Print the rule book: every rule function, where it stands, and the law in its docstring."""
    found = rule_book()
    if as_json:
        print_rows(found, True)
        return
    for rule in found:
        click.echo(f"{rule['id']}  ({rule['place']})")
        click.echo("    " + str(rule["docstring"]).replace("\n", "\n    ") + "\n")


def rule_book() -> list[dict[str, Any]]:
    """Every public function and rule set of each room's `rules.py`, in the order of the rooms."""
    from e_office import HERE, ROOMS  # the package imports this module

    book = []
    for room in ROOMS:
        if importlib.util.find_spec(f"e_office.{room}.rules") is None:
            continue
        module = import_module(f"e_office.{room}.rules")
        for name, thing in inspect.getmembers(module, inspect.isfunction):
            if not thing.__module__.startswith(module.__name__) or name.startswith("_"):  # rules_time.py as well
                continue
            line = inspect.getsourcelines(thing)[1]
            place = Path(inspect.getfile(thing)).relative_to(HERE.parent)
            book.append({"id": f"{room}.{name}", "place": f"{place}:{line}", "docstring": inspect.getdoc(thing)})
    return book


@click.command()
@as_json
@with_appcontext
def doctor(as_json: bool) -> None:
    """Look over the installation: database, store and its locks, index, worker, mail, tools."""
    _print_findings(list(checks.run_doctor(office_here())), as_json)


@click.command()
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
