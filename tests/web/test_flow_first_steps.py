"""A new installation, from an empty database to the first log-ins, by the words of the administrator's guide."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from config import Settings
from e_office import create_app
from e_office.core.db import db
from e_office.core.office import Office
from tests.conftest import Browser, MovingClock
from tests.web.test_flow_people import NEW

GUIDE = Path(__file__).parents[2] / "docs" / "administrator.md"


@pytest.fixture
def bare(tmp_path: Path, database_kind: str, clock: MovingClock, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An installation of which nothing is there but its settings: no table, no index, no directory."""
    home = tmp_path / "not yet" / "there"
    url = ""
    if database_kind == "postgresql":
        url = request.getfixturevalue("postgresql_server").fresh_database()
    settings = Settings(
        data_dir=home,
        database_url=url,
        store_url="memory:",
        testing=True,
        base_url="http://localhost",
        secret_key="t" * 40,
    )
    app = create_app(settings.completed())
    office: Office = app.extensions["office"]
    app.extensions["office"] = replace(office, clock=clock)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    office.engine.close()


def first_steps() -> Iterator[tuple[str, str]]:
    """What the guide's chapter says to type, in its order, each with what it says is seen."""
    chapter = GUIDE.read_text(encoding="utf-8").split("## First steps\n", 1)[1].split("\n## ", 1)[0]
    for block in re.findall(r"```console\n(.*?)```", chapter, re.DOTALL):
        for typed in re.split(r"^\s*\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = typed.partition("\n")
            yield command, "".join(line.strip() + "\n" for line in shown.splitlines())


def flask(app: Flask, *args: str) -> Result:
    result = FlaskCliRunner(app).invoke(args=list(args))
    db.session.rollback()
    return result


def signs_in_first(app: Flask, login: str, said: str) -> Browser:
    """Sign in with the initial password a command printed, and change it as the page demands."""
    browser = Browser(app)
    browser.get("/login")
    page = browser.post("/login", {"login": login, "password": said.split()[-1]}).text
    assert "Đổi mật khẩu ban đầu" in page
    assert "Đổi mật khẩu ban đầu" in browser.get("/admin/units").text, "nothing else before the password is changed"
    browser.post("/password", {"current": said.split()[-1], "new": NEW, "again": NEW})
    return browser


@pytest.mark.usefixtures("both_databases")
def test_the_guide_leads_from_an_empty_database_to_the_first_log_ins(
    bare: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = flask(bare, "init")
    assert made.exit_code == 0, made.output
    assert "province, office, department" in made.output
    passwords = {}
    for command, shown in first_steps():
        name, *args = shlex.split(command)
        if name == "cat":
            Path(args[0]).write_text(shown, encoding="utf-8")
            continue
        result = flask(bare, *args)
        assert (name, result.exit_code) == ("flask", 0), f"{command}\n{result.output}"
        if args[0] == "user":
            passwords[args[2]] = result.output
    assert list(passwords) == ["quantri", "lan.tt"]
    admin = signs_in_first(bare, "quantri", passwords["quantri"])
    assert "Sở Tài nguyên và Môi trường" in admin.get("/admin/units").text
    clerk = signs_in_first(bare, "lan.tt", passwords["lan.tt"])
    assert clerk.get("/incoming").status_code == 200
    assert clerk.get("/admin/units").status_code == 403
    told = json.loads(flask(bare, "doctor", "--json").stdout)
    assert [found for found in told if found["level"] == "bad"] == []


def test_init_is_safe_to_repeat_and_makes_what_is_missing(bare: Flask, tmp_path: Path) -> None:
    first = flask(bare, "init", "--json")
    assert first.exit_code == 0, first.output
    steps = [row["step"] for row in json.loads(first.stdout)]
    assert steps[0] == "schema"
    assert sorted(steps[1:]) == ["index", "levels"]
    home = tmp_path / "not yet" / "there"
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in home.iterdir()} >= {"office.sqlite", "index"}
    again = flask(bare, "init", "--json")
    assert again.exit_code == 0
    assert "added now" in first.output
    assert "added now" not in again.output


def test_levels_the_administrator_has_changed_are_left_alone(bare: Flask) -> None:
    from e_office.people.levels import add_level
    from e_office.people.models import UnitLevel

    flask(bare, "init")
    office: Office = bare.extensions["office"]
    with office.transaction() as session:
        session.query(UnitLevel).delete()
        add_level(office, None, "ward", "Phường", 1)
    assert flask(bare, "init").exit_code == 0
    assert office.session.query(UnitLevel).count() == 1


BAD_UNITS = "code,name,level,notation\nA,Sở A,department,SA\nB,Sở B,nowhere,SB\nC,,department,SC\n"


@pytest.mark.usefixtures("both_databases")
def test_every_problem_of_a_file_is_told_at_once_and_nothing_is_kept(bare: Flask, tmp_path: Path) -> None:
    flask(bare, "init")
    file = tmp_path / "units.csv"
    file.write_text(BAD_UNITS, encoding="utf-8")
    refused = flask(bare, "unit", "import", str(file))
    assert refused.exit_code == 1
    assert "Dòng 3: " in refused.stderr
    assert "Dòng 4: " in refused.stderr
    told = flask(bare, "unit", "import", str(file), "--json")
    (row,) = json.loads(told.stdout)
    assert (told.exit_code, row["imported"], [each["line"] for each in row["problems"]]) == (1, 0, [3, 4])
    added = flask(bare, "unit", "add", "A", "Sở A", "--level", "department", "--notation", "SA", "--json")
    assert added.exit_code == 0, "line 2 was not kept"
    assert json.loads(added.stdout)[0]["code"] == "A"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("unit", "add", "A", "Sở A", "--level", "sở"), "there is no level sở; known are province"),
        (("unit", "add", "A", "Sở A", "--level", "office", "--parent", "Z"), "there is no unit with the code Z"),
        (("unit", "add", "A", "Sở A", "--level", "office"), "refused: Cơ quan cần ký hiệu"),
        (("user", "passwd", "nobody"), "there is no person with the log-in name nobody"),
    ],
)
def test_what_cannot_be_added_is_told_in_a_sentence(bare: Flask, args: Any, said: str) -> None:
    flask(bare, "init")
    result = flask(bare, *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_a_command_before_init_says_what_is_missing(bare: Flask) -> None:
    result = flask(bare, "jobs", "list")
    assert result.exit_code == 1
    assert "has `init` been run?" in result.stderr
    told = flask(bare, "doctor", "--json")
    assert told.exit_code == 1
    assert "has `init` been run?" in json.loads(told.stdout)[0]["text"]
