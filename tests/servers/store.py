"""A real S3 store for tests: SeaweedFS, as `python app.py` starts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.embedded import EmbeddedStore

from .keeper import shared


@contextmanager
def real_store() -> Iterator[str]:
    """The URL (for `open_store`) of a store shared by the workers of this run."""
    with shared("store") as said:
        yield said["url"]


@contextmanager
def run(directory: Path) -> Iterator[dict[str, str]]:
    """The server itself; called by the keeper."""
    with EmbeddedStore(directory) as store:
        yield {"url": store.url}
