"""What meetings ask of somebody beside opening: to answer, to go where one was sent, to give a chair's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.asking import Waiting
from e_office.meetings.answers.models import Attender, Substitute
from e_office.meetings.answers.queries import Waiting as Words
from e_office.meetings.answers.queries import sent_to, unanswered, waiting_for_word
from e_office.meetings.models import Meeting


@dataclass(frozen=True)
class Answering:
    """Answers due with whether by name, what waits for the actor's word as chair, and where the actor was sent."""

    due: Sequence[tuple[Meeting, bool]] = ()
    words: Sequence[Words] = ()
    sent: Sequence[tuple[Meeting, Attender | Substitute]] = ()

    @property
    def words_total(self) -> int:
        """How many substitutes and early leavings wait."""
        return sum(len(one.substitutes) + len(one.leaves) for one in self.words)

    @property
    def named(self) -> int:
        """What is for the person by name; where one was sent is told, not asked."""
        return sum(by_name for _meeting, by_name in self.due) + self.words_total

    @property
    def for_unit(self) -> int:
        """What is for the unit."""
        return sum(not by_name for _meeting, by_name in self.due)

    def seen(self, view: str) -> Answering:
        """The part of it that a view of the desk shows: `named`, `unit`, or both."""
        if view == "named":
            return Answering([pair for pair in self.due if pair[1]], self.words, self.sent)
        if view == "unit":
            return Answering([pair for pair in self.due if not pair[1]])
        return self


READS = (unanswered, waiting_for_word, sent_to)


def answering_of(waiting: Waiting) -> Answering:
    """Everything of answers that waits for the actor or the actor's unit."""
    return Answering(*map(waiting.read, READS))
