"""Which part of a file a request asks for: one range of bytes (RFC 9110, section 14), or all of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Request


@dataclass(frozen=True)
class Part:
    """Bytes from `start` up to but not including `stop`."""

    start: int
    stop: int


class NoSuchPart(Exception):
    """The range begins after the end of the file."""


def part_asked(request: Request, *, sha256: str, size: int) -> Part | None:
    """The part asked for; None for the whole: no range, one that cannot be read, several, or one of older bytes.

    The entity tag of a file is its SHA-256; what follows `If-Range` must be it, or the whole is sent (13.1.5).

    :raises NoSuchPart: where there are no such bytes.
    """
    asked = request.range
    if request.method != "GET" or asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    condition = request.headers.get("If-Range", "").strip()
    if condition and condition != entity_tag(sha256):
        return None
    first, end = asked.ranges[0]
    start = max(0, size + first) if first < 0 else first
    if start >= size:
        raise NoSuchPart
    return Part(start, size if end is None else min(end, size))


def entity_tag(sha256: str) -> str:
    """The strong entity tag of these bytes."""
    return f'"{sha256}"'
