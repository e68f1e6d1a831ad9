"""An installation whose database has no table yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from e_office import create_app
from e_office.core.db import db


@pytest.fixture
def bare(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application whose database has nothing in it yet."""
    url = f"sqlite:///{tmp_path / 'office.sqlite'}"
    if database_kind == "postgresql":
        url = request.getfixturevalue("postgresql_server").fresh_database()
    settings = Settings(
        data_dir=tmp_path,
        database_url=url,
        store_url="memory:",
        search_url="memory:",
        testing=True,
        secret_key="t" * 40,
    )
    app = create_app(settings.completed())
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
