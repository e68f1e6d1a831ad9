"""Stories run in an office without LibreOffice."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _stories(without_renditions: None) -> None:
    """All of them."""
