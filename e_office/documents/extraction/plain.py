"""Plain text needs no jail: only its encoding is guessed (UTF-8, UTF-16, else Windows-1258)."""

from __future__ import annotations

from typing import BinaryIO

from e_office.documents.extraction.inside.clean import clean


def decode(raw: bytes) -> str:
    """The text of `raw`, NFC, line ends as a line feed; a letter cut off at the very end is dropped.

    Windows-1258 is the last resort because it reads every byte; its letters and tones are composed.
    """
    return clean(_decode(raw).replace("\r\n", "\n").replace("\r", "\n"))


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    sample = raw[:4096]
    if sample[1::2].count(0) > len(sample) // 8:
        return raw.decode("utf-16-le", "replace")
    if sample[::2].count(0) > len(sample) // 8:
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_off = error.start >= len(raw) - 3 and error.reason == "unexpected end of data"
        return raw[: error.start].decode("utf-8-sig") if cut_off else raw.decode("cp1258", "replace")


def read(file: BinaryIO, limit: int) -> tuple[str, bool]:
    """(text of at most `limit` characters, whether there was more)."""
    raw = file.read(limit * 4)
    text = decode(raw)
    return text[:limit], len(text) > limit or bool(file.read(1))
