"""Rules of a package of papers (M13): which state of the set it is of, and what its files are called."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def digest_of(papers: Sequence[tuple[int, str, str]]) -> str:
    """The name of a set's state: papers in their order as (id, title, SHA-256). Any change makes another package."""
    lines = "\n".join(f"{paper_id}\t{sha256}\t{title}" for paper_id, title, sha256 in papers)
    return hashlib.sha256(lines.encode()).hexdigest()


def numbered_names(names: Sequence[str]) -> list[str]:
    """File names as they were typed, behind their place in the set: in every folder they stand in that order."""
    digits = max(2, len(str(len(names))))
    return [f"{place:0{digits}d} {name}" for place, name in enumerate(names, start=1)]
