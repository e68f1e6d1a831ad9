"""A-103: forty instants about the limit of time, judged by a server process of each zone, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.unit.meetings.test_boundary_instants import INSTANTS
from tests.web.meetings import judging_server

ZONES = {"UTC": 0, "Asia/Ho_Chi_Minh": 7, "America/Los_Angeles": -8}
LATE = {name: late // timedelta(microseconds=1) for name, _rules, _sent, _start, late in INSTANTS}


@pytest.mark.parametrize("zone", ZONES)
def test_m2_a_server_judges_to_the_microsecond_wherever_it_stands(
    zone: str, tmp_path: Path, database: Database, both_databases: str
) -> None:
    command = [sys.executable, "-m", judging_server.__name__, str(tmp_path), database.url]
    said = subprocess.run(
        command, env=os.environ | {"TZ": zone, "PGTZ": zone}, capture_output=True, text=True, timeout=240, check=False
    )
    assert said.returncode == 0, said.stderr[-3000:]
    found = json.loads(said.stdout.splitlines()[-1])
    assert found["ahead"] == ZONES[zone], "the process did stand there"
    assert found["database"] == (zone if both_databases == "postgresql" else "")
    assert len(found["judged"]) == len(INSTANTS) == 40
    for one in found["judged"]:
        late = LATE[one["name"]]
        in_time = {"status": 303, "too_near": False, "state": "issued", "stamped": False, "late": []}
        refused = {
            "status": 422, "too_near": True, "state": "draft", "ordered": 303, "stamped": True, "late": [late],
        }  # fmt: skip
        assert one == {"name": one["name"], **(refused if late else in_time)}
