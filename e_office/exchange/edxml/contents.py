"""Attached files: base64 decoded while it streams to a file, and encoded again while it is written."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SPACE = str.maketrans("", "", " \t\r\n")
READ_AT_ONCE = 57_000
"""Bytes; divisible by three, so that pieces of base64 join without padding between them."""


@dataclass(frozen=True)
class Content:
    """A decoded file; `broken` where what came was no base64, and nothing of it may be used."""

    path: Path
    size: int
    sha256: str
    broken: bool


class Decoder:
    """Takes base64 text in any pieces and writes the bytes to a file, a piece at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("xb")
        self.hash, self.size = hashlib.sha256(), 0
        self.kept, self.broken = "", False

    def feed(self, text: str) -> None:
        """Decode whole groups of four; the last one waits, because only it may be padded."""
        if self.broken:
            return
        text = self.kept + text.translate(SPACE)
        whole = max(0, len(text) - 1) // 4 * 4
        self.kept = text[whole:]
        self._decode(text[:whole], last=False)

    def close(self) -> None:
        """Decode the rest."""
        self._decode(self.kept, last=True)
        self.file.close()

    def content(self) -> Content:
        """What was written, after `close`."""
        return Content(self.path, self.size, self.hash.hexdigest(), self.broken)

    def _decode(self, text: str, *, last: bool) -> None:
        if self.broken or not text:
            return
        try:
            if "=" in text and not last:
                raise binascii.Error("padding within the text")
            piece = binascii.a2b_base64(text, strict_mode=True)
        except (binascii.Error, ValueError):
            self.broken = True
            return
        self.file.write(piece)
        self.hash.update(piece)
        self.size += len(piece)


def encoded(path: Path) -> Iterator[bytes]:
    """A file in base64, in pieces."""
    with path.open("rb") as file:
        while piece := file.read(READ_AT_ONCE):
            yield binascii.b2a_base64(piece, newline=False)
