"""A form that stood open while somebody else changed what it shows: whose word counts, so that nobody's is lost."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a row that was sent."""

    WRITE = "write"
    LEAVE = "leave"
    BOTH = "both"
    """The sender and somebody else both changed it: told, not written."""


def settled(sent: str, *, filled: str, kept: str, now: str) -> Outcome:
    """What becomes of a row of a form: `filled` is how the form showed it, `kept` what was kept of it then.

    The two differ where a form nobody had saved yet was filled in from answers. `now` is what is kept now, all four
    as marks (`mark_of`). What the sender did not touch is left to whoever changed it meanwhile; what is the same
    already is left as well.
    """
    if sent == now:
        return Outcome.LEAVE
    if kept == now:
        return Outcome.WRITE
    return Outcome.LEAVE if sent == filled else Outcome.BOTH


def mark_of(*parts: str) -> str:
    """A short mark by which two states of a row are told apart; a page carries it along."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
