"""What `python app.py` announces: the demonstration's accounts where it is loaded, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from config import Settings
from e_office import create_app
from e_office.core.db import db
from e_office.demo.province import PASSWORD
from e_office.opening import Opening
from tests.factories.world import make_world


@pytest.fixture
def announced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Open an office on the same files once more, and give what it says."""
    settings = Settings(data_dir=tmp_path / "var", store_url="memory:", testing=True, demo_scale=1).completed()

    def open_it(**changes: bool) -> str:
        opening, now = Opening(), replace(settings, **changes)
        opening.prepare(now)
        capsys.readouterr()
        opening.announce(now)
        return capsys.readouterr().out

    open_it.settings = settings  # type: ignore[attr-defined]
    return open_it


def test_the_demonstration_is_announced_where_it_is_loaded(announced: Callable[..., str]) -> None:
    for _start in range(2):
        said = announced()
        assert PASSWORD in said
        assert "vanthu " in said
    assert PASSWORD in announced(demo=False), "it is still there"


def test_an_office_nobody_can_enter_says_what_to_do(announced: Callable[..., str]) -> None:
    said = announced(demo=False)
    assert PASSWORD not in said
    assert "First steps in docs/administrator.md" in said


def test_an_office_of_real_people_names_no_demonstration(announced: Callable[..., str]) -> None:
    announced(demo=False)
    app = create_app(announced.settings)  # type: ignore[attr-defined]
    with app.app_context():
        db.session.execute(db.text("DELETE FROM unit_level"))
        db.session.commit()
        make_world(app.extensions["office"])
        db.session.remove()
        db.engine.dispose()
    said = announced(demo=True)
    assert "http://127.0.0.1:8000" in said
    assert PASSWORD not in said
    assert "First steps" not in said
