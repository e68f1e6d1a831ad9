"""Commands of documents: what becomes of the originals in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import click

from e_office.core.commands import Group, as_json, office_here, print_row, print_rows, progress
from e_office.documents import clearing
from e_office.documents.clearing import Fate, Outcome
from e_office.documents.holding import hold_all, kept_versions
from storage import StoreUnavailable

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


class Age(click.ParamType):
    """An age such as 36h, 7d or 12w, of a day at least."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read it; what is younger than a day may belong to a form that is open."""
        if isinstance(value, timedelta):
            return value
        told = re.fullmatch(r"(\d{1,5})([hdw])", value)
        unit = {"h": "hours", "d": "days", "w": "weeks"}
        age = timedelta(**{unit[told[2]]: int(told[1])}) if told else timedelta(0)
        if age < clearing.YOUNGEST:
            self.fail(f"{value!r} is no age of a day or more; write 36h, 7d or 12w", param, ctx)
        return age


@originals_group.command("orphans")
@click.option("--older-than", type=Age(), default="7d", show_default=True, help="Nothing younger is touched.")
@click.option("--delete", is_flag=True, help="Take them out of the store; without it they are only listed.")
@click.option(
    "--put-aside",
    type=Age(),
    help="With --delete, also give up files that have waited longer than this in the registers' queues.",
)
@as_json
def orphans(older_than: timedelta, delete: bool, put_aside: timedelta | None, as_json: bool) -> None:
    """List the objects of the store that belong to nothing, or take them out; what object lock holds is told."""
    office = office_here()
    if put_aside and not delete:
        raise click.UsageError("--put-aside changes the registers' queues: say --delete with it.")
    given_up = clearing.put_aside(office, office.clock.now() - put_aside) if put_aside else 0
    found, broken = _gathered(
        clearing.clear(office, older_than)
        if delete
        else (Outcome(stored, Fate.FOUND) for stored in clearing.orphans(office, older_than))
    )
    summary: dict[str, Any] = {"put_aside": given_up}
    for fate in Fate:
        of_it = [outcome.stored.size for outcome in found if outcome.fate is fate]
        summary[str(fate)], summary[f"{fate}_bytes"] = len(of_it), sum(of_it)
    rows = [_told(outcome) for outcome in found]
    if as_json:
        print_rows([summary | {"objects": rows}], True)
    else:
        print_rows(rows, False)
        click.echo(_sentence(summary, delete))
    if broken:
        click.echo(f"The store cannot be used: {broken}; the next run goes on where this one stopped.", err=True)
    if broken or summary[Fate.FAILED]:
        raise SystemExit(1)


def _gathered(outcomes: Iterator[Outcome]) -> tuple[list[Outcome], str]:
    """What was done, and why it was not done to the end where the store broke off."""
    found: list[Outcome] = []
    try:
        found.extend(outcomes)
    except StoreUnavailable as error:
        return found, str(error)
    return found, ""


def _told(outcome: Outcome) -> dict[str, Any]:
    stored = outcome.stored
    return {
        "fate": str(outcome.fate),
        "key": stored.key,
        "version": stored.version,
        "size": stored.size,
        "put_at": stored.put_at.isoformat(timespec="seconds"),
        "until": outcome.until.isoformat(timespec="seconds") if outcome.until else None,
        "why": outcome.why or None,
    }


def _sentence(summary: dict[str, Any], delete: bool) -> str:
    """What was done, in one sentence."""
    if not delete:
        return f"{summary['found']} objects ({summary['found_bytes']} bytes) belong to nothing; --delete takes them out"
    said = [f"{summary['removed']} objects ({summary['removed_bytes']} bytes) taken out"]
    said += [f"{summary['put_aside']} files put aside in the registers"] if summary["put_aside"] else []
    said += [f"{summary['locked']} kept by object lock"] if summary["locked"] else []
    said += [f"{summary['in_use']} in use meanwhile"] if summary["in_use"] else []
    said += [f"{summary['no_versions']} left, because the store keeps no versions"] if summary["no_versions"] else []
    said += [f"{summary['failed']} refused by the store"] if summary["failed"] else []
    return ", ".join(said)
