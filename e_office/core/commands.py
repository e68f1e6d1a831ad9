"""What every command of the house shares: whose office it is, rows or JSON, progress, and how a refusal is told."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from e_office.core.checks import database_words
from e_office.core.office import Office
from e_office.core.permission import NotAllowed
from e_office.core.problems import NotFound, Refused
from search import SearchError
from storage import StorageError

LINE_SECONDS = 5.0
"""How often a long command says how far it is where nobody watches a bar, in seconds."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Command(click.Command):
    """A command of the house: what stands against it is told in sentences on standard error, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; every kind of refusal that people can do something about ends here, and no other."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            lines = [f"refused: {problem.message}" for problem in refusal.problems]
        except NotAllowed as refusal:
            lines = [f"refused: {ctx.params.get('login') or 'this person'} has no right to this ({refusal.verb})"]
        except NotFound as missing:
            lines = [f"refused: there is no such {str(missing) or 'thing'}"]
        except StorageError as error:
            lines = [f"The store cannot be used: {error}"]
        except SearchError as error:
            lines = [f"The index cannot be used: {error}; run `search rebuild`."]
        except (OperationalError, ProgrammingError) as error:
            lines = [f"The database cannot be used: {database_words(error)}"]
        for line in lines:
            click.echo(line, err=True)
        raise SystemExit(1)


class Group(AppGroup):
    """Commands under one word, each of them a `Command`."""

    command_class = Command


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


def print_row(row: dict[str, Any], as_json: bool, sentence: str) -> None:
    """One row as JSON, or the sentence that says the same."""
    if as_json:
        print_rows([row], True)
    else:
        click.echo(sentence)


@contextmanager
def progress(label: str, total: int) -> Iterator[Progress]:
    """Tell on standard error how much of `total` is done: a bar on a terminal, a line now and then elsewhere."""
    with click.progressbar(length=max(1, total), label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        told = Progress(label, total, bar)
        yield told
        told.last()


class Progress:
    """How much of a long piece of work is done."""

    def __init__(self, label: str, total: int, bar: Any) -> None:
        self.label, self.total, self.done, self.bar = label, total, 0, bar
        self._told_at, self._told = time.monotonic(), -1

    def to(self, done: int, total: int | None = None) -> None:
        """So much is done altogether, of `total` where only now that is known."""
        if total:
            self.total = self.bar.length = total
        self.bar.update(done - self.done)
        self.done = done
        if self.bar.hidden and time.monotonic() - self._told_at >= LINE_SECONDS:
            self._line()

    def on(self, count: int) -> None:
        """So much more is done."""
        self.to(self.done + count)

    def last(self) -> None:
        """The last line, where lines are written."""
        if self.bar.hidden and self._told != self.done:
            self._line()

    def _line(self) -> None:
        self._told_at, self._told = time.monotonic(), self.done
        click.echo(f"{self.label}: {self.done} of {self.total}", err=True)
