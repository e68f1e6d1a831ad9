"""The phrases one document of the demonstration is made of, filled by the document's own seed."""

from __future__ import annotations

import random

from e_office.core.clock import day_of
from e_office.demo.facts import PlannedDocument
from e_office.demo.matters import BY_CODE, Matter, Task
from e_office.demo.phrases import fill
from e_office.demo.units import BY_KEY


class Words:
    """The phrases of one document's matter, filled by the document's own seed."""

    def __init__(self, document: PlannedDocument) -> None:
        self.document = document
        self.matter: Matter = BY_CODE[document.matter]
        self.rng = random.Random(document.seed)
        self.day = day_of(document.issued_at)
        issuer = document.issuer
        self.districts = (issuer,) if issuer and BY_KEY[issuer].level == "district" else self.matter.districts

    def filled(self, text: str) -> str:
        """A phrase with its slots filled."""
        return fill(text, self.rng, self.day, self.districts)

    def some(self, phrases: tuple[str, ...], least: int, most: int) -> list[str]:
        """A few of the phrases, in their order."""
        number = min(len(phrases), self.rng.randint(least, most))
        chosen = sorted(self.rng.sample(range(len(phrases)), number))
        return [self.filled(phrases[place]) for place in chosen]

    def tasks(self, least: int, most: int) -> list[Task]:
        """A few of the matter's tasks."""
        number = min(len(self.matter.tasks), self.rng.randint(least, most))
        return self.rng.sample(self.matter.tasks, number)

    def pick(self, *choices: str) -> str:
        """One of several ways to say something."""
        return self.rng.choice(choices)
