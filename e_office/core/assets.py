"""One version for all files the browser keeps, so that they may be kept for ever and still change at once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


@lru_cache
def version_of(folder: Path) -> str:
    """Ten signs that change with any name or content below `folder`, read once a process.

    "" where there is no such folder.
    """
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:10]
