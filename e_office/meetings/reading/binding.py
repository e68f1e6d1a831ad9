"""Binding the papers of a meeting into one PDF: in the jail, with contents, bookmarks, page numbers and a mark."""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from e_office.core.problems import Problem, Refused, msg
from e_office.documents.extraction import Limits
from e_office.documents.extraction.helper import INSIDE as COMMON
from e_office.documents.extraction.helper import Helper

INSIDE = Path(__file__).parent / "inside"
FONT = Path(__file__).parent / "fonts" / "tinos-vietnamese.ttf"
LIMITS = Limits(memory=1536 * 1024 * 1024, cpu=60, wall=90)
LARGEST = 80 * 1024 * 1024
"""Bytes of all parts together: more is no file for a tablet, and would not fit the jail."""
BOOT = """
import importlib.util, sys
def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path + "/__init__.py", submodule_search_locations=[path])
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
common, own, fd = sys.argv[1:]
load("inside", common)
load("binding", own)
from inside.warm import main
from binding.work import warm_up, work
main(int(fd), work, warm_up)
"""

Chunks = Callable[[], Generator[bytes, None, None]]


@dataclass(frozen=True)
class Part:
    """A PDF or a picture to be bound in: its title, its size in bytes, and how its verified bytes are read."""

    title: str
    size: int
    chunks: Chunks
    picture: bool = False


@dataclass(frozen=True)
class Cover:
    """What the page of contents says: a title, lines about the meeting, and remarks at its foot."""

    title: str
    lines: Sequence[str] = ()
    foot: Sequence[str] = ()


@dataclass(frozen=True)
class Bound:
    """A bound PDF, its pages, and the places of parts that could not be read."""

    pdf: bytes
    pages: int
    bad: tuple[int, ...] = ()


def bind(parts: Sequence[Part], *, cover: Cover | None = None, numbers: str = "", mark: str = "") -> Bound:
    """All parts as one PDF. `numbers`: the foot of a page with {page} and {total}; `mark`: the line over every page.

    :raises Refused: where they are too large together, or none of them can be read.
    :raises StorageError: where one cannot be had from the store.
    """
    if sum(part.size for part in parts) > LARGEST:
        raise _refusal("bound_large", msg("Bộ tài liệu quá lớn cho một tệp PDF. Tải gói .zip thay vào đó."))
    with tempfile.TemporaryFile(prefix="e-office-") as file, tempfile.TemporaryFile(prefix="e-office-") as told:
        facts: dict[str, Any] = {"numbers": numbers, "mark": mark, "contents": None}
        facts["parts"] = [_add(file, part.chunks()) | {"title": part.title, "picture": part.picture} for part in parts]
        facts["font"] = _add(file, [FONT.read_bytes()])
        if cover is not None:
            facts["contents"] = {"title": cover.title, "lines": list(cover.lines), "foot": list(cover.foot)}
        told.write(json.dumps(facts).encode())
        file.flush()
        told.flush()
        helper = Helper(BOOT, (COMMON, INSIDE))
        try:
            said = helper.ask({}, LIMITS, file.fileno(), told.fileno())
        finally:
            helper.close()
    if said.get("state") != "done":
        raise _refusal(
            "bound_failed", msg("Không gộp được các tài liệu này thành một tệp PDF. Tải gói .zip thay vào đó.")
        )
    return Bound(base64.b64decode(said["pdf"]), said["pages"], tuple(said["bad"]))


def _add(file: BinaryIO, chunks: Iterable[bytes]) -> dict[str, int]:
    offset = file.tell()
    for chunk in chunks:
        file.write(chunk)
    return {"offset": offset, "size": file.tell() - offset}


def _refusal(code: str, text: Any) -> Refused:
    return Refused([Problem(code, text)], msg("Chưa có tệp PDF"))
