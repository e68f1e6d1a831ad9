"""A file brought before the format check: its layout where it has one to be read, else its words alone."""

from __future__ import annotations

import tempfile
from typing import BinaryIO

from e_office.core.office import Office
from e_office.core.problems import Message, msg
from e_office.documents.content_types import HEAD_SIZE, detect
from e_office.documents.extraction import REASONS
from e_office.documents.integrity import open_place, place_of
from e_office.documents.models import DocumentFile
from e_office.documents.stamps import secrecy_stamp
from e_office.documents.words import EXTRACTOR
from e_office.drafting.layout_check.departures import Expected, Report
from e_office.drafting.layout_check.pieces import plain_layout
from e_office.drafting.layout_check.rules import check

NO_WORDS = msg("Tệp chưa có lớp chữ (bản quét): không kiểm được.")
SECRET = msg("Tệp có dấu chỉ độ mật. Văn bản mật không đưa lên hệ thống này; kiểm tra trên máy độc lập.")


def check_file(file: BinaryIO, code: str = "", expected: Expected | None = None) -> Report | Message:
    """The report on a file that can be rewound, or why there is none; `code` is its kind where it is known.

    Never raises for what is in the file: it is read in the jail.
    """
    if not code:
        file.seek(0)
        code = detect(file.read(HEAD_SIZE), lambda: file).code
    file.seek(0)
    layout, reason = EXTRACTOR.layout(file, code)
    if layout is not None:
        text = "\n".join(line.text for line in layout.lines)
        return SECRET if secrecy_stamp(text) else check(layout, expected)
    if reason not in {"no_parser", "no_office"}:
        return REASONS[reason or "broken"]
    file.seek(0)
    words = EXTRACTOR.extract(file, code)
    if not words.text:
        return REASONS.get(words.reason or "", NO_WORDS)
    return SECRET if secrecy_stamp(words.text) else check(plain_layout(words.text), expected)


def check_kept(office: Office, file: DocumentFile, expected: Expected | None = None) -> Report | Message:
    """The same for a file of a document, read from the store.

    :raises StorageError: where the store is away.
    """
    with tempfile.TemporaryFile(prefix="e-office-") as copy:
        for chunk in open_place(office, place_of(file)):
            copy.write(chunk)
        return check_file(copy, file.type_code, expected)
