"""The demonstration province from a command."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from e_office.core.cli import office_here
from e_office.demo.loading import begun, is_empty, load_demo
from e_office.demo.people import ACCOUNTS
from e_office.demo.province import PASSWORD


@click.command()
@click.option(
    "--scale", default=500, show_default=True, type=click.IntRange(1, 1_000_000), help="About how many documents."
)
@with_appcontext
def demo(scale: int) -> None:
    """Load the demonstration province into an empty database; stopped, it goes on where it was."""
    office = office_here()
    if not is_empty(office) and begun(office) is None:
        raise click.ClickException("This database has people of its own; the demonstration does not go into it.")
    with click.progressbar(length=1000, label="Demonstration", file=sys.stderr) as bar:
        count = load_demo(
            office, scale=scale, progress=lambda done, of: bar.update(int(1000 * done / max(of, 1)) - bar.pos)
        )
    click.echo(f"{count} items loaded. Every account has the password {PASSWORD}:")
    for account in ACCOUNTS:
        click.echo(f"  {account.login:18} {account.name}, {account.unit}")
