"""Commands of documents: what becomes of the originals in the store."""

from __future__ import annotations

from dataclasses import asdict

import click

from e_office.core.commands import Group, as_json, office_here, print_row, progress
from e_office.documents.holding import hold_all, kept_versions

originals_group = Group("originals", help="The originals in the store.")


@originals_group.command("hold")
@as_json
def hold(as_json: bool) -> None:
    """Lock every original as long as one that is put today (`retain_days`); safe to repeat and to stop."""
    office = office_here()
    with progress("Originals", sum(1 for _place in kept_versions(office))) as told:
        held = hold_all(office, told.to)
    said = f"{held.looked_at} originals, {held.extended} locks made longer"
    print_row(asdict(held), as_json, said)
    if held.unlocked:
        click.echo(f"{held.unlocked} originals cannot be locked: the store keeps no locks for them.", err=True)
    if held.missing:
        click.echo(f"{held.missing} originals are not in the store: run `fsck`.", err=True)
    if held.unlocked or held.missing:
        raise SystemExit(1)
