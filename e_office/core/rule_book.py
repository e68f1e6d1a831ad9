"""The rule book: every rule of the house as the code has it, where it stands, and what it is taken from."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

CITED = re.compile(r"\b(?:[A-Z]\d{1,2}|[A-Z]-\d{2,3})\b")
"""How an article of the Decision (M2, T6) or of the catalogue of requirements (A-44) is cited in a docstring."""


@dataclass(frozen=True)
class Rule:
    """One rule: `id` is room and function, `cites` the articles its docstring names, in their order."""

    id: str
    place: str
    cites: tuple[str, ...]
    docstring: str

    def answers(self, word: str) -> bool:
        """Whether it is looked for by `word`: an article it cites, or else a part of its name or docstring."""
        if CITED.fullmatch(word.upper()):
            return word.upper() in self.cites
        return word.casefold() in f"{self.id}\n{self.docstring}".casefold()


def rule_book(rooms: tuple[str, ...]) -> Iterator[Rule]:
    """Every public function of each room's `rules*.py`, those of its parts as well, in the order of the rooms."""
    house = Path(__file__).parents[2]
    for room in rooms:
        for path in sorted((house / "e_office" / room).rglob("rules*.py")):
            module = import_module(".".join(path.relative_to(house).with_suffix("").parts))
            for name, thing in inspect.getmembers(module, inspect.isfunction):
                if thing.__module__ != module.__name__ or name.startswith("_"):
                    continue
                place = f"{path.relative_to(house)}:{inspect.getsourcelines(thing)[1]}"
                docstring = inspect.getdoc(thing) or ""
                cites = tuple(dict.fromkeys(CITED.findall(docstring)))
                yield Rule(f"{room}.{name}", place, cites, docstring)
