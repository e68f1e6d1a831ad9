"""`python app.py`: bring the database up, load the demonstration once, and run the whole office."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import click
from flask_migrate import upgrade
from sqlalchemy import select

from config import Settings
from e_office import create_app
from e_office.core.commands import progress
from e_office.core.house import run_house
from e_office.core.office import Office
from e_office.core.setting_up import make_home, set_up
from e_office.demo.loading import begun, load_demo, wants_demo
from e_office.demo.people import ACCOUNTS
from e_office.demo.province import PASSWORD
from e_office.people.models import Person

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 8


def open_house(settings: Settings) -> int:
    """Run everything on this machine until Ctrl-C; gives the exit code."""
    os.umask(0o077)  # database, index and keys are for this user alone
    os.chdir(ROOT)  # the children find `app:app` wherever the command was typed
    opening = Opening()
    return run_house(
        settings,
        prepare=opening.prepare,
        announce=opening.announce,
        web_command=web_command,
        worker_command=[sys.executable, "-m", "flask", "--app", "app", "worker"],
        say=click.echo,
    )


@dataclass
class Opening:
    """What was found out while the office was prepared, for the words with which it is announced."""

    demonstration: bool = False
    people: bool = False

    def prepare(self, settings: Settings) -> None:
        """The newest schema, what an empty installation needs, and the demonstration where it is wanted."""
        make_home(settings)
        app = create_app(settings)
        office: Office = app.extensions["office"]
        with app.app_context():
            upgrade()
            if settings.demo and wants_demo(office):
                _load(office, settings.demo_scale)
            for _step in set_up(office):
                pass
            self.demonstration = begun(office) is not None
            self.people = office.session.scalar(select(Person.id).limit(1)) is not None
            office.engine.close()
            office.db.session.remove()
            office.db.engine.dispose()

    def announce(self, settings: Settings) -> None:
        """Say where the office is and who may try it."""
        click.echo(f"\n  {click.style(settings.base_url, bold=True)}\n")
        if self.demonstration:
            click.echo(f"  Demonstration accounts, password {click.style(PASSWORD, bold=True)}")
            for account in ACCOUNTS:
                click.echo(f"    {account.login:18} {account.name}, {account.unit}")
        elif not self.people:
            click.echo("  Nobody can sign in yet: see First steps in docs/administrator.md.")
        click.echo("\n  Ctrl-C stops everything.")


def _load(office: Office, scale: int) -> None:
    click.echo("Loading the demonstration province …")
    with progress("Demonstration", 1) as told:
        load_demo(office, scale=scale, progress=told.to)


def web_command(settings: Settings) -> list[str]:
    """gunicorn with threads: a slow upload holds a thread, not the office."""
    bind = f"{settings.host}:{settings.port}"
    options = f"--bind {bind} --worker-class gthread --workers {WORKERS} --threads {THREADS} --timeout 120"
    quiet = "--graceful-timeout 5 --log-level warning --no-control-socket"
    return [sys.executable, "-m", "gunicorn", *options.split(), *quiet.split(), "app:app"]
