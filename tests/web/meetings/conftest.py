"""Fixtures of the stories of meetings."""

from __future__ import annotations

import pytest


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """Stories that run on both databases run on the real store too."""
    real = "both_databases" in request.fixturenames
    return str(request.getfixturevalue("real_store_url")) if real else "memory:"
