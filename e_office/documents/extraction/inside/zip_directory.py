"""The directory of a zip file, read and judged before anything is inflated (A-50)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

END = b"PK\x05\x06"
END64 = b"PK\x06\x06"
LOCATOR64 = b"PK\x06\x07"
ENTRY = b"PK\x01\x02"
MAX_ENTRIES = 5_000
MAX_INFLATED = 300 * 1024 * 1024
MAX_RATIO = 200
SMALL = 1024 * 1024
"""Files that inflate to less than this are not judged by their ratio: empty tables pack well."""


class BadZip(ValueError):
    """The directory cannot be trusted; `reason` is `zip_broken` or `zip_bomb`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True)
class Member:
    """One entry as the directory declares it; sizes and offset in bytes."""

    name: str
    method: int
    encrypted: bool
    packed: int
    size: int
    offset: int
    name_length: int


def end_record(file: BinaryIO) -> tuple[int, int, int, int] | None:
    """(position of the record, entries, directory size, directory offset) where a zip ends this file."""
    length = file.seek(0, 2)
    start = max(0, length - 65_557)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(END)
    while at >= 0:
        if len(tail) - at >= 22:
            entries, size, offset, comment = struct.unpack_from("<HIIH", tail, at + 10)
            if at + 22 + comment == len(tail):
                return start + at, entries, size, offset
        at = tail.rfind(END, 0, at)
    return None


def _end_record_64(file: BinaryIO, at: int) -> tuple[int, int, int, int]:
    file.seek(max(0, at - 20))
    locator = file.read(20)
    if at < 20 or locator[:4] != LOCATOR64:
        raise BadZip("zip_broken", "zip64 locator is missing")
    (position,) = struct.unpack_from("<Q", locator, 8)
    file.seek(min(position, at))
    record = file.read(56)
    if len(record) < 56 or record[:4] != END64:
        raise BadZip("zip_broken", "zip64 record is missing")
    entries, size, offset = struct.unpack_from("<QQQ", record, 32)
    return position, entries, size, offset


def read_directory(file: BinaryIO) -> list[Member]:
    """Every entry of the directory, bounded before it is read; the first must stand at the file's start.

    :raises BadZip: where the file is no zip, is glued to something else, or declares too many entries.
    """
    found = end_record(file)
    if found is None:
        raise BadZip("zip_broken", "no end record at the end of the file")
    at, entries, size, offset = found
    if 0xFFFF in (entries,) or 0xFFFFFFFF in (size, offset):
        at, entries, size, offset = _end_record_64(file, at)
    if entries > MAX_ENTRIES or size > MAX_ENTRIES * 400:
        raise BadZip("zip_bomb", f"{entries} entries, directory of {size} bytes")
    if offset + size != at:
        raise BadZip("zip_broken", "the directory is not where it is said to be")
    file.seek(offset)
    members = list(_entries(file.read(size)))
    if len(members) != entries:
        raise BadZip("zip_broken", f"{entries} entries declared, {len(members)} found")
    return members


def _entries(directory: bytes) -> Iterator[Member]:
    at = 0
    while at < len(directory):
        if directory[at : at + 4] != ENTRY or at + 46 > len(directory):
            raise BadZip("zip_broken", "an entry of the directory is damaged")
        flags, method = struct.unpack_from("<HH", directory, at + 8)
        packed, size, names, extras, comments = struct.unpack_from("<IIHHH", directory, at + 20)
        (offset,) = struct.unpack_from("<I", directory, at + 42)
        name = directory[at + 46 : at + 46 + names]
        extra = directory[at + 46 + names : at + 46 + names + extras]
        if 0xFFFFFFFF in (packed, size, offset):
            size, packed, offset = _wide(extra, size, packed, offset)
        text = name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        yield Member(text, method, bool(flags & 1), packed, size, offset, names)
        at += 46 + names + extras + comments


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The 64-bit values of the zip64 extra field, in the order the format fixes."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == 1:
            numbers = list(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
            values = [size, packed, offset]
            for index, value in enumerate(values):
                if value == 0xFFFFFFFF and numbers:
                    values[index] = numbers.pop(0)
            return values[0], values[1], values[2]
        at += 4 + length
    return size, packed, offset


def check(members: list[Member], directory_end: int) -> None:
    """Refuse bombs: total size, ratio, entries that share bytes, names that come twice (A-50).

    :raises BadZip: with the reason `zip_bomb`.
    """
    inflated = sum(member.size for member in members)
    packed = sum(member.packed for member in members)
    if inflated > MAX_INFLATED:
        raise BadZip("zip_bomb", f"inflates to {inflated} bytes")
    if inflated > SMALL and inflated > MAX_RATIO * max(packed, 1):
        raise BadZip("zip_bomb", f"inflates {inflated // max(packed, 1)} times")
    if len({member.name.casefold() for member in members}) != len(members):
        raise BadZip("zip_bomb", "a name comes twice")
    end = 0
    for member in sorted(members, key=lambda one: one.offset):
        if member.offset < end:
            raise BadZip("zip_bomb", "entries overlap")
        end = member.offset + 30 + member.name_length + member.packed
    if end > directory_end:
        raise BadZip("zip_bomb", "an entry reaches into the directory")
