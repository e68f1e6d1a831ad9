"""An index built anew beside the one in use, and switched to by a rename while readers go on.

The work lies in `building/` until it is whole; a rebuild that was killed goes on where its last batch was
committed. What is indexed or removed meanwhile goes to the index in use and is noted here, and the notes are
applied before the switch, so nothing is lost and nothing old comes back.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from search.locking import held
from search.model import Entry, IndexBroken, SearchError
from search.preparing import batches, prepare_batch
from search.whoosh_generation import Generation, commit, create, open_latest
from search.whoosh_storage import SCHEMA_VERSION, Verified, write_safely

Progress = Callable[[int], None]

_BUILDING = "building"
_DONE = "done.json"
_CHANGES = "changes.jsonl"


def note(root: Path, entries: Iterable[Entry] = (), removed: Iterable[int] = ()) -> None:
    """Note a change for the rebuild under way, if there is one; for the holder of the writer's lock."""
    folder = root / _BUILDING
    if not folder.is_dir():
        return
    lines = [json.dumps({"put": asdict(entry)}, default=_plain) for entry in entries]
    lines += [json.dumps({"remove": id}) for id in removed]
    with (folder / _CHANGES).open("a", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} cannot be noted")


def _entry(noted: dict[str, Any]) -> Entry:
    day = noted["issued_on"]
    sets = {name: frozenset(noted[name]) for name in ("tags", "readers")}
    return Entry(**{**noted, **sets, "issued_on": date.fromisoformat(str(day)) if day else None})


def _noted(folder: Path) -> Iterator[tuple[int, Entry | None]]:
    try:
        lines = (folder / _CHANGES).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        change = json.loads(line)
        if "put" in change:
            entry = _entry(change["put"])
            yield entry.id, entry
        else:
            yield int(change["remove"]), None


def done_up_to(root: Path) -> int:
    """Tell the last id that an interrupted rebuild has done; 0 where none was interrupted."""
    try:
        record = json.loads((root / _BUILDING / _DONE).read_text(encoding="utf-8"))
        return int(record["last"]) if record["schema"] == SCHEMA_VERSION else 0
    except (OSError, ValueError, LookupError, TypeError):
        return 0


def _begin(root: Path, verified: Verified) -> tuple[Generation, int]:
    """Open what an interrupted rebuild left, or begin anew where there is nothing of use."""
    folder, last = root / _BUILDING, done_up_to(root)
    if last:
        try:
            return open_latest(folder, verified), last
        except IndexBroken:
            last = 0
    with held(root / "writer.lock"):  # nobody notes a change between the two
        shutil.rmtree(folder, ignore_errors=True)
        create(folder)
    return open_latest(folder, verified), last


def _ascending(entries: Iterable[Entry], last: int) -> Iterator[Entry]:
    before = 0
    for entry in entries:
        if entry.id <= before:
            raise SearchError(f"a rebuild takes entries by ascending id: {entry.id} came after {before}")
        before = entry.id
        if entry.id > last:
            yield entry


def _apply_notes(folder: Path, generation: Generation, verified: Verified) -> Generation:
    changes = dict(_noted(folder))
    for batch in batches(entry for entry in changes.values() if entry is not None):
        commit(folder, generation, prepare_batch(batch))
        generation = open_latest(folder, verified, generation)
    commit(folder, generation, remove=[id for id, entry in changes.items() if entry is None])
    return generation


def rebuild(
    root: Path, entries: Iterable[Entry], switch: Callable[[Path], None], progress: Progress | None = None
) -> int:
    """Build an index from all entries, given by ascending id, and put it in use; returns how many it took in.

    `progress` hears the number of documents done after each batch. Entries up to `done_up_to` are skipped, so
    the caller may leave them out. Raises `SearchError` while another rebuild runs.
    """
    folder, verified = root / _BUILDING, Verified()
    with held(root / "rebuild.lock", seconds=0):
        generation, last = _begin(root, verified)
        taken = 0
        for batch in batches(_ascending(entries, last)):
            commit(folder, generation, prepare_batch(batch), merge=False)
            generation = open_latest(folder, verified, generation)
            write_safely(folder / _DONE, json.dumps({"last": batch[-1].id, "schema": SCHEMA_VERSION}))
            taken += len(batch)
            if progress is not None:
                progress(generation.documents())
        if len(generation.opened) > 1:
            commit(folder, generation, merge_all=True)
            generation = open_latest(folder, verified, generation)
        with held(root / "writer.lock"):
            _apply_notes(folder, generation, verified)
            _put_in_place(root, folder, switch)
    return taken


def _numbers(folders: Iterable[Path]) -> Sequence[int]:
    names = (folder.name.removeprefix("index-") for folder in folders)
    return [int(name) for name in names if name.isdigit()]


def _put_in_place(root: Path, folder: Path, switch: Callable[[Path], None]) -> None:
    target = root / f"index-{max(_numbers(root.glob('index-*')), default=0) + 1}"
    os.rename(folder, target)
    for leftover in (_DONE, _CHANGES):
        (target / leftover).unlink(missing_ok=True)
    switch(target)
