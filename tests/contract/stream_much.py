"""Put and read 96 MB in a process of its own; prints the peak memory in KB before and after."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import BinaryIO, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from storage import open_store

SIZE = 96_000_000


class Made(io.RawIOBase):
    """Bytes made while they are read, so that nobody holds them."""

    def __init__(self) -> None:
        self._left = SIZE

    def readable(self) -> bool:
        return True

    def read(self, amount: int = -1) -> bytes:
        amount = min(self._left, amount if amount >= 0 else self._left)
        self._left -= amount
        return (f"{self._left:010d}" * (amount // 10 + 1)).encode()[:amount]


def peak() -> int:
    """The most memory this process ever had, in KB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


store = open_store(sys.stdin.read().strip())
store.put(io.BytesIO(b"warm up"))
before = peak()
kept = store.put(cast(BinaryIO, Made()))
read = sum(map(len, store.open(kept.key, kept.version, sha256=kept.sha256, size=kept.size).iter_chunks()))
assert read == SIZE
print(before, peak())
store.close()
