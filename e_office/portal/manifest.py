"""What a folder of files to be imported holds: the rows of its manifest, or else every file of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from e_office.people.csv_files import decoded, delimiter_of

MANIFEST = "manifest.csv"
COLUMNS = ("file", "subject", "type", "code", "issued_on", "issuer", "signer", "kind", "urgency", "secrecy")

Bad = tuple[int, str, str]
"""Line, file and problem of a row nothing can be made of."""


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
    bad: list[Bad]


def plan_of(folder: str | Path) -> Plan:
    """What is to be taken in: the rows of `manifest.csv` where there is one, else every file of the folder.

    A manifest that cannot be read as a whole gives no row and one bad line that says why.
    """
    root = Path(folder).resolve()
    if (root / MANIFEST).exists():
        return _planned(root)
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return Plan([Row(n, path, str(path.relative_to(root)), {}) for n, path in enumerate(files, 1)], [])


def _planned(root: Path) -> Plan:
    rows: list[Row] = []
    bad: list[Bad] = []
    try:
        text = decoded((root / MANIFEST).read_bytes())
    except UnicodeDecodeError:
        return _unusable(1, "it is not written in UTF-8; in Excel choose Save as, CSV UTF-8")
    except OSError as error:
        return _unusable(1, f"it cannot be read: {error.strerror}")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        if problem := _head_problem(head):
            return _unusable(1, problem)
        for line, cells in _lines(reader):
            facts = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
            name = facts.get("file", "")
            path = (root / name).resolve()
            if problem := "more cells than columns" if len(cells) > len(head) else _place_problem(root, name, path):
                bad.append((line, name, problem))
            else:
                rows.append(Row(line, path, name, facts))
    except csv.Error as error:
        return _unusable(reader.line_num, f"it cannot be read from here on ({error}): are the quotation marks right?")
    return Plan(rows, bad)


def _unusable(line: int, why: str) -> Plan:
    return Plan([], [(line, MANIFEST, why)])


def _head_problem(head: Sequence[str]) -> str:
    """Why nothing of a manifest can be taken; a column nobody knows may say what must be obeyed."""
    if unknown := sorted(set(head) - set(COLUMNS)):
        named = ", ".join(name or "(without a name)" for name in unknown)
        return f"columns nobody knows: {named}; known: {', '.join(COLUMNS)}"
    if len(set(head)) < len(head):
        return "a column stands there twice"
    return "" if "file" in head else f"there is no column file; known: {', '.join(COLUMNS)}"


def _lines(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something, each with the line of the file it begins on."""
    before = 1
    for cells in reader:
        line, before = before + 1, reader.line_num  # type: ignore[attr-defined]
        if any(cell.strip() for cell in cells):
            yield line, cells


def _place_problem(root: Path, name: str, path: Path) -> str:
    if not name or not path.is_relative_to(root):
        return "the file is not in the folder"
    return "" if path.is_file() else "there is no such file"
