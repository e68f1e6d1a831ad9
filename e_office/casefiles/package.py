"""A file as a package that verifies elsewhere: originals under their names, metadata, index, hashes (BagIt)."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from e_office.casefiles import metadata, papers
from e_office.casefiles.bag import Payload, plain_name, write_bag
from e_office.casefiles.contents import Contents, contents_of
from e_office.casefiles.models import CaseFile
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.integrity import open_noted
from e_office.documents.models import DocumentFile
from e_office.documents.rules import distinct_names
from e_office.people.csv_files import write_rows

FILE_FIELDS = (
    "OrganId", "FileCatalog", "FileNotation", "Title", "Maintenance", "Rights", "Creator", "Language", "StartDate",
    "EndDate", "DocTotal", "PageTotal", "Description",
)  # fmt: skip
DOCUMENT_FIELDS = (
    "OrganId", "FileCatalog", "FileNotation", "DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate",
    "OrganName", "Subject", "Language", "PageAmount", "Description", "ArrivalDate", "ArrivalNumber", "Position",
    "FullName", "To", "ToPlaces", "Priority", "IssuedAmount", "DueDate", "Files",
)  # fmt: skip


@dataclass(frozen=True)
class Package:
    """A package that is ready to be sent: its name without ending, what it holds, and how it is read."""

    name: str
    files: tuple[DocumentFile, ...]
    pieces: Generator[bytes, None, None]


@dataclass(frozen=True)
class _Placed:
    """An original with its path in the package."""

    path: str
    file: DocumentFile


def make_package(office: Office, actor: Actor, file: CaseFile) -> Package:
    """The package of what the actor may read of a file; it says how much was left out, and nothing of it.

    Nothing is asked of the store before the first piece is taken. The rows are not looked at again after this call.
    """
    contents, now = contents_of(office, actor, file), office.clock.now()
    placed = {
        line.item.id: list(_places(line.ordinal, line.document.files)) for line in contents.lines if line.document
    }
    entries = metadata.entries_of(office, file, contents.documents)
    documents = [
        metadata.document_facts(file, line, entries) | {"Files": [_about(one) for one in placed.get(line.item.id, ())]}
        for line in contents.lines
    ]
    whole = metadata.file_facts(file, documents=len(contents.lines), pages=contents.pages)
    whole |= {"LeftOut": metadata.left_out(contents), "Documents": documents}
    made = _made(whole, documents, papers.index_docx(file, contents, day_of(now)), now)
    originals = [_original(office, one) for row in placed.values() for one in row]
    name = plain_name(f"{file.unit.notation}-{file.year}-{file.notation}".replace("/", "-"))
    pieces = write_bag(name, [*originals, *made], _info(actor, file, contents, now), now)
    return Package(name, tuple(one.file for row in placed.values() for one in row), pieces)


def _places(ordinal: int, files: Sequence[DocumentFile]) -> Iterator[_Placed]:
    """`documents/0003/Báo cáo.docx`: the place in the file, then the name as every system can write it."""
    names = distinct_names([plain_name(one.name) for one in files])
    return (_Placed(f"documents/{ordinal:04d}/{name}", one) for name, one in zip(names, files, strict=True))


def _about(one: _Placed) -> dict[str, Any]:
    return {
        "Path": f"data/{one.path}",
        "Name": one.file.name,
        "Size": one.file.size,
        "MediaType": one.file.media_type,
        "SHA256": one.file.sha256,
    }


def _original(office: Office, one: _Placed) -> Payload:
    chunks = open_noted(office, one.file)
    return Payload(one.path, one.file.created_at, lambda: chunks)


def _made(whole: dict[str, Any], documents: list[dict[str, Any]], index: bytes, now: datetime) -> list[Payload]:
    """The metadata as JSON and as two CSV files, and the index."""
    text = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    contents = {
        "metadata/file.json": text,
        "metadata/file.csv": write_rows(FILE_FIELDS, [_cells(FILE_FIELDS, whole)]),
        "metadata/documents.csv": write_rows(DOCUMENT_FIELDS, [_cells(DOCUMENT_FIELDS, one) for one in documents]),
        "index.docx": index,
    }
    return [_of_bytes(path, data, now) for path, data in contents.items()]


def _of_bytes(path: str, data: bytes, moment: datetime) -> Payload:
    return Payload(path, moment, lambda: (data,))


def _cells(fields: Sequence[str], facts: dict[str, Any]) -> list[str]:
    """One row of a CSV file: compound fields by their parts, lists in one cell."""
    flat = {**facts, **facts.get("FileCode", {}), **facts.get("SignerInfo", {})}
    flat["To"] = "; ".join(f"{one['OrganName']} ({one['OrganId']})" for one in facts.get("To", ()))
    flat["Files"] = "; ".join(one["Path"] for one in facts.get("Files", ()))
    return [str(flat.get(field, "")) for field in fields]


def _info(actor: Actor, file: CaseFile, contents: Contents, now: datetime) -> list[tuple[str, str]]:
    code = metadata.file_code(file)
    return [
        ("Source-Organization", f"{file.unit.name} ({file.unit.code})"),
        ("Contact-Name", f"{actor.name}, {actor.post_title}".rstrip(", ")),
        ("External-Identifier", "/".join(str(part) for part in code.values())),
        ("External-Description", file.title),
        ("Internal-Sender-Description", f"Maintenance: {file.maintenance}"),
        ("Bagging-Date", day_of(now).isoformat()),
        ("Left-Out-Items", str(contents.hidden)),
    ]
