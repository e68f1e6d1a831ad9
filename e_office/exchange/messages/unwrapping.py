"""Attachments that systems in use pack each into a zip of its own: what is inside is the file."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from e_office.documents.content_types import split_suffix
from e_office.documents.extraction.inside.zip_directory import BadZip, check, read_directory


def unwrapped(path: Path, name: str) -> Path:
    """The one file inside a zip that is not called one, written beside it; else the path itself.

    A zip that holds more, is locked, or inflates suspiciously, stays what it is: a zip, which nobody opens here.
    """
    if split_suffix(name)[1] == "zip":
        return path
    try:
        with path.open("rb") as file:
            members = read_directory(file)
            check(members, path.stat().st_size)
            if len(members) != 1 or members[0].encrypted or members[0].name.endswith("/"):
                return path
            inside = path.with_name(path.name + ".inside")
            with (
                zipfile.ZipFile(file) as package,
                package.open(package.infolist()[0]) as source,
                inside.open("xb") as to,
            ):
                shutil.copyfileobj(_Bounded(source, members[0].size), to)
    except (BadZip, zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return path
    return inside


class _Bounded:
    """Reads no more than was declared; a zip may lie about what comes out of it."""

    def __init__(self, source: object, size: int) -> None:
        self.source, self.left = source, size

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        :raises ValueError: where there are more than declared.
        """
        piece: bytes = self.source.read(size)  # type: ignore[attr-defined]
        self.left -= len(piece)
        if self.left < 0:
            raise ValueError("more than declared")
        return piece
