"""The bar: the entries of the rooms, and how much waits behind each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for

from e_office.core.asking import Build, Waiting
from e_office.core.permission import Actor
from e_office.core.problems import Message
from e_office.core.web import add_chrome, current_office, tell


@dataclass(frozen=True)
class NavItem:
    """One entry of the bar. `visible` is asked for each page, so it must be quick."""

    order: int
    endpoint: str
    label: Message
    icon: str
    visible: Callable[[Actor], bool] = lambda actor: True


def add_nav(app: Flask, item: NavItem) -> None:
    """Put an entry into the bar; a room calls it in its `register`."""
    app.extensions.setdefault("nav", []).append(item)


def add_nav_count(app: Flask, endpoint: str, count: Build) -> None:
    """Let a room add what waits with it to the number of an entry of the bar; asked for each page, all at once."""
    app.extensions.setdefault("nav_counts", {}).setdefault(endpoint, []).append(count)


def register(app: Flask) -> None:
    """Put the bar on every page of whoever is signed in."""
    add_chrome(app, lambda actor: {"nav": _nav(actor)} if actor else {})


def waiting_for(actor: Actor, reads: Sequence[Callable[..., Any]] = (), counts: Sequence[Build] = ()) -> Waiting:
    """What waits for who asks, of these reads and counts and behind the entries of the bar: one statement for both.

    The next page of the request has it from here; one after that asks anew, for something may have been done.
    """
    behind = [count for item in _items(actor) for count in _counts(item)]
    g.waiting = waiting = Waiting(current_office(), actor, reads, [*counts, *behind])
    return waiting


def _nav(actor: Actor) -> list[dict[str, Any]]:
    """The entries this person may use; the current one is the page's own choice, or the nearest address above."""
    waiting = g.get("waiting") or waiting_for(actor)
    g.pop("waiting")
    shown = [(item, url_for(item.endpoint)) for item in _items(actor)]
    above = [(len(url), item.endpoint) for item, url in shown if url != "/" and request.path.startswith(url)]
    here = g.get("nav_section") or (max(above)[1] if above else request.endpoint)
    return [
        {
            "url": url,
            "label": tell(item.label),
            "icon": item.icon,
            "count": sum(map(waiting.number, _counts(item))),
            "current": item.endpoint == here,
        }
        for item, url in shown
    ]


def _items(actor: Actor) -> list[NavItem]:
    items = sorted(current_app.extensions.get("nav", []), key=lambda item: item.order)
    return [item for item in items if item.visible(actor)]


def _counts(item: NavItem) -> Sequence[Build]:
    counts: dict[str, list[Build]] = current_app.extensions.get("nav_counts", {})
    return counts.get(item.endpoint, ())
