"""The exchange with other systems on a terminal: a document out to a file, files in, and a look at both sides."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from e_office.core import audit
from e_office.core.commands import Group, as_json, office_here, print_rows
from e_office.core.office import Office
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.models import Document
from e_office.exchange.edxml.certificates import CertificateError
from e_office.exchange.edxml.facts import Organ
from e_office.exchange.messages import outgoing
from e_office.exchange.messages.rounds import fetch, report_progress, take_in
from e_office.exchange.messages.sending import registrar_of
from e_office.exchange.models import Channel
from e_office.exchange.queries import dispatches_of
from e_office.exchange.transport import TransportError

exchange_group = Group("exchange", help="Messages of QCVN 102:2016 (edXML) to and from other systems.")


@exchange_group.command("export")
@click.argument("document_id", type=int)
@click.option(
    "--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output otherwise."
)
def export(document_id: int, path: Path | None) -> None:
    """Write the edXML of the dispatched document DOCUMENT_ID, signed where the office has a certificate."""
    office = office_here()
    with tempfile.TemporaryDirectory(prefix="edxml-") as place:
        made = Path(place) / "message"
        with made.open("wb") as out:
            _write(office, document_id, Path(place), out)
        with office.transaction():
            audit.record(office, None, "exported", "document", document_id, msg("xuất thông điệp edXML"))
        if path is not None:
            shutil.move(made, path)
            return
        with made.open("rb") as source:
            shutil.copyfileobj(source, sys.stdout.buffer)


def _write(office: Office, document_id: int, folder: Path, out: BinaryIO) -> None:
    document = office.session.get(Document, document_id)
    if document is None:
        raise NotFound("document")
    rows = dispatches_of(office, document_id)
    refuse_if(_export_problems(document, bool(rows)))
    meant = [row for row in rows if row.channel != Channel.PAPER] or rows
    organs = [Organ(organ_id=row.unit.code if row.unit else row.organ_id, name=row.name) for row in meant]
    paper = any(row.channel != Channel.ELECTRONIC for row in meant)
    staff = registrar_of(office, document_id)
    try:
        write = outgoing.writer(office)
    except CertificateError as error:
        raise click.ClickException(f"The certificate cannot be used: {error}") from error
    errand = outgoing.Errand(paper=paper, staff=staff)
    write(outgoing.message_of(office, document, organs, errand, folder=folder), out)


def _export_problems(document: Document, dispatched: bool) -> list[Problem]:
    if not dispatched or document.issuer_unit is None or document.issued_on is None:
        return [Problem("not_dispatched", msg("Văn bản chưa phát hành tới nơi nào nên không xuất được."))]
    if document.recalled_at is not None:
        return [Problem("recalled", msg("Văn bản đã thu hồi, không gửi nữa."))]
    return []


@exchange_group.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def import_files(files: tuple[Path, ...], as_json: bool) -> None:
    """Take edXML FILES in; fails where one was refused, which is kept aside with its reason."""
    office, rows = office_here(), []
    for path in files:
        try:
            with path.open("rb") as stream:
                outcome = take_in(office, stream, path.name)
        except CertificateError as error:
            raise click.ClickException(f"The trusted certificates cannot be read: {error}") from error
        rows.append(
            {
                "file": str(path),
                "outcome": outcome.what,
                "messages": [row.id for row in outcome.rows],
                "documents": sorted({row.document_id for row in outcome.rows if row.document_id}),
                "problems": [{"code": one.code, "message": str(one.message)} for one in outcome.problems],
            }
        )
    _print(rows, as_json)
    if any(row["outcome"] == "aside" for row in rows):
        raise SystemExit(1)


@exchange_group.command("fetch")
@as_json
def fetch_now(as_json: bool) -> None:
    """Fetch what waits at the other side now, and tell senders how far their documents are."""
    office = office_here()
    try:
        outcomes = fetch(office)
    except TransportError as error:
        raise click.ClickException(str(error)) from error
    told = report_progress(office)
    rows = [
        {"outcome": one.what, "messages": [row.id for row in one.rows], "reason": one.reason}
        for one in cast(Any, outcomes)
    ]
    print_rows([*rows, {"progress_told": told}], as_json)


def _print(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(
            f"{row['outcome']:9} {row['file']}  {', '.join(f'document {one}' for one in row['documents'])}".rstrip()
        )
        for problem in row["problems"]:
            click.echo(f"          {problem['message']}", err=True)
