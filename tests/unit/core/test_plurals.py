"""A counted word takes the form of its number."""

from __future__ import annotations

from typing import Any

import pytest

from e_office.core.plurals import counted


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("%(n)s {day|days} left", {"n": 1}, "%(n)s day left"),
        ("%(n)s {day|days} left", {"n": 0}, "%(n)s days left"),
        ("%(n)s {day|days} left", {"n": "1"}, "%(n)s day left"),
        ("%(n)s {day|days} left", {"n": "1.234"}, "%(n)s days left"),
        ("{day|days}: %(n)s", {"n": 1}, "day: %(n)s"),
        ("%(a)s {task|tasks}, %(b)s {is|are} late", {"a": 5, "b": 1}, "%(a)s tasks, %(b)s is late"),
        ("%(n)s {recipient has|recipients have} opened", {"n": 1}, "%(n)s recipient has opened"),
        ("row {n} of %(count)s", {"count": 1}, "row {n} of %(count)s"),
        ("nothing is counted", {}, "nothing is counted"),
    ],
)
def test_the_number_beside_it_decides(text: str, values: dict[str, Any], said: str) -> None:
    assert counted(text, values) == said
