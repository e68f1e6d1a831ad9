"""Fixtures of the month: the stricter rule set, and mail that goes through a real relay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from e_office.core.office import Office
from tests.conftest import Database, MovingClock
from tests.factories.world import World
from tests.making import settings_of
from tests.servers import SmtpSink
from tests.web.meetings.month.house import Month


@pytest.fixture
def settings(tmp_path: Path, database: Database, relay: SmtpSink) -> Settings:
    """QĐ 45/2018: three working days before a meeting, five after it for its conclusion."""
    return replace(settings_of(tmp_path, database.url), meeting_rules="QD45-2018", smtp_url=relay.url)


@pytest.fixture
def month(
    app: Flask, office: Office, world: World, clock: MovingClock, relay: SmtpSink, work_off: Callable[[], int]
) -> Month:
    """The province on the morning the month begins."""
    return Month(app, office, world, clock, relay, work_off)
