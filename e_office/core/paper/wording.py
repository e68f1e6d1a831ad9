"""How numbers, dates and texts are spelt on a paper (NĐ 30/2020 Annex I)."""

from __future__ import annotations

import unicodedata
from datetime import date
from math import ceil

DRAFT_BLANK = "\u00a0" * 8
"""The space a draft leaves for what the clerk writes in; it may not break over a line."""


def clean(text: str) -> str:
    """The text in NFC without the control characters that no XML can carry; line breaks and tabs stay."""
    kept = (char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).replace("\ufffe", "").replace("\uffff", "")


def number_line(number: int | str | None, notation: str) -> str:
    """ "Số: 05/GM-UBND": numbers under 10 get a leading zero; a draft leaves a blank."""
    written = DRAFT_BLANK if number is None else f"{number:02d}" if isinstance(number, int) else number
    return f"Số: {written}/{notation}"


def date_line(place: str, day: date | None) -> str:
    """ "Hà Tĩnh, ngày 05 tháng 02 năm 2026": days under 10 and the months 1 and 2 get a leading zero."""
    written = long_date(day) if day else f"ngày{DRAFT_BLANK}tháng{DRAFT_BLANK}năm{DRAFT_BLANK}"
    return f"{place}, {written}" if place else written


def long_date(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026"."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """ "05/02/2026", "05/3/2026": as the law prints dates within a sentence."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def balanced_width(text: str, room: float, per_character: float) -> float:
    """The width (mm) to set a centred text in so that its lines come out about equally long.

    `room` is the width there is, `per_character` the mean width of a letter in its size; both in mm. A text of
    one line gets the whole room.
    """
    length = len(text) * per_character
    lines = ceil(length / (room * 0.96))
    if lines < 2:
        return room
    return min(room, length / lines + 5 * per_character)  # a syllable may be pushed down
