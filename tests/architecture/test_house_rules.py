"""Rules of the house that a machine can see: sizes, first sentences, templates without back doors."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.cli import AppGroup

from e_office.core.commands import Command

ROOT = Path(__file__).parents[2]
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 50
TEMPLATES = ROOT / "templates"
PYTHON = [
    ROOT / "app.py",
    *(
        path
        for folder in ("config", "e_office", "search", "storage")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations/versions" not in path.as_posix()
    ),
]
LAYERS = {"layouts", "components", "emails", "errors"}
TEARS_APART = ("session.commit", "session().commit", "connection.commit", "session.begin", "session().begin")
INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)[^>]*>\s*\S|javascript:""", re.IGNORECASE
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = source.count("\n")
    assert lines <= MOST_LINES, f"{lines} lines: part it by sub-feature inside its room, not into a `utils`"
    tree = ast.parse(source)
    if tree.body:
        first = ast.get_docstring(tree)
        assert first, "open the file with one sentence that says what it is"
        assert first.strip().split("\n")[0].endswith((".", ":")), "the first line of the file is a whole sentence"
    for function in functions(tree):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= MOST_LINES_OF_A_FUNCTION, f"{function.name} has {length} lines: part it by what it decides"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", [path for path in PYTHON if path.is_relative_to(ROOT / "e_office")], ids=name_of)
def test_only_the_core_commits_and_only_screens_commands_and_jobs_open_transactions(path: Path) -> None:
    """Services compose: a commit inside one would tear another's act in two."""
    room = path.relative_to(ROOT / "e_office").parts[0]
    if room in {"core", "migrations"}:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and f"{ast.unparse(node.value)}.{node.attr}".endswith(TEARS_APART):
            pytest.fail(f"line {node.lineno}: `.{node.attr}` belongs to `office.transaction()` of core/office.py alone")
        if path.name == "service.py" and isinstance(node, ast.Attribute) and node.attr in {"rollback", "transaction"}:
            pytest.fail(f"line {node.lineno}: a service changes, its caller opens the transaction")


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_a_template_opens_no_back_door(path: Path) -> None:
    """The content security policy forbids inline code and styles; escaping is never switched off (A-24)."""
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(", source), "escaping is switched off"
    is_mail = "emails" in path.parts  # mail readers know no style sheets
    found = None if is_mail else INLINE.search(source)
    assert not found, f"inline style or code: {found.group(0) if found else ''!r}; use app.css and a data attribute"
    if is_mail:
        assert "<script" not in source


def test_every_template_compiles(app: Flask) -> None:
    names = [path.relative_to(TEMPLATES).as_posix() for path in templates()]
    assert len(names) > 60
    for name in names:
        app.jinja_env.get_template(name)


def test_no_page_of_the_application_is_forgotten_or_orphaned() -> None:
    """Every template is used by a view, a macro or another template."""
    sources = [path.read_text(encoding="utf-8") for path in [*PYTHON, *templates()]]
    named = re.findall(r"""["']([\w./{}-]+\.(?:html|txt))["']""", "\n".join(sources))
    used = [re.compile(re.sub(r"\\\{\w+\\\}", r"\\w+", re.escape(name))) for name in sorted(set(named))]
    for path in templates():
        name = path.relative_to(TEMPLATES).as_posix()
        if name.startswith("emails/"):
            continue  # named by the message, see notices/letters.py
        assert any(pattern.fullmatch(name) for pattern in used), f"{name} is used by nobody"


def pages() -> Iterator[tuple[str, str, str]]:
    """(room or part of a room, view function, template) of every view that renders a page of its own."""
    for path in PYTHON:
        if not path.is_relative_to(ROOT / "e_office") or not path.name.endswith(("views.py", "intake.py")):
            continue
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(function, ast.FunctionDef) or not is_view(function):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "render_template":
                    if isinstance(call.args[0], ast.Constant):
                        place = path.parent.relative_to(ROOT / "e_office").as_posix()
                        yield place, function.name, str(call.args[0].value)


def is_view(function: ast.FunctionDef) -> bool:
    return any("blueprint." in ast.unparse(decorator) for decorator in function.decorator_list)


def test_a_page_is_found_in_the_folder_of_its_room() -> None:
    """templates/<room>/<view>.html where the view has one page; several pages at least stay in the room."""
    found = list(pages())
    assert len(found) > 15
    astray = [
        (view, template)
        for room, view, template in found
        if template.split("/")[0] not in {room.split("/")[0], *LAYERS}
    ]
    assert astray == [], "a page template stands in its room's folder"


def test_the_only_page_of_a_view_has_its_name() -> None:
    """In the folder of its room, or of its part of the room.

    `find` and `ratio_page` are not called as their pages, because the words are taken in their modules.
    """
    of_view: dict[tuple[str, str], set[str]] = {}
    for room, view, template in pages():
        if not template.split("/")[-1].startswith("_"):
            of_view.setdefault((room, view), set()).add(template)
    single = {place: found.pop() for place, found in of_view.items() if len(found) == 1}
    taken = {("portal", "find"), ("reports", "ratio_page")}
    folders = {place: (place[0], place[0].split("/")[0]) for place in single}
    astray = {
        place for place, name in single.items() if name not in {f"{one}/{place[1]}.html" for one in folders[place]}
    }
    assert astray <= taken


def commands(group: AppGroup | click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def _module(command: click.Command) -> str:
    return inspect.unwrap(command.callback).__module__ if command.callback else ""


def test_every_command_of_the_house_tells_refusals_the_same_way(app: Flask) -> None:
    """`Command` turns a refusal into a sentence and exit code 1; a plain click command would show a traceback."""
    ours = {path: command for path, command in commands(app.cli) if _module(command).startswith("e_office")}
    assert len(ours) > 15
    plain = [path for path, command in ours.items() if not isinstance(command, Command)]
    assert plain == [], "make it with `cls=Command`, or in a `Group` of core/commands.py"
