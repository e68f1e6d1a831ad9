"""Exchange over folders: another program carries what is in `outbox` away and puts what comes into `inbox`."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from e_office.exchange.transport.contract import TransportError, Waiting, checked

ENDINGS = {".edxml", ".xml"}
ODD = re.compile(r"[^A-Za-z0-9._-]+")


class FolderTransport:
    """`outbox` (ours to send), `sent` (where the carrier moves what it took), `inbox`, and `aside` with reasons.

    Our files appear whole: they are written under a hidden name and renamed. Of others only files are read that
    end as messages do and were not written to for `settle` seconds, so that none is taken half-written.
    """

    def __init__(self, root: Path, settle: float = 2.0) -> None:
        self.root, self.settle = root, settle
        self.outbox, self.sent, self.inbox, self.aside = (root / name for name in ("outbox", "sent", "inbox", "aside"))

    def send(self, key: str, body: BinaryIO) -> None:
        """Put it into `outbox`, whole or not at all; what lies there or in `sent` already is left alone."""
        name = f"{checked(key)}.edxml"
        with self._speaking():
            if (self.outbox / name).exists() or (self.sent / name).exists():
                return
            half = self.outbox / f".{key}.{secrets.token_hex(4)}.part"
            try:
                body.seek(0)
                with half.open("xb") as file:
                    shutil.copyfileobj(body, file)
                    file.flush()
                    os.fsync(file.fileno())
                half.replace(self.outbox / name)
            finally:
                half.unlink(missing_ok=True)
            _settle_directory(self.outbox)

    def waiting(self, limit: int = 100) -> list[Waiting]:
        """Regular files of `inbox` that rest; no links, no hidden names."""
        with self._speaking():
            latest = time.time() - self.settle
            found = []
            for entry in os.scandir(self.inbox):
                is_message = Path(entry.name).suffix.lower() in ENDINGS and not entry.name.startswith(".")
                if is_message and entry.is_file(follow_symlinks=False):
                    facts = entry.stat(follow_symlinks=False)
                    if facts.st_mtime <= latest:
                        found.append((facts.st_mtime, entry.name, facts.st_size))
            return [Waiting(name, size) for _, name, size in sorted(found)[:limit]]

    def open(self, name: str) -> BinaryIO:
        """Open it without following a link that took its place meanwhile."""
        with self._speaking():
            handle = os.open(self._inside(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                os.close(handle)
                raise TransportError(f"{name}: not a regular file")
            return os.fdopen(handle, "rb")

    def acknowledge(self, name: str) -> None:
        """Take it out of `inbox`; what it said rests in the office by now."""
        with self._speaking():
            self._inside(name).unlink(missing_ok=True)

    def put_aside(self, name: str, reason: str) -> None:
        """Move it to `aside` under a plain name, with the reason in a text file beside it."""
        with self._speaking():
            stem = ODD.sub("_", Path(name).stem).strip("._")[:80] or "message"
            plain = f"{stem}.{secrets.token_hex(4)}"
            source = self._inside(name)
            if not source.exists() and not source.is_symlink():
                return
            (self.aside / f"{plain}.reason.txt").write_text(f"{name}\n{reason}\n", encoding="utf-8")
            source.replace(self.aside / f"{plain}.edxml")

    def _inside(self, name: str) -> Path:
        if name != Path(name).name or name.startswith(".") or "\0" in name:
            raise TransportError(f"not a name in the inbox: {name!r}")
        return self.inbox / name

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Make the folders where they are missing; tell errors of the file system as ours."""
        try:
            for folder in (self.root, self.outbox, self.sent, self.inbox, self.aside):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            yield
        except OSError as error:
            raise TransportError(f"{self.root}: {error}") from error


def _settle_directory(folder: Path) -> None:
    """Make a rename outlive a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
