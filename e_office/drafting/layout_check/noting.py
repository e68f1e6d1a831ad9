"""How a rule notes a departure: the rule by its code, the component, the piece where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from e_office.core.problems import Message
from e_office.documents.extraction.layout import Letters
from e_office.drafting.layout_check.departures import Box, Departure, Severity
from e_office.drafting.layout_check.pieces import Piece

WRONG, ADVISED = Severity.WRONG, Severity.ADVISED

LAWS: dict[Box, str] = {
    Box.COUNTRY: "II.1", Box.AGENCY: "II.2", Box.NUMBER: "II.3", Box.PLACE_DATE: "II.4", Box.SUBJECT: "II.5",
    Box.BODY: "II.6", Box.SIGNATURE: "II.7", Box.SEAL: "II.8", Box.RECIPIENTS: "II.9", Box.ANNEX: "III.1",
    Box.COPY: "phần II", Box.PAGE: "I",
}  # fmt: skip
"""Where in part one of Annex I the decree speaks of a component."""


def note(
    rule: str,
    box: Box,
    piece: Piece | None,
    wanted: Message,
    *,
    severity: Severity = WRONG,
    found: str | None = None,
    law: str = "",
) -> Departure:
    """A departure at a piece, or of the whole page where there is none; `found` is the piece's text if unsaid."""
    text = found if found is not None else piece.text if piece else ""
    return Departure(
        rule=rule,
        law=f"NĐ 30/2020/NĐ-CP, Phụ lục I, {law or LAWS[box]}",
        severity=severity,
        box=box,
        wanted=wanted,
        found=text if len(text) <= 200 else f"{text[:197]}…",
        paragraph=piece.line.paragraph if piece else None,
        line=piece.start if piece else "",
    )


def gathered(departures: Iterable[Departure]) -> list[Departure]:
    """The same thing found in several places as one, at the first of them."""
    first: dict[tuple[str, Box, str], Departure] = {}
    for one in departures:
        key = (one.rule, one.box, str(one.wanted))
        known = first.get(key)
        first[key] = replace(known, times=known.times + 1) if known else one
    return list(first.values())


def odd_letters(piece: Piece, fits: Callable[[Letters], bool]) -> Letters | None:
    """The first letters of a piece that do not fit; dashes and spaces of another format do no harm."""
    return next((run for run in piece.runs if any(map(str.isalnum, run.text)) and not fits(run)), None)
