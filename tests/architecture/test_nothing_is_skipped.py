"""With `CI=true` a skipped test is a failed one, whatever it skips for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPING = """
import pytest

def test_that_skips_itself():
    pytest.skip("it wants something")

@pytest.mark.skipif(True, reason="it wants something")
def test_that_is_marked():
    pass

def test_that_runs():
    pass
"""


@pytest.mark.parametrize(("ci", "code", "said"), [("true", 1, "1 passed"), ("", 0, "1 passed, 2 skipped")])
def test_a_skipped_test_fails_a_run_of_the_whole(tmp_path: Path, ci: str, code: int, said: str) -> None:
    (tmp_path / "test_it.py").write_text(SKIPPING, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", os.devnull, "-rN", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "CI": ci}, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout
    assert done.stdout.count("With CI=true nothing is skipped") == (2 if ci else 0)
