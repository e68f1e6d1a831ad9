"""The receipt matrix: each invitee by when it reached them, who opened what when, and what they answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.meetings.answers.models import Substitute
from e_office.meetings.answers.queries import answers_of
from e_office.meetings.answers.rules import Standing
from e_office.meetings.facts import papers_sent
from e_office.meetings.log import answer_sources, events_of, lateness_of
from e_office.meetings.models import Answer, Invitee, Meeting, Paper, PaperReceipt
from e_office.meetings.queries import opened_at
from e_office.meetings.reading.queries import copies_of
from e_office.meetings.rules import Late, late_for
from e_office.people.queries import holidays

CHIPS = ("all", "unopened", "unread", "unanswered", "substitute", "absent")


@dataclass(frozen=True)
class Row:
    """One invitee. `papers` maps the papers in force to the first opening; `late` an item to its lateness.

    `taken`: papers to when a copy was first taken along, which is no opening.
    `comes` names who comes, as far as it is known; `source` is the address where the answer came by mail.
    """

    invitee: Invitee
    opened_at: datetime | None
    papers: dict[int, datetime]
    late: dict[int | None, Late] = field(default_factory=dict)
    taken: dict[int, datetime] = field(default_factory=dict)
    standing: Standing = Standing.UNANSWERED
    substitute: Substitute | None = None
    comes: str = ""
    source: str = ""

    @property
    def owes(self) -> bool:
        """Whether an opening or an answer is still due: whom a reminder is for."""
        return self.opened_at is None or self.invitee.answer is None

    def unread(self, papers: Sequence[Paper]) -> bool:
        """Whether the invitation was opened and a paper was not."""
        return self.opened_at is not None and any(paper.id not in self.papers for paper in papers)


@dataclass(frozen=True)
class Table:
    """The whole matrix of one meeting: papers in force as columns, invitees as rows."""

    papers: tuple[Paper, ...]
    rows: tuple[Row, ...]

    def chosen(self, chip: str) -> list[Row]:
        """The rows a chip shows; an unknown chip shows all."""
        tests: dict[str, Callable[[Row], bool]] = {
            "unopened": lambda row: row.opened_at is None,
            "unread": lambda row: row.unread(self.papers),
            "unanswered": lambda row: row.invitee.answer is None,
            "substitute": lambda row: row.invitee.answer == Answer.SUBSTITUTE,
            "absent": lambda row: row.invitee.answer == Answer.ABSENT,
            "late": lambda row: bool(row.late),
        }
        return [row for row in self.rows if chip not in tests or tests[chip](row)]

    def count(self, chip: str) -> int:
        """How many rows a chip shows."""
        return len(self.chosen(chip))

    @property
    def delivered(self) -> int:
        """How many it was put before."""
        return sum(row.invitee.delivered_at is not None for row in self.rows)

    def read(self, paper: Paper) -> int:
        """How many have opened a paper."""
        return sum(paper.id in row.papers for row in self.rows)


def table_of(office: Office, meeting: Meeting) -> Table:
    """The matrix, from receipts that stand for ever."""
    papers = papers_sent(meeting)
    query = select(Invitee, opened_at()).join(Invitee.meeting).where(Meeting.id == meeting.id)
    shown = query.options(joinedload(Invitee.unit), joinedload(Invitee.person), joinedload(Invitee.answered_by))
    invitees = office.session.execute(shown.order_by(Invitee.position, Invitee.id)).tuples().all()
    late = lateness_of(office, [meeting], holidays(office))[meeting.id]
    opened, copies = paper_openings(office, papers), copies_of(office, papers)
    answers, begun = (
        answers_of(office, meeting),
        meeting.starts_at is not None and meeting.starts_at <= office.clock.now(),
    )
    sources = answer_sources(events_of(office, [meeting.id])[meeting.id])
    rows = [
        Row(
            invitee,
            at,
            {paper: when for (who, paper), when in opened.items() if who == invitee.id},
            late_for(late, invitee.id),
            {paper: when for (who, paper), when in copies.items() if who == invitee.id},
            answers.standing(invitee, begun=begun),
            answers.substitutes.get(invitee.id) if invitee.answer == Answer.SUBSTITUTE else None,
            answers.who_comes(invitee),
            sources.get(invitee.id, ""),
        )
        for invitee, at in invitees
    ]
    return Table(tuple(papers), tuple(rows))


def paper_openings(
    office: Office, papers: Sequence[Paper], invitees: Collection[int] | None = None
) -> dict[tuple[int, int], datetime]:
    """(invitee, paper) -> first opening on the invitee's behalf; of these invitees alone where some are given."""
    found: dict[tuple[int, int], datetime] = {}
    query = select(PaperReceipt).where(PaperReceipt.paper_id.in_([paper.id for paper in papers]))
    if invitees is not None:
        query = query.where(PaperReceipt.invitee_id.in_(invitees))
    for receipt in office.session.scalars(query):
        found[receipt.invitee_id, receipt.paper_id] = receipt.at
    return found
