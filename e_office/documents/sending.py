"""Answers that carry originals: streamed, verified before their end, with headers that keep content harmless."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from flask import Request, Response, stream_with_context

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.problems import NotFound
from e_office.documents import previews
from e_office.documents.blocks import open_part, open_part_noted
from e_office.documents.content_types import OCTETS, content_type
from e_office.documents.file_names import content_disposition, split_suffix
from e_office.documents.integrity import Place, open_noted, open_place, place_of
from e_office.documents.models import DocumentFile
from e_office.documents.ranges import NoSuchPart, entity_tag, part_asked

Chunks = Generator[bytes, None, None]

SANDBOX = "sandbox; default-src 'none'"
"""Whatever a file holds, it is no page of ours: no script, no form, no other origin (A-20)."""


@dataclass(frozen=True)
class Offer:
    """Something the store keeps, and how it is read: as a whole, or from one byte up to another."""

    place: Place
    whole: Callable[[], Chunks]
    part: Callable[[int, int], Chunks]


def original(office: Office, file: DocumentFile) -> Offer:
    """A document's own file; what a reading shows of it is written down."""
    return Offer(place_of(file), lambda: open_noted(office, file), lambda *ends: open_part_noted(office, file, *ends))


def made(office: Office, place: Place) -> Offer:
    """What was made of a file, such as a PDF of it."""
    return Offer(place, lambda: open_place(office, place), lambda *ends: open_part(office, place, *ends))


def answer(request: Request, offer: Offer) -> Response:
    """The whole, or the part that is asked for; for HEAD the headers alone, with nothing read from the store."""
    place = offer.place
    try:
        part = part_asked(request, sha256=place.sha256, size=place.size)
    except NoSuchPart:
        response = Response(status=416)
        response.headers["Content-Range"] = f"bytes */{place.size}"
    else:
        if part is not None:
            response = sent(offer.part(part.start, part.stop), part.stop - part.start)
            response.status_code = 206
            response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{place.size}"
        elif request.method == "HEAD":
            response = Response()
            response.content_length = place.size
        else:
            response = sent(offer.whole(), place.size)
    response.headers["ETag"] = entity_tag(place.sha256)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def harmless(response: Response, name: str, media_type: str, *, inline: bool) -> Response:
    """Set the headers of an original; only PDF and raster pictures are shown by the browser itself."""
    response.headers["Content-Type"] = media_type if inline else _quiet(media_type)
    response.headers["Content-Disposition"] = content_disposition(name, inline)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers.setdefault("Accept-Ranges", "none")
    return response


def shown(request: Request, office: Office, file: DocumentFile, name: str) -> Response:
    """What a page shows of a file called `name`: the PDF or picture itself, or the PDF made of an office file.

    :raises NotFound: where there is nothing to be shown.
    """
    found = previews.shown_object(office, file)
    if found is None:
        raise NotFound
    offer = original(office, file) if found.is_original else made(office, found.place)
    called = name if found.is_original else split_suffix(name)[0] + ".pdf"
    return harmless(answer(request, offer), called, found.media_type, inline=True)


def itself(request: Request, office: Office, file: DocumentFile, name: str) -> Response:
    """A file as it was handed in; PDF and pictures in the browser unless `save` is asked for, all else a download."""
    kind = content_type(file.type_code)
    inline = kind.inline and "save" not in request.args
    return harmless(answer(request, original(office, file)), name, kind.media_type, inline=inline)


def sent(chunks: Generator[bytes, None, None], size: int | None = None) -> Response:
    """A streamed answer. Its first piece is fetched now, so that a store that is away is told as a page.

    Where the end does not verify, the connection breaks off: `size` was promised and is not reached.
    """
    first = next(chunks, b"")
    response = Response(stream_with_context(_joined(first, chunks)), direct_passthrough=True)
    if size is not None:
        response.content_length = size
    return response


def zip_of(office: Office, files: Sequence[DocumentFile]) -> Generator[bytes, None, None]:
    """A ZIP of originals, made while it is sent; nothing is compressed, office files are already.

    :raises StorageError: in the middle where a file is not to be had; the archive has no end then.
    """
    parts = [(file.name, local(file.created_at).timetuple()[:6], open_noted(office, file)) for file in files]
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, moment, chunks in parts:
            info = zipfile.ZipInfo(name, max(moment, (1980, 1, 1, 0, 0, 0)))
            with archive.open(info, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    yield pipe.take()
    yield pipe.take()


def _joined(first: bytes, chunks: Generator[bytes, None, None]) -> Iterator[bytes]:
    try:
        yield first
        yield from chunks
    finally:
        chunks.close()  # a reader who leaves early must not keep a connection to the store


class Pipe(io.RawIOBase):
    """A file one can only write to, and take from what was written."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: object) -> int:
        """Keep bytes until they are taken."""
        before = len(self._written)
        self._written += data  # type: ignore[arg-type]
        return len(self._written) - before

    def take(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._written)
        self._written.clear()
        return data


def _quiet(media_type: str) -> str:
    """A type no browser acts upon: text stays text, markup is never sent as markup."""
    return OCTETS if media_type.startswith(("text/html", "image/svg", "application/xml", "text/xml")) else media_type
