"""Sets of documents of one segment as integers: bit i stands for document i.

60,000 documents are 7.5 kB; intersection, union and counting run at the speed of memory, which is what
makes filters, readers and facet counts cheap enough to be exact on every query.
"""

from collections.abc import Collection

_FEW = 64
_AS_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def bits_of(documents: Collection[int], size: int) -> int:
    """Make the set of these documents, each below `size`."""
    if len(documents) <= _FEW:
        made = 0
        for document in documents:
            made |= 1 << document
        return made
    digits = bytearray(b"0") * size
    for document in documents:
        digits[~document] = 49  # "1", counted from the end, where the lowest bit is written
    return int(digits, 2)


def flags_of(bits: int, size: int) -> bytes:
    """Spread a set into one byte a document, 1 or 0, for fast asking document by document."""
    return bin(bits)[2:].zfill(size)[::-1].encode().translate(_AS_FLAGS)
