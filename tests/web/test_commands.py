"""Every command as an administrator types it: what it prints, JSON that parses, and exit code 0 only on success."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from config import Settings
from e_office.core.clock import SystemClock
from e_office.core.db import db
from e_office.core.jobs import MOST_ATTEMPTS, Job
from e_office.core.office import Office
from e_office.meetings.checks import check_levels
from storage import open_store
from storage.minio_store import S3Address
from tests.factories.documents import make_document
from tests.factories.world import World

ROOT = Path(__file__).parents[2]


def run(app: Flask, *args: str) -> Result:
    result = FlaskCliRunner(app).invoke(args=list(args))
    db.session.rollback()
    return result


def rows(app: Flask, *args: str) -> list[dict[str, Any]]:
    """What a command prints with `--json`; it must succeed."""
    result = run(app, *args, "--json")
    assert result.exit_code == 0, result.output
    parsed: list[dict[str, Any]] = json.loads(result.stdout)
    return parsed


@pytest.fixture
def broken_job(office: Office, world: World) -> Job:
    """A job of a kind nobody knows: it fails whenever it is tried."""
    now = office.clock.now()
    with office.transaction() as session:
        job = Job(kind="unknown", payload={"n": 1}, created_at=now, available_at=now, attempts=0)
        session.add(job)
    return job


@pytest.fixture
def shelf(office: Office, world: World) -> list[int]:
    """Three documents of the province's clerk that wait for the worker."""
    clerk = world.actor("vanthu")
    subjects = ("V/v mỏ sắt Thạch Khê", "V/v cảng Vũng Áng", "V/v quặng ở Thạch Khê")
    return [make_document(office, clerk, world.units["ubnd"], [], subject=one).id for one in subjects]


def test_jobs_are_listed_run_and_done(app: Flask, shelf: list[int]) -> None:
    waiting = rows(app, "jobs", "list")
    assert waiting
    assert {row["state"] for row in waiting} == {"waiting"}
    (ran,) = rows(app, "jobs", "run")
    assert ran == {"tried": len(waiting), "failed": 0, "parked": 0, "put_off": 0}
    assert rows(app, "jobs", "list") == []
    assert {row["state"] for row in rows(app, "jobs", "list", "--all")} == {"done"}
    assert "0 jobs tried, 0 failed" in run(app, "jobs", "run").stdout


def test_a_failed_job_fails_the_command_that_ran_it(app: Flask, broken_job: Job) -> None:
    result = run(app, "jobs", "run", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [{"tried": 1, "failed": 1, "parked": 0, "put_off": 0}]
    (row,) = rows(app, "jobs", "list")
    assert (row["state"], row["attempts"], row["error"]) == ("waiting", 1, "KeyError: 'unknown'")


def test_a_parked_job_is_counted_and_given_another_round(app: Flask, office: Office, broken_job: Job) -> None:
    with office.transaction():
        broken_job.attempts = MOST_ATTEMPTS - 1
    result = run(app, "jobs", "run", "--json")
    assert (result.exit_code, json.loads(result.stdout)[0]["parked"]) == (1, 1)
    assert [row["state"] for row in rows(app, "jobs", "list")] == ["parked"]
    assert rows(app, "jobs", "retry") == [{"retried": 1}]
    assert "0 jobs given another round" in run(app, "jobs", "retry").stdout


def test_the_worker_does_once_what_is_due(app: Flask, shelf: list[int], office: Office) -> None:
    assert run(app, "worker", "--once").exit_code == 0
    assert office.engine.ids() == set(shelf)


def test_the_worker_asked_once_fails_where_a_job_failed(app: Flask, broken_job: Job) -> None:
    assert run(app, "worker", "--once").exit_code == 1


def test_search_prints_what_a_person_would_find_and_where_from(app: Flask, shelf: list[int]) -> None:
    run(app, "worker", "--once")
    found = rows(app, "search", "thach", "khe", "--as", "vanthu")
    assert {row["id"] for row in found} == {shelf[0], shelf[2]}
    assert set(found[0]) == {"id", "kind", "code", "title", "score", "from"}
    assert {row["from"] for row in found} == {"index"}
    assert len(rows(app, "search", "thach khe", "--as", "vanthu", "--limit", "1")) == 1
    assert rows(app, "search", "thach khe", "--as", "vanthu", "--kind", "conclusion") == []
    assert rows(app, "search", "thach khe", "--as", "quantri") == []
    assert "V/v mỏ sắt Thạch Khê" in run(app, "search", "mo sat", "--as", "vanthu").stdout


def test_search_says_that_the_database_answered(app: Flask, shelf: list[int]) -> None:
    result = run(app, "search", "mo sat", "--as", "vanthu", "--json")
    assert result.exit_code == 0
    assert [(row["id"], row["from"]) for row in json.loads(result.stdout)] == [(shelf[0], "database")]
    assert "These come from the database" in result.stderr


@pytest.mark.parametrize("args", [("mo sat",), ("mo sat", "--as", "nobody"), ("--as", "vanthu")])
def test_a_search_of_nobody_or_of_nothing_is_refused(app: Flask, shelf: list[int], args: tuple[str, ...]) -> None:
    assert run(app, "search", *args).exit_code == 2


def test_the_index_is_rebuilt(app: Flask, shelf: list[int]) -> None:
    assert rows(app, "search", "rebuild") == [{"taken_in": 3, "in_index": 3}]
    again = run(app, "search", "rebuild")
    assert "3 documents taken in, 3 in the index" in again.stdout
    assert "Index: 3 of 3" in again.stderr


def test_the_rule_book_is_whole_and_can_be_asked_for_an_article(app: Flask) -> None:
    book = rows(app, "rules")
    assert len(book) > 40
    assert all(rule["docstring"] and (ROOT / rule["place"].split(":")[0]).is_file() for rule in book)
    late = {rule["id"] for rule in rows(app, "rules", "m2")}
    assert "meetings.latest_issue" in late
    assert "meetings.conclusion_problems" not in late
    assert late == {rule["id"] for rule in book if "M2" in rule["cites"]}
    assert {rule["id"] for rule in rows(app, "rules", "INVITEE")} < {rule["id"] for rule in book}
    printed = run(app, "rules", "M14").stdout
    begins = "meetings.conclusion_problems  M14  (e_office/meetings/rules_conclusion.py:"
    assert any(line.startswith(begins) for line in printed.splitlines())
    nothing = run(app, "rules", "M99")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "no rule cites M99" in nothing.stderr


def test_fsck_finds_a_sound_office_sound_and_an_unsound_one_not(app: Flask, shelf: list[int], office: Office) -> None:
    run(app, "worker", "--once")
    for args in (("fsck",), ("fsck", "--deep")):
        assert {found["level"] for found in rows(app, *args)} == {"ok"}
    office.engine.remove([shelf[0]])
    result = run(app, "fsck", "--json")
    assert result.exit_code == 1
    bad = [found for found in json.loads(result.stdout) if found["level"] == "bad"]
    assert [found["check"] for found in bad] == ["index"]


@pytest.mark.store
def test_locks_that_run_out_are_told_and_made_longer(
    app: Flask, office: Office, world: World, real_store_url: str
) -> None:
    address = replace(S3Address.parse(real_store_url), bucket=f"test-{uuid.uuid4().hex[:20]}", retain_days=30)

    def told(days: int) -> list[str]:
        store = open_store(replace(address, retain_days=days).url())
        app.extensions["office"] = replace(office, store=store, clock=SystemClock())
        return [found["text"] for found in rows(app, "fsck") if found["check"] == "locks"]

    run(app, "init")
    assert told(30) == []
    make_document(app.extensions["office"], world.actor("vanthu"), world.units["ubnd"], [("a.txt", b"mot")])
    (warning,) = told(30)
    assert warning.startswith("1 originals can be deleted in 60 days or before")
    (warning,) = told(900)
    assert "run `originals hold`" in warning
    assert rows(app, "originals", "hold") == [{"looked_at": 1, "extended": 1, "unlocked": 0, "missing": 0}]
    assert rows(app, "originals", "hold")[0]["extended"] == 0
    (fine,) = told(900)
    assert fine.startswith("1 locks, the first on ")


def test_a_store_without_locks_holds_nothing_and_says_so(app: Flask, office: Office, world: World) -> None:
    run(app, "init")
    make_document(office, world.actor("vanthu"), world.units["ubnd"], [("a.txt", b"mot")])
    result = run(app, "originals", "hold", "--json")
    assert (result.exit_code, json.loads(result.stdout)[0]["unlocked"]) == (1, 1)
    assert "cannot be locked" in result.stderr
    assert "locks" not in {found["check"] for found in rows(app, "fsck")}


def test_doctor_looks_at_every_part(app: Flask, world: World) -> None:
    run(app, "init")
    found = {each["check"]: each for each in rows(app, "doctor")}
    assert set(found) >= {
        "database", "administrator", "log-ins", "mail", "store", "LibreOffice", "index", "worker",
    }  # fmt: skip
    assert "bad" not in {each["level"] for each in found.values()}


@pytest.mark.parametrize(("level", "found"), [("district", "ok"), ("huyen", "bad")])
def test_doctor_names_a_level_that_is_none(office: Office, world: World, level: str, found: str) -> None:
    settings = replace(office.settings, meeting_rules_of=(f"{level}=QD45-2018",))
    (told,) = check_levels(replace(office, settings=settings), False)
    assert told.level == found
    assert level in told.text


def test_an_index_that_was_never_begun_is_bad_only_where_there_are_documents(app: Flask, office: Office) -> None:
    def level(command: str) -> str:
        told = json.loads(run(app, command, "--json").stdout)
        return next(found["level"] for found in told if found["check"] == "index")

    assert (level("doctor"), level("fsck")) == ("warning", "warning")
    from tests.factories.world import make_world

    world = make_world(office)
    make_document(office, world.actor("vanthu"), world.units["ubnd"], [])
    assert level("doctor") == "bad"
    run(app, "worker", "--once")
    assert (level("doctor"), level("fsck")) == ("ok", "ok")


def test_a_schema_of_another_version_is_told(app: Flask, world: World, office: Office) -> None:
    from sqlalchemy import text

    with office.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    result = run(app, "doctor", "--json")
    assert result.exit_code == 1
    assert "schema older, this version needs" in json.loads(result.stdout)[0]["text"]


def test_a_period_that_ends_before_it_begins_is_refused(app: Flask, world: World) -> None:
    result = run(app, "ratio", "--from", "2026-02-01", "--to", "2026-01-01")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--to 2026-01-01 lies before --from 2026-02-01" in result.stderr


def test_the_demonstration_tells_its_accounts_as_json(app: Flask) -> None:
    (said,) = rows(app, "demo", "--scale", "1")
    assert said["loaded"] > 0
    assert said["password"]
    assert {"login", "name", "unit"} == set(said["accounts"][0])


def test_every_command_that_prints_data_has_json(app: Flask) -> None:
    without = {"worker", "exchange export"}  # one says nothing, the other writes a message, which is XML

    def leaves(group: click.Group, path: str = "") -> dict[str, click.Command]:
        found: dict[str, click.Command] = {}
        for name, command in group.commands.items():
            inner = leaves(command, f"{path}{name} ") if isinstance(command, click.Group) else {path + name: command}
            found |= inner
        return found

    theirs = {"run", "shell", "routes", "db", "translate", "tailwind"}
    ours = {path: command for path, command in leaves(app.cli).items() if path.split()[0] not in theirs}
    lacking = {path for path, command in ours.items() if "as_json" not in {each.name for each in command.params}}
    assert lacking == without


def test_commands_work_from_a_terminal(settings: Settings, app: Flask, tmp_path: Path) -> None:
    """The real programs, as processes of their own: what is printed and the exit code are those of the shell."""
    environ = {
        **os.environ,
        "EOFFICE_DATA_DIR": str(tmp_path / "var"),
        "EOFFICE_TESTING": "1",
        "EOFFICE_SECRET_KEY": "k" * 40,
    }
    flask = [sys.executable, "-m", "flask", "--app", "app"]

    def type_in(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*flask, *args], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)

    before = type_in("jobs", "list")
    assert (before.returncode, before.stdout) == (1, "")
    assert "has `init` been run?" in before.stderr
    made = type_in("init", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)[0]["step"] == "schema"
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    refused = type_in("user", "add", "a", "--name", "A", "--unit", "X", "--role", "clerk")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "Error: there is no unit with the code X\n")
