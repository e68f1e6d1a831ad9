"""Every rule the office says it holds stands in the rule book, and has a test that names it; the lists agree."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from e_office import ROOMS
from e_office.core.rule_book import rule_book
from tests.architecture.rules_held import ALL, DECISION, MEETINGS, Held

HOUSE = Path(__file__).parents[2]
IDS = [one.id for one in ALL]


def names(text: str, cited: str) -> bool:
    """Whether a text cites it as a whole: 15.1 is neither 15.1c nor 115.1."""
    return re.search(rf"(?<![\w.]){re.escape(cited)}(?!\w|\.\d)", text) is not None


@cache
def every_test() -> tuple[tuple[str, str], ...]:
    """Name and docstring of every test; the name with dots for its underscores between digits."""
    found = []
    for path in sorted((HOUSE / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.append((node.name, ast.get_docstring(node) or ""))
    return tuple(found)


def is_named_by(name: str, docstring: str, cited: str) -> bool:
    words = "_" + re.sub(r"\W+", "_", cited).lower() + "_"
    return words in f"{name.lower()}_" or names(docstring, cited)


@cache
def book() -> tuple[str, ...]:
    return tuple(rule.docstring for rule in rule_book(ROOMS))


@pytest.mark.parametrize("held", ALL, ids=IDS)
def test_a_held_rule_has_a_test_that_names_it(held: Held) -> None:
    named = [name for name, docstring in every_test() if is_named_by(name, docstring, held.id)]
    assert named, f"no test names {held.id} ({held.words}) in its name or docstring"


@pytest.mark.parametrize("held", ALL, ids=IDS)
def test_a_held_rule_is_cited_where_it_stands(held: Held) -> None:
    if held.place:
        text = (HOUSE / held.place).read_text(encoding="utf-8")
        assert names(text, held.id), f"{held.place} is said to hold {held.id} and does not cite it"
    else:
        assert any(names(docstring, held.id) for docstring in book()), (
            f"no rule of the rule book cites {held.id}: cite it in the docstring of the rule that computes it, "
            "or name its place in rules_held.py"
        )


def test_what_the_rule_book_cites_of_these_articles_is_in_the_list() -> None:
    cited = {one for rule in rule_book(ROOMS) for one in rule.cites if re.fullmatch(r"[HDT]\d{1,2}", one)}
    assert cited <= {one.id for one in DECISION}


def test_the_list_is_whole_and_says_why_something_waits() -> None:
    wanted = [f"H{n}" for n in range(1, 10)] + [f"D{n}" for n in range(1, 6)] + [f"T{n}" for n in range(1, 11)]
    assert [one.id for one in DECISION] == wanted
    meetings = [f"M{n}" for n in range(1, 20)] + ["O3", "O3b", "O4", "O5", "O9", "QĐ 45/2018"]
    assert [one.id for one in MEETINGS] == meetings
    assert len(IDS) == len(set(IDS))
    assert {one.id for one in ALL if one.later} == {"D1", "D4"}
    assert all("directives" in one.later for one in ALL if one.later)


@pytest.mark.parametrize(
    "held", [one for one in (*DECISION, *MEETINGS) if not one.place and " " not in one.id], ids=lambda one: one.id
)
def test_the_command_prints_id_place_and_words(app: Flask, held: Held) -> None:
    """`flask --app app rules H9`."""
    printed = app.test_cli_runner().invoke(args=["rules", held.id])
    assert printed.exit_code == 0, printed.output
    assert "e_office/" in printed.output
    assert names(printed.output, held.id)


def test_the_systems_the_decision_names_are_rooms_of_one_t5(app: Flask) -> None:
    """T5: documents and case files, exchange, mail, meetings, the operations page, under one address."""
    assert {"registry", "casefiles", "exchange", "notices", "meetings", "portal"} <= set(app.blueprints)
