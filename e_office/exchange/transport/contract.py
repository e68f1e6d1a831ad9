"""What every way to other systems promises: its methods, its errors, the names it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Protocol

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""What a key is made of: it becomes a file name here and a header there."""


class TransportError(Exception):
    """It did not work now; trying again later is sensible. The foreign error is the cause."""


class TransportRefused(TransportError):
    """The other side will never take this message."""


class NotConfigured(TransportError):
    """This installation has no way to other systems: nothing leaves it, and nothing comes in."""


@dataclass(frozen=True)
class Waiting:
    """A message that waits to be fetched: the name it is asked for by, and its bytes where they are known."""

    name: str
    size: int | None = None


class Transport(Protocol):
    """A way to other systems (trục liên thông). Messages are whole edXML files; it never looks into them.

    Every method raises TransportError while the other side cannot be reached.
    """

    def send(self, key: str, body: BinaryIO) -> None:
        """Hand a message over, all of `body`; the same `key` again is the same message and does no harm.

        `body` can be rewound. Returns only when the other side has all of it.

        :raises TransportRefused: where it never will.
        """

    def waiting(self, limit: int = 100) -> list[Waiting]:
        """What waits to be fetched, oldest first; nothing that is still being written."""

    def open(self, name: str) -> BinaryIO:
        """The bytes of a waiting message, from the beginning; the caller closes it."""

    def acknowledge(self, name: str) -> None:
        """Say that a message was taken: it is not offered again. Saying it twice does no harm."""

    def put_aside(self, name: str, reason: str) -> None:
        """Say that a message cannot be taken and why: it is kept with the reason, and not offered again."""


def checked(key: str) -> str:
    """The key, where it may be one.

    :raises ValueError: otherwise; it would be a mistake of ours.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"not a transport key: {key!r}")
    return key
