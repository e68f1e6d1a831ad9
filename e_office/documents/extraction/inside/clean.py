"""What every drawn text has in common, whatever file it came from."""

from __future__ import annotations

import unicodedata

# Controls but tab and newline, and signs that are invisible and would divide words.
_DROPPED = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]
)
_DROPPED |= {0xA0: " ", 0x2028: "\n", 0x2029: "\n", 0x2011: "-"}


def clean(text: str) -> str:
    """NFC, without control and invisible characters and lone surrogates."""
    text = text.translate(_DROPPED).encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text).strip()
