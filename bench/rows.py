"""One measured figure beside its peer, and how a run of them is printed."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """A figure of ours, the same of a named peer where there is one, and the aim in words.

    `ok` is None where there is no aim, or nothing could be measured; then `note` says why.
    """

    what: str
    ours: float | None = None
    unit: str = ""
    peer: float | None = None
    peer_name: str = ""
    aim: str = ""
    ok: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours in times of the peer's."""
        return self.ours / self.peer if self.ours is not None and self.peer else None


def at_most(what: str, ours: float, unit: str, aim: float, note: str = "") -> Row:
    """Make a row whose figure should not exceed its aim."""
    return Row(what, ours, unit, aim=f"≤ {aim:g}", ok=ours <= aim, note=note)


def at_least(what: str, ours: float, unit: str, aim: float, note: str = "") -> Row:
    """Make a row whose figure should reach its aim."""
    return Row(what, ours, unit, aim=f"≥ {aim:g}", ok=ours >= aim, note=note)


def times(what: str, ours: float, peer: float, unit: str, peer_name: str, most: float, note: str = "") -> Row:
    """Make a row whose figure should be at most `most` times the peer's."""
    return Row(what, ours, unit, peer, peer_name, f"≤ {most:g} ×", ours <= most * peer, note)


def skipped(what: str, why: str) -> Row:
    """Make a row for what cannot be measured here."""
    return Row(what, note=f"not measured: {why}")


def median(figures: Sequence[float]) -> float:
    """The middle one; robust where other work on the machine slows some of them."""
    return statistics.median(figures)


def as_markdown(rows: Iterable[Row]) -> str:
    """Write a table for people."""
    lines = ["| What | Ours | Peer | Ratio | Aim | Reached | Note |", "|---|--:|--:|--:|---|---|---|"]
    for row in rows:
        peer = f"{_figure(row.peer)} {row.unit}, {row.peer_name}" if row.peer is not None else ""
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        reached = {True: "yes", False: "**no**", None: ""}[row.ok]
        ours = f"{_figure(row.ours)} {row.unit}".strip()
        cells = (row.what, ours, peer, ratio, row.aim, reached, row.note)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def as_json(rows: Iterable[Row]) -> str:
    """Write the same for machines; what was not measured is null."""
    return json.dumps([asdict(row) | {"ratio": row.ratio} for row in rows], ensure_ascii=False, indent=1)
