"""The steps of papers: written by every act, read back as the history of each version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.models import Paper
from e_office.meetings.preparing.models import PaperStep, StepKind


def note_step(
    office: Office, actor: Actor, paper: Paper, kind: StepKind, words: str = "", *, at: datetime | None = None
) -> None:
    """Add a step at an instant, now where none is given."""
    office.session.add(
        PaperStep(
            paper_id=paper.id, kind=kind, at=at or office.clock.now(), person_id=actor.person_id,
            words=" ".join(words.split())[:2000], sha256=paper.file.sha256,
        )
    )  # fmt: skip


def drop_steps(office: Office, paper: Paper) -> None:
    """Let the steps go with a paper that nobody was sent; the journal keeps what was done."""
    office.session.execute(delete(PaperStep).where(PaperStep.paper_id == paper.id))


def steps_of(office: Office, papers: Iterable[Paper]) -> dict[int, list[PaperStep]]:
    """Paper id -> its steps, oldest first."""
    found: dict[int, list[PaperStep]] = {paper.id: [] for paper in papers}
    if not found:
        return found
    query = select(PaperStep).where(PaperStep.paper_id.in_(found)).order_by(PaperStep.id)
    for row in office.session.scalars(query.options(joinedload(PaperStep.person))):
        found[row.paper_id].append(row)
    return found


def changes_in(steps: Iterable[PaperStep]) -> str:
    """What the uploader said this version changes; empty where nothing was said."""
    return next((step.words for step in steps if step.kind == StepKind.PUT), "")


def returned_by(steps: Iterable[PaperStep]) -> PaperStep | None:
    """The step by which the chair sent the paper back, where nothing was done with it since."""
    last = max(steps, key=lambda step: step.id, default=None)
    return last if last is not None and last.kind == StepKind.RETURNED else None
