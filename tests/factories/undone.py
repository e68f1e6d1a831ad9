"""What a test writes to look at it, and takes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from e_office.core.connections import WRITING
from e_office.core.office import Office


@contextmanager
def undone(office: Office) -> Iterator[None]:
    """What is written within is seen within, and never happened."""
    office.session.rollback()
    office.session.connection(execution_options={WRITING: True})
    try:
        yield
    finally:
        office.session.rollback()
