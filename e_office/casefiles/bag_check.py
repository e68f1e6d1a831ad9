"""Checking a package that came back or was carried elsewhere: complete, unchanged, with nothing slipped in."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

CHUNK = 1 << 20
KNOWN = ("md5", "sha1", "sha256", "sha512")
STRONG = frozenset({"sha256", "sha512"})
LARGEST_TAG = 64_000_000
"""Bytes of a tag file at most; a manifest of a million files is no larger."""
_OXUM = re.compile(r"^Payload-Oxum:\s*(\d+)\.(\d+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """What came of a check: payload files and bytes read, and everything that is wrong, in sentences."""

    files: int
    octets: int
    problems: tuple[str, ...]


class _Source(Protocol):
    """Where a package lies: its files by name with their sizes, and their bytes."""

    sizes: dict[str, int]
    twice: list[str]

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The bytes of a file."""


class _Folder:
    """A package that was unpacked."""

    def __init__(self, path: Path) -> None:
        inside = [one for one in path.rglob("*") if one.is_file() and not one.is_symlink()]
        self.path = path
        self.sizes = {one.relative_to(path).as_posix(): one.stat().st_size for one in inside}
        self.twice: list[str] = []

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The bytes of a file."""
        return (self.path / name).open("rb")


class _Zip:
    """A package as it was sent; the one folder everything lies in is left away."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        entries = [one for one in archive.infolist() if not one.is_dir()]
        roots = {one.filename.partition("/")[0] for one in entries if "/" in one.filename}
        whole = len(roots) == 1 and all("/" in one.filename for one in entries)
        self.root = f"{roots.pop()}/" if whole else ""
        names = [one.filename.removeprefix(self.root) for one in entries]
        self.sizes = {name: one.file_size for name, one in zip(names, entries, strict=True)}
        self.twice = sorted({name for name in names if names.count(name) > 1}) if len(names) > len(self.sizes) else []

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The bytes of a file."""
        return self.archive.open(self.root + name)


def check_bag(path: Path) -> Verdict:
    """Check a package: a ZIP, or the folder it was unpacked to. Nothing is written, nothing unpacked.

    :raises OSError: where it cannot be read.
    """
    if path.is_dir():
        return _check(_Folder(path))
    try:
        with zipfile.ZipFile(path) as archive:
            return _check(_Zip(archive))
    except zipfile.BadZipFile as error:
        return Verdict(0, 0, (f"the ZIP is broken: {error}",))


def _check(source: _Source) -> Verdict:
    problems = list(_frame_problems(source))
    payload = {name: size for name, size in source.sizes.items() if name.startswith("data/")}
    wanted: dict[str, dict[str, str]] = {}
    for algorithm, manifest, listed in _manifests(source, problems):
        for name, digest in listed.items():
            wanted.setdefault(name, {})[algorithm] = digest
        if manifest.startswith("manifest-"):
            problems += [f"{name} is in no line of {manifest}" for name in sorted(payload.keys() - listed.keys())]
    for name in sorted(wanted):
        problems += _file_problems(source, name, wanted[name])
    octets = sum(payload.values())
    oxum = _OXUM.search(_text(source, "bag-info.txt"))
    if oxum and (int(oxum[1]), int(oxum[2])) != (octets, len(payload)):
        problems.append(f"bag-info.txt says {oxum[1]} bytes in {oxum[2]} files, there are {octets} in {len(payload)}")
    return Verdict(len(payload), octets, tuple(problems))


def _frame_problems(source: _Source) -> Iterator[str]:
    yield from (f"{name} is there twice" for name in source.twice)
    declared = _text(source, "bagit.txt")
    if not re.match(r"BagIt-Version: (?:0\.9[67]|1\.0)\s*\nTag-File-Character-Encoding: UTF-8\s*$", declared):
        yield "bagit.txt is missing, or does not declare a version that is known here"
    strong = [name for name in source.sizes if re.fullmatch(r"manifest-(sha256|sha512)\.txt", name)]
    if not strong:
        yield "there is no manifest of SHA-256 or SHA-512"
    if "fetch.txt" in source.sizes:
        yield "fetch.txt names files that lie elsewhere"


def _manifests(source: _Source, problems: list[str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(algorithm, name of the manifest, path -> digest) of each; lines that are none are told."""
    for manifest in sorted(source.sizes):
        found = re.fullmatch(r"(?:tag)?manifest-(\w+)\.txt", manifest)
        if not found or found[1] not in KNOWN:
            continue
        listed = {}
        for number, line in enumerate(_text(source, manifest).splitlines(), start=1):
            parts = line.split(maxsplit=1)
            if len(parts) != 2 or not re.fullmatch(r"[0-9A-Fa-f]+", parts[0]):
                problems.append(f"line {number} of {manifest} is no digest and path")
                continue
            listed[_path_of(parts[1])] = parts[0].lower()
        yield found[1], manifest, listed


def _path_of(written: str) -> str:
    """The path of a manifest's line, its percent signs and line ends given back (RFC 8493 2.1.3)."""
    path = written.removeprefix("*").removeprefix("./")
    return re.sub(r"%(0D|0A|25)", lambda found: chr(int(found[1], 16)), path, flags=re.IGNORECASE)


def _file_problems(source: _Source, name: str, digests: dict[str, str]) -> Iterator[str]:
    if name.startswith("/") or ".." in name.split("/"):
        yield f"{name} leads out of the package"
    elif name not in source.sizes:
        yield f"{name} is missing"
    else:
        hashes = {algorithm: hashlib.new(algorithm, usedforsecurity=algorithm in STRONG) for algorithm in digests}
        try:
            with source.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    for one in hashes.values():
                        one.update(chunk)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            yield f"{name} cannot be read: {error}"
            return
        wrong = sorted(algorithm for algorithm, one in hashes.items() if one.hexdigest() != digests[algorithm])
        if wrong:
            yield f"{name} was changed: {' and '.join(wrong)} differ"


def _text(source: _Source, name: str) -> str:
    """A tag file's text; the empty one where it is missing, too large or no UTF-8."""
    if not 0 < source.sizes.get(name, 0) <= LARGEST_TAG:
        return ""
    try:
        with source.open(name) as stream:
            return stream.read().decode("utf-8-sig")
    except (UnicodeDecodeError, zipfile.BadZipFile, OSError, EOFError):
        return ""
