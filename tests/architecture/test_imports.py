"""Who may import whom: rooms call down only, rules are pure, drivers know nothing of the house."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from e_office import ROOMS

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "e_office"
OWN = {"app", "config", "e_office", "search", "storage"}
TEXT_PIPELINE = ("search.fold", "search.vietnamese", "search.syllables")
CONVERSIONS = {"ZONE", "local", "day_of", "at"}
"""What rules may take from core/clock.py: conversions of an instant they were told, never the time itself."""
FLASK = {"flask", "flask_login", "flask_wtf", "flask_babel", "flask_sqlalchemy", "flask_migrate", "werkzeug", "wtforms"}
IMPURE = FLASK | {"sqlalchemy", "storage", "minio", "whoosh"}
ASKS_THE_TIME = {"now", "today", "utcnow", "time_ns"}


@dataclass(frozen=True)
class Import:
    """One name taken from a module: `from a.b import c` is ("a.b", "c"), `import a.b` is ("a.b", "")."""

    module: str
    name: str
    line: int
    for_types_only: bool

    @property
    def whole(self) -> str:
        return f"{self.module}.{self.name}".rstrip(".")

    @property
    def top(self) -> str:
        return self.module.split(".")[0]


def imports_of(source: str, package: str = "") -> Iterator[Import]:
    """Every import of a file, those inside functions too; relative ones made whole."""
    tree = ast.parse(source)
    typed = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in node.body
        for inner in ast.walk(child)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", node.lineno, node in typed)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, node.module] if node.module else above)
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, node in typed)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def of(path: Path) -> list[Import]:
    package = ".".join(path.relative_to(ROOT).parent.parts)
    return list(imports_of(path.read_text(encoding="utf-8"), package))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def refuse(path: Path, found: Import, why: str) -> None:
    pytest.fail(f"{name_of(path)}:{found.line} imports {found.whole}: {why}", pytrace=False)


def is_layer(path: Path, layer: str) -> bool:
    """rules.py and rules_time.py are both of the layer `rules`; services split by feature have no such name."""
    return path.stem == layer or path.stem.startswith(f"{layer}_") or path.stem.endswith(f"_{layer}")


def layer_files(layer: str) -> list[Path]:
    return [path for path in files(HOUSE) if is_layer(path, layer)]


@pytest.mark.parametrize("path", files(ROOT / "config"), ids=name_of)
def test_config_stands_on_the_standard_library_alone(path: Path) -> None:
    for found in of(path):
        if found.top != "config" and found.top not in sys.stdlib_module_names:
            refuse(path, found, "settings must be readable before anything is installed or started")


@pytest.mark.parametrize("path", [*files(ROOT / "storage"), *files(ROOT / "search")], ids=name_of)
def test_a_driver_knows_its_sdk_and_not_the_house(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    for found in of(path):
        if found.top in (OWN - {own}) | FLASK | {"sqlalchemy"}:
            refuse(path, found, "a driver is given all it needs; the house calls it through its protocol")


@pytest.mark.parametrize("path", files(HOUSE / "core"), ids=name_of)
def test_the_core_knows_no_room_and_web_alone_knows_flask(path: Path) -> None:
    for found in of(path):
        room = found.module.split(".")[1] if found.module.startswith("e_office.") else ""
        if room in ROOMS:
            refuse(path, found, "rooms stand on the core; let the room hand over what it adds, in its `register`")
        if found.top in FLASK and path.name not in FLASK_IN_CORE and not found.for_types_only:
            refuse(path, found, "web.py is the one Flask file of the core")


FLASK_IN_CORE = {
    "web.py", "bar.py", "failures.py", "db.py", "office.py", "cli.py", "commands.py", "checks.py", "fields.py",
}  # fmt: skip
"""web.py with its bar and pages of failure, and what rests on an extension of Flask by its nature: the database, commands, form fields."""


@pytest.mark.parametrize("path", [path for room in ROOMS for path in files(HOUSE / room)], ids=name_of)
def test_a_room_calls_down_and_never_up(path: Path) -> None:
    room = path.relative_to(HOUSE).parts[0]
    earlier = set(ROOMS[: ROOMS.index(room)])
    for found in of(path):
        if found.module == "e_office" and found.name in ROOMS:
            other = found.name
        elif found.module.startswith("e_office."):
            other = found.module.split(".")[1]
        else:
            continue
        if other in ROOMS and other != room and other not in earlier:
            refuse(path, found, f"{room} stands before {other} in ROOMS; what seems to need it belongs to a later room")


def pure_in_rules(found: Import) -> bool:
    if found.module == "e_office.core.clock":
        return found.name in CONVERSIONS
    if found.whole == "search.fold" or found.module in TEXT_PIPELINE:
        return True
    if found.top in IMPURE or found.top == "search":
        return False
    if found.top != "e_office":
        return True
    return is_pure_file(place_of(found))


@cache
def is_pure_file(path: Path) -> bool:
    """Whether a module a rule leans on is as pure as a rule: everything it imports is."""
    return path.name != "clock.py" and all(pure_in_rules(found) for found in of(path))


def place_of(found: Import) -> Path:
    """The file an import of ours comes from."""
    for dotted in (found.whole, found.module):
        path = ROOT / dotted.replace(".", "/")
        if path.with_suffix(".py").exists():
            return path.with_suffix(".py")
        if (path / "__init__.py").exists() and dotted == found.whole:
            return path / "__init__.py"
    return ROOT / found.module.replace(".", "/") / "__init__.py"


@pytest.mark.parametrize("path", layer_files("rules"), ids=name_of)
def test_rules_are_pure(path: Path) -> None:
    for found in of(path):
        if not pure_in_rules(found):
            refuse(path, found, "a rule computes from facts it is handed: no database, no request, no store")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKS_THE_TIME:
            pytest.fail(f"{name_of(path)}:{node.lineno} asks for the time: take `now` or `today` as an argument")


LAYERS = {
    "policy": (
        FLASK,
        {"queries", "service", "views", "forms"},
        "a policy looks at who asks and at the thing, nothing else",
    ),
    "queries": (FLASK, {"service", "views", "forms"}, "a query reads; what changes something calls it, not it that"),
    "service": (FLASK, {"views", "forms"}, "a use case is the same from a screen, a command and a job"),
    "models": (FLASK, {"queries", "service", "views", "forms", "policy"}, "rows know no one above them"),
    "jobs": (FLASK, {"views", "forms"}, "a job runs without a request"),
}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_knows_only_those_below_it(layer: str) -> None:
    foreign, above, why = LAYERS[layer]
    looked_at = layer_files(layer)
    assert looked_at, f"there is no {layer}.py any more: correct this test"
    for path in looked_at:
        for found in of(path):
            if found.top in foreign:
                refuse(path, found, why)
            if found.top == "e_office" and above & {found.module.split(".")[-1], found.name}:
                refuse(path, found, why)


@pytest.mark.parametrize("path", layer_files("views"), ids=name_of)
def test_a_screen_speaks_neither_sql_nor_to_drivers(path: Path) -> None:
    for found in of(path):
        if found.top == "sqlalchemy" or found.module.startswith(("minio", "whoosh", "search.whoosh", "storage.minio")):
            refuse(path, found, "ask the room's queries or service")


@pytest.mark.parametrize("path", files(HOUSE / "reports"), ids=name_of)
def test_a_report_changes_nothing(path: Path) -> None:
    for found in of(path):
        if found.top == "e_office" and "service" in {found.module.split(".")[-1], found.name}:
            refuse(path, found, "a report reads queries and rules of any room, and calls no service")


@pytest.mark.parametrize(
    ("source", "pure"),
    [
        ("from sqlalchemy import select", False), ("from e_office.core.office import Office", False),
        ("from e_office.core.clock import SystemClock", False), ("from e_office.core.clock import day_of", True),
        ("from search import fold", True), ("from search import open_engine", False),
        ("def f():\n    from flask import g", False), ("from e_office.people.rules import Holidays", True),
        ("from e_office.people.models import Unit", False), ("import storage.minio_store", False),
    ],
)  # fmt: skip
def test_the_eye_sees_what_it_should(source: str, pure: bool) -> None:
    """The other tests stand on this: an import of each kind is told apart."""
    (found,) = imports_of(source)
    assert pure_in_rules(found) == pure


def test_relative_imports_are_made_whole() -> None:
    (found,) = imports_of("from ..people import models", "e_office.notices")
    assert found.whole == "e_office.people.models"
