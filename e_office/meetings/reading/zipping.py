"""The package of papers as a ZIP, made while it is sent: the files as typed in their order, and a page of contents."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Generator, Sequence
from datetime import datetime

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.documents.integrity import open_noted
from e_office.documents.sending import Pipe
from e_office.meetings.models import Paper
from e_office.meetings.reading.binding import Cover
from e_office.meetings.reading.rules_package import numbered_names

CONTENTS = "00 Mục lục.html"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""No ZIP knows an earlier time."""


def zip_set(office: Office, papers: Sequence[Paper], cover: Cover) -> Generator[bytes, None, None]:
    """The pieces of the archive; nothing is compressed, office files are already. The rows are not needed after this.

    :raises StorageError: in the middle where a file is not to be had; the archive has no end then.
    """
    names = numbered_names([paper.file.name for paper in papers])
    contents = contents_page(papers, names, cover).encode()
    parts = [
        (name, paper.file.created_at, open_noted(office, paper.file)) for name, paper in zip(names, papers, strict=True)
    ]
    return _zipped(contents, office.clock.now(), parts)


def _zipped(
    contents: bytes, now: datetime, parts: Sequence[tuple[str, datetime, Generator[bytes, None, None]]]
) -> Generator[bytes, None, None]:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(CONTENTS, now), contents)
        yield pipe.take()
        for name, moment, chunks in parts:
            with archive.open(_entry(name, moment), "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    yield pipe.take()
    yield pipe.take()


def contents_page(papers: Sequence[Paper], names: Sequence[str], cover: Cover) -> str:
    """The page of contents: it opens on any tablet, and its links lead to the files beside it."""
    rows = "\n".join(
        f'<li><a href="{html.escape(name)}">{html.escape(paper.title)}</a><br><small>{html.escape(name)}<br>'
        f"SHA-256 {paper.file.sha256}</small></li>"
        for name, paper in zip(names, papers, strict=True)
    )
    said = "\n".join(f"<p>{html.escape(line)}</p>" for line in cover.lines)
    foot = "\n".join(f"<p><small>{html.escape(line)}</small></p>" for line in cover.foot)
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>'
        f"{html.escape(cover.title)}</title></head><body>\n<h1>{html.escape(cover.title)}</h1>\n{said}\n"
        f"<ol>\n{rows}\n</ol>\n{foot}\n</body></html>\n"
    )


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, max(local(moment).timetuple()[:6], EARLIEST))
    info.external_attr = 0o100644 << 16
    return info
