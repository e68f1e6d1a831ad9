"""What `python app.py` does once the store is up: prepare the office, say where it is, serve it, do its jobs."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import Any

import click
from flask import Flask
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from config import Settings
from e_office import create_app
from e_office.core.commands import progress
from e_office.core.office import Office
from e_office.core.serving import LISTENERS
from e_office.core.setting_up import make_home, set_up
from e_office.core.worker import work
from e_office.demo.loading import begun, load_demo, wants_demo
from e_office.demo.people import ACCOUNTS
from e_office.demo.province import PASSWORD
from e_office.documents.words import EXTRACTOR
from e_office.people.models import Person

WORKERS, THREADS = 2, 8
"""Processes, and threads of each for pages; those for listeners of live pages come on top."""


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
            EXTRACTOR.close()
            office.db.session.remove()
            office.db.engine.dispose()  # nothing is left open: other processes are forked from this one

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


class _Server(BaseApplication):
    """gunicorn with threads: a slow upload holds a thread, not the office. Each worker makes its own application."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        chosen: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "worker_class": "e_office.web_worker.Worker",
            "workers": WORKERS,
            "threads": THREADS + LISTENERS,
            "timeout": 120,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self.settings)
        gc.collect()
        gc.freeze()  # what an application is made of stays until the end: no collection needs to look at it again
        return app


def serve(settings: Settings) -> None:
    """Serve the office until somebody asks to stop; the life of one process."""
    _Server(settings).run()


def do_jobs(settings: Settings) -> None:
    """Be the office's worker until somebody asks to stop; the life of one process."""
    app = create_app(settings)
    with app.app_context():
        work(app.extensions["office"])
