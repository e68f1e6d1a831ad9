"""Which other documents a text names by number and notation: those it answers, carries out or rests on."""

from __future__ import annotations

import re

from e_office.registry.notation import normal_form

MOST = 40
"""So many numbers are read at most; a list of laws goes on for pages."""

_CITED = re.compile(
    r"(?<![\w/.-])\d{1,5}[a-zđ]{0,2}(?:/(?:19|20)\d\d)?(?:/[^\W\d_][\w.&+]*|-[^\W\d_][\w.&+]*/[^\W_]\w*)(?:[-/][^\W_][\w.&+]*)*"
)


def cited_numbers(text: str, *, own: str = "") -> list[str]:
    """The numbers in `text` in their normal form, each once, in their order; without the document's `own`."""
    keys = dict.fromkeys(normal_form(match[0]) for match in _CITED.finditer(text))
    return [key for key in keys if key != normal_form(own)][:MOST]
