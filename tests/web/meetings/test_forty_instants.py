"""A-103: forty instants about the limit of time, for an invitation and for a paper, judged by a server process of each zone, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

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
        assert one["invitation"] == expected("invitation", late, "draft", "issued"), one["name"]
        assert one["paper"] == expected("paper", late, "approved", "distributed"), one["name"]


def expected(what: str, late: int, before: str, after: str) -> dict[str, Any]:
    """In time: it goes. Late: refused and told why, then let through by the chair's order, and marked to the microsecond."""
    if not late:
        return {"status": 303, "too_near": False, "state": after, "stamped": False, "late": []}
    found = {"status": 422, "too_near": True, "state": before, "ordered": 303, "stamped": True, "late": [[what, late]]}
    return found if what == "invitation" else found | {"state_then": after}
