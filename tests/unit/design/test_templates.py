"""What the content policy and the house forbid in any template, and what templates may count on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from e_office.core.assets import version_of

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "e_office" / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts]
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")))
CSS = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def without_comments(path: Path) -> str:
    return re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_has_nothing_the_content_policy_refuses(path: Path) -> None:
    text = without_comments(path)
    assert not re.search(r"\sstyle\s*=", text), "a style attribute: use a class or an SVG attribute"
    assert "<style" not in text, "inline styles: put them into e_office/static/css"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "an inline script: put it into e_office/static/js"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an event handler attribute"
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", text), "something from elsewhere: vendor it"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_icons_a_template_names_are_drawn(path: Path) -> None:
    text = without_comments(path)
    names = set(re.findall(r"\b(?:icon\(\s*|icon_name=)[\"']([\w-]+)[\"']", text))
    assert names - ICONS == set()


@pytest.mark.parametrize("path", [page for page in PAGES if page.parent.name == "components"], ids=named)
def test_components_hold_macros_only_and_say_their_arguments(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("{#-")
    head = text.split("-#}", 1)[0]
    outside = re.sub(r"\{% macro .*?\{%- endmacro %\}", "", without_comments(path), flags=re.DOTALL)
    assert re.sub(r"\{% from [^%]*%\}", "", outside).strip() == ""
    public = [name for name in re.findall(r"\{% macro (\w+)\(", text) if not name.startswith("_")]
    inner = {"verdict_head", "file_sign"}
    assert [name for name in public if name not in head and name not in inner] == []


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_our_scripts_need_no_eval_and_write_no_markup(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.startswith("/*"), "a script opens by saying what it is for"
    assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML\s*=|document\.write|setAttribute\(\"style\"", text)


def test_every_sheet_and_script_a_layout_names_is_there() -> None:
    head = (ROOT / "templates" / "layouts" / "_head.html").read_text(encoding="utf-8")
    sheets = re.search(r"for sheet in \(([^)]*)\)", head)
    assert sheets
    assert sorted(re.findall(r'"(\w+)"', sheets[1])) == sorted(path.stem for path in (STATIC / "css").glob("*.css"))
    for layout in ("base", "plain"):
        text = (ROOT / "templates" / "layouts" / f"{layout}.html").read_text(encoding="utf-8")
        scripts = re.search(r"for script in \(([^)]*)\)", text)
        assert scripts
        for name in re.findall(r'"(\w+)"', scripts[1]):
            assert (STATIC / "js" / f"{name}.js").exists()


def test_what_is_vendored_carries_its_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert list(folder.glob("LICENSE*")), folder
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8").upper()


def test_every_face_named_in_the_sheets_is_there() -> None:
    faces = re.findall(r'url\("\.\./(fonts/[\w.-]+)\?v=[\w.]+"\)', CSS)
    assert len(faces) == 11
    assert [face for face in faces if not (STATIC / face).exists()] == []


@pytest.mark.parametrize("size", ["file", "sheet"])
def test_our_files_stay_readable_in_length(size: str) -> None:
    paths = PAGES if size == "file" else [*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js")]
    assert {str(path): n for path in paths if (n := len(path.read_text("utf-8").splitlines())) > 300} == {}


def test_the_version_of_the_static_files_follows_their_content(tmp_path: Path) -> None:
    assert version_of(tmp_path / "none") == ""
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text("a {}")
    before = version_of(tmp_path)
    assert version_of(tmp_path) == before
    (tmp_path / "css" / "a.css").write_text("b {}")
    version_of.cache_clear()
    assert version_of(tmp_path) != before
