"""Reads the whole program when imported: rooms are loaded where an application is made, so one is made, and left."""

from __future__ import annotations

from pathlib import Path

import tests.conftest
from config import Settings
from e_office import create_app

nowhere = Settings(data_dir=Path("/nonexistent"), store_url="memory:", search_url="memory:", secret_key="k" * 40)
app = create_app(nowhere.completed())
assert tests.conftest
