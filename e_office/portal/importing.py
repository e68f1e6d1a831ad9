"""Taking a folder of files in: in small transactions, each file once, every bad row told."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor, Role, require
from e_office.core.problems import Refused
from e_office.documents.models import Kind
from e_office.documents.service import DocumentFacts, KeptFile, add_document, keep
from e_office.portal.models import ImportedFile
from e_office.registry.notation import normal_form
from e_office.registry.rules import kind_of
from e_office.registry.types import TYPES, Secrecy, Urgency, find_by_abbreviation, find_by_name
from storage import StorageError

MANIFEST = "manifest.csv"
COLUMNS = ("file", "subject", "type", "code", "issued_on", "issuer", "signer", "kind", "urgency", "secrecy")
BATCH = 100
"""Files of one transaction: so many at most are done again after a kill."""
HANDS = 4
"""Files that are put into the store at the same time."""


class Unreadable(ValueError):
    """What a row says cannot be taken."""


@dataclass(frozen=True)
class Row:
    """One file to take in; `line` is its line of the manifest, or its place in the folder."""

    line: int
    path: Path
    name: str
    facts: dict[str, str]


@dataclass(frozen=True)
class Plan:
    """The rows of a folder, and lines of the manifest nothing can be made of."""

    rows: list[Row]
    bad: list[tuple[int, str, str]]


@dataclass
class Outcome:
    """What came of it: how many were taken in, were there already, and (line, file, problem) of the bad."""

    taken: int = 0
    skipped: int = 0
    bad: list[tuple[int, str, str]] = field(default_factory=list)


def plan_of(folder: str | Path) -> Plan:
    """What is to be taken in: the rows of `manifest.csv` where there is one, else every file of the folder."""
    root = Path(folder).resolve()
    if (root / MANIFEST).exists():
        return _planned(root)
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return Plan([Row(n, path, str(path.relative_to(root)), {}) for n, path in enumerate(files, 1)], [])


def _planned(root: Path) -> Plan:
    """The rows of the manifest; with a column nobody knows none of them, for it may say what must be obeyed."""
    rows, bad = [], []
    with (root / MANIFEST).open(encoding="utf-8-sig", newline="") as stream:
        manifest = csv.DictReader(stream)
        if unknown := sorted({name.strip() for name in manifest.fieldnames or ()} - set(COLUMNS)):
            return Plan([], [(1, MANIFEST, f"columns nobody knows: {', '.join(unknown)}; known: {', '.join(COLUMNS)}")])
        for line, given in enumerate(manifest, start=2):
            more = given.pop(None, None)  # type: ignore[call-overload]
            facts = {key.strip(): (value or "").strip() for key, value in given.items()}
            name = facts.get("file", "")
            path = (root / name).resolve()
            if problem := "more cells than columns" if more else _place_problem(root, name, path):
                bad.append((line, name, problem))
            else:
                rows.append(Row(line, path, name, facts))
    return Plan(rows, bad)


def _place_problem(root: Path, name: str, path: Path) -> str:
    if not name or not path.is_relative_to(root):
        return "the file is not in the folder"
    return "" if path.is_file() else "there is no such file"


def run(office: Office, actor: Actor, plan: Plan, progress: Callable[[int], object]) -> Outcome:
    """Take a plan in; a second run takes only what is not there yet.

    :raises NotAllowed: for anybody but a clerk.
    """
    agencies = sorted(actor.agency_ids(Role.CLERK))
    require(bool(agencies), "import")
    outcome = Outcome(bad=list(plan.bad))
    with ThreadPoolExecutor(HANDS) as hands:
        for batch in _batches(plan.rows):
            _take_batch(office, actor, agencies[0], batch, outcome, hands)
            progress(len(batch))
    return outcome


def _take_batch(
    office: Office, actor: Actor, unit_id: int, batch: Sequence[Row], outcome: Outcome, hands: ThreadPoolExecutor
) -> None:
    """Bytes first, then one transaction of rows: a kill leaves unreferenced objects at most.

    What the manifest says is judged before a byte is kept: a file it calls secret never reaches the store (T6).
    """
    hashes = list(hands.map(_sha256, (row.path for row in batch)))
    present = _present(office, unit_id, batch)
    fresh = [(row, sha) for row, sha in zip(batch, hashes, strict=True) if (row.name, sha) not in present]
    outcome.skipped += len(batch) - len(fresh)
    office.session.rollback()
    kept = list(hands.map(lambda pair: _keep(office, unit_id, pair[0]), fresh))
    with office.transaction():
        for (row, _sha), found in zip(fresh, kept, strict=True):
            problem = found if isinstance(found, str) else _take(office, actor, row, *found)
            if problem:
                outcome.bad.append((row.line, row.name, problem))
            else:
                outcome.taken += 1
    office.session.expunge_all()


def _take(office: Office, actor: Actor, row: Row, facts: DocumentFacts, file: KeptFile) -> str:
    """Make the document of a row; gives the problem, or nothing."""
    try:
        document = add_document(office, actor, facts, [file], why="imported")
    except Refused as error:
        return str(error)
    office.session.add(
        ImportedFile(
            unit_id=facts.owner_unit_id,
            path=row.name,
            sha256=file.sha256,
            document_id=document.id,
            at=office.clock.now(),
        )
    )
    return ""


def _facts(unit_id: int, row: Row) -> DocumentFacts:
    """What the manifest says of a file; without one its name is the subject.

    :raises Unreadable: telling what cannot be taken.
    """
    given = row.facts
    _refuse_secret(given.get("secrecy", ""))
    code = given.get("code", "")
    type_code, subject = _type_code(given.get("type", "")), (given.get("subject") or row.path.stem)[:500]
    urgency, kind = given.get("urgency") or Urgency.NORMAL, given.get("kind") or kind_of(type_code, subject)
    if urgency not in set(Urgency):
        raise Unreadable(f"urgency {urgency!r} is none of {', '.join(Urgency)}")
    if kind not in set(Kind):
        raise Unreadable(f"kind {kind!r} is none of {', '.join(Kind)}")
    return DocumentFacts(
        owner_unit_id=unit_id,
        type_code=type_code,
        subject=subject,
        kind=Kind(kind),
        code=code[:200],
        code_key=normal_form(code)[:200] if code else "",
        issued_on=_day(given.get("issued_on", "")),
        issuer_name=given.get("issuer", "")[:200],
        signer=given.get("signer", "")[:200],
        urgency=urgency,
    )


def _refuse_secret(level: str) -> None:
    if level not in {"", Secrecy.NONE}:
        known = level in set(Secrecy)
        why = "a secret document is written into the secret register, without a file" if known else "is not known"
        raise Unreadable(f"secrecy {level!r}: {why}")


def _type_code(text: str) -> str:
    if not text:
        return "CV"
    if text in TYPES:
        return text
    found = find_by_name(text) or find_by_abbreviation(text)
    if found is None:
        raise Unreadable(f"type {text!r} is not known")
    return found.code


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"issued_on {text!r} is not a day, write YYYY-MM-DD") from None


def _keep(office: Office, unit_id: int, row: Row) -> tuple[DocumentFacts, KeptFile] | str:
    """What the manifest says and the kept file, or the problem; a row that is refused keeps no byte."""
    try:
        facts = _facts(unit_id, row)
        with row.path.open("rb") as stream:
            return facts, keep(office, stream, row.path.name)
    except (Unreadable, Refused, StorageError, OSError) as error:
        return str(error)


def _present(office: Office, unit_id: int, batch: Sequence[Row]) -> set[tuple[str, str]]:
    names = [row.name for row in batch]
    query = select(ImportedFile.path, ImportedFile.sha256).where(
        ImportedFile.unit_id == unit_id, ImportedFile.path.in_(names)
    )
    return {(path, sha) for path, sha in office.session.execute(query)}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch
