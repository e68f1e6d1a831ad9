"""Setting what differs in a row, and telling the journal what it was before."""

from __future__ import annotations

from datetime import date
from typing import Any


def apply_changes(row: object, values: dict[str, Any]) -> str:
    """Set what differs; gives the old and new values as the journal tells them, empty where nothing does."""
    changed = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed.append(f"{_shown(before)} → {_shown(value)}")
    return "; ".join(changed)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "–")
