"""The colours hold the contrast they promise, and "theo máy" is the dark sheet exactly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "e_office" / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
TEXT, LARGE_OR_CONTROL = 4.5, 3.0
PAIRS = [
    *[
        (front, back, TEXT)
        for front in ("ink", "ink-2", "ink-3", "accent", "accent-deep", "seal", "soon", "good")
        for back in ("paper", "tint")
    ],
    ("on-accent", "accent", TEXT),
    ("on-seal", "seal", TEXT),
    ("seal", "seal-tint", TEXT),
    ("good", "good-tint", TEXT),
    ("soon", "soon-tint", TEXT),
    ("ink", "accent-tint", TEXT),
    ("accent", "accent-tint", TEXT),
    ("ink-2", "accent-tint", TEXT),
    ("ink-2", "seal-tint", TEXT),
    ("paper", "ink", TEXT),
    ("on-mark", "mark", TEXT),
    ("on-sheet", "sheet", TEXT),
    ("rule-2", "paper", LARGE_OR_CONTROL),
    ("rule-2", "tint", LARGE_OR_CONTROL),
]


def values(selector: str) -> dict[str, str]:
    """The colours a rule sets."""
    body = TOKENS.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", body))


THEMES = {"light": values(":root"), "dark": values('[data-theme="dark"]')}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_pair_of_colours_can_be_read(theme: str, front: str, back: str, least: float) -> None:
    assert contrast(THEMES[theme][front], THEMES[theme][back]) >= least


def test_both_themes_set_the_same_names() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_the_machines_dark_is_our_dark() -> None:
    assert values('[data-theme="auto"]') == THEMES["dark"]


def test_no_sheet_but_the_tokens_and_print_names_a_colour() -> None:
    named = {
        sheet.name: found
        for sheet in CSS.glob("*.css")
        if sheet.name not in {"tokens.css", "print.css"}
        and (found := re.findall(r"#[0-9A-Fa-f]{3,8}\b", re.sub(r"url\([^)]*\)", "", sheet.read_text("utf-8"))))
    }
    assert named == {}


def test_every_token_that_is_used_is_set() -> None:
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    used = {name for sheet in CSS.glob("*.css") for name in re.findall(r"var\((--[\w-]+)", sheet.read_text("utf-8"))}
    assert used - known == set()
