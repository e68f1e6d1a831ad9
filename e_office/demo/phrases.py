"""Fills the phrases of a matter: figures between bounds, districts, month, year and term of office."""

from __future__ import annotations

import random
import re
from datetime import date

from e_office.demo.matters import Matter
from e_office.demo.units import BY_KEY

_SLOT = re.compile(r"\{(?:(\d+)\.\.(\d+)|(d|m|y|y1|term))\}")


def fill(text: str, rng: random.Random, day: date, districts: tuple[str, ...]) -> str:
    """The text with its slots filled; figures are written the Vietnamese way (1.480)."""

    def value(match: re.Match[str]) -> str:
        low, high, name = match.groups()
        if low:
            return f"{rng.randint(int(low), int(high)):,}".replace(",", ".")
        values = {"m": str(day.month), "y": str(day.year), "y1": str(day.year + 1), "term": term(day.year)}
        return values.get(name) or place(rng.choice(districts))

    return _SLOT.sub(value, text)


def place(district: str) -> str:
    """ "huyện Kỳ Anh" from the key of its People's Committee."""
    return BY_KEY[district].short_name.removeprefix("UBND ")


def term(year: int) -> str:
    """The five-year term of office a year falls in: "2011-2016"."""
    first = year - (year - 2011) % 5
    return f"{first}-{first + 5}"


def subject(matter: Matter, type_code: str, rng: random.Random, day: date, *, usual: bool = False) -> str:
    """A subject line of a matter for a type of document, filled; `usual` keeps to the general ones."""
    lines = matter.subject_lines(type_code)
    if usual:
        lines = lines[-2:]
    return fill(rng.choice(lines), rng, day, matter.districts)


def letter(matter: Matter, verb: str, rng: random.Random, day: date) -> str:
    """The subject of a công văn that asks, reminds or answers (`verb`: "báo cáo", "góp ý dự thảo", …)."""
    thing = matter.product if verb.endswith("dự thảo") else matter.title
    return fill(f"{verb} {thing}", rng, day, matter.districts)
