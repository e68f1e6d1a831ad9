"""`python app.py`: bring the database up, load the demonstration once, and run the whole office."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from flask_migrate import upgrade

from config import Settings
from e_office import create_app
from e_office.core.house import run_house
from e_office.core.office import Office
from e_office.demo.loading import load_demo, wants_demo
from e_office.demo.people import ACCOUNTS
from e_office.demo.province import PASSWORD

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 8


def open_house(settings: Settings) -> int:
    """Run everything on this machine until Ctrl-C; gives the exit code."""
    os.umask(0o077)  # database, index and keys are for this user alone
    os.chdir(ROOT)  # the children find `app:app` wherever the command was typed
    return run_house(
        settings,
        prepare=prepare,
        announce=announce,
        web_command=web_command,
        worker_command=[sys.executable, "-m", "flask", "--app", "app", "worker"],
        say=click.echo,
    )


def prepare(settings: Settings) -> None:
    """The newest schema, and the demonstration province in a database that nobody uses yet."""
    app = create_app(settings)
    office: Office = app.extensions["office"]
    with app.app_context():
        upgrade()
        if settings.demo and wants_demo(office):
            click.echo("Loading the demonstration province …")
            with click.progressbar(length=1000, label="", file=sys.stderr) as bar:
                load_demo(
                    office,
                    scale=settings.demo_scale,
                    progress=lambda done, of: bar.update(int(1000 * done / max(of, 1)) - bar.pos),
                )
        office.engine.close()
        office.db.session.remove()
        office.db.engine.dispose()


def web_command(settings: Settings) -> list[str]:
    """gunicorn with threads: a slow upload holds a thread, not the office."""
    bind = f"{settings.host}:{settings.port}"
    options = f"--bind {bind} --worker-class gthread --workers {WORKERS} --threads {THREADS} --timeout 120"
    quiet = "--graceful-timeout 5 --log-level warning --no-control-socket"
    return [sys.executable, "-m", "gunicorn", *options.split(), *quiet.split(), "app:app"]


def announce(settings: Settings) -> None:
    """Say where the office is and who may try it."""
    click.echo(f"\n  {click.style(settings.base_url, bold=True)}\n")
    if settings.demo:
        click.echo(f"  Demonstration accounts, password {click.style(PASSWORD, bold=True)}")
        for account in ACCOUNTS:
            click.echo(f"    {account.login:18} {account.name}, {account.unit}")
    click.echo("\n  Ctrl-C stops everything.")
