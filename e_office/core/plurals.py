"""One form of a word for one thing, another for several: what English needs and Vietnamese does not.

The source language knows one form, so the catalogue alone decides: a translation writes "%(n)s {day|days} left".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

FORMS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
PLACE = re.compile(r"%\((\w+)\)")


def counted(text: str, values: Mapping[str, Any]) -> str:
    """The text with each pair of forms settled by the value filled in nearest before it, else by the next after it."""
    if "{" not in text:
        return text
    places = [(found.start(), found[1]) for found in PLACE.finditer(text)]

    def form(found: re.Match[str]) -> str:
        before = [name for at, name in places if at < found.start()]
        after = [name for at, name in places if at > found.start()]
        name = (before[-1:] or after[:1] or [""])[0]
        return found[1] if str(values.get(name)).strip() == "1" else found[2]

    return FORMS.sub(form, text)
