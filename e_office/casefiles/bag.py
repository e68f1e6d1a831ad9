"""BagIt 1.0 (RFC 8493) written as a ZIP while it is sent: payload, manifests of SHA-256 and SHA-512, tag files."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from e_office.core.clock import local
from e_office.documents.sending import Pipe

ALGORITHMS = ("sha256", "sha512")
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""No ZIP knows an earlier time."""
NAME_BYTES = 200
"""File systems take 255 bytes a name, and an accented letter has two or three."""
RESERVED = str.maketrans(dict.fromkeys('<>:"|?*%\\/', "_"))
"""Signs that one system or another, or a manifest, takes for something else."""


@dataclass(frozen=True)
class Payload:
    """A file of the package: its path below `data/`, the instant it is dated, and its bytes when they are asked for."""

    path: str
    moment: datetime
    chunks: Callable[[], Iterable[bytes]]


@dataclass
class _Counted:
    """What was written so far: the lines of the manifests, and how much payload there is."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ALGORITHMS})
    octets: int = 0
    files: int = 0


def plain_name(name: str) -> str:
    """A file's name as every system can write it: no reserved sign, at most 200 bytes, the ending kept."""
    name = name.translate(RESERVED).rstrip(" .") or "_"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = NAME_BYTES - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + dot + ending


def write_bag(
    root: str, payload: Iterable[Payload], facts: Sequence[tuple[str, str]], moment: datetime
) -> Generator[bytes, None, None]:
    """The package as pieces of a ZIP; nothing of it is held in memory, and nothing is compressed.

    `facts` are the lines of `bag-info.txt`; what was counted on the way is added to them.

    :raises StorageError: in the middle where a file is not to be had; the ZIP has no end then, so nobody takes it
        for whole.
    """
    pipe, counted = Pipe(), _Counted()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for part in payload:
            yield from _write_payload(archive, pipe, root, part, counted)
        info = [*facts, ("Payload-Oxum", f"{counted.octets}.{counted.files}")]
        tags = {"bagit.txt": DECLARATION, "bag-info.txt": _lines(f"{name}: {_one_line(text)}" for name, text in info)}
        tags |= {f"manifest-{name}.txt": _lines(lines) for name, lines in counted.lines.items()}
        for algorithm in ALGORITHMS:
            hashes = ((hashlib.new(algorithm, text.encode()).hexdigest(), path) for path, text in sorted(tags.items()))
            manifest = _lines(f"{digest}  {path}" for digest, path in hashes if not path.startswith("tagmanifest"))
            tags[f"tagmanifest-{algorithm}.txt"] = manifest
        for path, text in tags.items():
            archive.writestr(_entry(f"{root}/{path}", moment), text.encode())
            yield pipe.take()
    yield pipe.take()


def _write_payload(
    archive: zipfile.ZipFile, pipe: Pipe, root: str, part: Payload, counted: _Counted
) -> Generator[bytes, None, None]:
    hashes = [hashlib.new(name) for name in ALGORITHMS]
    path = f"data/{part.path}"
    with archive.open(_entry(f"{root}/{path}", part.moment), "w", force_zip64=True) as entry:
        for chunk in part.chunks():
            entry.write(chunk)
            for one in hashes:
                one.update(chunk)
            counted.octets += len(chunk)
            yield pipe.take()
    counted.files += 1
    for name, one in zip(ALGORITHMS, hashes, strict=True):
        counted.lines[name].append(f"{one.hexdigest()}  {path}")


def _entry(path: str, moment: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, max(local(moment).timetuple()[:6], EARLIEST))
    info.external_attr = 0o100644 << 16
    return info


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
