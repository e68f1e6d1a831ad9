"""What is measured on a page: accessibility, width, targets, words left in the source language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.factories.world import PASSWORD

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
TOO_SMALL = """() => [...document.querySelectorAll(
    'a.button, button:not(.link, .paper-open), .chip, .segments a, .input, .select, .bottom-bar a, .bottom-bar summary, label.choice')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5
    && !one.closest('.only-desk, .visually-hidden, .meta, .conditions, .choice-row, .paper-tools'))
  .map((one) => one.outerHTML.slice(0, 120))"""
TOO_WIDE = "Math.max(0, document.documentElement.scrollWidth - innerWidth)"
NOT_TO_TRANSLATE = {"communiqué", "qđ", "nđ", "lãnh", "đạo"}
"""A loan word, the names of decisions and decrees, and the capacity that stands where none is given."""

TEXTS = """() => {
  const skipped = '[lang=vi], script, style, textarea, code, mark, .sheet, [data-pdf]';
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest(skipped)) found.push(walker.currentNode.data);
  }
  for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt], [data-confirm]'))
    if (!one.closest(skipped))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) found.push(one.getAttribute(name) || '');
  return [document.title, ...found].map((text) => text.trim()).filter(Boolean);
}"""
MARKER = re.compile(r"%\(\w+\)|\{[{%]|[}%]\}|<[\w.]+ object|Message\(|Undefined|^None$|\bNone,|, None\b")
ACCENTED = re.compile(r"[\wÀ-ỹ]*[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ][\wÀ-ỹ]*")


def complaints_of(page: Page) -> list[str]:
    """A list that fills with what scripts and the content policy complain of, from now on."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return complaints


@contextmanager
def quiet(context: BrowserContext) -> Iterator[Page]:
    """A tab in which neither a script nor the content policy may complain."""
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    page.evaluate("0")  # whatever was said until now has been heard when this is answered
    heard = list(complaints)  # closing breaks off what is being fetched, and scripts rightly say that it failed
    page.close()
    assert not heard, heard


def open_context(chromium: Browser, size: str = "desk", **options: Any) -> BrowserContext:
    """A window of a browser of its own: nothing is remembered from another."""
    width, height = SIZES[size]
    options.setdefault("reduced_motion", "reduce")  # a colour on its way fails no contrast
    return chromium.new_context(viewport={"width": width, "height": height}, **options)


def wear(page: Page, size: str, theme: str) -> None:
    """Make the window so large and the machine light or dark, without loading the page again."""
    width, height = SIZES[size]
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": height})


def sign_in(page: Page, address: str, login: str) -> None:
    """Sign in as people do."""
    page.goto(f"{address}/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login" not in url)


def violations(page: Page) -> list[Any]:
    """What axe finds, best practices and target size included: rule and places."""
    if not page.evaluate("'axe' in window"):  # put in once a load: it is half a megabyte to read
        page.evaluate(AXE)
    found = page.evaluate("axe.run({rules: {'target-size': {enabled: true}}, resultTypes: ['violations']})")
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]


def picture(page: Page, name: str) -> None:
    """Kept where somebody wants to look at it."""
    if folder := os.environ.get("OFFICE_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def looked_at(page: Page, name: str) -> None:
    """Accessible, in one width, with targets for a finger on a phone; kept where somebody wants to look at it."""
    page.evaluate("scrollTo(0, 0)")  # nothing lies under the bar
    picture(page, name)
    assert violations(page) == []
    assert not page.evaluate(TOO_WIDE)
    if (page.viewport_size or {"width": 0})["width"] < 800:
        assert page.evaluate(TOO_SMALL) == []


def raw_markers(texts: Iterable[str]) -> list[str]:
    """Texts in which a value or a template was printed raw."""
    return [text for text in texts if MARKER.search(text)]


def left_in_vietnamese(texts: Iterable[str], data: set[str]) -> list[str]:
    """Texts of an English page with a Vietnamese word that no row of the office holds."""
    return [text for text in texts if set(ACCENTED.findall(text.lower())) - data - NOT_TO_TRANSLATE]


def words_of(texts: Iterable[str]) -> set[str]:
    """The accented words of what an office holds, in small letters."""
    return {word for text in texts for word in ACCENTED.findall(text.lower())}
