"""Rules of a set of papers (M2, M3): what is missing, when it was complete, and what has to be said of a new version.

A set is complete when its last file is, so it is as late as that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from e_office.core.problems import Problem, msg

SHORTEST_CHANGE = 10
"""Characters that say what a new version changes: a word alone explains nothing."""


class Stage(StrEnum):
    """How far one paper of a set is; `MISSING` where no file was put in for it."""

    MISSING = "missing"
    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT = "sent"


OWED = frozenset({Stage.MISSING, Stage.DRAFT, Stage.RETURNED})
"""What the preparing unit itself has to go on with; the rest waits for the chair or for the invitation."""


def stage_of(*, state: str | None, returned: bool, consent_holds: bool) -> Stage:
    """The stage of a paper in a state of `PaperState`; None: there is no file yet.

    A consent that does not hold, because another is in the chair by now, has to be asked for again (M3).
    """
    if state is None:
        return Stage.MISSING
    if state == "approved":
        return Stage.APPROVED if consent_holds else Stage.DRAFT
    if state == "draft" and returned:
        return Stage.RETURNED
    return {"draft": Stage.DRAFT, "submitted": Stage.SUBMITTED, "distributed": Stage.SENT}[state]


@dataclass(frozen=True)
class Part:
    """One paper of a set: its stage, and when the version in force was sent (None: it was not)."""

    stage: Stage
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Completeness:
    """How complete a set is: papers sent out of all, since when it is whole, and how late its last file was."""

    sent: int
    total: int
    complete_at: datetime | None = None
    late: timedelta = timedelta()

    @property
    def missing(self) -> int:
        """Papers that nobody was sent yet."""
        return self.total - self.sent


def completeness(parts: Sequence[Part], latest: datetime | None) -> Completeness:
    """What a set amounts to; `latest` is the last instant at which its last file was in time (M2).

    A set without any paper is no set: it is never complete.
    """
    instants = [part.sent_at for part in parts if part.stage is Stage.SENT and part.sent_at is not None]
    if not parts or len(instants) < len(parts):
        return Completeness(len(instants), len(parts))
    last = max(instants)
    late = max(timedelta(), last - latest) if latest is not None else timedelta()
    return Completeness(len(instants), len(parts), last, late)


def version_problems(*, replaces_sent: bool, same_bytes: bool, changes: str) -> Iterator[Problem]:
    """What keeps a new version back: invitees who have the old one must be told what changed, and something must.

    The same bytes in the place of themselves change nothing and would only make a late paper look like a new one.
    """
    if same_bytes:
        text = msg("Tệp này giống hệt bản đang có, không có gì để thay.")
        yield Problem("same_bytes", text, "files")
    if replaces_sent and len(changes.strip()) < SHORTEST_CHANGE:
        text = msg(
            "Bản này thay bản đã gửi: ghi điều đã đổi, ít nhất %(n)s ký tự, để các thành phần biết.", n=SHORTEST_CHANGE
        )
        yield Problem("changes_missing", text, "changes")


def wanted_problems(title: str) -> Iterator[Problem]:
    """What keeps a paper from being asked for."""
    if not title.strip():
        yield Problem("wanted_missing", msg("Chưa ghi tên tài liệu phải chuẩn bị."), "wanted_title")
    elif len(title) > 500:
        yield Problem("wanted_long", msg("Tên tài liệu dài %(n)s ký tự, tối đa 500.", n=len(title)), "wanted_title")
