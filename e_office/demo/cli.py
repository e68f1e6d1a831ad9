"""The demonstration province from a command."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from e_office.core.commands import Command, as_json, office_here, print_row, progress
from e_office.demo.loading import begun, is_empty, load_demo
from e_office.demo.people import ACCOUNTS
from e_office.demo.province import PASSWORD


@click.command(cls=Command)
@click.option(
    "--scale", default=500, show_default=True, type=click.IntRange(1, 1_000_000), help="About how many documents."
)
@as_json
@with_appcontext
def demo(scale: int, as_json: bool) -> None:
    """Load the demonstration province into an empty database; stopped, it goes on where it was."""
    office = office_here()
    if not is_empty(office) and begun(office) is None:
        raise click.ClickException(
            "This database has units or people of its own; the demonstration does not go into it."
        )
    with progress("Demonstration", 1) as told:
        count = load_demo(office, scale=scale, progress=told.to)
    accounts = [{"login": each.login, "name": each.name, "unit": each.unit} for each in ACCOUNTS]
    lines = [f"{count} items loaded. Every account has the password {PASSWORD}:"]
    lines += [f"  {each['login']:18} {each['name']}, {each['unit']}" for each in accounts]
    print_row({"loaded": count, "password": PASSWORD, "accounts": accounts}, as_json, "\n".join(lines))
