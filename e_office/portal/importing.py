"""Taking a folder of files in: in small transactions, each file once, every bad row told."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor, Role, require
from e_office.core.problems import Refused
from e_office.documents.models import Kind
from e_office.documents.service import DocumentFacts, KeptFile, add_document, keep
from e_office.portal.manifest import Plan, Row
from e_office.portal.models import ImportedFile
from e_office.registry.issuers import unit_id_of, units_by_name
from e_office.registry.notation import normal_form
from e_office.registry.rules import kind_of
from e_office.registry.types import TYPES, Secrecy, Urgency, find_by_abbreviation, find_by_name
from storage import StorageError, StoreUnavailable

BATCH = 100
"""Files of one transaction: so many at most are done again after a kill."""
HANDS = 4
"""Files that are put into the store at the same time."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each further try while the store cannot be reached; after the last the import stops."""


class Unreadable(ValueError):
    """What a row says cannot be taken."""


@dataclass
class Outcome:
    """What came of it: how many were taken in, were there already, and (line, file, problem) of the bad.

    `stopped` says why the store took no more, which is no row's fault; the next run goes on from there.
    """

    taken: int = 0
    skipped: int = 0
    bad: list[tuple[int, str, str]] = field(default_factory=list)
    stopped: str = ""


def run(office: Office, actor: Actor, unit_id: int, plan: Plan, progress: Callable[[int], object]) -> Outcome:
    """Take a plan in as documents of one agency; a second run takes only what is not there yet.

    :raises NotAllowed: for anybody but a clerk of that agency.
    """
    require(unit_id in actor.agency_ids(Role.CLERK), "import")
    outcome, shelf = Outcome(bad=list(plan.bad)), _Shelf(office)
    with ThreadPoolExecutor(HANDS) as hands:
        for batch in _batches(plan.rows):
            try:
                _take_batch(office, actor, unit_id, batch, outcome, hands, shelf)
            except StorageError as error:
                outcome.stopped = str(error)
                break
            progress(len(batch))
    return outcome


class _Shelf:
    """Puts files into the store with patience; once it has given up, nothing more is tried."""

    def __init__(self, office: Office) -> None:
        self.office, self._gone = office, threading.Event()
        self._error: StorageError = StoreUnavailable("the store cannot be reached")

    def keep(self, path: Path) -> KeptFile:
        """The kept file. :raises StorageError: where the store takes none, now or a while ago."""
        for pause in (*PAUSES, None):
            if self._gone.is_set():
                raise self._error
            try:
                with path.open("rb") as stream:
                    return keep(self.office, stream, path.name)
            except StoreUnavailable as error:
                if pause is None:
                    self._give_up(error)
                    raise
                self._gone.wait(pause)
            except StorageError as error:
                self._give_up(error)
                raise
        raise self._error

    def _give_up(self, error: StorageError) -> None:
        self._error = error
        self._gone.set()


def _take_batch(
    office: Office,
    actor: Actor,
    unit_id: int,
    batch: Sequence[Row],
    outcome: Outcome,
    hands: ThreadPoolExecutor,
    shelf: _Shelf,
) -> None:
    """Bytes first, then one transaction of rows: a kill leaves unreferenced objects at most.

    What the manifest says is judged before a byte is kept: a file it calls secret never reaches the store (T6).
    """
    hashes = list(hands.map(_sha256, (row.path for row in batch)))
    present = _present(office, unit_id, batch)
    fresh = [(row, sha) for row, sha in zip(batch, hashes, strict=True) if (row.name, sha) not in present]
    office.session.rollback()
    kept = list(hands.map(lambda pair: _keep(shelf, unit_id, *pair), fresh))
    outcome.skipped += len(batch) - len(fresh)
    with office.transaction():
        units = units_by_name(office)
        for (row, _sha), found in zip(fresh, kept, strict=True):
            problem = found if isinstance(found, str) else _take(office, actor, row, *found, units)
            if problem:
                outcome.bad.append((row.line, row.name, problem))
            else:
                outcome.taken += 1
    office.session.expunge_all()


def _take(
    office: Office, actor: Actor, row: Row, facts: DocumentFacts, file: KeptFile, units: Mapping[str, int]
) -> str:
    """Make the document of a row; gives the problem, or nothing. An issuer that is a unit here is known as it."""
    facts = replace(facts, issuer_unit_id=unit_id_of(facts.issuer_name, units))
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


def _keep(shelf: _Shelf, unit_id: int, row: Row, sha256: str | OSError) -> tuple[DocumentFacts, KeptFile] | str:
    """What the manifest says and the kept file, or the problem; a row that is refused keeps no byte.

    :raises StorageError: where the store takes nothing, which says nothing of the row.
    """
    if isinstance(sha256, OSError):
        return f"the file cannot be read: {sha256.strerror}"
    try:
        return _facts(unit_id, row), shelf.keep(row.path)
    except (Unreadable, Refused) as error:
        return str(error)
    except OSError as error:
        return f"the file cannot be read: {error.strerror}"


def _present(office: Office, unit_id: int, batch: Sequence[Row]) -> set[tuple[str, str]]:
    names = [row.name for row in batch]
    query = select(ImportedFile.path, ImportedFile.sha256).where(
        ImportedFile.unit_id == unit_id, ImportedFile.path.in_(names)
    )
    return {(path, sha) for path, sha in office.session.execute(query)}


def _sha256(path: Path) -> str | OSError:
    """The hash of a file, or why it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return error


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch
