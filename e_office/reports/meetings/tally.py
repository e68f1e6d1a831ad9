"""Counting the figures on meetings: pure sums over facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import Any

from e_office.reports.meetings.measures import MEASURES, Kind, MeetingFact, PaperFact, of_kind
from e_office.reports.meetings.rules import Share, middle

OF_KIND = {kind: [(key, measure.takes) for key, measure in of_kind(kind).items()] for kind in Kind}


@dataclass
class Tally:
    """The figures of one unit, one month or all."""

    counts: Counter[str] = field(default_factory=Counter)
    late: list[timedelta] = field(default_factory=list)
    """How late each late paper was."""
    ages: list[int] = field(default_factory=list)
    """Working days from each meeting to its conclusion notice."""
    waiting: list[int] = field(default_factory=list)
    """Working days each unwritten conclusion has waited."""
    person_hours: float = 0.0

    def add(self, kind: Kind, fact: Any, times: int = 1) -> None:
        """Count a fact in every figure that takes it."""
        for key, takes in OF_KIND[kind]:
            if takes(fact):
                self.counts[key] += times
        if isinstance(fact, PaperFact) and fact.by is not None:
            self.late += [fact.by] * times
        elif isinstance(fact, MeetingFact):
            self.person_hours += fact.person_hours * times
            self.ages += [fact.age] * times if fact.held and fact.age is not None else []
            self.waiting += [fact.waiting] * times if fact.waiting is not None else []

    def __getitem__(self, key: str) -> int:
        """The number of a figure."""
        return self.counts[key]

    def share(self, key: str) -> Share:
        """A figure within the one it is a part of."""
        return Share(self.counts[key], self.counts[MEASURES[key].of or key])

    @property
    def late_median(self) -> timedelta:
        """The median of how late what was late was."""
        return middle(self.late)

    @property
    def late_worst(self) -> timedelta:
        """The latest of all."""
        return max(self.late, default=timedelta())

    @property
    def age_median(self) -> float | None:
        """The median of working days up to the notice; None where there is none."""
        return median(self.ages) if self.ages else None

    @property
    def age_worst(self) -> int | None:
        """The oldest a notice was when it came out."""
        return max(self.ages, default=None)

    @property
    def oldest(self) -> int | None:
        """How long the oldest unwritten conclusion has waited, in working days."""
        return max(self.waiting, default=None)
