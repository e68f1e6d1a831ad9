"""Rounds: what the worker does again and again, in its time, whatever else fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from e_office.core import rounds
from e_office.core.office import Office
from e_office.core.rounds import Rounds, every


@pytest.fixture
def alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No other room's rounds, those that an office's rooms bring with them included."""
    monkeypatch.setattr(rounds, "_rounds", {})
    yield


@pytest.mark.usefixtures("alone")
def test_a_round_is_done_at_once_and_then_in_its_time(office: Office) -> None:
    done: list[str] = []
    every(timedelta(minutes=1), when=lambda settings: True)(lambda office: done.append("often"))
    every(timedelta(hours=1), when=lambda settings: True)(lambda office: done.append("seldom"))
    every(timedelta(minutes=1), when=lambda settings: bool(settings.smtp_url))(lambda office: done.append("never"))
    seconds = 7.0
    worker = Rounds(lambda: seconds)
    assert [worker.call(office), worker.call(office)] == [2, 0]
    seconds += 61
    assert worker.call(office) == 1
    seconds += 3600
    assert worker.call(office) == 2
    assert done == ["often", "seldom", "often", "often", "seldom"]


@pytest.mark.usefixtures("alone")
def test_a_round_that_fails_keeps_nothing_waiting(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def fails(office: Office) -> None:
        raise OSError("nobody answers")

    every(timedelta(minutes=1), when=lambda settings: True)(fails)
    every(timedelta(minutes=1), when=lambda settings: True)(lambda office: done.append("after"))
    assert Rounds().call(office) == 2
    assert done == ["after"]
    assert "nobody answers" in caplog.text


@pytest.mark.usefixtures("alone")
def test_the_worker_does_them(app: Flask) -> None:
    done: list[str] = []
    every(timedelta(minutes=1), when=lambda settings: True)(lambda office: done.append("round"))
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
    assert done == ["round"]
