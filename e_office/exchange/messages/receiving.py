"""A message that came, before any row is written: read, judged, its files and its original kept in the store."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography import x509

from e_office.core.office import Office
from e_office.core.problems import Problem, Refused, msg
from e_office.documents.file_names import safe_display_name
from e_office.documents.service import KeptFile, SecretFile, keep
from e_office.exchange import edxml
from e_office.exchange.edxml.certificates import load_trusted
from e_office.exchange.edxml.signatures import Seal, Verdict, verify
from e_office.exchange.messages.unwrapping import unwrapped
from storage import StoredObject

CHUNK = 1 << 20
MEGABYTE = 1_000_000
UNSIGNED = Verdict(Seal.NONE)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a message turned out to be; with `problems` it is not taken.

    `content` is what could be understood, perhaps nothing. `raw` is None where the original may not be kept: it
    is too large, or holds a file with a stamp of secrecy (T6).
    """

    name: str
    size: int
    sha256: str
    raw: StoredObject | None = None
    content: edxml.Message | edxml.Status | None = None
    verdict: Verdict = UNSIGNED
    files: tuple[KeptFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def limits(office: Office) -> edxml.Limits:
    """As large as an upload may be, in base64, with room for the head."""
    return edxml.Limits(message=office.settings.upload_limit_mb * MEGABYTE * 4 // 3 + 4 * MEGABYTE)


def trusted(office: Office) -> tuple[x509.Certificate, ...]:
    """The authorities this office believes; none where it has no folder of them.

    :raises CertificateError: for a file there that is no certificate.
    """
    folder = office.settings.exchange_trust
    return load_trusted(folder) if folder.is_dir() else ()


def prepare(office: Office, stream: BinaryIO, name: str) -> Parcel:
    """Read a message; called outside any transaction, because bytes flow to the store.

    :raises StorageError: where the store takes nothing at present; :raises CertificateError: see `trusted`.
    """
    with tempfile.TemporaryDirectory(prefix="edxml-") as place:
        folder = Path(place)
        path = folder / "message"
        size, digest = _spool(stream, path, limits(office).message)
        read = _read(office, path, folder)
        files, problems, secret = _keep_files(office, read, folder) if not read.problems else ((), (), False)
        raw = None
        if not secret and size <= limits(office).message:
            with path.open("rb") as file:
                raw = office.store.put(file)
        return Parcel(
            name=safe_display_name(name),
            size=size,
            sha256=digest,
            raw=raw,
            content=read.content,
            verdict=read.verdict,
            files=files,
            problems=(*read.problems, *problems),
        )


@dataclass(frozen=True)
class _Read:
    content: edxml.Message | edxml.Status | None
    verdict: Verdict
    problems: tuple[Problem, ...]


def _read(office: Office, path: Path, folder: Path) -> _Read:
    known = trusted(office)
    try:
        with path.open("rb") as file:
            content = edxml.read(file, folder, limits(office))
        with path.open("rb") as file:
            verdict = verify(file, known, office.clock.now(), limits(office))
    except edxml.NotRead as error:
        understood = error.message if isinstance(error.message, edxml.Message | edxml.Status) else None
        return _Read(understood, UNSIGNED, error.problems)
    if verdict.seal is Seal.CHANGED:
        message = msg("Chữ ký số không khớp: nội dung đã đổi sau khi ký.")
        return _Read(content, verdict, (Problem("signature_changed", message),))
    return _Read(content, verdict, ())


def _keep_files(office: Office, read: _Read, folder: Path) -> tuple[tuple[KeptFile, ...], tuple[Problem, ...], bool]:
    """Put the attachments into the store; every one that may not be kept is named, and whether one is secret."""
    kept: list[KeptFile] = []
    problems: list[Problem] = []
    secret = False
    for attachment in read.content.attachments if isinstance(read.content, edxml.Message) else ():
        name = attachment.name or attachment.description or attachment.content_id
        try:
            with _opened(attachment.path, name) as file:
                kept.append(keep(office, file, name))
        except Refused as error:
            problems += error.problems
            secret = secret or isinstance(error, SecretFile)
    return tuple(kept), tuple(problems), secret


@contextmanager
def _opened(path: Path, name: str) -> Iterator[BinaryIO]:
    with unwrapped(path, name).open("rb") as file:
        yield file


def _spool(stream: BinaryIO, path: Path, most: int) -> tuple[int, str]:
    """Copy a message to a file; one byte more than is allowed is enough to refuse it."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while size <= most and (piece := stream.read(min(CHUNK, most + 1 - size))):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
