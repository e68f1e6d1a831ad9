"""One measured figure, and how a run of them is printed."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """A figure with its aim in words; `ok` is None where there is no aim or nothing to compare with."""

    name: str
    value: float
    unit: str
    aim: str = ""
    ok: bool | None = None
    note: str = ""


def at_most(name: str, value: float, unit: str, aim: float, note: str = "") -> Row:
    """Make a row whose value should not exceed its aim."""
    return Row(name, value, unit, f"≤ {aim:g}", value <= aim, note)


def at_least(name: str, value: float, unit: str, aim: float, note: str = "") -> Row:
    """Make a row whose value should reach its aim."""
    return Row(name, value, unit, f"≥ {aim:g}", value >= aim, note)


def skipped(name: str, why: str) -> Row:
    """Make a row for what cannot be measured here."""
    return Row(name, float("nan"), "", note=f"not measured: {why}")


def as_markdown(rows: Iterable[Row]) -> str:
    """Write a table for people."""
    lines = ["| what | value | unit | aim | held | note |", "|---|---|---|---|---|---|"]
    for row in rows:
        held = {True: "yes", False: "**no**", None: ""}[row.ok]
        value = "" if row.value != row.value else f"{row.value:.4g}"  # NaN is not itself
        lines.append(f"| {row.name} | {value} | {row.unit} | {row.aim} | {held} | {row.note} |")
    return "\n".join(lines)


def as_json(rows: Iterable[Row]) -> str:
    """Write the same for machines; what was not measured is null."""
    records = [asdict(row) | {"value": row.value if row.value == row.value else None} for row in rows]
    return json.dumps(records, ensure_ascii=False, indent=1)
