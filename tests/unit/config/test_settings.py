"""Settings from the environment and a file; what cannot be used stops the start in a sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from config import Settings, SettingsError
from e_office import create_app
from e_office.core.office import Office
from storage import StorageError

ROOT = Path(__file__).parents[3]


def settings(tmp_path: Path, **more: str) -> Settings:
    environ = {"EOFFICE_DATA_DIR": str(tmp_path), **{f"EOFFICE_{name.upper()}": text for name, text in more.items()}}
    return Settings.from_env(environ)


def test_a_file_is_read_and_the_environment_overrides_it(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text('data_dir = "/srv/office"\nport = 81\nproxies = 1\nsecret_key = "k"\n', encoding="utf-8")
    found = Settings.from_env({"EOFFICE_CONFIG": str(file), "EOFFICE_PORT": "82"})
    assert (found.data_dir, found.port, found.proxies) == (Path("/srv/office"), 82, 1)


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text('colour = "red"\nport = "many"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({"EOFFICE_CONFIG": str(file), "EOFFICE_DEMO": "perhaps"})
    said = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in sorted(said)] == ["colour", "demo", "port"]


@pytest.mark.parametrize("kind", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_address_needs_no_driver(tmp_path: Path, kind: str) -> None:
    assert settings(tmp_path, database_url=f"{kind}://u@h/n").database_url == "postgresql+psycopg://u@h/n"


def test_every_address_nobody_can_read_is_named_at_once(tmp_path: Path) -> None:
    wrong = settings(
        tmp_path, database_url="office", store_url="s3://k:s@host/b?secur=0", search_url="index", smtp_url="relay:25"
    )
    with pytest.raises(SettingsError) as refused:
        create_app(wrong)
    names = [line.split(":")[0] for line in str(refused.value).splitlines()]
    assert names == ["database_url", "store_url", "search_url", "smtp_url"]


@pytest.mark.parametrize("command", [["app.py"], ["-m", "flask", "--app", "app", "doctor"]])
def test_the_doors_tell_it_without_a_traceback(tmp_path: Path, command: list[str]) -> None:
    environ = {**os.environ, "EOFFICE_DATA_DIR": str(tmp_path), "EOFFICE_STORE_URL": "s3://nowhere"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The settings cannot be used:\nstore_url: the store URL must read s3://")


def test_without_a_store_originals_are_refused_in_so_many_words(tmp_path: Path) -> None:
    office: Office = create_app(settings(tmp_path)).extensions["office"]
    store = office.store
    assert (store.probe().ok, store.probe().message[:22]) == (False, "no store is configured")
    for refuse in (
        store.ping,
        store.keys,
        lambda: store.stat("k", None),
        lambda: store.exists("k", None),
        lambda: store.hold("k", None),
        lambda: store.open_range("k", None, 0, 1),
        lambda: store.open("k", None, sha256="", size=0),
        lambda: store.put(open(os.devnull, "rb")),  # noqa: SIM115
    ):
        with pytest.raises(StorageError, match="no store is configured"):
            refuse()


def test_every_setting_stands_in_the_guide_and_the_example_names_no_other() -> None:
    names = {field.name for field in fields(Settings)}
    guide = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8").split("## Settings\n", 1)[1]
    table = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    assert names <= {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
    example = (ROOT / "config" / "office.toml.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?(\w+) = ", example, flags=re.MULTILINE)) <= names
    assert set(tomllib.loads(example)) <= names
