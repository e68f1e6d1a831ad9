"""Judging the signatures of files: in the jail, offline, the result kept by content; no byte is ever touched."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import select

from e_office.core.db import write_once
from e_office.core.office import Office
from e_office.documents.extraction.helper import HelperGone
from e_office.documents.service import KeptFile
from e_office.signatures import trust
from e_office.signatures.jail import JAIL
from e_office.signatures.models import Examination
from e_office.signatures.queries import instant

STATES = frozenset({"none", "signed", "unreadable"})
PATIENCE = 20.0
"""Seconds for all the files that come in together."""
REASONS = frozenset({"encrypted", "broken", "many", "time", "memory"})


@dataclass(frozen=True)
class Found:
    """What an examination found of a content, not yet kept; the fields are those of `Examination`."""

    sha256: str
    state: str
    reason: str
    signatures: list[dict[str, Any]]
    trust: str
    judged_at: datetime

    @property
    def good_until(self) -> datetime | None:
        """When the first certificate of a signature that holds runs out."""
        ends = [instant(one.get("until")) for one in self.signatures if one.get("verdict") == "valid"]
        return min((end for end in ends if end is not None), default=None)


def examine(office: Office, file: BinaryIO, sha256: str) -> Found:
    """Judge the signatures of a PDF; call it outside any transaction, it may take a while.

    :raises HelperGone: where no jail comes up.
    """
    mark = trust.fingerprint(office)
    said = JAIL.ask("examine", file, trust.as_facts(office))
    state = said.get("state")
    if state not in STATES:  # the jail ended it: too long, too large, or it broke there
        said = {"reason": said.get("reason")}
        state = "unreadable"
    signatures = said.get("signatures")
    reason = said.get("reason") if said.get("reason") in REASONS else "broken"
    return Found(
        sha256=sha256,
        state=state,
        reason=str(reason) if state == "unreadable" else "",
        signatures=[one for one in signatures if isinstance(one, dict)] if isinstance(signatures, list) else [],
        trust=mark,
        judged_at=office.clock.now(),
    )


def examine_kept(office: Office, file: BinaryIO, kept: KeptFile) -> Found | None:
    """The same of a file that comes in, for the form its clerk sees next; None for what is no PDF.

    Where the jail does not come up the form says that it was not looked at; the job does it later.
    """
    if kept.type_code != "pdf":
        return None
    try:
        return examine(office, file, kept.sha256)
    except HelperGone:
        return None


@dataclass
class Judging:
    """Judges what comes in together, one file after the other, for as long as whoever waits will; keeps it later."""

    office: Office
    found: list[Found] = field(default_factory=list)
    ends: float = field(default_factory=lambda: time.monotonic() + PATIENCE)

    def __call__(self, file: BinaryIO, kept: KeptFile) -> None:
        """Judge one; what is too late now is left to the job."""
        if time.monotonic() < self.ends and (found := examine_kept(self.office, file, kept)):
            self.found.append(found)

    def remember(self) -> None:
        """Keep all that was found in the transaction of the caller."""
        for found in self.found:
            remember(self.office, found)


def remember(office: Office, found: Found) -> None:
    """Keep what was found in the transaction of the caller; the newest judgement stands."""
    values = {
        "state": found.state,
        "reason": found.reason,
        "signatures": found.signatures,
        "trust": found.trust,
        "judged_at": found.judged_at,
        "good_until": found.good_until,
    }
    if write_once(office.session, Examination, "sha256", sha256=found.sha256, **values) is not None:
        return
    row = office.session.scalars(select(Examination).filter_by(sha256=found.sha256).with_for_update()).one()
    for name, value in values.items():
        setattr(row, name, value)
