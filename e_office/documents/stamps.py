"""The stamp of secrecy (dấu chỉ độ mật) in the words of a file: what keeps a file out of the house (T6, A-112)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from e_office.documents.rules import LEVELS_RISING

STAMPS = {"MẬT": "confidential", "TỐIMẬT": "secret", "TUYỆTMẬT": "top_secret"}
"""The words without their spaces: a stamp may be set with spaced letters."""

LABEL = re.compile(r"^(?:MỨC )?ĐỘ MẬT ?:")
COLUMNS = re.compile(r"\t+| {3,}")
LONGEST = 40
"""A stamp has at most nine letters, with spaces, brackets and a label around; longer pieces are text."""


@dataclass(frozen=True)
class Stamp:
    """A stamp found: its level as the house names it, the words of the file, and where they begin (characters)."""

    level: str
    written: str
    at: int


def secrecy_stamp(text: str) -> Stamp | None:
    """The highest stamp that stands alone on a line or in a column, the first of its level; pure.

    The word inside a sentence is none ("bảo vệ bí mật nhà nước"), nor is it in small letters without a label.
    """
    return max(_stamps(text), key=lambda stamp: LEVELS_RISING.index(stamp.level), default=None)


def _stamps(text: str) -> Iterator[Stamp]:
    at = 0
    for line in unicodedata.normalize("NFC", text).splitlines():
        for piece in COLUMNS.split(line):
            if level := _level(piece):
                yield Stamp(level, piece.strip(), at)
        at += len(line) + 1


def _level(piece: str) -> str | None:
    if len(piece) >= LONGEST or not (piece.isupper() or ":" in piece):
        return None
    word = LABEL.sub("", piece.strip(" .:;[]()*|").upper())
    return STAMPS.get("".join(word.split()))
