"""Commands of the search: find, and rebuild the index."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from e_office.core.commands import Command, Group, as_json, office_here, print_row, print_rows, progress
from e_office.core.office import Office
from e_office.core.permission import Actor, Role, require
from e_office.documents.entries import all_entries
from e_office.documents.models import Document
from e_office.people import queries as people
from e_office.people.acting import actor_for
from e_office.portal import importing
from e_office.portal.finding import Wanted, search
from e_office.portal.manifest import plan_of
from search import rebuild

KINDS = ("conclusion", "invitation", "paper", "register")


def actor_of(office: Office, login: str) -> Actor:
    """Who a command acts as.

    :raises click.UsageError: where nobody has that log-in name.
    """
    person = people.person_by_login(office, login)
    if person is None:
        raise click.UsageError(f"Nobody has the log-in name {login}.")
    return actor_for(office, person)


class SearchGroup(Group):
    """`search WORDS …` finds; `search rebuild` is the only word that is a command."""

    def resolve_command(self, ctx: click.Context, args: list[str]):  # type: ignore[no-untyped-def]
        """Take everything but the name of a command as the words to find."""
        if args and args[0] not in self.commands:
            args = ["find", *args]
        return super().resolve_command(ctx, args)


search_group = SearchGroup("search", help="Find documents: `search WORDS --as LOGIN`; or `search rebuild`.")


@search_group.command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--as", "login", required=True, help="Whose rights apply.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 200), help="How many at most.")
@click.option("--kind", type=click.Choice(KINDS), help="Only documents of this kind.")
@as_json
def find(words: tuple[str, ...], login: str, limit: int, kind: str | None, as_json: bool) -> None:
    """Find documents as a person would on the screen: ids, titles, kinds, scores."""
    office = office_here()
    filters = {"kind": frozenset({kind})} if kind else {}
    answer = search(office, actor_of(office, login), Wanted(words=" ".join(words), filters=filters), size=limit)
    rows = [
        {
            "id": result.document.id,
            "kind": str(result.document.kind),
            "code": result.document.code,
            "title": result.document.subject,
            "score": round(result.score, 3),
            "from": "database" if answer.from_database else "index",
        }
        for result in answer.results
    ]
    print_rows(rows, as_json)
    if answer.from_database:
        click.echo("The index cannot be used; run `search rebuild`. These come from the database.", err=True)


@search_group.command("rebuild")
@as_json
def rebuild_index(as_json: bool) -> None:
    """Build the index anew from the database, beside the old one; goes on where it was stopped."""
    office = office_here()
    total = office.session.query(Document).count()
    with progress("Index", total) as told:
        taken = rebuild(office.settings.search_url, all_entries(office), told.to)
    count = office.engine.count()
    said = f"{taken} documents taken in, {count} in the index"
    print_row({"taken_in": taken, "in_index": count}, as_json, said)


@click.command("import", cls=Command)
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--as", "login", required=True, help="The clerk whose agency keeps the documents.")
@click.option("--unit", "code", help="Code of the agency, where the clerk works for several.")
@as_json
@with_appcontext
def import_folder(folder: str, login: str, code: str | None, as_json: bool) -> None:
    """Take a folder of files in, each as a document; an optional manifest.csv tells what they are.

    Columns: file, subject, type, code, issued_on (YYYY-MM-DD), issuer, signer, kind, urgency, secrecy (none). A
    column of another name stops the whole; a secret file is a bad row. Stopped half-way, it goes on where it was.
    Every bad row is listed, the others are taken in.
    """
    office = office_here()
    actor = actor_of(office, login)
    unit_id, plan = _agency(office, actor, code), plan_of(folder)
    with progress("Import", len(plan.rows)) as told:
        outcome = importing.run(office, actor, unit_id, plan, told.on)
    _print_outcome(outcome, as_json)
    if outcome.bad or outcome.stopped:
        raise SystemExit(1)


def _agency(office: Office, actor: Actor, code: str | None) -> int:
    """The agency the clerk imports for: the one named, or the only one.

    :raises click.UsageError: where it has to be named; :raises NotAllowed: for anybody but its clerk.
    """
    agencies = {people.get_unit(office, unit_id).code: unit_id for unit_id in actor.agency_ids(Role.CLERK)}
    require(bool(agencies) and (code is None or code in agencies), "import")
    if code is None and len(agencies) > 1:
        known = ", ".join(sorted(agencies))
        raise click.UsageError(f"{actor.login} is a clerk of several agencies; choose one with --unit: {known}")
    return agencies[code or next(iter(agencies))]


def _print_outcome(outcome: importing.Outcome, as_json: bool) -> None:
    bad = [{"row": line, "file": name, "problem": text} for line, name, text in outcome.bad]
    row = {"taken": outcome.taken, "there_already": outcome.skipped, "bad": bad, "stopped": outcome.stopped or None}
    if not as_json:
        for each in bad:
            click.echo(f"row {each['row']}, {each['file']}: {each['problem']}", err=True)
    print_row(row, as_json, f"{outcome.taken} taken in, {outcome.skipped} were there already, {len(bad)} bad")
    if outcome.stopped:
        click.echo(f"Stopped, the store takes no more files: {outcome.stopped}", err=True)
        click.echo("Type the same command again when it does; it goes on where it stopped.", err=True)


COMMANDS = (search_group, import_folder)
